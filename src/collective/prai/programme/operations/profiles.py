"""Column profiles of the list of operations: which columns, for whom, written how (data: profiles.yaml)."""

from functools import cache
from pathlib import Path
from typing import NamedTuple
import yaml


DATA = Path(__file__).parent / "profiles.yaml"
NEVER, TWO_YEARS = "never", "two-years"
#: Value of a row → Table Schema type; a profile names these and no others.
VALUES = {
    "code": "string", "name": "string", "beneficiary": "string", "siren": "string", "contractor": "string",
    "summary": "string", "starts": "string", "ends": "string", "total_cost": "number",
    "eligible_cost": "number", "erdf": "number", "region": "number", "other_public": "number",
    "union_rate": "number", "fund": "string", "measure": "string", "measure_title": "string",
    "programme": "string", "specific_objective": "string", "intervention": "string", "postcode": "string",
    "nuts": "string", "location": "string", "country": "string", "currency": "string",
    "departments": "array", "official": "boolean", "source": "string", "updated": "date",
}  # fmt: skip
MONEY = ("total_cost", "eligible_cost", "erdf", "region", "other_public")


class ProfileColumn(NamedTuple):
    """``value``: what stands in it (VALUES); ``title`` as the rule or its reader names it."""

    value: str
    title: str
    required: bool = False


class Profile(NamedTuple):
    """``persons``: whether a natural person may be named, ``never`` or for ``two-years``."""

    id: str
    title: str
    source: str
    persons: str
    delimiter: str
    decimal: str
    signature: bool
    columns: tuple[ProfileColumn, ...]


@cache
def profiles() -> dict[str, Profile]:
    """Id → profile, in the order of the data; ValueError when the data name a value that nobody knows."""
    found = {}
    for row in yaml.safe_load(DATA.read_text(encoding="utf-8")):
        columns = tuple(ProfileColumn(**column) for column in row["columns"])
        unknown = [column.value for column in columns if column.value not in VALUES]
        if unknown or row["persons"] not in (NEVER, TWO_YEARS):
            raise ValueError(f"profile {row['id']}: {unknown or row['persons']}")
        found[row["id"]] = Profile(**row | {"columns": columns})
    return found


def default() -> Profile:
    """The one that is shown unless another is asked."""
    return next(iter(profiles().values()))
