"""Numbers that people are given: one after the other in a year, and no two alike whatever happens at once."""

from collections.abc import Iterable
from persistent import Persistent
from plone import api
from zope.annotation.interfaces import IAnnotations
import re


class Last(Persistent):
    """The last number given.

    One object on purpose: two requests that draw at the same time conflict, and the later one is tried
    again with the next number.
    """

    def __init__(self, year: int, count: int):
        self.year = year
        self.count = count

    def draw(self, year: int, prefix: str = "Q") -> str:
        """The next one, such as ``Q-2026-0001``; a clock that goes back stays in the year reached."""
        if year > self.year:
            self.year, self.count = year, 0
        self.count += 1
        return f"{prefix}-{self.year}-{self.count:04}"


def next_number(key: str, prefix: str, year: int, known: Iterable[str]) -> str:
    """A number that nothing has, nor had.

    ``key``: annotation of the site that remembers the last; ``known``: numbers, in any case, of what a site
    brought from elsewhere has, which has no memory of them.
    """
    notes = IAnnotations(api.portal.get())
    last = notes.get(key)
    if last is None:
        pattern = re.compile(rf"{re.escape(prefix)}-([0-9]{{4}})-([0-9]{{4,}})", re.I)
        found = [pattern.fullmatch(number) for number in known]
        reached = max(((int(one[1]), int(one[2])) for one in found if one), default=(year, 0))
        last = notes[key] = Last(*reached)
    return last.draw(year, prefix)
