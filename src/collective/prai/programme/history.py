"""The rules of a call as they were decided, one after the other, in words."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from collective.prai.programme import saying
from collective.prai.programme.rules import Change
from collective.prai.programme.rules import history_of
from collective.prai.programme.subsidy import Cap
from typing import NamedTuple


class Entry(NamedTuple):
    """``since``: the day in words, "" from the opening; ``what``: the rule; ``by``: who decided."""

    since: str
    what: str
    by: str
    note: str


_SENTENCES = {
    "rates": _("${funder} takes ${percent} of the eligible cost"),
    "maxima": _("${number} projects at most"),
    "criteria": _("Criterion « ${criterion} », weight ${weight}"),
    "gone": _("Criterion « ${criterion} » no longer marked"),
}


def entries(call, language: str) -> list[Entry]:
    """All rows with a date or a body that decided, in the order of time."""
    return [
        Entry(
            format_partial(change.since, language) if change.since else "",
            _what(change, language),
            change.decided_by,
            change.row.get("note") or "",
        )
        for change in history_of(call)
    ]


def _what(change: Change, language: str) -> str:
    row = change.row
    if change.field == "rates":
        percent = saying.percent_in_words(row["percent"], language)
        return saying.put(_SENTENCES["rates"], language, funder=row["funder"], percent=percent)
    if change.field == "maxima":
        number = format_number(row.get("projects"), language)
        return saying.put(_SENTENCES["maxima"], language, number=number)
    if change.field == "caps":
        return saying.cap(Cap(row.get("amount"), row.get("basis"), row.get("funder") or ""), language)
    if change.field == "thresholds":
        return _threshold(row, language)
    weight = row.get("weight")
    key = "gone" if weight is not None and weight <= 0 else "criteria"
    return saying.put(
        _SENTENCES[key],
        language,
        criterion=row["criterion"],
        weight=format_number(1 if weight is None else weight, language),
    )


def _threshold(row: dict, language: str) -> str:
    label = "threshold-outside" if row.get("outside_urban_area") else "threshold"
    label += "-priority" if row.get("effect") == "priority" else ""
    return saying.put(
        saying.RULES[label],
        language,
        kind=vocabularies.title("organisation_types", row["type"], language),
        below=format_number(row["max_population"], language),
    )
