"""Figures of the programme as rooms give them to the dashboard: plain values, exact (pure).

What is not known is None, never zero; titles are messages or words of the content.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


COUNT, EUROS, DAYS = "count", "euros", "days"
#: Of a count of dossiers that everybody reads: a smaller one could tell of one of them.
SMALLEST = 5
CALL, SESSION = "call", "session"


class Figure(NamedTuple):
    """One number and the list that it agrees with; ``unknown``: parts of it whose value is not known.

    ``rank``: the smaller, the earlier; of the same rank as they came.
    """

    id: str
    title: object
    value: Decimal | int | None
    unit: str = COUNT
    url: str = ""
    unknown: int = 0
    rank: int = 50


class Goal(NamedTuple):
    """A target from a date on; ``since`` is "" for the first one."""

    value: Decimal
    since: str = ""
    body: str = ""


class Reached(NamedTuple):
    """A value that was reached or announced: ``qualifier`` as indicators have it, ``label`` of its series."""

    value: Decimal
    date: str = ""
    qualifier: str = "exact"
    label: str = ""
    source: str = ""


class Target(NamedTuple):
    """An indicator of a measure: its targets in the order of their dates, what was reached, what the site
    counts today."""

    id: str
    title: str
    measure: str
    unit: str
    counted: str
    goals: tuple[Goal, ...]
    reached: tuple[Reached, ...]
    due: str = ""
    live: tuple[Figure, ...] = ()
    url: str = ""


class Budget(NamedTuple):
    """Money of one funder in one measure, in euros; the eligible cost of all has no funder.

    ``unknown``: operations of the measure of which the source does not give this amount.
    """

    measure: str
    title: str
    funder: str
    planned: Decimal | None
    committed: Decimal | None
    paid: Decimal | None
    unknown: int = 0
    url: str = ""


class Place(NamedTuple):
    """What there is of one kind, by département; ``whole``: what is about the whole region.

    ``url``: address of the list of one of them, to which its code is added.
    """

    kind: str
    title: object
    counts: dict[str, int]
    whole: int = 0
    url: str = ""

    def url_of(self, code: str) -> str:
        return f"{self.url}{code}"


class Span(NamedTuple):
    """Something with dates (a day, a month or a year); ``ends`` is "" where it is open."""

    id: str
    title: str
    kind: str
    starts: str
    ends: str = ""
    url: str = ""


class Step(NamedTuple):
    """One step from the application to the reuse; ``of``: the one call that it is about, "" for all."""

    id: str
    title: object
    value: int | None
    rank: int
    of: str = ""
    url: str = ""


def of_kind(parts: Iterable, kind: type) -> list:
    """The parts of one of the kinds above, in the order in which they came."""
    return [part for part in parts if type(part) is kind]


def known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """Of what is known; None while nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def for_everybody(count: int) -> int | None:
    """A count of dossiers as everybody may know it: None for a few."""
    return count if count == 0 or count >= SMALLEST else None


def totals(budgets: Iterable[Budget]) -> list[Budget]:
    """One line for each funder, of all measures, in the order of their first line."""
    found: dict[str, list[Budget]] = {}
    for budget in budgets:
        found.setdefault(budget.funder, []).append(budget)
    return [
        Budget(
            "",
            "",
            funder,
            known_sum(line.planned for line in lines),
            known_sum(line.committed for line in lines),
            known_sum(line.paid for line in lines),
            sum(line.unknown for line in lines),
        )
        for funder, lines in found.items()
    ]
