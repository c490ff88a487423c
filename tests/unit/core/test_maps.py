"""The drawings: where places fall, how counts become shades, what is a link."""

from collective.prai.core import maps
from collective.prai.core.geography import municipalities
from collective.prai.core.outlines import outlines
from collective.prai.core.outlines import project
from collective.prai.core.outlines import read_path
from collective.prai.core.outlines import SCALE
from lxml import etree
import math
import pytest


WORDS = maps.Words(lambda count: f"{count} projets", lambda name, said: f"{name} : {said}")
SVG = "{http://www.w3.org/2000/svg}"


def off(x, y, outline) -> float:
    """How far a point is outside, in units of the drawing; 0 inside."""
    if outline.holds(x, y):
        return 0
    return min(
        segment(x, y, *start, *end)
        for ring in outline.rings
        for start, end in zip(ring, (*ring[1:], ring[0]), strict=True)
    )


def segment(x, y, x0, y0, x1, y1) -> float:
    dx, dy = x1 - x0, y1 - y0
    along = ((x - x0) * dx + (y - y0) * dy) / ((dx * dx + dy * dy) or 1)
    along = min(1, max(0, along))
    return math.hypot(x - x0 - along * dx, y - y0 - along * dy)


class TestOutlines:
    def test_each_municipality_is_drawn_in_its_departement(self):
        """To a unit of the drawing, some 500 m."""
        far = {
            town.name: off(*project(town.lon, town.lat), outlines()[town.department])
            for town in municipalities().values()
        }
        outside = {name: distance for name, distance in far.items() if distance}
        assert len(outside) <= 3
        assert max(outside.values(), default=0) < 1

    def test_names_stand_inside(self):
        for outline in outlines().values():
            x, y = outline.middle
            assert all(outline.holds(x + dx, y + dy) for dx in (-9 * SCALE, 9 * SCALE) for dy in (-20, 20)), (
                outline.name
            )

    def test_a_curve_is_refused(self):
        assert read_path("m 1,2 3,-1 h 2 v4 z m 1 1 1 0 z") == [
            [(1, 2), (4, 1), (6, 1), (6, 5)],
            [(2, 3), (3, 3)],
        ]
        with pytest.raises(ValueError, match="not straight"):
            read_path("m 1,2 c 1 1 2 2 3 3 z")


class TestSteps:
    @pytest.mark.parametrize(
        ("counts", "expected"),
        [
            ([], []),
            ([0, 0], [(0, 0, 0)]),
            ([5], [(5, 5, 5)]),
            ([0, 1, 3], [(0, 0, 0), (4, 1, 1), (5, 3, 3)]),
            ([8, 1, 2, 3, 14], [(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 8, 8), (5, 14, 14)]),
            ([0, 1, 1, 2, 3, 5, 8, 40], [(0, 0, 0), (1, 1, 1), (2, 2, 2), (3, 3, 5), (4, 8, 8), (5, 40, 40)]),
            ([1] * 50 + [2, 3, 4, 5, 6], [(4, 1, 1), (5, 2, 6)]),
        ],
    )
    def test_classes_hold_the_counts_that_are_there(self, counts, expected):
        assert [tuple(step) for step in maps.steps(counts)] == expected

    def test_every_count_has_exactly_one_shade(self):
        counts = [0, *range(1, 60), 700]
        found = maps.steps(counts)
        assert len(found) == 6
        for count in counts:
            assert sum(step.low <= count <= step.high for step in found) == 1


class TestRegion:
    def draw(self, counts):
        rows = maps.department_rows(counts, lambda code: f"/trouver?departement={code}&vue=carte", WORDS)
        return rows, etree.fromstring(maps.draw_region(rows, "m", "Projets <b>", "Voir le tableau"))

    def test_links_are_named_in_words_and_nothing_is_no_link(self):
        rows, svg = self.draw({"81": 6, "31": 2, "75": 9})
        assert [row.name for row in rows][:3] == ["Ariège", "Aveyron", "Gers"]
        links = {link.get("aria-label"): link.get("href") for link in svg.iter(f"{SVG}a")}
        assert links == {
            "Tarn : 6 projets": "/trouver?departement=81&vue=carte",
            "Haute-Garonne : 2 projets": "/trouver?departement=31&vue=carte",
        }

    def test_a_figure_stands_on_each_area_and_the_drawing_is_titled(self):
        _rows, svg = self.draw({"81": 6})
        numbers = [text.text for text in svg.iter(f"{SVG}text") if text.get("class") == "prai-map-number"]
        assert sorted(numbers) == ["0"] * 7 + ["6"]
        assert svg.find(f"{SVG}title").text == "Projets <b>"
        assert svg.get("aria-labelledby") == "m-title m-desc"
        assert svg.get("role") == "group", "an image would hide its links"

    def test_it_weighs_little(self):
        rows, _svg = self.draw({"81": 6})
        assert len(maps.draw_region(rows, "m", "t", "d")) < 14_000


class TestDepartment:
    def test_bodies_have_their_figure_where_their_people_are(self):
        girou = "243100732"
        rows = maps.body_rows("31", {girou: 3}, lambda siren: f"?epci={siren}", WORDS)
        svg = etree.fromstring(maps.draw_department("31", rows, "m", "t", "d"))
        (link,) = svg.iter(f"{SVG}a")
        assert link.get("aria-label") == "CC des Coteaux du Girou : 3 projets"
        dots = [path for path in svg.iter(f"{SVG}path") if "prai-map-dots" in path.get("class")]
        towns = [town for town in municipalities().values() if town.department == "31"]
        assert sum(path.get("d").count("h0") for path in dots) == len(towns)

    def test_names_do_not_lie_on_each_other(self):
        rows = maps.body_rows("31", {row.code: 4 for row in maps.body_rows("31", {}, str, WORDS)}, str, WORDS)
        svg = maps.draw_department("31", rows, "m", "t", "d")
        assert svg.count('class="prai-map-number"') == len(rows)
        assert 0 < svg.count('class="prai-map-name"')
        assert len(svg) < 20_000

    def test_a_body_over_two_departements_is_in_both(self):
        shared = [siren for siren in maps._bodies("81") if siren in maps._bodies("31")]
        assert shared
