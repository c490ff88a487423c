"""What is made of the whole catalogue is made once for each state of the site, in each process.

A state ends when something is catalogued, or when a date of an item is reached.  Settings that are not in
the catalogue (addresses, titles of terms) belong into the key.
"""

from Acquisition import aq_base
from collections.abc import Callable
from DateTime import DateTime
from plone import api
from typing import Any
from typing import NamedTuple


_AHEAD = 3_600


class Made(NamedTuple):
    """``until``: the second at which a date may change it."""

    key: tuple
    until: float
    value: Any


#: (path of a site, what) → what was made last.
_known: dict[tuple[str, str], Made] = {}


def while_unchanged(what: str, key: tuple, now: float, make: Callable[[], Any]):
    """The value for this state of the site and this key, made if it is not known."""
    catalog = aq_base(api.portal.get_tool("portal_catalog"))
    # The number of changes, and the transaction of the last: a restored database may count the same.
    serial = getattr(getattr(catalog, "_counter", None), "_p_serial", None)
    key = (*key, catalog.getCounter(), serial)
    place = ("/".join(api.portal.get().getPhysicalPath()), what)
    known = _known.get(place)
    if known is None or known.key != key or not now < known.until:
        known = _known[place] = Made(key, next_change(now), make())
    return known.value


def forget():
    """For tests, whose sites count from the same number."""
    _known.clear()


def next_change(now: float) -> float:
    """The second at which a date of some item changes what is public; at most an hour from now."""
    catalog, latest = api.portal.get_tool("portal_catalog"), now + _AHEAD
    coming = [latest]
    for name in ("effective", "expires"):
        # The index counts in minutes: one that has just begun is looked at again.
        between = {"query": (DateTime(now - 60), DateTime(latest)), "range": "minmax"}
        moments = (
            getattr(brain, name).timeTime() for brain in catalog.unrestrictedSearchResults(**{name: between})
        )
        coming += [moment for moment in moments if moment > now]
    return min(coming)
