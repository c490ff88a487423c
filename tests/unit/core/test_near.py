"""Points and ties: who is comparable to Gragnague, and why."""

from collective.prai.core import near
from collective.prai.core.geography import kilometres
from collective.prai.core.geography import municipalities
from collective.prai.core.near import There
import math
import pytest


GRAGNAGUE, GIROU = "31228", "243100732"


def point(code):
    return municipalities()[code].lon, municipalities()[code].lat


@pytest.fixture
def mine():
    return near.here(GRAGNAGUE)


class TestHere:
    def test_the_commune_or_its_body(self, mine):
        body = near.here(GRAGNAGUE, as_body=True)
        assert (mine.name, mine.epci, mine.department, mine.is_body) == ("Gragnague", GIROU, "31", False)
        assert (body.is_body, body.epci) == (True, GIROU)
        assert body.population > mine.population
        assert kilometres(mine.point, body.point) < 12

    def test_kind_of_area_by_rule_or_as_said(self, mine):
        assert mine.zone == "urbain"
        assert near.here("09001").zone == "rural"
        assert near.here("09001", zone="montagne").zone == "montagne"

    def test_an_unknown_commune_is_an_error(self):
        with pytest.raises(KeyError):
            near.here("99999")


class TestCompare:
    def test_the_same_commune_has_all_points(self, mine):
        there = There(mine.population, (mine.point,), ("urbain",), ("31",), (GIROU,), (GRAGNAGUE,))
        found = near.compare(mine, there)
        assert (found.score, found.tie, found.km) == (100, "commune", 0)

    def test_size_counts_as_a_ratio(self, mine):
        def points(people):
            return near.compare(mine, There(people)).score

        assert points(mine.population) == near.SIZE
        assert points(mine.population * 2) == pytest.approx(points(mine.population // 2), abs=0.2)
        assert points(mine.population * 2) == pytest.approx(near.SIZE * (1 - math.log10(2)), abs=0.1)
        assert points(mine.population * 10) == points(1) == 0

    def test_way_counts_down_to_nothing(self, mine):
        albi = There(points=(point("81004"),))
        found = near.compare(mine, albi)
        assert 45 < found.km < 65
        assert found.score == pytest.approx(near.WAY * (1 - found.km / near.FAR), abs=0.1)
        assert near.compare(mine, There(points=((2.35, 48.85),))).score == 0

    def test_the_nearest_of_several_points_counts(self, mine):
        found = near.compare(mine, There(points=(point("81004"), mine.point)))
        assert found.km == 0

    def test_a_departement_alone_is_its_middle_and_said_so(self, mine):
        found = near.compare(mine, There(departments=("31",)))
        assert (found.tie, found.roughly) == ("department", True)
        assert 20 < found.km < 80

    def test_the_whole_region_is_nowhere(self, mine):
        assert near.compare(mine, There(departments=("09", "12", "31", "32"))) is None
        assert near.compare(mine, There(departments=("79",))) is None
        assert near.compare(mine, There(100, departments=("79",))).km is None

    def test_nothing_known_is_not_compared(self, mine):
        assert near.compare(mine, There()) is None
        assert near.compare(mine, There(zones=("urbain",))) is None

    def test_a_body_ties_its_communes(self, mine):
        found = near.compare(mine, There(500, epcis=(GIROU,)))
        assert found.tie == "epci"

    def test_order_alike_in_size_then_most_points_then_nearest(self, mine):
        places = [There(mine.population), There(points=(mine.point,)), There(departments=("31",))]
        found = sorted((near.compare(mine, place) for place in places), key=near.order)
        assert [one.km is None for one in found] == [True, False, False]
        assert found[0].score == found[1].score


class TestFilled:
    def test_what_is_missing_comes_from_others(self):
        own = There(1800, departments=("31",))
        others = [There(9000, ((1.0, 43.0),), (), ("81",), (GIROU,)), There(20, ((2.0, 44.0),))]
        assert own.filled(others) == There(1800, ((1.0, 43.0), (2.0, 44.0)), (), ("31",), (GIROU,))

    def test_of_several_populations_the_largest(self):
        assert There().filled([There(10), There(30), There()]).population == 30
