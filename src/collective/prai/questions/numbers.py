"""Numbers of questions, such as ``Q-2026-0001``."""

from collective.prai.core import numbers
from collective.prai.questions.content.question import QUESTIONS
from plone import api


KEY = "collective.prai.questions.last"
#: Where sites of before version 1004 have it.
Last = numbers.Last


def next_number(year: int) -> str:
    """A number that no question has, nor had."""
    return numbers.next_number(KEY, "Q", year, getattr(api.portal.get().get(QUESTIONS), "objectIds", list)())
