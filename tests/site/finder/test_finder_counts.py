"""The finder against brute force: every count, every group, whatever is chosen."""

from collective.prai.finder.asked import FILTERS
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from plone import api
from plone.app.testing import logout
from tests.site.finder.searching import CHOICES
from tests.site.finder.searching import meets
from tests.site.finder.searching import search_for
from tests.site.finder.searching import titles_of
import random


class TestCounts:
    def test_all_counts_are_those_of_brute_force(self, drawn_sheets):
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
            mine = [(title, facts) for title, facts in drawn_sheets if word in title]
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


def test_every_filter_reads_an_index_that_is_there(portal):
    catalog = api.portal.get_tool("portal_catalog")
    assert {index for index, _vocabulary in FILTERS.values()} <= set(catalog.indexes())
