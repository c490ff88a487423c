"""Municipalities, inter-municipal bodies and départements of Midi-Pyrénées, from shipped tables (pure).

Source and licences of the tables: core/data/README.md.  Populations are of today's census, in inhabitants.
"""

from functools import cache
from pathlib import Path
from typing import NamedTuple
import csv
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
