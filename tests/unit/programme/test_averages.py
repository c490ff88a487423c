"""Marks of a jury out of 100: weights, spreads, what is not marked."""

from collective.prai.programme.averages import by_criterion
from collective.prai.programme.averages import Mark
from collective.prai.programme.averages import overall
from collective.prai.programme.averages import total
from decimal import Decimal


def mark(score, weight="1", max_score=5, criterion="Exemplarité"):
    return Mark(criterion, Decimal(weight), max_score, None if score is None else Decimal(score))


class TestAverages:
    def test_a_weight_counts_and_a_scale_does_not(self):
        marks = [mark("4", "2"), mark("7.5", max_score=10, criterion="Transférabilité")]
        assert round(total(marks), 2) == Decimal("78.33")

    def test_what_is_not_marked_or_weighs_nothing_is_left_out(self):
        assert total([mark("5"), mark(None), mark("0", "0")]) == 100
        assert total([mark(None)]) is None and total([]) is None

    def test_each_juror_counts_once(self):
        found = overall([[mark("5")], [mark("2"), mark("3")], [mark(None)]])
        assert (found.mean, found.lowest, found.highest, found.number) == (75, 50, 100, 2)
        assert overall([]) is None

    def test_criteria_keep_their_order(self):
        rows = by_criterion([[mark("5"), mark("0", criterion="B")], [mark("4"), mark("5", criterion="B")]])
        assert [(name, spread.mean) for name, spread in rows] == [("Exemplarité", 90), ("B", 50)]

    def test_rows_without_weight_or_scale_have_the_usual_ones(self):
        assert Mark.of({"criterion": "A", "score": Decimal(5)}) == Mark("A", Decimal(1), 5, Decimal(5))
