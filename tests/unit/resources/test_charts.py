from collective.prai.resources import charts
from decimal import Decimal
from xml.etree import ElementTree
import pytest
import re


SVG = "{http://www.w3.org/2000/svg}"
#: Communes de Midi-Pyrénées disposant d'un site Internet.
SITES = [
    {"date": "2004-12", "value": Decimal(336), "source": "Web public 2004"},
    {"date": "2005-07", "value": Decimal(393), "source": "diagnostic ARDESI"},
    {"date": "2006", "value": Decimal(400), "qualifier": "about", "source": "diagnostic ARDESI"},
    {"date": "2008", "value": Decimal(512), "source": "diagnostic 2008"},
]
REGIONS = [
    {"date": "2004-12", "value": Decimal(value), "territory": name, "source": "media-public.com"}
    for name, value in [
        ("Midi-Pyrénées", 11),
        ("Pays de la Loire", 22),
        ("Aquitaine", 14),
        ("Île-de-France", 34),
    ]
]


def draw(rows, **kw):
    found = charts.points(rows)
    svg = charts.draw(found, "Communes & sites", "Description", lambda value: f"{value:f}", "prévision")
    return ElementTree.fromstring(svg)


def having(svg, css):
    return [node for node in svg.iter() if css in (node.get("class") or "").split()]


def texts(svg):
    return [node.text for node in svg.iter(f"{SVG}text")]


class TestKind:
    @pytest.mark.parametrize(
        "rows, expected",
        [
            ([], "none"),
            (SITES[:1], "figure"),
            (SITES, "line"),
            (REGIONS, "bar"),
            ([{"date": "2006", "value": None}], "none"),
        ],
    )
    def test_fits_what_there_is(self, rows, expected):
        assert charts.kind(charts.points(rows)) == expected

    def test_one_observation_is_no_drawing(self):
        assert charts.draw(charts.points(SITES[:1]), "t", "d", str, "prévision") == ""


class TestLines:
    def test_title_and_description_are_named_by_the_drawing(self):
        svg = draw(SITES)
        ids = {node.get("id") for node in svg}
        assert set(svg.get("aria-labelledby").split()) <= ids
        assert svg.find(f"{SVG}title").text == "Communes & sites"

    def test_qualified_value_is_hollow_and_written(self):
        svg = draw(SITES)
        assert len(having(svg, "prai-chart-unsure")) == 1
        assert "≈ 400" in texts(svg) and "512" in texts(svg)

    def test_values_of_different_sources_are_joined_by_dots(self):
        svg = draw(SITES)
        assert len(having(svg, "prai-chart-join")) == 3
        assert len(having(svg, "prai-chart-break")) == 2
        assert charts.has_breaks(charts.points(SITES))

    def test_series_are_never_joined(self):
        france = [row | {"territory": "France", "source": "diagnostic 2008"} for row in SITES[-1:]]
        region = [row | {"territory": "Midi-Pyrénées", "source": "x"} for row in SITES[:2]]
        svg = draw(region + france)
        assert len(having(svg, "prai-chart-join")) == 1
        assert {"France", "Midi-Pyrénées"} <= set(texts(svg))
        shapes = {node.tag for node in having(svg, "prai-chart-mark")}
        assert len(shapes) == 2, "told apart without colour"

    def test_higher_values_stand_higher_from_zero(self):
        heights = [float(node.get("cy")) for node in having(draw(SITES), "prai-chart-mark")]
        assert heights == sorted(heights, reverse=True)
        zero = charts.HEIGHT - charts.BOTTOM
        assert (zero - heights[0]) / (zero - heights[-1]) == pytest.approx(336 / 512, abs=0.01)

    def test_everything_is_inside_the_drawing(self):
        for node in draw(SITES + [row | {"territory": "France"} for row in SITES]).iter():
            for name in ("x", "x1", "x2", "cx"):
                assert 0 <= float(node.get(name, 0)) <= charts.WIDTH

    def test_names_cannot_inject_markup(self):
        rows = [row | {"territory": "<script>"} for row in REGIONS]
        assert "script" not in {node.tag.replace(SVG, "") for node in draw(rows).iter()}


class TestBars:
    def test_length_is_in_proportion(self):
        bars = having(draw(REGIONS), "prai-chart-bar")
        width = {text: float(bar.get("width")) for text, bar in zip(["i", "p", "a", "m"], bars, strict=True)}
        assert width["m"] / width["i"] == pytest.approx(11 / 34, abs=0.01)

    def test_all_zero_draws(self):
        assert draw([{"value": Decimal(0), "territory": name} for name in "ab"]) is not None


class TestTargets:
    REVISED = [
        {"value": Decimal(600), "decided_on": "2007-06", "body": "Comité de suivi"},
        {"value": Decimal(450), "decided_on": "2005", "body": "Région"},
        {"value": Decimal(900), "decided_on": None},
    ]

    def draw(self, rows=SITES, initial=Decimal(400)):
        steps = charts.target_steps(initial, self.REVISED)
        found = charts.points(rows)
        svg = charts.draw(found, "t", "d", lambda value: f"{value:f}", "prévision", steps, "Objectif")
        return ElementTree.fromstring(svg)

    def test_steps_follow_the_decisions_and_one_without_a_date_has_no_place(self):
        steps = charts.target_steps(Decimal(400), self.REVISED)
        assert [(step.value, step.since) for step in steps] == [(400, None), (450, "2005"), (600, "2007-06")]
        assert charts.target_steps(None, None) == []

    def test_one_dashed_line_with_its_values_and_its_word(self):
        svg = self.draw()
        line, sample = having(svg, "prai-chart-target")
        heights = re.findall(r"[ML][0-9.]+ ([0-9.]+)H", line.get("d"))
        assert len(heights) == 3
        assert [float(height) for height in heights] == sorted(map(float, heights), reverse=True)
        assert {"Objectif 400", "Objectif 450", "Objectif 600", "Objectif"} <= set(texts(svg))

    def test_one_value_is_drawn_once_its_target_was_revised(self):
        assert having(self.draw(SITES[:1]), "prai-chart-mark")
        assert charts.kind(charts.points(SITES[:1]), charts.target_steps(Decimal(1), None)) == "figure"

    def test_a_target_above_all_values_stays_inside(self):
        for node in self.draw(initial=Decimal(5000)).iter(f"{SVG}text"):
            assert float(node.get("y")) > 0

    def test_values_of_nearly_the_same_day_are_written_apart(self):
        rows = [
            {"date": "2008", "value": Decimal(27), "source": "a"},
            {"date": "2008-06", "value": Decimal(30), "source": "a"},
        ]
        heights = [float(node.get("y")) for node in having(draw(rows), "prai-chart-label")]
        assert abs(heights[0] - heights[1]) > 20
