"""What is missing or doubtful in the list, cell by cell, by the rules of a column profile (pure).

A finding is a remark to an officer, never a refusal: real data break every rule.
"""

from collective.prai import _
from collective.prai.core.tables import guarded
from collective.prai.programme.operations.profiles import Profile
from decimal import Decimal
from typing import NamedTuple
import re


MISSING, DOUBTFUL = "missing", "doubtful"
_POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{1,3}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
#: Characters: a description that short says nothing; one above the limit is cut by its reader.
_SHORTEST, _LONGEST = 15, 300
#: Percent of the eligible cost above which the Union pays only by a special rule.
_HIGHEST_RATE = Decimal(85)


class Finding(NamedTuple):
    """``row`` from 0; ``value``: the column; ``kind``: MISSING or DOUBTFUL; ``sentence``: why."""

    row: int
    value: str
    kind: str
    sentence: object


def check(profile: Profile, rows: list[dict]) -> list[Finding]:
    """In the order of the rows, then of the columns."""
    found, shown = [], {column.value for column in profile.columns}
    codes: dict[str, int] = {}
    for number, row in enumerate(rows):
        for column in profile.columns:
            if column.required and row[column.value] in (None, "", []):
                found.append(Finding(number, column.value, MISSING, _("The cell is empty.")))
            elif row[column.value] not in (None, "", []):
                found += [Finding(number, column.value, DOUBTFUL, why) for why in _doubts(column.value, row)]
        twice = codes.setdefault(" ".join((row["code"] or "").casefold().split()), number)
        if twice != number and row["code"]:
            found.append(Finding(number, "code", DOUBTFUL, _("Another row has the same code.")))
        if not row["official"] and "name" in shown:
            found.append(
                Finding(number, "name", DOUBTFUL, _("The row is rebuilt: it is not in the official list."))
            )
    return found


def _doubts(name: str, row: dict) -> list:
    """Sentences on one cell that is filled."""
    value, found = row[name], []
    if isinstance(value, str):
        if value != value.strip() or _CONTROL.search(value):
            found.append(_("It holds spaces or signs that nobody sees."))
        if guarded(value) != value:
            found.append(
                _("A spreadsheet could take it for a formula: the export puts an apostrophe before it.")
            )
    rule = _RULES.get(name)
    return found + (list(rule(value, row)) if rule is not None else [])


def _summary(value, row):
    if len(value) > _LONGEST:
        yield _("It is longer than 300 characters.")
    if len(value) < _SHORTEST:
        yield _("It is too short to say what the operation does.")
    if value == row["name"]:
        yield _("It only repeats the name.")


def _eligible(value, row):
    if value == 0:
        yield _("It is zero: leave it empty where the amount is unknown.")
    if row["total_cost"] is not None and value > row["total_cost"]:
        yield _("It is above the total cost.")


def _erdf(value, row):
    base = row["eligible_cost"] if row["eligible_cost"] is not None else row["total_cost"]
    if value == 0:
        yield _("It is zero: leave it empty where the amount is unknown.")
    if base is not None and value > base:
        yield _("It is above the eligible cost.")
    parts = [row[name] for name in ("erdf", "region", "other_public") if row[name] is not None]
    cost = row["total_cost"] if row["total_cost"] is not None else row["eligible_cost"]
    if cost is not None and sum(parts) > cost:
        yield _("All public money together is above the cost.")


def _total(value, row):
    if value == 0:
        yield _("It is zero: leave it empty where the amount is unknown.")


def _rate(value, row):
    if value > _HIGHEST_RATE:
        yield _("The Union pays more than 85 % only by a special rule.")


def _ends(value, row):
    if row["starts"] and value[: len(row["starts"])] < row["starts"][: len(value)]:
        yield _("It ends before it begins.")


def _shape(pattern, sentence):
    def rule(value, row):
        if not pattern.fullmatch(value):
            yield sentence

    return rule


_RULES = {
    "summary": _summary, "eligible_cost": _eligible, "erdf": _erdf, "total_cost": _total, "union_rate": _rate,
    "ends": _ends,
    "postcode": _shape(_POSTCODE, _("A French postcode has five digits.")),
    "nuts": _shape(_NUTS, _("A NUTS code has two letters, then up to three signs: FRJ23.")),
    "country": _shape(_COUNTRY, _("A country has two capital letters: FR.")),
}  # fmt: skip
