"""Bands of inhabitants and of euros in which lists are browsed (pure).

The edges are those that elected officials meet: 500, 1 000 and 3 500 inhabitants (electoral and budgetary
thresholds of the Code général des collectivités territoriales), 2 000 (a rural commune, INSEE), 10 000
(thresholds of the same code).  A band includes its lower edge and excludes its upper one.
"""

from bisect import bisect_right
from typing import NamedTuple


class Band(NamedTuple):
    """``token`` is part of addresses; ``low`` ≤ value < ``high``, None for no limit."""

    token: str
    low: int
    high: int | None


def _bands(*edges: int) -> tuple[Band, ...]:
    pairs = zip(edges, (*edges[1:], None), strict=True)
    return tuple(Band(f"{low}-{high}" if high is not None else f"{low}-", low, high) for low, high in pairs)


#: Inhabitants.
POPULATIONS = _bands(0, 500, 1_000, 2_000, 3_500, 10_000, 20_000, 50_000, 200_000)
#: Euros, of the whole cost.
COSTS = _bands(0, 5_000, 15_000, 30_000, 50_000, 100_000, 200_000)


def band_of(bands: tuple[Band, ...], value) -> str | None:
    """Token of the band that a number is in; None for None and for what is below all bands."""
    if value is None or value < bands[0].low:
        return None
    return bands[bisect_right([band.low for band in bands], value) - 1].token
