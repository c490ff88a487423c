"""The finder against brute force: every count, every group, whatever is chosen."""

from collective.prai.core.bands import band_of
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.subjects import TERRITORIES
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.asked import read_asked
from collective.prai.finder.census import Census
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from collective.prai.finder.followed import as_anybody
from collective.prai.finder.lent import Lent
from collective.prai.finder.nearest import Nearest
from collective.prai.finder.places import PLACED
from collective.prai.finder.places import Places
from collective.prai.finder.sets import Sets
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from decimal import Decimal
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
import pytest
import random
import re
import transaction


THEMES = ["tourisme", "petite-enfance", "haut-debit", "urbanisme"]
CHOICES = {
    "type": ["prai.HowTo", "prai.ProjectSheet", "prai.Deliverable"], "theme": THEMES, "departement": ["31", "81", "09"],
    "habitants": ["1000-2000", "50000-200000"], "cout": ["15000-30000", "50000-100000"], "zone": ["rural", "urbain"],
    "etape": ["in-service", "planned"], "annee": ["2006", "2007"], "licence": ["etalab-2.0", "CC-BY-4.0"],
    "public": ["elus", "dgs"],
}  # fmt: skip


@pytest.fixture
def sheets(make_item):
    """Sixteen sheets whose fields are drawn from a fixed seed, each with what a filter would say of it."""
    draw, found = random.Random(2006), []
    for number in range(16):
        portal_type = draw.choice(CHOICES["type"][:2])
        facts = {
            "type": {portal_type},
            "theme": set(draw.sample(THEMES, draw.randint(0, 2))),
            "departement": set(draw.sample(CHOICES["departement"], draw.randint(0, 2))),
            "licence": {draw.choice(CHOICES["licence"])},
            "public": set(draw.sample(CHOICES["public"], draw.randint(0, 2))),
            "zone": set(draw.sample(CHOICES["zone"], draw.randint(0, 1))),
        }
        population, cost = draw.choice([None, 1_800, 60_000]), draw.choice([None, 20_000, 82_050])
        year, stage = draw.choice([None, "2006", "2007"]), draw.choice([None, "in-service", "planned"])
        fields = {
            "themes": sorted(facts["theme"]), "departments": sorted(facts["departement"]), "zone": sorted(facts["zone"]),
            "audiences": sorted(facts["public"]), "licence": next(iter(facts["licence"])), "population": population,
        }  # fmt: skip
        facts["habitants"] = {band_of(POPULATIONS, population)} - {None}
        if portal_type == "prai.ProjectSheet":
            fields |= {"total_cost": Decimal(cost) if cost else None, "starts": year, "stage": stage}
            facts |= {
                "cout": {band_of(COSTS, cost)} - {None},
                "annee": {year} - {None},
                "etape": {stage} - {None},
            }
        text = draw.choice(["site communal", "portail communal", "extranet"])
        item = make_item(portal_type, title=f"Un {text} {number}", state="published", **fields)
        item.reindexObject(idxs=["licence"])
        found.append((f"Un {text} {number}", facts))
        if portal_type == "prai.ProjectSheet":
            found.append(deliverable_of(make_item, item, text, number, facts))
    make_item("prai.HowTo", title="Un site communal secret", themes=THEMES)
    closed = make_item(
        "prai.ProjectSheet", title="Un site communal fermé", departments=["81"], zone=["rural"]
    )
    found.append(deliverable_of(make_item, closed, "site communal", "sans lieu", {}))
    logout()
    return found


def deliverable_of(make_item, project, text, number, facts) -> tuple[str, dict]:
    """It is where its project is, and says nothing else of it."""
    title = f"Un {text} à reprendre {number}"
    made = make_item("prai.Deliverable", title=title, state="published", origin=relate(project))
    made.reindexObject(idxs=["licence"])
    place = {name: facts.get(name, set()) for name in ("departement", "zone", "habitants")}
    return title, {"type": {"prai.Deliverable"}, "licence": {"etalab-2.0"}} | place


def search_for(**form) -> Search:
    titles, sets = Titles(), Sets()
    return Search(read_asked(form, titles.types), sets, base_of(sets, titles.types), SHEETS)


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


def titles_of(search, rids=None) -> list[str]:
    return [brain.Title for brain in search.sets.brains(search.ordered() if rids is None else rids)]


def meets(facts, asked, without="") -> bool:
    return all(
        facts.get(name, set()) & set(tokens) for name, tokens in asked.chosen.items() if name != without
    )


class TestCounts:
    def test_all_counts_are_those_of_brute_force(self, sheets):
        """Random choices; a group counts what choosing in it would list, its own choices left aside."""
        draw = random.Random(7)
        for _turn in range(60):
            form = {
                name: draw.sample(CHOICES[name], draw.randint(1, 2))
                for name in draw.sample(sorted(CHOICES), draw.randint(0, 4))
            }
            if word := draw.choice(["communal", "extranet", "portail"]):
                form["q"] = word
            search = search_for(**form)
            mine = [(title, facts) for title, facts in sheets if word in title]
            expected = sorted(title for title, facts in mine if meets(facts, search.asked))
            assert sorted(titles_of(search)) == expected and search.total == len(expected)
            for name in CHOICES:
                wanted: dict = {}
                for _title, facts in mine:
                    if meets(facts, search.asked, without=name):
                        for value in facts.get(name, ()):
                            wanted[value] = wanted.get(value, 0) + 1
                assert search.counts(name) == wanted, (form, name)

        self.only_values_with_a_result_or_chosen()
        self.amount_is_a_criterion_of_its_own()

    def only_values_with_a_result_or_chosen(self):
        search = search_for(q="extranet", theme="aide-sociale")
        found = {group.name: {option.token for option in group.options} for group in groups(search, Titles())}
        assert found["theme"] >= {"aide-sociale"}
        for name, tokens in found.items():
            chosen = set(search.asked.chosen.get(name, ()))
            assert all(search.counts(name).get(token) for token in tokens - chosen)

    def amount_is_a_criterion_of_its_own(self):
        assert set(titles_of(search_for(cout_max="30000"))) == set(titles_of(search_for(cout="15000-30000")))

    def test_a_group_of_terms_counts_for_its_members(self, make_item, monkeypatch):
        for theme in ("tourisme", "haut-debit", "urbanisme"):
            make_item("prai.HowTo", title=theme, state="published", themes=[theme])
        logout()
        rows = [
            {"token": "tourisme", "fr": "Tourisme"},
            {"token": "haut-debit", "fr": "H", "parent": "tourisme"},
        ]
        monkeypatch.setattr("collective.prai.core.vocabularies.rows", lambda name: rows)
        search = search_for(theme="tourisme")
        assert sorted(titles_of(search)) == ["haut-debit", "tourisme"]
        assert search.counts("theme")["tourisme"] == 2


class TestLent:
    """A deliverable is where its project is, for who may be shown the project and for nobody else."""

    @pytest.fixture
    def lent(self, make_item):
        project = make_item(
            "prai.ProjectSheet", state="published", title="Projet", departments=["81"], municipalities=["81004"],
            zone=["rural"], population=60_000,
        )  # fmt: skip
        make_item("prai.Deliverable", state="published", title="Le questionnaire", origin=relate(project))
        return project

    def asked(self, **more) -> list[str]:
        return titles_of(search_for(type="Deliverable", **more))

    def test_by_every_word_of_a_place(self, lent):
        logout()
        for name, value in (("departement", "81"), ("zone", "rural"), ("habitants", "50000-200000")):
            assert self.asked(**{name: value}) == ["Le questionnaire"], name
            assert self.asked(**{name: CHOICES[name], "theme": "tourisme"}) == []
        assert search_for(type="Deliverable").counts("departement") == {"81": 1}
        census = Census()
        assert census.counts(TERRITORIES, census.of_type("prai.Deliverable")) == {"81": 1}
        assert census.about(TERRITORIES, "81").bit_count() == 2

    def test_nothing_of_a_project_that_the_reader_may_not_see(self, lent, portal):
        for close in (
            lambda: api.content.transition(lent, "withdraw", comment="x"),
            lambda: api.content.transition(portal["projets"], to_state="private"),
        ):
            with api.env.adopt_roles(["Manager"]):
                close()
            logout()
            search = search_for(type="Deliverable")
            assert search.total == 1 and search.counts("departement") == search.counts("habitants") == {}
            assert self.asked(departement="81") == []
            login(portal, TEST_USER_NAME)
        setRoles(portal, TEST_USER_ID, ["Editor", "Manager"])
        assert self.asked(departement="81") == ["Le questionnaire"], "its editors still may"

    def test_who_may_and_who_may_not_share_nothing(self, functional):
        """What is kept for one reader is asked by the other, in both orders, after a commit."""
        portal = functional["portal"]
        project = make(portal, "prai.ProjectSheet", title="Projet", departments=["81"])
        make(portal, "prai.Deliverable", state="published", title="Le questionnaire", origin=relate(project))
        transaction.commit()
        for _turn in range(2):
            with api.env.adopt_user(username=SITE_OWNER_NAME):
                assert self.asked(departement="81") == ["Le questionnaire"]
            with as_anybody():
                assert self.asked(departement="81") == []
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(project, "publish")
        transaction.commit()
        with as_anybody():
            assert self.asked(departement="81") == ["Le questionnaire"]

    def test_its_card_says_where_and_how_far(self, lent, render, portal, http_request):
        logout()
        http_request.form.update(type="Deliverable", lieu="Gaillac")
        page = words(render(portal, "trouver"))
        assert "Tarn (81)" in page and re.search(r"(19|20|21) km", page)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(lent, "withdraw", comment="x")
        page = words(render(portal, "trouver"))
        assert "Le questionnaire" in page and "Tarn (81) –" not in page and not re.search(r"\d km", page)


class TestAuthorities:
    """Inhabitants and place of a sheet that says none: of its authority, as « near me » says them."""

    @pytest.fixture
    def girou(self, make_item):
        body = make_item(
            "prai.Organisation", title="CC Girou", siren="243100732", organisation_type="intercommunalite",
            state="published",
        )  # fmt: skip
        firm = make_item(
            "prai.Organisation", title="Cabinet", municipalities=["31555"], organisation_type="prestataire",
            state="published",
        )  # fmt: skip
        project = make_item(
            "prai.ProjectSheet", title="Préinscription", state="published", lead=relate(body),
            beneficiaries=[relate(firm)],
        )  # fmt: skip
        make_item("prai.Deliverable", title="Le dossier", state="published", origin=relate(project))
        make_item("prai.ProjectSheet", title="Nulle part", state="published")
        return body

    def test_near_and_finder_say_the_same_of_all(self, sheets, girou, make_item):
        login(api.portal.get(), TEST_USER_NAME)
        make_item("prai.ProjectSheet", title="Autre", state="published", lead=relate(girou), population=800)
        for close in (False, True):
            login(api.portal.get(), TEST_USER_NAME)
            if close:
                with api.env.adopt_roles(["Manager"]):
                    api.content.transition(girou, "withdraw", comment="x")
            logout()
            sets = Sets()
            places, lent, seen = Places(sets), Lent(sets), 0
            bands = lent.values("population_band")
            for rid in sets.rids(sets.readable & sets.any_of("portal_type", PLACED)):
                there, said = places.of(rid), lent.population(rid)
                assert (said or (None, False)) == (there.population, there.today)
                mine = [band for band, mask in bands.items() if mask & sets.of([rid])]
                assert mine == [band for band in [band_of(POPULATIONS, there.population)] if band]
                assert set(lent.entries("zone", rid)) == set(there.zones)
                seen += there.today
            assert seen == (0 if close else 2)

    def test_it_says_the_number_and_where_it_is_from(self, girou, render, portal, http_request):
        logout()
        http_request.form.update(habitants="1800")
        page = words(render(portal, "trouver"))
        assert re.search(
            r"(Inhabitants|Habitants) ?:? 23 \d{3} (at the last census|au dernier recensement)", page
        )
        assert page.index("Préinscription") < page.index("Nulle part"), "what is not known is not near"
        assert search_for(habitants="20000-50000", type="ProjectSheet").total == 1
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(girou, "withdraw", comment="x")
        assert "23 " not in words(render(portal, "trouver"))
        assert search_for(habitants="20000-50000").total == 0

    def test_the_kinds_of_area_of_a_mission_are_kinds_of_area(self, make_item):
        make_item(
            "prai.MissionSheet", title="Une mission", state="published", zones=["montagne"], zone=["rural"]
        )
        logout()
        for zone in ("montagne", "rural"):
            assert titles_of(search_for(zone=zone)) == ["Une mission"]
        found = groups(search_for(type="MissionSheet"), Titles())
        assert {o.token for g in found if g.name == "zone" for o in g.options} == {"montagne", "rural"}


class TestDefault:
    """Without words or a type: the sheets, what can be taken home first; all else a choice away."""

    @pytest.fixture
    def mixed(self, make_item):
        for number, (portal_type, title, fields) in enumerate((
            ("prai.Indicator", "Un chiffre", {}), ("News Item", "Une nouvelle", {}), ("prai.Organisation", "Une mairie", {}),
            ("prai.Deliverable", "Perdu", {"availability": "not-found"}), ("prai.HowTo", "Une fiche", {}),
            ("prai.Deliverable", "Sur demande", {"availability": "on-request"}), ("prai.ProjectSheet", "Un projet", {}),
            ("Event", "Passé", {"start": datetime(2010, 5, 6, 9, tzinfo=UTC), "end": datetime(2010, 5, 6, 10, tzinfo=UTC)}),
            ("Event", "À venir", {"start": datetime(2099, 5, 6, 9, tzinfo=UTC), "end": datetime(2099, 5, 6, 10, tzinfo=UTC)}),
        )):  # fmt: skip
            make_item(
                portal_type,
                title=title,
                state="published",
                effective_date=DateTime(2020, 1, 1 + number),
                **fields,
            )
        logout()

    def test_sheets_in_their_order(self, mixed, render, portal):
        found = re.findall(r"<h3><a[^>]*>([^<]*)</a></h3>", render(portal, "trouver"))
        assert found == ["Sur demande", "Un projet", "Une fiche", "Perdu", "Un chiffre"]

    def test_all_else_is_counted_and_a_choice_away(self, mixed, render, portal, http_request):
        page = words(render(portal, "trouver"))
        assert search_for().others >= 4
        assert re.search(rf"\b{search_for().others}\W+(news|actualités)", page)
        kinds = groups(search_for(), Titles())[0]
        for option in kinds.options + kinds.more:
            http_request.form["type"] = option.token
            assert len(re.findall(r"<h3><a", render(portal, "trouver"))) == option.count, option.token
        http_request.form["type"] = "Event"
        page = render(portal, "trouver")
        assert page.index("À venir") < page.index("Passé")
        http_request.form.clear()
        http_request.form["q"] = "nouvelle"
        assert "Une nouvelle" in render(portal, "trouver")

    def test_a_word_without_end_is_short_in_the_title(self, render, portal, http_request):
        http_request.form["q"] = "a" * 300
        title = re.search(r"<title>([^<]*)", render(portal, "trouver"))[1]
        assert "…" in title and "a" * 61 not in title


class TestOrder:
    def test_title_weighs_more_than_description_and_text(self, make_item):
        make_item("prai.HowTo", title="Trois", state="published", problem="Un questionnaire.")
        make_item("prai.HowTo", title="Deux", state="published", description="Un questionnaire")
        make_item("prai.HowTo", title="Un questionnaire", state="published")
        logout()
        assert titles_of(search_for(q="questionnaires")) == ["Un questionnaire", "Deux", "Trois"]

    def test_cheapest_first_and_unknown_last(self, make_item):
        for title, cost in (("Cher", 90_000), ("Inconnu", None), ("Bon marché", 4_000)):
            make_item("prai.ProjectSheet", title=title, state="published", total_cost=cost and Decimal(cost))
        logout()
        assert titles_of(search_for(tri="cout", type="ProjectSheet")) == ["Bon marché", "Cher", "Inconnu"]

    def test_nearest_town_first(self, make_item):
        """From Gaillac: Albi, then Toulouse; then the same département; then what has no place."""
        for title, fields in (
            ("Sans lieu", {}), ("Tarn", {"departments": ["81"]}), ("Toulouse", {"municipalities": ["31555"]}),
            ("Albi", {"municipalities": ["81004"]}),
        ):  # fmt: skip
            make_item("prai.ProjectSheet", title=title, state="published", **fields)
        logout()
        found = titles_of(search_for(commune="81099", tri="proximite", type="ProjectSheet"))
        assert found == ["Albi", "Toulouse", "Tarn", "Sans lieu"]

    def test_the_last_word_may_be_a_beginning(self, make_item):
        make_item("prai.HowTo", title="La dématérialisation", state="published")
        logout()
        assert titles_of(search_for(q="démat")) == ["La dématérialisation"]
        assert titles_of(search_for(q="dm")) == []


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


class TestOffTheme:
    def test_research_stays_out_until_it_is_asked_for(self, make_item, render, portal, http_request):
        make_item("prai.ProjectSheet", title="Un robot", state="published", off_theme=True)
        make_item("prai.ProjectSheet", title="Un portail", state="published")
        logout()
        for view, obj in (("trouver", portal), ("prai-listing", portal["projets"])):
            http_request.form.pop("hors_theme", None)
            page = render(obj, view)
            assert "Un robot" not in page and 'name="hors_theme"' in page and "(1)" in page
            http_request.form["hors_theme"] = "1"
            assert "Un robot" in render(obj, view)


class TestCards:
    def test_who_and_what_to_take_are_named_only_to_who_may_know(self, make_item, render, portal):
        fields = {
            "lead": relate(make_item("prai.Organisation", title="Pays secret")),
            "beneficiary_names": "Pays X",
        }
        takes = [
            make_item("prai.Deliverable", title="Secret"),
            make_item("prai.Deliverable", state="published"),
        ]
        make_item(
            "prai.ProjectSheet", state="published", deliverables=[relate(one) for one in takes], **fields
        )
        logout()
        page = words(render(portal["projets"], "prai-listing"))
        assert "Pays X" in page and "secret" not in page
        assert re.search(r"(To take up|À reprendre) 1\b", page)

    def test_an_editor_sees_that_a_draft_is_none_of_the_public(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Brouillon à moi")
        http_request.form["q"] = "brouillon"
        setRoles(portal, TEST_USER_ID, ["Editor"])
        assert "prai-badge" in render(portal, "trouver")

    def test_map_list_and_cards(self, make_item, render, portal, http_request):
        make_item("prai.ProjectSheet", title="Un portail", state="published", departments=["81"])
        make_item(
            "prai.ProjectSheet",
            title="Un extranet",
            state="published",
            departments=["31"],
            epcis=["200034957"],
        )
        logout()
        for view, mark in (
            ("cartes", 'class="prai-card"'),
            ("liste", 'class="prai-rows"'),
            ("carte", "prai-map-81"),
        ):
            http_request.form["vue"] = view
            page = render(portal, "trouver")
            assert mark in page or (view == "carte" and "departement=81" in page)
        http_request.form["departement"] = "31"
        assert "epci=200034957" in render(portal, "trouver")


def test_every_filter_reads_an_index_that_is_there(portal):
    catalog = api.portal.get_tool("portal_catalog")
    assert {index for index, _vocabulary in FILTERS.values()} <= set(catalog.indexes())
