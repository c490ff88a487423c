"""Figures of the requests by month: how many came, how many were answered, in how many days (median).

A request is erased after some months: its month remembers that it came, and in how many days it was answered,
and nothing else of it.
"""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from collective.prai.questions.content.question import IQuestion
from datetime import UTC
from plone import api
from statistics import median
from typing import NamedTuple
from zope.component.hooks import getSite
from zope.lifecycleevent.interfaces import IObjectMovedEvent


KEY = "collective.prai.questions.months"
_DAY = 86_400
#: Months that the page shows.
SHOWN = 12


class Month(NamedTuple):
    """``name``: such as ``2026-11``; ``days``: median of days until the first answer, None without any."""

    name: str
    received: int
    answered: int
    days: float | None


def days_until_answer(question) -> float | None:
    """None while it has no answer."""
    if question.first_answered is None:
        return None
    came = question.created().asdatetime().astimezone(UTC)
    return max(0.0, (question.first_answered - came).total_seconds() / _DAY)


def month_of(question) -> str:
    return question.created().strftime("%Y-%m")


def by_month(questions: Iterable) -> list[Month]:
    """The newest first; requests that are erased are counted in."""
    received, days = {}, {}
    for name, (count, known) in (query_site_store(KEY) or {}).items():
        received[name], days[name] = count, list(known)
    for question in questions:
        name, took = month_of(question), days_until_answer(question)
        received[name] = received.get(name, 0) + 1
        if took is not None:
            days.setdefault(name, []).append(took)
    return [
        Month(name, received[name], len(days.get(name, ())), _median(days.get(name)))
        for name in sorted(received, reverse=True)
    ]


def _median(days: list[float] | None) -> float | None:
    return round(median(days), 1) if days else None


def remember(question, event):
    """Subscriber of IObjectRemovedEvent: whatever erases it, the month goes on counting it."""
    if getSite() is None or IObjectMovedEvent.providedBy(event) and event.newParent is not None:
        return
    if not IQuestion.providedBy(question) or api.portal.get() is None:
        return
    store = get_site_store(KEY, OOBTree)
    count, days = store.get(month_of(question), (0, ()))
    took = days_until_answer(question)
    store[month_of(question)] = (count + 1, (*days, round(took, 2)) if took is not None else days)
