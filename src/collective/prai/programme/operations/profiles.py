"""Column profiles of the list of operations: which columns, for whom, written how (data: profiles.yaml)."""

from functools import cache
from pathlib import Path
from typing import NamedTuple
import yaml


DATA = Path(__file__).parent / "profiles.yaml"
NEVER, TWO_YEARS = "never", "two-years"


class ProfileColumn(NamedTuple):
    """``value``: what stands in it (values.VALUES); ``title`` as the rule or its reader names it."""

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
    from collective.prai.programme.operations.values import VALUES

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
