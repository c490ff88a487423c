"""What is past its day, in every room: erased by a daily command, which says numbers and nobody's name."""

from collective.prai.interfaces import IRetention
from datetime import date
from plone import api
from zope.component import subscribers


def erase_due(today: date) -> dict[str, int]:
    """Name of what was erased → how many; in the order of their names."""
    counts = {}
    for part in subscribers([api.portal.get()], IRetention):
        counts |= part.erase_due(today)
    return dict(sorted(counts.items()))
