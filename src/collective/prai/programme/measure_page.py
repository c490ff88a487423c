"""The page of a measure: the four questions of the guide, its means, its targets, its calls."""

from collective.prai import _
from collective.prai.core.listing import Link
from collective.prai.core.money import format_euros
from collective.prai.core.pages import Fact
from collective.prai.core.pages import Page
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme import windows
from collective.prai.programme.call_page import BADGES
from collective.prai.programme.call_page import until
from collective.prai.programme.calls import referring
from collective.prai.programme.dated import in_force
from collective.prai.programme.dated import latest_of
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple


class Target(NamedTuple):
    """« 50 → 35 » with what came of it, in words: ``steps`` have value, day, body and reason, ``results``
    value, series and day.
    """

    link: Link
    unit: str
    steps: list[dict]
    results: list[dict]


class CallLine(NamedTuple):
    """A call as a list of calls shows it."""

    link: Link
    state: str
    badge: object
    until: object


class Budget(NamedTuple):
    """Planned by one funder: what holds today, and what was planned before."""

    funder: str
    planned: str
    since: str
    decided_by: str
    before: str


def lines_of(calls, language: str) -> list[CallLine]:
    """Calls that the reader may see, those that take applications first, then by their end, latest first."""
    found = []
    for call in calls:
        if not reader_may_see(call):
            continue
        window = windows.window(call)
        link = Link(call.Title(), call.absolute_url(), call.Description(), call.portal_type)
        end = window.closes.timestamp() if window.closes is not None else float("inf")
        order = (_ORDER.index(window.state), end if window.takes else -end)
        found.append((order, CallLine(link, window.state, BADGES[window.state], until(window, language))))
    return [line for _order, line in sorted(found, key=lambda pair: pair[0])]


_ORDER = (
    windows.CLOSING, windows.OPEN, windows.TO_COME, windows.PREPARATION, windows.CLOSED, windows.ARCHIVED,
)  # fmt: skip
QUESTIONS = ("who", "services", "how", "when")


class MeasureView(Page):
    """Who is concerned? Which services? How? When?"""

    def facts(self) -> list[Fact]:
        context = self.context
        found = [
            self.field_fact("number", self.numbers()),
            self.field_fact("need", self.term("programme_needs", context.need)),
            self.field_fact("operator", *self.related("operator")),
        ]
        for name in ("contractor", "subcontractors"):
            if links := self.related(name):
                found.append(self.field_fact(name, *links))
        found.append(
            self.fact(_("When?"), self.period(context.actual_start or context.planned_start, context.ends))
        )
        if self.is_late():
            note = _("planned: ${date}", mapping={"date": self.date(context.planned_start)})
            found[-1] = found[-1]._replace(note=note)
        if context.procured_on:
            found.append(self.field_fact("procured_on", self.date(context.procured_on)))
        if context.budget_planned is not None:
            found.append(self.field_fact("budget_planned", self.money(context.budget_planned), main=True))
        found.append(self.field_fact("programme", *self.related("programme")))
        return found

    def numbers(self) -> str:
        """« 7.3 (ou 1) »."""
        others = ", ".join(self.context.other_numbers or ())
        number = self.context.number or ""
        return f"{number} ({others})" if others else number

    def is_late(self) -> bool:
        actual, planned = self.context.actual_start, self.context.planned_start
        return bool(actual and planned and actual != planned)

    def questions(self) -> list:
        return self.sections(*QUESTIONS)

    # Means

    def budget(self) -> list[Budget]:
        """By funder, what is in force; an earlier figure beside it."""
        rows = self.context.budget or []
        held = in_force(rows, date.today(), lambda row: row["funder"])
        return [
            Budget(
                row["funder"],
                format_euros(row.get("planned")),
                self.date(row.get("since")),
                row.get("decided_by") or "",
                ", ".join(
                    f"{format_euros(one['planned'])}"
                    for one in rows
                    if one["funder"] == row["funder"]
                    and (one.get("since") or "") < (row.get("since") or "")
                    and one.get("planned") is not None
                ),
            )
            for row in held
        ]

    def budget_total(self) -> str:
        held = in_force(self.context.budget or [], date.today(), lambda row: row["funder"])
        amounts = [row["planned"] for row in held if row.get("planned") is not None]
        return format_euros(sum(amounts, Decimal(0))) if len(amounts) > 1 else ""

    # Targets

    @cached_property
    def targets(self) -> list[Target]:
        """Of its indicators, as far as the reader may see them."""
        found = []
        for relation in self.context.indicators or ():
            indicator = relation.to_object
            link = self.link(indicator)
            if link is None:
                continue
            steps = self._steps(indicator)
            results = [
                {
                    "value": self.number(row["value"]),
                    "series": row.get("series") or "",
                    "on": self.date(row.get("date")),
                }
                for row in latest_of(indicator.observations or ())
            ]  # fmt: skip
            found.append(Target(link, self._unit(indicator), steps, results))
        return found

    def _steps(self, indicator) -> list[dict]:
        steps = []
        if indicator.initial_target is not None:
            steps.append({"value": indicator.initial_target, "since": "", "body": "", "reason": ""})
        for row in sorted(indicator.revised_targets or (), key=lambda row: row.get("decided_on") or ""):
            steps.append(
                {
                    "value": row["value"], "since": self.date(row.get("decided_on")),
                    "body": row.get("body") or "", "reason": row.get("reason") or "",
                }
            )  # fmt: skip
        return [step | {"value": self.number(step["value"])} for step in steps]

    def _unit(self, indicator) -> str:
        if indicator.counted and indicator.unit in (None, "", "nombre"):
            return indicator.counted
        return "" if indicator.unit == "nombre" else self.term("units", indicator.unit)

    def summary(self, target: Target) -> str:
        """« 50 → 35 → 27 »: the targets, then what came of them."""
        values = [step["value"] for step in target.steps]
        # Several series side by side have no sum.
        reached = [target.results[0]["value"]] if len(target.results) == 1 else []
        return " → ".join(values + reached)

    # What belongs to it

    def calls(self) -> list[CallLine]:
        found = [one for one in referring(self.context, "measure") if one.portal_type == "prai.Call"]
        return lines_of(found, self.language)

    def operations(self) -> list[Link]:
        """Those that the reader may see, by title."""
        found = [one for one in referring(self.context, "measure") if one.portal_type == "prai.Operation"]
        links = [self.link(one) for one in found]
        return sorted((link for link in links if link is not None), key=lambda link: link.title)


class ProgrammeView(Page):
    """Who decides, who pays, from when to when, its measures and its calls, the one place to ask."""

    def facts(self) -> list[Fact]:
        context = self.context
        ends = context.extended_until or context.ends
        when = self.fact(_("Period"), self.period(context.starts, ends), main=True)
        if context.extended_until and context.ends:
            when = when._replace(note=_("planned until ${date}", mapping={"date": self.date(context.ends)}))
        return [
            when,
            self.field_fact("strand", context.strand),
            self.field_fact("authority", *self.related("authority")),
            self.field_fact("resource_centre", *self.related("resource_centre")),
            self.field_fact("funds", *(context.funds or ())),
        ]

    def measures(self) -> list[dict]:
        """Its measures by number, each with its calls, as far as the reader may see them."""
        found = [one for one in referring(self.context, "programme") if one.portal_type == "prai.Measure"]
        found = [one for one in found if reader_may_see(one)]
        return [
            {
                "number": one.number or "",
                "link": self.link(one),
                "need": self.term("programme_needs", one.need),
                "calls": lines_of(
                    [call for call in referring(one, "measure") if call.portal_type == "prai.Call"],
                    self.language,
                ),
            }
            for one in sorted(found, key=lambda one: _by_number(one.number))
        ]


def _by_number(number: str | None) -> list:
    """« 7.10 » after « 7.2.1 »; those without a number last."""
    parts = (number or "~").replace("-", ".").split(".")
    return [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]
