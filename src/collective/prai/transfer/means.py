"""What it took elsewhere: days, euros, months of the known cases, with their median and range (pure)."""

from collections.abc import Iterable
from decimal import Decimal
from statistics import median
from typing import NamedTuple


#: Of what a case tells: of the thing itself, of a reuse of it, of the whole project that it comes from.
THING, REUSE, PROJECT = "thing", "reuse", "project"
MEASURES = ("internal_days", "provider_days", "euros", "months")


class Effort(NamedTuple):
    """One known case.  Euros are before grants; ``own``: what remained to pay after them, if it is known.

    ``source``: where the figures are from; ``title`` and ``url``: of the sheet that says so, or of
    who took it up (a message where no name may be said).
    """

    scope: str
    internal_days: int | None = None
    provider_days: int | None = None
    euros: Decimal | None = None
    months: int | None = None
    own: Decimal | None = None
    source: str = ""
    title: str = ""
    url: str = ""

    @property
    def is_filled(self) -> bool:
        return any(getattr(self, name) is not None for name in MEASURES)


class Summary(NamedTuple):
    """Of one measure; ``whole``: its cases are whole projects, of which the thing is a part."""

    measure: str
    median: int | float | Decimal
    low: int | Decimal
    high: int | Decimal
    count: int
    whole: bool
    cases: tuple[Effort, ...]


def summary(efforts: Iterable[Effort], measure: str) -> Summary | None:
    """None where no case says it.

    A whole project is no case of one thing that came of it: it counts only where nothing nearer is known.
    """
    known = [one for one in efforts if getattr(one, measure) is not None]
    near = [one for one in known if one.scope != PROJECT]
    cases = near or known
    if not cases:
        return None
    values = [getattr(one, measure) for one in cases]
    return Summary(measure, median(values), min(values), max(values), len(values), not near, tuple(cases))


def summaries(efforts: Iterable[Effort]) -> list[Summary]:
    """One for each measure of which anything is known."""
    efforts = list(efforts)
    found = [summary(efforts, measure) for measure in MEASURES]
    return [one for one in found if one is not None]
