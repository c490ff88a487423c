"""Numbers of questions: one after the other in a year, and no two alike whatever happens at once."""

from collective.prai.questions.content.question import QUESTIONS
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations
import re


KEY = "collective.prai.questions.last"
_NUMBER = re.compile(r"q-([0-9]{4})-([0-9]{4,})")


class Last(Persistent):
    """The last number given.

    One object on purpose: two requests that draw at the same time conflict, and the later one is tried
    again with the next number.
    """

    def __init__(self, year: int, count: int):
        self.year = year
        self.count = count

    def draw(self, year: int) -> str:
        """The next one, such as ``Q-2026-0001``; a clock that goes back stays in the year reached."""
        if year > self.year:
            self.year, self.count = year, 0
        self.count += 1
        return f"Q-{self.year}-{self.count:04}"


def next_number(year: int) -> str:
    """A number that no question has, nor had."""
    portal = api.portal.get()
    notes = IAnnotations(portal)
    last = notes.get(KEY)
    if last is None:
        # A site brought from elsewhere has questions, and no memory of their numbers.
        found = [_NUMBER.fullmatch(name) for name in getattr(portal.get(QUESTIONS), "objectIds", list)()]
        known = max(((int(one[1]), int(one[2])) for one in found if one), default=(year, 0))
        last = notes[KEY] = Last(*known)
    return last.draw(year)
