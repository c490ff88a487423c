"""``/tableau-de-bord`` for everybody, ``/tableau-de-bord-interne`` for those who run the programme."""

from collective.prai import _
from collective.prai.core import map_figures
from collective.prai.core import vocabularies
from collective.prai.core.compiled import Compiled
from collective.prai.core.figures import Budget
from collective.prai.core.figures import DAYS
from collective.prai.core.figures import EUROS
from collective.prai.core.figures import Figure
from collective.prai.core.figures import Goal
from collective.prai.core.figures import Place
from collective.prai.core.figures import Reached
from collective.prai.core.figures import SESSION
from collective.prai.core.figures import SMALLEST
from collective.prai.core.figures import Span
from collective.prai.core.figures import Step
from collective.prai.core.figures import Target
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.core.settings import public_address
from collective.prai.dashboard import drawing
from collective.prai.dashboard.board import Board
from collective.prai.interfaces import IHeadedPage
from datetime import date
from decimal import Decimal
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


PUBLIC, INSIDE = "tableau-de-bord", "tableau-de-bord-interne"


class Card(NamedTuple):
    """An indicator as it is shown: sentences, the drawing of them, what the site counts today."""

    title: str
    url: str
    measure: str
    svg: str
    goals: list[str]
    reached: list[str]
    live: list[dict]


@implementer(IHeadedPage, IPublishTraverse)
class DashboardView(Compiled, BrowserView):
    """What everybody may know; nothing is below its address."""

    heading = _("Dashboard")
    name, public = PUBLIC, True
    smallest = SMALLEST

    def publishTraverse(self, request, name):
        raise NotFound(self, name, request)

    @property
    def canonical(self) -> str:
        return f"{public_address() or self.site}/{self.name}"

    @cached_property
    def site(self) -> str:
        return api.portal.get().absolute_url()

    @cached_property
    def board(self) -> Board:
        return Board(api.portal.get(), self.public)

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    def may_go_inside(self) -> bool:
        portal = api.portal.get()
        return self.public and bool(
            api.user.has_permission("collective.prai: Instruct applications", obj=portal)
        )

    # Words

    def say(self, message) -> str:
        return translate(message, context=self.request)

    def number(self, value) -> str:
        return format_number(value, self.language)

    def money(self, amount) -> str:
        """Cents always: the columns of a table stand under each other."""
        return format_euros(amount, cents=True)

    def figure(self, one: Figure) -> dict:
        """``text`` is "" where the value is not known."""
        text = format_euros(one.value) if one.unit == EUROS else self.number(one.value)
        if one.unit == DAYS and text:
            text = self.say(_("${number} days", mapping={"number": text}))
        return {"title": self.say(one.title), "url": one.url, "text": text, "unknown": one.unknown}

    def numbers(self) -> list[dict]:
        """Known ones alone: a dash says nothing in large letters."""
        found = [self.figure(one) for one in self.board.figures]
        return [one for one in found if one["text"]]

    # Targets

    def cards(self) -> list[Card]:
        return [self.card(one, f"prai-target-{place}") for place, one in enumerate(self.board.targets)]

    def card(self, one: Target, name: str) -> Card:
        mark = one.goals[-1].value if one.goals else None
        bars = [
            drawing.Bar(
                self.when(got), got.value, self.short(one, got.value), mark=mark,
                former=tuple(goal.value for goal in one.goals[:-1]), unsure=got.qualifier != "exact",
            )
            for got in one.reached
        ]  # fmt: skip
        if not bars and mark is not None:
            bars = [drawing.Bar(self.say(_("Result not stated in the source")), None, "", mark=mark)]
        return Card(
            one.title, one.url, one.measure,
            drawing.bars(bars, name, one.title, self.say(_DESCRIPTION)),
            [self.goal(one, goal, place == 0) for place, goal in enumerate(one.goals)],
            [self.got(one, got) for got in one.reached],
            [self.figure(live) for live in one.live],
        )  # fmt: skip

    def value(self, one: Target, value: Decimal) -> str:
        """« 59,26 % », « 12 jours », « 27 projets »."""
        unit = vocabularies.title("units", one.unit) if one.unit and one.unit != "nombre" else one.counted
        unit = unit.lower() if len(unit) > 1 else unit
        return f"{self.number(value)}\u00a0{unit}".rstrip("\u00a0")

    def short(self, one: Target, value: Decimal) -> str:
        """With the unit where that is one sign: a drawing has little room."""
        unit = vocabularies.title("units", one.unit) if one.unit != "nombre" else ""
        return f"{self.number(value)}\u00a0{unit}" if len(unit) == 1 else self.number(value)

    def when(self, got: Reached) -> str:
        return ", ".join(part for part in (got.label, format_partial(got.date, self.language)) if part) or "–"

    def goal(self, one: Target, goal: Goal, first: bool) -> str:
        value = self.value(one, goal.value)
        if first:
            due = format_partial(one.due, self.language)
            mapping = {"value": value, "date": due}
            message = _("${value}, for ${date}", mapping=mapping) if due else value
            return self.say(message)
        detail = ", ".join(part for part in (goal.body, format_partial(goal.since, self.language)) if part)
        if not detail:
            return self.say(_("then ${value}", mapping={"value": value}))
        return self.say(_("then ${value} (${detail})", mapping={"value": value, "detail": detail}))

    def got(self, one: Target, got: Reached) -> str:
        value = self.value(one, got.value)
        if got.qualifier != "exact":
            value = f"{vocabularies.title('qualifiers', got.qualifier).lower()} {value}"
        return f"{value} ({self.when(got)})"

    # Money

    def budgets(self) -> list[Budget]:
        return self.board.budgets

    def totals(self) -> list[Budget]:
        """None where one measure has money at most: its own lines say it all."""
        return self.board.totals if len({one.measure for one in self.board.budgets}) > 1 else []

    def funder(self, one: Budget) -> str:
        return one.funder or self.say(_("Eligible cost, all funders"))

    def budget_drawing(self) -> str:
        bars = [
            drawing.Bar(
                f"{one.funder} – {one.title}", one.committed, self.money(one.committed), one.paid, one.planned
            )
            for one in self.board.budgets
            if one.funder and any(value is not None for value in (one.committed, one.planned, one.paid))
        ]
        return drawing.bars(bars, "prai-budget", self.say(_("Money by measure and funder")), self.say(_TABLE))

    # Where, when

    def maps(self) -> list[tuple[map_figures.Figure, Place]]:
        return [
            (map_figures.region(one.counts, one.url_of, one.title, name=f"prai-map-{one.kind}"), one)
            for one in self.board.places
        ]

    def calendar(self) -> str:
        lines = [
            drawing.Line(one.title, position(one.starts), position(one.ends, end=True) if one.ends else None,
                         one.kind == SESSION)
            for one in self.board.spans
        ]  # fmt: skip
        now = position(date.today().isoformat())
        return drawing.calendar(lines, now, "prai-calendar", self.say(_("Calendar")), self.say(_TABLE))

    def spans(self) -> list[dict]:
        return [
            {"title": one.title, "url": one.url, "kind": self.kind(one), "dates": self.dates(one)}
            for one in self.board.spans
        ]

    def kind(self, one: Span) -> str:
        return self.say(_("Session") if one.kind == SESSION else _("Call"))

    def dates(self, one: Span) -> str:
        if not one.ends:
            day = format_partial(one.starts, self.language)
            return self.say(_("since ${date}, until further notice", mapping={"date": day}))
        return format_period(one.starts, one.ends, self.language)

    # The way

    def steps(self) -> list[Step]:
        return [one for one in self.board.steps if not one.of or self.public]

    def step(self, one: Step) -> str:
        title = self.say(one.title)
        return f"{title} – {one.of}" if one.of else title

    def way_drawing(self) -> str:
        bars = [
            drawing.Bar(self.step(one), Decimal(one.value), self.number(one.value))
            for one in self.steps()
            if one.value is not None
        ]
        title = self.say(_("From the application to the reuse"))
        return drawing.bars(bars, "prai-way", title, self.say(_TABLE))

    def by_call(self) -> list[dict]:
        """Inside: each call and its steps, in the order of the columns."""
        if self.public:
            return []
        steps = [one for one in self.board.steps if one.of]
        columns = list(dict.fromkeys(one.id for one in steps))
        counts = {(one.of, one.id): one.value for one in steps}
        calls = dict.fromkeys(one.of for one in steps)
        return [{"title": call, "cells": [counts.get((call, name)) for name in columns]} for call in calls]

    def call_columns(self) -> list[str]:
        found = {one.id: self.say(one.title) for one in self.board.steps if one.of}
        return list(found.values())


class InsideView(DashboardView):
    """What the reader may see besides: sessions, every step of dossiers, what waits for somebody."""

    heading = _("Internal dashboard")
    name, public = INSIDE, False
    #: It is of one reader, and of now.
    canonical = ""

    def __call__(self, *args, **kw):
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return super().__call__(*args, **kw)


_DESCRIPTION = _("The same figures are in the text below the drawing.")
_TABLE = _("The same figures are in the table below the drawing.")


def position(text: str, end: bool = False) -> float:
    """A day, a month or a year as years with a fraction: its beginning, or its end."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return float(year + end)
    if len(rest) == 1:
        return year + (rest[0] - 1 + end) / 12
    return year + (rest[0] - 1 + (rest[1] - 1 + end) / 31) / 12
