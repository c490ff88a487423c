"""Municipalities, inter-municipal bodies and départements of Midi-Pyrénées, from shipped tables (pure).

Source and licences of the tables: core/data/README.md.  Populations are of today's census, in inhabitants.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple
import csv
import math
import re
import unicodedata


DATA = Path(__file__).parent / "data"


class Municipality(NamedTuple):
    """``code`` INSEE, ``epci`` SIREN of its body, centroid in degrees WGS 84."""

    code: str
    name: str
    department: str
    siren: str
    postcodes: tuple[str, ...]
    population: int
    epci: str
    lon: float
    lat: float


class Epci(NamedTuple):
    """``siren``, nature (CC, CA, METRO…), départements, inhabitants."""

    siren: str
    name: str
    nature: str
    departments: tuple[str, ...]
    municipalities: int
    population: int


#: Nature of a body in the national table → its type in the directory; any other is a body without more.
_BODY_KINDS = {"CC": "communaute-de-communes", "CA": "communaute-d-agglomeration"}


def body_kind(body: Epci) -> str:
    """Token of the type of organisation that an inter-municipal body is."""
    return _BODY_KINDS.get(body.nature, "intercommunalite")


def folded(text: str) -> str:
    """Letters without case, accents and hyphens: « Saint-Félix » is found by « saint felix »."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))


def _table(name: str):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


@cache
def municipalities() -> dict[str, Municipality]:
    """INSEE code → municipality, 2,944 of them."""
    return {
        row["code_insee"]: Municipality(
            row["code_insee"],
            row["nom"],
            row["departement"],
            row["siren"],
            tuple(row["codes_postaux"].replace("|", " ").replace(",", " ").split()),
            int(row["population_municipale"] or 0),
            row["epci"],
            float(row["lon"] or 0),
            float(row["lat"] or 0),
        )
        for row in _table("communes.csv")
    }


@cache
def epcis() -> dict[str, Epci]:
    """SIREN → inter-municipal body, 103 of them."""
    return {
        row["siren"]: Epci(
            row["siren"],
            row["nom"],
            row["nature"],
            tuple(row["departements"].replace("|", " ").replace(",", " ").split()),
            int(row["nb_communes"] or 0),
            int(row["population_municipale"] or 0),
        )
        for row in _table("epcis.csv")
    }


@cache
def home_departments() -> tuple[str, ...]:
    """Codes of the eight départements of the programme."""
    return tuple(row["code"] for row in _table("departements.csv"))


_EARTH = 6371.0


def kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Between two points, longitude and latitude in degrees, as the crow flies."""
    (lon1, lat1), (lon2, lat2) = (map(math.radians, point) for point in (one, two))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(min(1, math.sqrt(h)))


@cache
def body_middles() -> dict[str, tuple[float, float]]:
    """SIREN → mean of the centroids of its municipalities, each weighted by its inhabitants."""
    sums: dict[str, list[float]] = {}
    for town in municipalities().values():
        if town.epci in epcis():
            _add(sums.setdefault(town.epci, [0.0, 0.0, 0]), town, town.population)
    return _means(sums)


@cache
def department_middles() -> dict[str, tuple[float, float]]:
    """Code → mean of the centroids of its municipalities, each counted once: the middle of the land."""
    sums: dict[str, list[float]] = {}
    for town in municipalities().values():
        _add(sums.setdefault(town.department, [0.0, 0.0, 0]), town, 1)
    return _means(sums)


def _add(found: list, town: Municipality, weight: int):
    found[0] += town.lon * weight
    found[1] += town.lat * weight
    found[2] += weight


def _means(sums: dict[str, list]) -> dict[str, tuple[float, float]]:
    return {key: (round(lon / n, 4), round(lat / n, 4)) for key, (lon, lat, n) in sums.items() if n}


@cache
def sirens() -> dict[str, str]:
    """SIREN of a municipality → its INSEE code."""
    return {town.siren: town.code for town in municipalities().values() if town.siren}
