"""Median and range are of known cases; a whole project is no case of a part of it."""

from collective.prai.transfer.means import Effort
from collective.prai.transfer.means import summaries
from collective.prai.transfer.means import summary
from decimal import Decimal


PROJECT = Effort("project", euros=Decimal("82050"), own=Decimal("16410"))
CHEAP, DEAR = Effort("reuse", euros=Decimal("0.10")), Effort("reuse", euros=Decimal("0.30"), months=3)


class TestSummary:
    def test_exact_euros(self):
        found = summary([PROJECT, CHEAP, DEAR], "euros")
        assert (found.median, found.low, found.high) == (Decimal("0.20"), Decimal("0.10"), Decimal("0.30"))
        assert (found.count, found.whole, found.cases) == (2, False, (CHEAP, DEAR))

    def test_a_whole_project_where_nothing_nearer_is_known(self):
        found = summary([PROJECT], "euros")
        assert (found.median, found.count, found.whole) == (Decimal("82050"), 1, True)

    def test_zero_is_a_case_and_unknown_is_none(self):
        assert summary([Effort("thing", internal_days=0)], "internal_days").count == 1
        assert summary([Effort("thing")], "internal_days") is None
        assert not Effort("thing").is_filled
        assert Effort("thing", months=0).is_filled

    def test_one_for_each_measure_that_is_known(self):
        assert [one.measure for one in summaries([PROJECT, DEAR])] == ["euros", "months"]
        assert summaries([]) == []

    def test_days_may_fall_between_two(self):
        cases = [Effort("reuse", internal_days=days) for days in (3, 10)]
        assert summary(cases, "internal_days").median == 6.5
