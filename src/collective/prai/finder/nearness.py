"""Items by the way from a town: what is in it first, what has no place last."""

from collections.abc import Iterator
from collective.prai.core.geography import body_middles
from collective.prai.core.geography import kilometres
from collective.prai.core.geography import municipalities
from collective.prai.finder.sets import Sets


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
        (kilometres(here, body_middles()[value]), found & ~placed)
        for value, found in sets.values("epcis").items()
        if value in body_middles() and found & mask & ~placed
    ]
    for _distance, found in sorted(ways):
        yield from sets.rids(found & left)
        left &= ~found
    near = sets.any_of("departments", [town.department]) & left
    yield from sets.ordered(near, "effective", descending=True)
    yield from sets.ordered(left & ~near, "effective", descending=True)
