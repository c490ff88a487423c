"""No exact answer: what comes nearest, and in what it differs."""

from collective.prai.core.bands import POPULATIONS
from collective.prai.finder.nearest import Nearest
from decimal import Decimal
from plone.app.testing import logout
from tests.site.conftest import words
from tests.site.finder.searching import search_for
from tests.site.finder.searching import titles_of
import random


def brute_force_nearest(search) -> list[float]:
    """How far the inhabitants of all that could be proposed are from what is asked, from the nearest."""
    lent, found = search.lent, []
    for rid in search.sets.rids(search.meeting(("habitants",))):
        known = lent.population(rid)
        band = POPULATIONS[[band.token for band in POPULATIONS].index(search.asked.chosen["habitants"][0])]
        if known is not None:
            low, high = band.low or 1, band.high or 10**9
            found.append(max(low / known[0], known[0] / high, 1))
    return sorted(found)


class TestNearest:
    def test_names_what_differs_with_its_value(self, make_item, render, portal, http_request):
        make_item(
            "prai.ProjectSheet", title="Préinscription aux centres de loisirs", state="published", departments=["81"],
            population=12_600, total_cost=Decimal("82050"),
            sources=[{"funder": "FEDER", "amount": Decimal("41025")}, {"funder": "Région", "amount": Decimal("24615")}],
        )  # fmt: skip
        logout()
        http_request.form.update(q="préinscription", habitants="1800", cout_max="30000", departement="31")
        page = words(render(portal, "trouver"))
        assert "Aucun résultat exact" in page or "No exact result" in page
        assert "82 050 €" in page and "16 410 €" in page and "Tarn (81)" in page and "12 600" in page

    def test_fewest_and_least_important_give_way_first_and_words_last(self, make_item):
        make_item(
            "prai.ProjectSheet",
            title="Un portail cher",
            state="published",
            total_cost=Decimal(90_000),
            themes=["tourisme"],
        )
        make_item(
            "prai.ProjectSheet", title="Un portail d'ailleurs", state="published", total_cost=Decimal(9_000)
        )
        make_item(
            "prai.ProjectSheet",
            title="Autre chose",
            state="published",
            total_cost=Decimal(900),
            themes=["tourisme"],
        )
        logout()
        search = search_for(q="portail", theme="tourisme", cout_max="10000")
        near = Nearest(search).items()
        assert titles_of(search, [one.rid for one in near]) == ["Un portail cher", "Un portail d'ailleurs"]
        assert [one.relaxed for one in near] == [("cout_max",), ("theme",)]

    def test_the_nearest_in_size_first_and_the_unknown_last(self, make_item):
        draw = random.Random(11)
        for number in range(14):
            people = draw.choice([None, int(10 ** draw.uniform(2, 5.5))])
            people = 2_500 if people is not None and 1_000 <= people < 2_000 else people
            cost = draw.choice([None, Decimal(draw.randint(6_000, 300_000))])
            make_item(
                "prai.ProjectSheet", title=f"N{number}", state="published", population=people, total_cost=cost
            )
        logout()
        search = search_for(habitants="1800")
        assert not search.total
        near = Nearest(search).items(14)
        known = [search.lent.population(one.rid) for one in near]
        assert None in known and known.index(None) == len([one for one in known if one is not None])
        far = [max(1_000 / one[0], one[0] / 2_000) for one in known if one is not None]
        assert [round(one, 6) for one in far] == [round(one, 6) for one in brute_force_nearest(search)]
        for form in ({"cout_max": "5000"}, {"cout": "0-5000"}):
            search = search_for(**form)
            costs = [
                search.sets.catalog.getIndex("prai_cost")._unindex.get(one.rid)
                for one in Nearest(search).items(14)
            ]
            said = [cost for cost in costs if cost is not None]
            assert said == sorted(said) and said and costs[: len(said)] == said

    def test_some_of_the_words_are_better_than_none(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Un portail", state="published")
        logout()
        http_request.form["q"] = "portail zébulon"
        page = words(render(portal, "trouver"))
        assert "Un portail" in page and "zebulon" in page

    def test_nothing_of_what_the_reader_may_not_see(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Zanzibar secret")
        make_item("prai.HowTo", title="Un portail", state="published")
        logout()
        for query in ("zanzibar", "zanzibra", "zanz"):
            http_request.form["q"] = query
            page = render(portal, "trouver")
            assert "secret" not in page and (query == "zanzibar" or "zanzibar" not in page)

    def test_a_slip_of_the_pen(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="La dématérialisation des actes", state="published")
        logout()
        http_request.form["q"] = "demaeterialisation"
        page = render(portal, "trouver")
        assert "/trouver?q=d%C3%A9mat%C3%A9rialisation" in page
