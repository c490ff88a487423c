"""How comparable a place is to mine: inhabitants, way, kind of area, ties; each part with its points (pure).

The points are few and told on the page (docs/decisions/0025): size and nearness count for 40 at most each,
the same kind of area for 10, the same commune or intercommunalité for 10, the same département for 5.
"""

from collections.abc import Iterable
from collective.prai.core.geography import body_middles
from collective.prai.core.geography import department_middles
from collective.prai.core.geography import epcis
from collective.prai.core.geography import kilometres
from collective.prai.core.geography import municipalities
from typing import NamedTuple
import math


SIZE, WAY, AREA, TIE, DEPARTMENT = 40, 40, 10, 10, 5
#: As many times larger or smaller, and as many kilometres away: no point.
TIMES, FAR = 10, 150
#: As many times larger or smaller at most is called comparable; so is what is of the same commune or body.
ALIKE = 4
TIES = ("commune", "part", "epci")
#: Départements beyond which an item is about the whole region.
WIDE = 3
#: Inhabitants below which INSEE called a commune rural (definition in force until 2020).
RURAL = 2_000


class Here(NamedTuple):
    """The visitor's authority: its commune, or the body that this belongs to."""

    commune: str
    name: str
    population: int
    point: tuple[float, float]
    zone: str
    epci: str
    department: str
    is_body: bool


class There(NamedTuple):
    """What is known of the place of an item, each part empty where nothing is."""

    population: int | None = None
    points: tuple[tuple[float, float], ...] = ()
    zones: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    #: Whether the inhabitants are of today's census.
    today: bool = False

    def filled(self, others: Iterable["There"]) -> "There":
        """With what it does not say taken from others; of several populations the largest."""
        found, others = self, list(others)
        for name in ("points", "zones", "departments", "epcis", "municipalities"):
            if not getattr(found, name):
                values = [value for other in others for value in getattr(other, name)]
                found = found._replace(**{name: tuple(dict.fromkeys(values))})
        if found.population is None:
            known = [(other.population, other.today) for other in others if other.population]
            population, today = max(known, default=(None, False))
            found = found._replace(population=population, today=today)
        return found


class Likeness(NamedTuple):
    """Why a place is comparable: ``score`` of 100, ``tie`` (commune; part: one of several; epci;
    department; or ""), ``km`` or None.

    ``roughly``: the way is to the middle of a département, for nothing nearer is known.
    """

    score: float
    tie: str
    km: float | None
    roughly: bool
    population: int | None
    zone: str
    today: bool = False
    #: Whether it is of a size like mine, or of the same commune or body.
    alike: bool = False


def here(code: str, as_body: bool = False, zone: str = "") -> Here:
    """The authority of a commune; KeyError for an unknown code.

    The table of communes knows no kind of area: without ``zone`` it is the old rule of INSEE on inhabitants.
    """
    town = municipalities()[code]
    zone = zone or ("rural" if town.population < RURAL else "urbain")
    body = epcis().get(town.epci)
    if as_body and body is not None and body.siren in body_middles():
        point = body_middles()[body.siren]
        return Here(code, body.name, body.population, point, zone, body.siren, town.department, True)
    point = (town.lon, town.lat)
    return Here(code, town.name, town.population, point, zone, town.epci, town.department, False)


def compare(mine: Here, there: There) -> Likeness | None:
    """None where neither inhabitants nor a place are known: nothing could be said."""
    km, roughly = way(mine.point, there)
    if km is None and there.population is None:
        return None
    tie = _tie(mine, there)
    zone = mine.zone if mine.zone in there.zones else ""
    score = 0.0
    if there.population and mine.population:
        score += SIZE * max(0.0, 1 - abs(math.log(there.population / mine.population)) / math.log(TIMES))
    if km is not None:
        score += WAY * max(0.0, 1 - km / FAR)
    score += (AREA if zone else 0) + {"": 0, "department": DEPARTMENT}.get(tie, TIE)
    alike = tie in TIES or as_large(mine.population, there.population)
    return Likeness(round(score, 1), tie, km, roughly, there.population, zone, there.today, alike)


def as_large(mine: int | None, other: int | None) -> bool:
    """At most so many times more inhabitants, or fewer; not where one of both is unknown."""
    return bool(mine and other) and max(mine, other) <= ALIKE * min(mine, other)


def way(point: tuple[float, float], there: There) -> tuple[float | None, bool]:
    """Kilometres to the nearest of its points, else to the nearest middle of its départements.

    None for what is about more départements than ``WIDE``: it is everywhere, and no way says anything.
    """
    if there.points:
        return min(kilometres(point, other) for other in there.points), False
    if len(there.departments) > WIDE:
        return None, False
    middles = [department_middles()[code] for code in there.departments if code in department_middles()]
    return (min(kilometres(point, middle) for middle in middles), True) if middles else (None, False)


def _tie(mine: Here, there: There) -> str:
    if mine.commune in there.municipalities and not mine.is_body:
        return "commune" if len(there.municipalities) == 1 else "part"
    if mine.epci and mine.epci in there.epcis:
        return "epci"
    return "department" if mine.department in there.departments else ""


def order(one: Likeness, lost: bool = False) -> tuple[bool, bool, float, float]:
    """Sort key: what is comparable, then what is near; the most points first, then the nearest.

    ``lost``: it can be had by nobody, and comes after all that can.
    """
    return not one.alike, lost, -one.score, math.inf if one.km is None else one.km


def is_listed(one: Likeness) -> bool:
    """What is neither comparable nor near helps nobody."""
    return one.alike or (one.km is not None and one.km < FAR)
