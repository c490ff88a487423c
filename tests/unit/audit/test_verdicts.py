from audit.pages import EDITING
from audit.pages import PAGES
from audit.pages import PUBLIC
from audit.verdicts import by_hand
from audit.verdicts import judge
from audit.verdicts import RULES
from audit.verdicts import Seen
from audit.verdicts import unheard
from audit.verdicts import verdicts
from collective.prai.theme.accessibility.results import CRITERIA
from collective.prai.theme.accessibility.results import VERDICTS
import pytest


RULE = {"title": "Titre des cadres", "how": "titre de chaque cadre"}
#: Number of criteria of each topic of the RGAA 4.1.
TOPICS = {1: 9, 2: 2, 3: 3, 4: 13, 5: 8, 6: 2, 7: 5, 8: 10, 9: 4, 10: 14, 11: 13, 12: 11, 13: 12}
PERSON = {"verdict": "compliant", "on": "2026-11-22", "by": "relectrice", "how": "lecture des titres"}


def seen(faults=None, unsure=None, **facts):
    return Seen("accueil", faults or {}, unsure or {}, facts)


class TestCriteria:
    def test_all_106_are_there_once(self):
        numbers = [number.split(".") for number in RULES["criteria"]]
        by_topic = {int(topic): [int(n) for t, n in numbers if t == topic] for topic, _ in numbers}
        assert by_topic == {topic: list(range(1, count + 1)) for topic, count in TOPICS.items()}
        assert sum(TOPICS.values()) == CRITERIA
        assert set(RULES["topics"]) == set(TOPICS)

    def test_what_is_said_of_them_is_known(self):
        for rule in RULES["criteria"].values():
            assert set(rule) <= {"title", "checks", "absent", "whole", "how", "unsure"}, rule
            assert not rule.get("whole") or rule.get("checks"), "nothing decides it"

    def test_nothing_measured_is_nothing_claimed(self):
        found = verdicts([])
        assert {one["verdict"] for one in found.values()} == {"not-evaluated"}

    def test_people_are_told_from_programs(self):
        for number, said in by_hand().items():
            assert number in RULES["criteria"]
            assert said["verdict"] in VERDICTS[:3]
            assert said["by"] and said["how"] and said["on"]


class TestJudge:
    def test_a_fault_fails_whatever_else_is_said(self):
        rule = RULE | {"checks": ["axe:frame-title"], "whole": True, "absent": ["frames"]}
        found = judge(rule, [seen(), seen({"axe:frame-title": ["<iframe>"]}, frames=0)], PERSON)
        assert (found["verdict"], found["by"], found["count"]) == ("non-compliant", "machine", 1)
        assert found["faults"] == [{"page": "accueil", "what": "axe:frame-title: <iframe>"}]

    def test_what_is_nowhere_does_not_apply(self):
        rule = RULE | {"absent": ["frames", "media"]}
        assert judge(rule, [seen(frames=0, media=0)])["verdict"] == "not-applicable"
        assert judge(rule, [seen(frames=0, media=0), seen(frames=0, media=1)])["verdict"] == "not-evaluated"

    def test_what_was_not_counted_may_be_there(self):
        assert judge(RULE | {"absent": ["frames"]}, [seen()])["verdict"] == "not-evaluated"

    @pytest.mark.parametrize(("whole", "verdict"), [(True, "compliant"), (False, "not-evaluated")])
    def test_only_a_whole_measure_proves(self, whole, verdict):
        rule = RULE | {"checks": ["focus"], "whole": whole}
        assert judge(rule, [seen()])["verdict"] == verdict

    def test_what_a_tool_could_not_decide_proves_nothing(self):
        rule = RULE | {"checks": ["axe:color-contrast"], "unsure": ["axe:color-contrast"], "whole": True}
        found = judge(rule, [seen(unsure={"axe:color-contrast": 2})])
        assert (found["verdict"], found["unsure"]) == ("not-evaluated", 2)

    def test_a_person_decides_the_rest_and_is_named_as_such(self):
        found = judge(RULE, [seen()], PERSON)
        assert (found["verdict"], found["by"], found["how"]) == ("compliant", "hand", "lecture des titres")

    def test_checks_that_no_criterion_hears_are_told(self):
        assert unheard([seen({"axe:frame-title": ["x"], "axe:new-rule": ["y"]})]) == ["axe:new-rule"]


class TestList:
    def test_names_and_addresses_are_there_once(self):
        for what in ("name", "path"):
            values = [(getattr(page, what), page.who if what == "path" else "") for page in PAGES]
            assert len(values) == len(set(values)), what

    def test_visitors_and_editors_are_told_apart(self):
        assert all(not page.who for page in PUBLIC)
        assert all(page.who for page in EDITING)

    def test_a_placeholder_without_an_item_is_no_address(self):
        page = next(page for page in PAGES if page.name == "guide-entier")
        assert page.at({"Guide": "guides/un"}) == "guides/un/@@tout"
        assert page.at({}) is None
