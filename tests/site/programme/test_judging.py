"""Rules are rows of the call: what is judged, and the aid, follow them and nothing else."""

from collective.prai.programme import judging
from collective.prai.programme.judging import Facts
from collective.prai.programme.rules import rules_of
from collective.prai.programme.windows import takes_applications
from collective.prai.programme.windows import window
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from decimal import Decimal
from pathlib import Path
from plone import api
from tests.site.conftest import relate
from tests.site.programme.calls import BODY
from tests.site.programme.calls import CALL
from tests.site.programme.calls import CLOSES
from tests.site.programme.calls import OPENS
import collective.prai.programme
import pytest
import re


COST = Decimal("82050.00")
AFTER, BEFORE = date(2007, 3, 1), date(2006, 12, 1)


@pytest.fixture
def call(portal, make_item):
    api.portal.set_registry_record("plone.portal_timezone", "Europe/Paris")
    return make_item("prai.Call", title="Projets innovants", state="open", **CALL)


def spaced(text):
    return re.sub(r"[\u00a0\u202f]", " ", text)


class TestAid:
    def test_the_working_in_words(self, call):
        aid = judging.compute_aid(call, COST, BEFORE)
        text = spaced(" ; ".join(judging.working(aid)))
        assert "50 % FEDER = 41 025 €" in text and "30 % Région = 24 615 €" in text
        assert "65 640 €" in text and "16 410 €" in text

    def test_the_ceiling_of_two_readings_warns_with_both(self, call):
        (warning,) = judging.warnings(judging.compute_aid(call, COST, BEFORE))
        assert all(figure in spaced(warning) for figure in ("50 000 €", "40 000 €", "32 050 €", "42 050 €"))

    def test_the_raised_ceiling_is_said_with_who_decided_and_when(self, call):
        aid = judging.compute_aid(call, COST, AFTER)
        (warning,) = judging.warnings(aid)
        assert aid.total == Decimal("65640.00")
        assert all(part in spaced(warning) for part in (BODY, "6 février 2007", "50 000 €"))

    def test_another_programme_writes_other_rows(self, call):
        call.rates = [{"funder": "FSE", "percent": Decimal(40), "since": None, "decided_by": None}]
        call.caps = [{"amount": Decimal(10000), "basis": "total-grant"}]
        aid = judging.compute_aid(call, COST, AFTER)
        assert [(s.funder, s.amount) for s in aid.shares] == [("FSE", Decimal(10000))]
        call.rates = []
        assert judging.compute_aid(call, COST) is None
        call.rates = CALL["rates"]
        assert judging.compute_aid(call, None) is None

    def test_no_figure_of_the_programme_is_in_code(self):
        """2 500 and 15 000 inhabitants, 50 and 30 %, 50 000 €, 25, 35 and 50 projects: rows, not code."""
        figures = re.compile(r"\b(2_?500|15_?000|50_?000|50|35|30|25|80)\b")
        folder = Path(collective.prai.programme.__file__).parent
        for name in ("subsidy", "eligibility", "dated", "rules", "judging", "answer", "saying", "windows"):
            module = folder / f"{name}.py"
            code = re.sub(r'"""[\s\S]*?"""|#.*|"[^"\n]*"', "", module.read_text(encoding="utf-8"))
            assert not figures.search(code), (module.name, figures.search(code))


class TestRules:
    def test_criteria_have_weights_and_marks(self, call):
        found = [(one.weight, one.max_score) for one in rules_of(call).criteria]
        assert found == [(2, 5), (1, 10)]
        call.criteria = CALL["criteria"] + [
            {"criterion": "Reproductibilité", "weight": Decimal(0), "since": "2007-02"}
        ]
        assert [one.criterion for one in rules_of(call, AFTER).criteria] == ["Caractère innovant"]
        assert len(rules_of(call, BEFORE).criteria) == 2

    def test_a_maximum_has_its_history(self, call):
        call.maxima = [{"projects": 50}, {"projects": 35, "since": "2007-02-06", "decided_by": BODY}]
        assert [rules_of(call, day).max_projects for day in (BEFORE, AFTER)] == [50, 35]


class TestJudging:
    def results(self, call, **facts):
        found = judging.judge(call, Facts(**({"when": OPENS} | facts)))
        return {one.rule: one for one in found}

    def test_rules_in_french_with_their_reason(self, call):
        found = self.results(
            call, kind="commune", population=2500, outside_urban_area=True, project_kinds=("sig",)
        )
        assert (found["threshold-commune"].result, found["threshold-commune"].effect) == (
            "warning",
            "priority",
        )
        assert "2 500" in spaced(found["threshold-commune"].reason)
        assert found["excluded-kinds"].result == "no" and "SIG" in found["excluded-kinds"].reason
        assert found["requirement-1"].label == "Délibération de l’organe délibérant"

    def test_a_justification_is_shown_with_the_exclusion(self, call):
        found = self.results(call, project_kinds=("sig",), justification="Il sert le téléservice.")
        assert found["excluded-kinds"].result == "warning"
        assert "Il sert le téléservice." in found["excluded-kinds"].reason

    def test_pays_are_taken_with_their_group(self, call):
        assert "Intercommunalité" in self.results(call, kind="pays")["kind"].reason

    def test_an_application_is_judged_by_its_own_fields(self, call, make_item):
        lead = make_item("prai.Organisation", title="Coteaux du Girou", organisation_type="pays")
        application = make_item(
            "prai.Application", title="Portail", call=relate(call), lead=relate(lead), population=15000,
            project_kinds=["extranet"], received_on=CLOSES + timedelta(seconds=1),
        )  # fmt: skip
        rows = {
            row["rule"]: row
            for row in map(judging.as_row, judging.judge(call, judging.facts_of(application)))
        }
        assert rows["window"]["computed"] == "no" and rows["kind"]["computed"] == "ok"
        assert rows["threshold-intercommunalite"]["computed"] == "warning"
        assert rows["maximum"]["computed"] == "ok"


class TestWindow:
    @pytest.mark.parametrize("second, state", [(-1, "to-come"), (0, "open"), (3600, "open")])
    def test_it_opens_by_itself(self, call, second, state):
        assert window(call, OPENS + timedelta(seconds=second)).state == state

    def test_it_closes_by_itself_to_the_second(self, call):
        assert takes_applications(call, CLOSES)
        assert takes_applications(call, CLOSES + timedelta(milliseconds=999))
        assert not takes_applications(call, CLOSES + timedelta(seconds=1))
        assert window(call, CLOSES - timedelta(days=3)).state == "closing"

    def test_a_date_without_a_zone_is_of_the_site(self, call):
        call.closes = datetime(2007, 9, 30, 12)
        assert takes_applications(call, datetime(2007, 9, 30, 10, tzinfo=UTC))
        assert not takes_applications(call, datetime(2007, 9, 30, 10, 0, 1, tzinfo=UTC))

    def test_an_officer_closes_it_whatever_its_dates_say(self, call):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(call, "close")
        assert not takes_applications(call, OPENS)
        call.closes = None
        found = {one.rule: one for one in judging.judge(call, Facts(kind="commune"))}
        assert found["window"].result == "no"
