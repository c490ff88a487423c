"""What the finder lists first, and what it lists at all where nothing is asked."""

from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from DateTime import DateTime
from datetime import datetime
from datetime import UTC
from decimal import Decimal
from plone.app.testing import logout
from tests.site.conftest import words
from tests.site.finder.searching import search_for
from tests.site.finder.searching import titles_of
import pytest
import re


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
        page = words(render(portal, "trouver"))
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
