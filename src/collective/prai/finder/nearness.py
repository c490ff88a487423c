"""Items by the way from a town: what is in it first, what has no place last."""

from collections.abc import Iterator
from collective.prai.core.geography import body_middles
from collective.prai.core.geography import kilometres
from collective.prai.core.geography import municipalities
from collective.prai.finder.lent import Lent
from functools import lru_cache


@lru_cache(maxsize=64)
def towns_by_way(code: str) -> tuple[dict[str, float], dict[str, float]]:
    """Kilometres from a town to every other, and to the middle of every body."""
    town = municipalities()[code]
    here = (town.lon, town.lat)
    towns = {other.code: kilometres(here, (other.lon, other.lat)) for other in municipalities().values()}
    return towns, {siren: kilometres(here, middle) for siren, middle in body_middles().items()}


def by_nearness(lent: Lent, mask: int, code: str) -> Iterator[int]:
    """Records of a set: by the nearest of their towns, else bodies, else by département."""
    sets, left = lent.sets, mask
    towns, bodies = towns_by_way(code)
    unplaced = mask & ~lent.having("municipalities")
    ways = [
        (towns[value], found)
        for value, found in lent.values("municipalities").items()
        if value in towns and found & mask
    ]
    ways += [
        (bodies[value], found & unplaced)
        for value, found in lent.values("epcis").items()
        if value in bodies and found & unplaced
    ]
    for _distance, found in sorted(ways):
        yield from sets.rids(found & left)
        left &= ~found
    near = lent.any_of("departments", [municipalities()[code].department]) & left
    yield from sets.ordered(near, "effective", descending=True)
    yield from sets.ordered(left & ~near, "effective", descending=True)


def kilometres_to(lent: Lent, rid: int, code: str) -> float | None:
    """The way by which an item is put in order; None for what is in no town and no body."""
    towns, bodies = towns_by_way(code)
    for name, ways in (("municipalities", towns), ("epcis", bodies)):
        values = lent.entries(name, rid)
        if values:
            return min((ways[value] for value in values if value in ways), default=None)
    return None
