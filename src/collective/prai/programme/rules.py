"""What a call rules on a day, from its dated rows: another programme writes rows, not code."""

from collective.prai.core import vocabularies
from collective.prai.programme.content.call import MAX_SCORE
from collective.prai.programme.content.call import WEIGHT
from collective.prai.programme.dated import ceilings
from collective.prai.programme.dated import in_force
from collective.prai.programme.eligibility import Requirement
from collective.prai.programme.eligibility import Rules
from collective.prai.programme.eligibility import Threshold
from collective.prai.programme.subsidy import Cap
from collective.prai.programme.subsidy import Rate
from collective.prai.programme.windows import moment
from collective.prai.programme.windows import present
from collective.prai.programme.windows import zone
from datetime import date
from datetime import datetime
from decimal import Decimal
from plone import api
from typing import NamedTuple


#: Fields whose rows have a date and a body that decided.
DATED = ("thresholds", "rates", "caps", "maxima", "criteria")


class Criterion(NamedTuple):
    """What the jury marks, from 0 to ``max_score``, and how much it counts."""

    criterion: str
    hint: str
    weight: Decimal
    max_score: int


class InForce(NamedTuple):
    """All rules of a call on a day; ``who``: what the eligibility is judged by."""

    who: Rules
    rates: tuple[Rate, ...]
    caps: tuple[Cap, ...]
    criteria: tuple[Criterion, ...]
    max_projects: int | None


class Change(NamedTuple):
    """A dated row: the field it is of, since when it holds, who decided, the row itself."""

    field: str
    since: str
    decided_by: str
    row: dict


def on_day(day: date | datetime | None) -> date:
    """The day that is meant, of a moment the day of the site's zone; without one, today."""
    if day is None:
        return present().date()
    if isinstance(day, datetime):
        return moment(day).astimezone(zone()).date()
    return day


def rules_of(call, day: date | datetime | None = None) -> InForce:
    """What is in force on that day (today)."""
    day = on_day(day)
    maxima = in_force(call.maxima or (), day, lambda row: "")
    most = maxima[-1].get("projects") if maxima else None
    who = Rules(
        kinds=_with_members("organisation_types", call.eligible_types),
        thresholds=tuple(map(_threshold, in_force(call.thresholds or (), day, _threshold_key))),
        parents={row["token"]: row["parent"] for row in _rows("organisation_types") if row.get("parent")},
        excluded_kinds=_with_members("project_kinds", call.excluded_kinds),
        excluded_themes=tuple(line.strip() for line in call.excluded_themes or () if line.strip()),
        requirements=tuple(map(_requirement, call.requirements or ())),
        opens=moment(call.opens),
        closes=moment(call.closes),
        max_projects=most,
    )
    rates = tuple(
        Rate(row["funder"], row["percent"])
        for row in in_force(call.rates or (), day, lambda row: row["funder"])
        if row["percent"]
    )
    return InForce(who, rates, caps_of(call, day), criteria_of(call, day), most)


def caps_of(call, day: date) -> tuple[Cap, ...]:
    return tuple(
        Cap(
            row.get("amount"), row.get("basis"), row.get("funder") or "", row.get("since") or "",
            row.get("decided_by") or "", row.get("note") or "",
            before["amount"] if before is not None else None,
        )
        for row, before in ceilings(call.caps or (), day)
    )  # fmt: skip


def criteria_of(call, day: date | datetime | None = None) -> tuple[Criterion, ...]:
    """What the jury marks on that day; a criterion whose weight has become zero is marked no more."""
    held = in_force(call.criteria or (), on_day(day), lambda row: row["criterion"])
    found = [
        Criterion(
            row["criterion"],
            row.get("hint") or "",
            WEIGHT if row.get("weight") is None else row["weight"],
            row.get("max_score") or MAX_SCORE,
        )
        for row in held
    ]
    return tuple(one for one in found if one.weight > 0)


def history_of(call) -> list[Change]:
    """Rules that were decided or changed, in the order of time; what never changed is no history."""
    found = []
    for name in DATED:
        rows = getattr(call, name) or ()
        if any(row.get("since") or row.get("decided_by") for row in rows):
            found += [Change(name, row.get("since") or "", row.get("decided_by") or "", row) for row in rows]
    return sorted(found, key=lambda change: change.since)


def shown_day(call, now: datetime | None = None) -> date:
    """The day whose rules are shown: today, of a call that is over its last, of one to come its first."""
    today, opens, closes = on_day(now), moment(call.opens), moment(call.closes)
    if closes is not None and closes.date() < today:
        return closes.date()
    return opens.date() if opens is not None and today < opens.date() else today


def is_closed_early(call) -> bool:
    """Whether an officer closed the call whatever its dates say, or has not opened it."""
    return api.content.get_state(call, default="") != "open"


def _threshold_key(row: dict):
    return row["type"], row.get("effect")


def _threshold(row: dict) -> Threshold:
    return Threshold(
        row["type"], row["max_population"], bool(row.get("outside_urban_area")), row.get("effect") or ""
    )


def _requirement(row: dict) -> Requirement:
    blocking = row.get("blocking")
    return Requirement(row["label"], row.get("explanation") or "", blocking if blocking is not None else True)


def _rows(vocabulary: str) -> list[dict]:
    return vocabularies.rows(vocabulary)


def _with_members(vocabulary: str, tokens) -> dict[str, str]:
    """Token of each term, members of groups included → the term that takes it; the term itself first."""
    found = {token: token for token in tokens or ()}
    for token in tokens or ():
        for member in sorted(vocabularies.descendants(vocabulary, token)):
            found.setdefault(member, token)
    return found
