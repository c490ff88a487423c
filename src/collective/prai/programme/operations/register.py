"""The public list of operations: its rows, its totals, its date; the same for pages, exports and programs.

Everything is judged for a visitor: who is signed in reads the list that everybody reads.
"""

from collective.prai.core.publication.state import last_status
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.visibility import as_anybody
from collective.prai.core.visibility import is_public
from collective.prai.programme.operations.profiles import MONEY
from collective.prai.programme.operations.profiles import NEVER
from collective.prai.programme.operations.values import row_of
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import UTC
from dateutil.relativedelta import relativedelta
from decimal import Decimal
from functools import cached_property
from plone import api
from zope.annotation.interfaces import IAnnotations
import re
import time


SECTION = SECTION_OF["prai.Operation"]
#: Annotation of the section: the day on which an officer last said that the list is right.
CHECKED_ON = "collective.prai.operations.checked_on"
#: The list is brought up to date at least every four months: Reg. (EU) 2021/1060, art. 49(3).
MONTHS = 4
#: States that the public knows, or knew, of.
_TOLD = ("published", "settled", "withdrawn")
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class Filters:
    """What a reader narrows the list by; empty is everything."""

    measure: str = ""
    department: str = ""
    year: str = ""

    def __bool__(self):
        return bool(self.measure or self.department or self.year)

    def take(self, row: dict) -> bool:
        return (
            (not self.measure or row["measure"] == self.measure)
            and (not self.department or self.department in row["departments"])
            and (not self.year or self.year in years_of(row))
        )


def years_of(row: dict) -> list[str]:
    """Years from the beginning to the end, those that are known."""
    ends = [int(row[name][:4]) for name in ("starts", "ends") if row[name]]
    return [str(year) for year in range(min(ends), min(max(ends), min(ends) + 50) + 1)] if ends else []


@dataclass
class Total:
    """Of a measure or of the list: number of rows; for each amount the sum of those that are known
    (None where none is) and the number of rows that have none."""

    title: str
    measure: str = ""
    rows: int = 0
    sums: dict = field(default_factory=lambda: dict.fromkeys(MONEY))
    unknown: dict = field(default_factory=lambda: dict.fromkeys(MONEY, 0))
    rebuilt: int = 0

    def add(self, row: dict):
        self.rows += 1
        self.rebuilt += not row["official"]
        for name in MONEY:
            if row[name] is None:
                self.unknown[name] += 1
            else:
                self.sums[name] = (self.sums[name] or Decimal(0)) + row[name]


def natural(text: str | None) -> list:
    """Sort key: « 7.10 » after « 7.2 », what has none at the end."""
    parts = _DIGITS.split(text or "~")
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]


class Register:
    """``persons``: see profiles.Profile; ``now``: second since 1970 at which everything is judged."""

    def __init__(self, filters: Filters | None = None, persons: str = NEVER, now: float | None = None):
        self.filters = filters or Filters()
        self.persons = persons
        self.now = time.time() if now is None else now

    @cached_property
    def _stored(self) -> list:
        """All of them, whoever asks."""
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(portal_type="prai.Operation")
        return [brain._unrestrictedGetObject() for brain in brains]

    @cached_property
    def all(self) -> list[tuple]:
        """Pairs of an operation and its row, by measure, then by code."""
        found = [item for item in self._stored if is_public(item)]
        with as_anybody():
            pairs = [(item, row_of(item, self.persons, self.now)) for item in found]
        return sorted(pairs, key=lambda pair: (natural(pair[1]["measure"]), natural(pair[1]["code"])))

    @cached_property
    def pairs(self) -> list[tuple]:
        """Those that the filters take."""
        return [pair for pair in self.all if self.filters.take(pair[1])]

    @cached_property
    def rows(self) -> list[dict]:
        return [row for _item, row in self.pairs]

    @cached_property
    def totals(self) -> list[Total]:
        """One for each measure, in their order; operations without a measure at the end."""
        found: dict[str, Total] = {}
        for row in self.rows:
            measure = row["measure"] or ""
            title = " – ".join(filter(None, (row["measure"], row["measure_title"])))
            found.setdefault(measure, Total(title, measure)).add(row)
        return list(found.values())

    @cached_property
    def total(self) -> Total:
        whole = Total("")
        for row in self.rows:
            whole.add(row)
        return whole

    # When it was brought up to date

    @cached_property
    def updated(self) -> date | None:
        """The day of the last change of a public row, of the last row that came or went, or of a check."""
        moments = [checked_on()]
        for item in self._stored:
            status = last_status(item)
            if status.get("review_state") in _TOLD:
                moments += [_day(status.get("time")), _day(item.modified()) if is_public(item) else None]
        return max((moment for moment in moments if moment is not None), default=None)

    @property
    def is_late(self) -> bool:
        """Whether more than four months have passed since."""
        today = datetime.fromtimestamp(self.now, UTC).date()
        return self.updated is not None and self.updated + relativedelta(months=MONTHS) < today


def _day(moment) -> date | None:
    return moment.asdatetime().date() if moment is not None else None


def checked_on() -> date | None:
    """The day on which an officer last said that the list is right."""
    section = api.portal.get().get(SECTION)
    text = IAnnotations(section).get(CHECKED_ON) if section is not None else None
    return date.fromisoformat(text) if text else None


def note_check(day: date):
    """An officer says that the list is right on that day."""
    IAnnotations(api.portal.get()[SECTION])[CHECKED_ON] = day.isoformat()
