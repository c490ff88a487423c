"""What readers see of calls, measures and the programme; what they may not see is not named."""

from collective.prai.core.caching.state import next_change
from collective.prai.programme import saying
from collective.prai.programme import windows
from collective.prai.syndication.thread import do_what_is_due
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from decimal import Decimal
from plone import api
from plone.app.testing import logout
from tests.site.conftest import Html
from tests.site.conftest import relate
from tests.site.conftest import words
from tests.site.programme.calls import BODY
from tests.site.programme.calls import CALL
import pytest


@pytest.fixture
def open_call(portal, make_item):
    """A call that closes in three days and an hour."""

    def make(**fields):
        api.portal.set_registry_record("plone.portal_timezone", "Europe/Paris")
        now = windows.present()
        values = CALL | {
            "opens": now - timedelta(days=30), "closes": now + timedelta(days=3, minutes=1),
        } | fields  # fmt: skip
        return make_item("prai.Call", state="open", title="Projets innovants", **values)

    return make


class TestCall:
    def test_what_an_applicant_asks(self, render, open_call):
        call = open_call(objectives=Html("<p>Des services en ligne.</p>"))
        page = render(call)
        text = words(page)
        assert "prai-call-closing" in page and "@@candidater" in page
        assert "@@suis-je-eligible" in page
        for said in (
            words(saying.moment_in_words(call.closes, "fr")), "Des services en ligne.", "Commune", "Pays",
            "2 500", "15 000", "FEDER", "80 %", "Délibération", "SIG", "Numérisation du cadastre",
            "Caractère innovant", "67 %", BODY, "6 février 2007", "25",
        ):  # fmt: skip
            assert said in text, said

    def test_to_come_and_closed(self, render, open_call):
        now = windows.present()
        call = open_call(opens=now + timedelta(days=1), closes=now + timedelta(days=90))
        assert "prai-call-to-come" in render(call)
        call.opens, call.closes = now - timedelta(days=9), now - timedelta(seconds=1)
        page = render(call)
        assert "prai-call-closed" in page and "@@candidater" not in page
        assert words(saying.moment_in_words(windows.moment(call.closes), "fr")) in words(page)

    def test_dates_are_kept_in_the_zone_of_the_site(self, portal, open_call):
        call = open_call(opens=datetime(2026, 1, 2, 8), closes=datetime(2026, 7, 2, 10, tzinfo=UTC))
        assert [value.hour for value in (call.opens, call.closes)] == [8, 12]
        assert call.opens.tzinfo is not None

    def test_it_is_listed_open_ones_first_and_on_the_home_page(self, portal, render, open_call, make_item):
        make_item("prai.Call", state="closed", title="Aide au conseil", **CALL | {"kind": "advice"})
        open_call()
        listed = words(render(portal["appels"], "prai-listing"))
        assert listed.index("Projets innovants") < listed.index("Aide au conseil")
        assert "30 septembre 2007" in listed
        assert "Projets innovants" in words(render(portal, "prai-home"))
        assert "Projets innovants" in words(render(portal["etre-finance"], "prai-need"))
        assert "Projets innovants" not in words(render(portal["etre-conseille"], "prai-need"))


class TestMeasure:
    @pytest.fixture
    def measure(self, make_item, open_call):
        indicator = make_item(
            "prai.Indicator", state="published", title="Projets conseillés", unit="nombre",
            counted="projets", initial_target=Decimal(50),
            revised_targets=[
                {"value": Decimal(35), "decided_on": "2007-02-06", "body": BODY, "reason": "Peu de dossiers"}
            ],
            observations=[
                {"date": "2008", "value": Decimal(27), "qualifier": "exact"},
                {"date": "2006", "value": Decimal(0), "qualifier": "exact"},
            ],
        )  # fmt: skip
        programme = make_item("prai.Programme", state="published", title="PRAI", ends="2008")
        measure = make_item(
            "prai.Measure", state="published", title="Aide au conseil", programme=relate(programme),
            indicators=[relate(indicator)], other_numbers=["1"], planned_start="2006-11", actual_start="2007-01",
            budget=[
                {"funder": "FEDER", "planned": Decimal("98541.50")},
                {"funder": "Région", "planned": Decimal(1)},
                {"funder": "Région", "planned": Decimal("58358.37"), "since": "2007-02-06"},
            ],
        )  # fmt: skip
        open_call(measure=relate(measure))
        make_item("prai.Operation", title="Opération secrète", measure=relate(measure))
        return measure

    def test_its_questions_targets_budget_and_calls(self, portal, render, measure):
        logout()
        text = words(render(measure))
        assert "50 → 35 → 27 projets" in text and BODY in text
        assert "98 541,50 €" in text and "58 358,37 €" in text and "156 899,87 €" in text
        assert "Projets innovants" in text and "Opération secrète" not in text
        page = words(render(measure.programme.to_object))
        assert "7.3 Aide au conseil" in page and "Projets innovants" in page


class TestClosing:
    def test_a_call_closes_by_itself_and_says_so(self, portal, open_call):
        call = open_call()
        end = call.closes.timestamp()
        assert do_what_is_due(end) == 0 and api.content.get_state(call) == "open"
        assert do_what_is_due(end + 1) == 1 and api.content.get_state(call) == "closed"
        assert do_what_is_due(end + 2) == 0
        history = api.portal.get_tool("portal_workflow").getInfoFor(call, "review_history")
        assert "automatiquement" in history[-1]["comments"]

    def test_pages_are_made_anew_when_it_opens_and_when_it_closes(self, portal, open_call):
        now = windows.present()
        call = open_call(opens=now + timedelta(seconds=50), closes=now + timedelta(seconds=95))
        opens, after = call.opens.timestamp(), call.closes.timestamp() + 1
        assert next_change(opens - 0.5) == opens
        assert next_change(after - 0.5) == after
