"""Dossiers end on their day: what is being examined never, and of the others figures stay."""

from collective.prai.core.personal_data.retention import erase_due
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.retention import day_of_end
from collective.prai.programme.retention import erased_dossiers
from datetime import date
from dateutil.relativedelta import relativedelta
from plone import api
from tests.site.conftest import relate
from tests.site.setup.test_permission_matrix import APPLICATION
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import json
import pytest


TODAY = date.today()
MONTHS = {"draft": 6, "ineligible": 24, "rejected": 24, "withdrawn": 12, "settled": 120}
WORD = "motdudossier"


@pytest.fixture
def dossiers(portal, make_item):
    """State → dossier."""
    return {
        state: make_item("prai.Application", state=state, title=f"{WORD} {state}", number=f"PRAI-2026-{state}",
                         contact_email=f"{WORD}@mairie.example", lead_name=f"Commune de {WORD}")
        for state in APPLICATION
    }  # fmt: skip


def left(portal) -> set[str]:
    return {api.content.get_state(one) for one in portal[APPLICATIONS].objectValues()}


class TestDay:
    def test_is_of_the_state_in_which_a_dossier_ended(self, dossiers):
        days = {state: day_of_end(one) for state, one in dossiers.items()}
        assert {state: day for state, day in days.items() if day is not None} == {
            state: TODAY + relativedelta(months=months) for state, months in MONTHS.items()
        }

    def test_is_its_own_where_it_has_one_and_set_by_the_site(self, dossiers):
        dossiers["settled"].erase_on = date(2031, 1, 1)
        dossiers["awarded"].erase_on = date(2001, 1, 1)
        api.portal.set_registry_record("collective.prai.retention.refused", 3)
        assert day_of_end(dossiers["settled"]) == date(2031, 1, 1)
        assert day_of_end(dossiers["awarded"]) is None, "a machine erases nothing that is under way"
        assert day_of_end(dossiers["rejected"]) == TODAY + relativedelta(months=3)


class TestEnd:
    def test_comes_on_the_day_and_leaves_figures_alone(self, portal, dossiers, make_item):
        rejected, number = dossiers["rejected"], dossiers["rejected"].number
        sitting = make_item("prai.Session", state="closed", agenda=[relate(rejected)])
        notify(ObjectModifiedEvent(sitting))
        with api.env.adopt_roles(["Manager"]):
            api.content.create(
                sitting, "prai.JuryReview", "avis", title=WORD, juror="jure", application=relate(rejected)
            )
        for months, gone in (
            (5, set()),
            (6, {"draft"}),
            (12, {"withdrawn"}),
            (24, {"ineligible", "rejected"}),
        ):
            before = left(portal)
            counts = erase_due(TODAY + relativedelta(months=months))
            assert before - left(portal) == gone, months
            assert sum(counts.values()) == len(gone) and "questions" in counts
        assert list(sitting.objectIds()) == [], "what a juror wrote about it goes with it"
        assert "settled" in left(portal) and {"awarded", "agreed", "submitted", "deferred"} < left(portal)
        figures = {line["state"]: line for line in erased_dossiers()}
        assert figures.keys() == {"withdrawn", "ineligible", "rejected"}, "a draft leaves nothing"
        assert figures["rejected"]["number"] == number
        assert WORD not in json.dumps(erased_dossiers(), default=str)
        assert sum(erase_due(TODAY + relativedelta(months=24)).values()) == 0, "twice is once"
