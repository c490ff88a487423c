"""How many people an item is about, and where they are: from its territory, else from today's map."""

from Acquisition import aq_base
from collective.prai.core.geography import body_middles
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from collective.prai.core.geography import sirens
from typing import NamedTuple
import re


class Place(NamedTuple):
    """``population`` in inhabitants or None; ``points``: longitude and latitude in degrees WGS 84.

    ``departments``, ``epcis`` (those of its municipalities too) and ``municipalities``: codes of today.
    ``today``: the population is of today's census, the source says none.
    """

    population: int | None
    points: tuple[tuple[float, float], ...]
    departments: tuple[str, ...] = ()
    epcis: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    today: bool = False


def place_of(obj) -> Place:
    """Of an item with a territory; what its source says of its population goes before today's census.

    An organisation that names no body or municipality is the one of its SIREN or INSEE code, if it is one.
    """
    base = aq_base(obj)
    towns = [municipalities().get(code) for code in getattr(base, "municipalities", None) or ()]
    bodies = [epcis().get(code) for code in getattr(base, "epcis", None) or ()]
    towns, bodies = [town for town in towns if town], [body for body in bodies if body]
    if not towns and not bodies:
        towns, bodies = _itself(base)
    population = getattr(base, "population", None)
    today = population is None
    if today and (bodies or towns):
        population = sum(place.population for place in bodies or towns) or None
    if towns:
        points = tuple((town.lon, town.lat) for town in towns)
    else:
        points = tuple(body_middles()[body.siren] for body in bodies if body.siren in body_middles())
    departments = [*(getattr(base, "departments", None) or ()), *(town.department for town in towns)]
    departments += [code for body in bodies if len(body.departments) == 1 for code in body.departments]
    sirens_found = [body.siren for body in bodies] + [town.epci for town in towns if town.epci]
    return Place(
        population,
        points,
        tuple(dict.fromkeys(departments)),
        tuple(dict.fromkeys(sirens_found)),
        tuple(town.code for town in towns),
        today and population is not None,
    )


def _itself(base) -> tuple[list, list]:
    """The municipality, or the body, that these identifiers are of."""
    siren = re.sub(r"\s", "", getattr(base, "siren", None) or "")
    code = getattr(base, "insee", None) or sirens().get(siren)
    if code in municipalities():
        return [municipalities()[code]], []
    return [], [epcis()[siren]] if siren in epcis() else []
