"""How many people an item is about, and where they are: from its territory, else from today's map."""

from Acquisition import aq_base
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from typing import NamedTuple


class Place(NamedTuple):
    """``population`` in inhabitants or None; ``points``: longitude and latitude in degrees WGS 84."""

    population: int | None
    points: tuple[tuple[float, float], ...]


def place_of(obj) -> Place:
    """Of an item with a territory; what its source says of its population goes before today's census."""
    base = aq_base(obj)
    towns = [municipalities().get(code) for code in getattr(base, "municipalities", None) or ()]
    bodies = [epcis().get(code) for code in getattr(base, "epcis", None) or ()]
    towns, bodies = [town for town in towns if town], [body for body in bodies if body]
    population = getattr(base, "population", None)
    if population is None and (bodies or towns):
        population = sum(place.population for place in bodies or towns) or None
    if towns:
        points = tuple((town.lon, town.lat) for town in towns)
    else:
        points = tuple(point for body in bodies if (point := _middle(body.siren)) is not None)
    return Place(population, points)


def _middle(siren: str) -> tuple[float, float] | None:
    """Mean of the centroids of the municipalities of a body, each weighted by its inhabitants."""
    towns = [town for town in municipalities().values() if town.epci == siren and town.population]
    people = sum(town.population for town in towns)
    if not people:
        return None
    return (
        round(sum(town.lon * town.population for town in towns) / people, 4),
        round(sum(town.lat * town.population for town in towns) / people, 4),
    )
