"""Each rule has its result and its reason; what is not known is to be checked, never refused."""

from collective.prai.programme.eligibility import Facts
from collective.prai.programme.eligibility import judge
from collective.prai.programme.eligibility import Requirement
from collective.prai.programme.eligibility import Rules
from collective.prai.programme.eligibility import Threshold
from collective.prai.programme.eligibility import verdict
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import pytest


OPENS, CLOSES = datetime(2006, 9, 1, 8, tzinfo=UTC), datetime(2007, 9, 30, 12, tzinfo=UTC)
RULES = Rules(
    kinds={"commune": "commune", "intercommunalite": "intercommunalite", "pays": "intercommunalite"},
    thresholds=(Threshold("commune", 2_500, True), Threshold("intercommunalite", 15_000)),
    parents={"pays": "intercommunalite"},
    excluded_kinds={"sig": "sig"},
    excluded_themes=("Numérisation du cadastre",),
    requirements=(Requirement("Délibération"), Requirement("Lettre", blocking=False)),
    opens=OPENS,
    closes=CLOSES,
    max_projects=25,
)
TOWN = Facts("commune", 1_800, True, ("extranet",), when=OPENS, met={1: True, 2: True})


def one(rule, facts=TOWN, rules=RULES):
    return next(r for r in judge(rules, facts) if r.rule == rule)


def said(rule, rules=RULES, **facts):
    found = one(rule, TOWN._replace(**facts), rules)
    return found.result, found.reason


class TestWindow:
    @pytest.mark.parametrize(
        "when, expected",
        [
            (OPENS - timedelta(seconds=1), ("no", "window-before")),
            (OPENS, ("ok", "window-in-time")),
            (CLOSES, ("ok", "window-in-time")),
            (CLOSES + timedelta(milliseconds=900), ("ok", "window-in-time")),
            (CLOSES + timedelta(seconds=1), ("no", "window-after")),
        ],
    )
    def test_by_the_second(self, when, expected):
        assert said("window", when=when) == expected

    def test_without_an_end_or_closed_by_an_officer(self):
        assert said("window", RULES._replace(closes=None)) == ("ok", "window-no-end")
        assert said("window", RULES._replace(closed_early=True)) == ("no", "window-closed-early")


class TestBody:
    def test_a_group_counts_for_its_kinds(self):
        assert said("kind", kind="pays") == ("ok", "kind-by-group")
        assert said("kind", kind="association") == ("no", "kind-not-eligible")
        assert said("kind", kind=None) == ("warning", "kind-unknown")

    @pytest.mark.parametrize(
        "population, expected",
        [
            (2_499, ("ok", "threshold-met-outside")),
            (2_500, ("warning", "threshold-equal-priority")),
            (2_501, ("warning", "threshold-above-priority")),
            (None, ("warning", "threshold-population-unknown")),
        ],
    )
    def test_2500_is_not_below_2500(self, population, expected):
        assert said("threshold-commune", population=population) == expected

    def test_a_condition_refuses_where_a_priority_orders(self):
        strict = RULES._replace(thresholds=(Threshold("commune", 2_500, True, "exclusive"),))
        assert said("threshold-commune", strict, population=2_500) == ("no", "threshold-equal")
        assert said("threshold-commune", strict, outside_urban_area=False) == ("no", "threshold-urban")
        assert said("threshold-commune", strict, outside_urban_area=None)[0] == "warning"
        large = TOWN._replace(population=9_000)
        assert one("threshold-commune", large).effect == "priority"
        assert verdict(judge(RULES, large)) == "ok"

    def test_a_kind_takes_the_threshold_of_its_group_alone(self):
        found = judge(RULES, TOWN._replace(kind="pays", population=14_999))
        assert [r.rule for r in found if r.rule.startswith("threshold")] == ["threshold-intercommunalite"]


class TestProject:
    def test_sig_is_excluded_yet_may_be_justified(self):
        assert said("excluded-kinds", project_kinds=("sig",)) == ("no", "excluded-met")
        reason = "Le SIG sert le téléservice d’urbanisme."
        assert said("excluded-kinds", project_kinds=("sig",), justification=reason) == (
            "warning",
            "excluded-justified",
        )
        assert said("excluded-kinds", project_kinds=("sig",), justification="  ")[0] == "no"

    def test_other_exclusions_count_when_they_are_said(self):
        line = ("Numérisation du cadastre",)
        assert said("excluded-kinds", excluded_said=line) == ("no", "excluded-met")
        assert said("excluded-kinds", project_kinds=()) == ("warning", "excluded-unknown")

    def test_requirements(self):
        assert said("requirement-1", met={1: False})[0] == "no"
        assert said("requirement-2", met={2: False})[0] == "warning"
        assert said("requirement-1", met={})[0] == "warning"

    def test_places_that_are_left(self):
        assert said("maximum", selected=24)[0] == "ok"
        assert said("maximum", selected=25) == ("warning", "maximum-reached")
        assert not [r for r in judge(RULES, TOWN) if r.rule == "maximum"]

    def test_the_whole(self):
        assert verdict(judge(RULES, TOWN)) == "ok"
        assert verdict(judge(RULES, TOWN._replace(kind="association"))) == "no"

    def test_a_call_without_rules_refuses_nobody(self):
        assert {r.result for r in judge(Rules({}), Facts(when=OPENS))} <= {"ok", "warning"}
