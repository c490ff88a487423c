"""What the missions of advice add up to: days, answers, and how many went on to a project."""

from collections.abc import Iterable
from collective.prai.programme.relations import target
from decimal import Decimal
from decimal import ROUND_HALF_UP
from plone import api
from typing import NamedTuple


#: What followed, where a project did (vocabulary advice_follow_ups).
PROJECT = "project-submitted"


class Mission(NamedTuple):
    """What counts of one: days, or None while unknown; ``satisfaction`` from 1 to 4."""

    granted: Decimal | None
    used: Decimal | None
    followed: bool
    sent: bool = False
    answered: bool = False
    satisfaction: int | None = None


class Summary(NamedTuple):
    """Averages are days a mission, two places, over the missions of which the days are known."""

    missions: int
    granted: Decimal
    used: Decimal
    average_granted: Decimal | None
    average_used: Decimal | None
    without_days: int
    above: int
    followed: int
    sent: int
    answered: int
    satisfaction: Decimal | None
    satisfied: int


def days_of(mission) -> Decimal | None:
    """Days that the provider spent; None while no row says any."""
    found = [row["days"] for row in mission.days_used or () if row.get("days") is not None]
    return sum(found, Decimal(0)) if found else None


def has_followed(mission) -> bool:
    """Whether a project was submitted: an officer says so, or the dossier that followed is named."""
    return mission.follow_up == PROJECT or target(mission, "next_application") is not None


def read(mission) -> Mission:
    """Of one item."""
    return Mission(
        mission.days_granted,
        days_of(mission),
        has_followed(mission),
        mission.survey_sent_on is not None,
        bool(mission.survey_answers),
        mission.satisfaction,
    )


def add_up(missions: Iterable[Mission]) -> Summary:
    """Pure: of whatever missions."""
    found = list(missions)
    granted = [one.granted for one in found if one.granted is not None]
    used = [one.used for one in found if one.used is not None]
    marks = [Decimal(one.satisfaction) for one in found if one.satisfaction is not None]
    return Summary(
        missions=len(found),
        granted=sum(granted, Decimal(0)),
        used=sum(used, Decimal(0)),
        average_granted=_average(granted),
        average_used=_average(used),
        without_days=sum(one.used is None for one in found),
        above=sum(one.used > one.granted for one in found if None not in (one.used, one.granted)),
        followed=sum(one.followed for one in found),
        sent=sum(one.sent for one in found),
        answered=sum(one.answered for one in found),
        satisfaction=_average(marks),
        satisfied=sum(mark >= 3 for mark in marks),
    )


def _average(values: list[Decimal]) -> Decimal | None:
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def missions() -> list:
    """All of them, by title, whoever asks: figures say no name."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="prai.Advice", sort_on="sortable_title"
    )
    return [brain._unrestrictedGetObject() for brain in brains]


def summary(found: Iterable | None = None) -> Summary:
    """Of these missions, of all unless they are given."""
    return add_up(map(read, missions() if found is None else found))
