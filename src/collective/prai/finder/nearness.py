"""Items by the way from a town: what is in it first, what has no place last."""

from collections.abc import Iterator
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from collective.prai.finder.sets import Sets
from functools import cache
from math import asin
from math import cos
from math import radians
from math import sin
from math import sqrt


_EARTH = 6371.0


def kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Between two points, longitude and latitude in degrees, as the crow flies."""
    (lon1, lat1), (lon2, lat2) = (map(radians, point) for point in (one, two))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * asin(min(1, sqrt(h)))


@cache
def _bodies() -> dict[str, tuple[float, float]]:
    """SIREN → mean of its towns, each weighted by its people."""
    sums: dict[str, list[float]] = {}
    for town in municipalities().values():
        found = sums.setdefault(town.epci, [0.0, 0.0, 0])
        found[0] += town.lon * town.population
        found[1] += town.lat * town.population
        found[2] += town.population
    return {siren: (lon / n, lat / n) for siren, (lon, lat, n) in sums.items() if n and siren in epcis()}


def by_nearness(sets: Sets, mask: int, code: str) -> Iterator[int]:
    """Records of a set: by the nearest of their towns, else bodies, else by département."""
    town = municipalities()[code]
    here, left = (town.lon, town.lat), mask
    towns, known = municipalities(), sets.values("municipalities")
    placed = mask & sets.having("municipalities")
    ways = [
        (kilometres(here, (towns[value].lon, towns[value].lat)), found)
        for value, found in known.items()
        if value in towns and found & mask
    ]
    ways += [
        (kilometres(here, _bodies()[value]), found & ~placed)
        for value, found in sets.values("epcis").items()
        if value in _bodies() and found & mask & ~placed
    ]
    for _distance, found in sorted(ways):
        yield from sets.rids(found & left)
        left &= ~found
    near = sets.any_of("departments", [town.department]) & left
    yield from sets.ordered(near, "effective", descending=True)
    yield from sets.ordered(left & ~near, "effective", descending=True)
