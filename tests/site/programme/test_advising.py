"""Missions of advice: days, survey and what followed, added up from the missions themselves."""

from collective.easyform.api import get_actions
from collective.prai.programme.advising import survey
from collective.prai.programme.advising.figures import add_up
from collective.prai.programme.advising.figures import Mission
from collective.prai.programme.advising.figures import summary
from collective.prai.programme.relations import sources
from datetime import date
from decimal import Decimal
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from tests.site.conftest import decide_anew
from tests.site.conftest import relate
from tests.site.conftest import words
import csv
import io
import pytest


@pytest.fixture(autouse=True)
def officer(portal):
    """The reader of the pages."""
    setRoles(portal, TEST_USER_ID, ["Manager"])


@pytest.fixture
def make_missions(make_item):
    """``number`` missions of seven planned days, twelve used on average; seventeen went on to a project."""
    return lambda number: _missions(make_item, number)


@pytest.fixture
def missions(make_missions):
    return make_missions(3)


def _missions(make_item, count):
    body = make_item("prai.Organisation", state="published", title="SICOVAL", email="accueil@sicoval.example")
    found = []
    for number in range(count):
        days = Decimal(11) if number % 3 == 0 else Decimal("12.5")
        found.append(
            make_item(
                "prai.Advice", title=f"Mission {number:02}", lead=relate(body), days_granted=Decimal(7),
                days_used=[{"date": "2007-05", "days": days, "purpose": "Cahier des charges"}],
                follow_up="project-submitted" if number < 17 else "under-way",
            )
        )  # fmt: skip
    return found


class TestFigures:
    def test_seven_days_planned_twelve_used_seventeen_of_twenty_seven(self, portal, make_missions, render):
        make_missions(27)
        found = summary()
        assert (found.average_granted, found.average_used) == (Decimal("7.00"), Decimal("12.00"))
        assert (found.followed, found.missions, found.above) == (17, 27, 27)
        assert (found.granted, found.used) == (Decimal(189), Decimal(324))
        text = words(render(portal["accompagnements"], "prai-accompagnements"))
        table = render(portal["accompagnements"], "accompagnements.csv")
        assert "17 of 27" in text or "17 sur 27" in text
        assert "63 %" in text and "Mission 26" in text
        rows = list(csv.DictReader(io.StringIO(table.decode())))
        assert len(rows) == 27 and rows[0]["jours_accordes"] == "7"
        assert sum(row["projet_presente"] == "oui" for row in rows) == 17

    def test_unknown_days_are_in_no_average(self):
        found = add_up([Mission(Decimal(7), None, False), Mission(None, Decimal(12), True)])
        assert (found.average_granted, found.average_used, found.without_days) == (7, 12, 1)
        assert add_up([]).average_used is None

    def test_the_dossier_that_followed_counts_as_well(self, make_item):
        next_one = make_item("prai.Application", state="submitted")
        make_item("prai.Advice", follow_up="under-way", next_application=relate(next_one))
        assert summary().followed == 1


class TestAward:
    def test_days_of_advice_are_a_mission_and_no_operation(self, portal, make_item):
        call = make_item("prai.Call", state="open", kind="advice")
        item = make_item(
            "prai.Application", state="opinion_given", title="Un conseil", call=relate(call),
            awarded_days=Decimal(7), awarded_aid=None,
        )  # fmt: skip
        with api.env.adopt_roles(["Programme Officer"]):
            for step in ("award", "cancel_award", "examine_again"):
                api.content.transition(item, step, comment="Décision.")
        decide_anew(item, awarded_days=Decimal(7), awarded_aid=None)
        for step in ("declare_eligible", "to_jury", "give_opinion", "award"):
            with api.env.adopt_roles(["Manager"]):
                api.content.transition(item, step, comment="Décision.")
        made = [one for one in sources(item, "application") if one.portal_type == "prai.Advice"]
        assert [one.days_granted for one in made] == [Decimal(7)]
        assert len(portal["operations"]) == len(portal["projets"]) == 0


class TestSurvey:
    def test_it_goes_to_the_office_with_a_link(self, portal, missions):
        host = api.portal.get_tool("MailHost")
        api.portal.set_registry_record("plone.email_from_address", "bureau@centre.example.org")
        api.portal.set_registry_record("collective.prai.public_url", "https://centre.example.org")
        host.reset()
        survey.send(missions[0])
        assert len(host.messages) == 1 and missions[0].survey_sent_on == date.today()
        text = host.messages[0].decode().replace("=\r\n", "").replace("=\n", "").replace("=3D", "=")
        assert "To: accueil@sicoval.example" in text
        assert f"form.widgets.code={survey.code_of(missions[0])}" in text
        missions[1].lead = None
        with pytest.raises(survey.NotSent):
            survey.send(missions[1])

    def test_answers_are_kept_with_the_mission(self, portal, missions, http_request, render):
        action = get_actions(portal[survey.FORM])["survey"]
        assert action.check({"code": "inconnu-de-tous"}) and action.check({"code": None})
        mission = missions[2]
        mission.follow_up = None
        code = survey.code_of(mission)
        answers = {
            "code": code,
            "satisfaction": "4",
            "brought": "Un regard extérieur",
            "follow_up": "given-up",
        }
        assert action.check(answers) == {}
        for text in ("Un premier avis", "Un regard extérieur"):
            action.onSuccess(answers | {"brought": text}, http_request)
        kept = {row["question"]: row["value"] for row in mission.survey_answers}
        assert kept == {
            "satisfaction": "Tout à fait",
            "brought": "Un regard extérieur",
            "follow_up": "Abandonné",
        }
        assert (mission.satisfaction, mission.follow_up) == (4, "given-up")
        assert (summary().answered, summary().satisfaction) == (1, Decimal("4.00"))
        assert code not in repr(kept)
        for page in (render(portal["accompagnements"], "prai-bilans"), render(mission)):
            assert "Un regard extérieur" in page

    def test_what_an_officer_wrote_of_the_follow_up_stays(self, portal, missions):
        survey.keep(missions[0], {"follow_up": "given-up", "satisfaction": "9"})
        assert (missions[0].follow_up, missions[0].satisfaction) == ("project-submitted", None)


class TestPages:
    def test_one_mission(self, missions, render):
        text = words(render(missions[0]))
        assert "Cahier des charges" in text and "SICOVAL" in text and "accueil@sicoval.example" in text
