"""Drawings and sums of the dashboard."""

from collective.prai.core.figures import Budget
from collective.prai.core.figures import for_everybody
from collective.prai.core.figures import known_sum
from collective.prai.core.figures import totals
from collective.prai.dashboard.drawing import Bar
from collective.prai.dashboard.drawing import bars
from collective.prai.dashboard.drawing import calendar
from collective.prai.dashboard.drawing import Line
from decimal import Decimal
from xml.etree import ElementTree
import re


SVG = "{http://www.w3.org/2000/svg}"


def drawn(text):
    return ElementTree.fromstring(text)


def widths(tree):
    return [float(rect.get("width")) for rect in tree.iter(f"{SVG}rect")]


class TestSums:
    def test_unknown_is_not_zero(self):
        assert known_sum([None, None]) is None
        assert known_sum([None, Decimal("0.10"), Decimal("0.20")]) == Decimal("0.30")

    def test_totals_by_funder(self):
        found = totals(
            [
                Budget("a", "A", "FEDER", Decimal("98541.50"), Decimal("98541.50"), None, 1),
                Budget("b", "B", "FEDER", None, Decimal("86025.00"), None),
                Budget("b", "B", "Région", None, None, None, 2),
            ]
        )
        assert [(one.funder, one.planned, one.committed, one.unknown) for one in found] == [
            ("FEDER", Decimal("98541.50"), Decimal("184566.50"), 1),
            ("Région", None, None, 2),
        ]

    def test_few_dossiers_are_nobodys_business(self):
        assert [for_everybody(count) for count in (0, 1, 4, 5, 27)] == [0, None, None, 5, 27]


class TestBars:
    def test_lengths_are_those_of_the_values_and_marks_stand_at_the_targets(self):
        tree = drawn(
            bars(
                [Bar("2008", Decimal(27), "27 projets", mark=Decimal(35), former=(Decimal(50),))],
                "x", "Projets conseillés", "…",
            )
        )  # fmt: skip
        (width,) = widths(tree)
        places = {
            path.get("class"): float(re.match(r"M([\d.]+)", path.get("d"))[1])
            for path in tree.iter(f"{SVG}path")
        }
        assert round(width / places["prai-board-former"], 3) == 27 / 50
        assert round(places["prai-board-mark"] / places["prai-board-former"], 3) == 35 / 50

    def test_nothing_known_is_no_drawing_and_zero_is_no_bar(self):
        assert bars([Bar("a", None, "")], "x", "t", "d") == ""
        tree = drawn(bars([Bar("a", Decimal(0), "0"), Bar("b", Decimal(3), "3")], "x", "t", "d"))
        assert widths(tree)[0] == 0

    def test_markup_is_text(self):
        hostile = '"><script>alert(1)</script>'
        text = bars([Bar(hostile, Decimal(1), hostile)], "x", hostile, hostile)
        assert "<script" not in text
        assert drawn(text).find(f"{SVG}title").text == hostile

    def test_a_figure_is_not_crossed_by_a_mark(self):
        tree = drawn(bars([Bar("a", Decimal(20), "20", mark=Decimal(21))], "x", "t", "d"))
        mark = next(tree.iter(f"{SVG}path"))
        place = float(re.match(r"M([\d.]+)", mark.get("d"))[1])
        figure = list(tree.iter(f"{SVG}text"))[-1]
        assert float(figure.get("x")) > place


class TestCalendar:
    def test_bars_follow_time_and_an_open_call_ends_today(self):
        lines = [
            Line("Un", 2006.0, 2007.0),
            Line("Deux", 2006.5, None),
            Line("Trois", 2007.1, None, point=True),
        ]
        tree = drawn(calendar(lines, 2008.0, "x", "t", "d"))
        one, two = tree.iter(f"{SVG}rect")
        assert float(two.get("width")) > float(one.get("width"))
        assert "unsure" in two.get("class") and "unsure" not in one.get("class")
        assert len([p for p in tree.iter(f"{SVG}path") if p.get("class") == "prai-board-point"]) == 1

    def test_nothing_is_no_drawing(self):
        assert calendar([], 2026.9, "x", "t", "d") == ""
