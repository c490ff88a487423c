from collective.prai.theme.accessibility.results import changes
from collective.prai.theme.accessibility.results import CRITERIA
from collective.prai.theme.accessibility.results import read
from collective.prai.theme.accessibility.results import sources
from collective.prai.theme.accessibility.results import tally
from collective.prai.theme.accessibility.results import VERDICTS
import pytest


def criteria(compliant=0, failing=0, absent=0, by="machine"):
    said = ["compliant"] * compliant + ["non-compliant"] * failing + ["not-applicable"] * absent
    said += ["not-evaluated"] * (CRITERIA - len(said))
    decided = VERDICTS[:3]
    return {str(n): {"verdict": one, "by": by if one in decided else None} for n, one in enumerate(said)}


class TestTally:
    def test_what_is_missing_was_not_evaluated(self):
        assert tally({}).unknown == CRITERIA
        assert tally({"1.1": {"verdict": "parfait", "by": "machine"}}).evaluated == 0

    def test_programs_and_people_are_counted_apart(self):
        counted = tally(criteria(10, 2, 3) | {"0": {"verdict": "compliant", "by": "hand"}})
        assert (counted.by_machine, counted.by_hand, counted.unknown) == (14, 1, 91)

    @pytest.mark.parametrize(
        ("numbers", "state"),
        [
            ((105, 0, 0), "incomplete"), ((0, 0, 0), "incomplete"), ((100, 0, 6), "full"), ((99, 1, 6), "partial"),
            ((50, 50, 6), "partial"), ((49, 51, 6), "none"), ((0, 0, 106), "full"),
        ],
    )  # fmt: skip
    def test_no_state_is_claimed_before_all_are_evaluated(self, numbers, state):
        assert tally(criteria(*numbers)).state == state


class TestSources:
    def test_of_pages_and_nothing_else(self):
        found = sources()
        assert {"theme/static/prai.css", "theme/templates/accessibility.pt"} <= found.keys()
        assert not [path for path in found if not path.endswith((".pt", ".css", ".js"))]
        assert all(len(digest) == 16 for digest in found.values())

    def test_changed_added_and_taken_away_count(self):
        then = {"a.pt": "1", "b.pt": "2", "c.pt": "3"}
        assert changes(then, then) == 0
        assert changes(then, {"a.pt": "1", "b.pt": "9", "d.pt": "4"}) == 3


class TestData:
    def test_every_criterion_has_a_verdict_and_how_it_was_reached(self):
        data = read()
        assert len(data["criteria"]) == CRITERIA
        for number, one in data["criteria"].items():
            assert one["verdict"] in VERDICTS, number
            assert one["title"] and one["how"]
            assert bool(one["by"]) == (one["verdict"] != "not-evaluated"), number
            assert bool(one.get("faults")) == (one["verdict"] == "non-compliant"), number

    def test_faults_are_of_pages_that_were_visited(self):
        data = read()
        visited = {page["name"] for page in data["pages"]}
        assert {
            fault["page"] for one in data["criteria"].values() for fault in one.get("faults", ())
        } <= visited
