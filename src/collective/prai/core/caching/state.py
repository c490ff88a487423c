"""Which state of the database a request sees, and until which second what it shows of it stays true.

A page for everyone depends on the request, on the database and on the clock: two requests that see the same
state before the next second that counts get the same page.
"""

from DateTime import DateTime
from datetime import datetime
from datetime import timedelta
from plone import api
from typing import Any
from weakref import WeakKeyDictionary
import math


#: Seconds for which dates are looked ahead; nothing is taken for true any longer.
AHEAD = 3_600
#: Date index → its column, of the dates by which items come, go, begin or are over.
_DATES = {"effective": "effective", "expires": "expires", "start": "start", "end": "end"}
#: Database → path of a site → (state, until).
_due: WeakKeyDictionary = WeakKeyDictionary()


def database(context) -> Any:
    """The database that the object was loaded from, or None."""
    connection = getattr(context, "_p_jar", None)
    return None if connection is None else connection.db()


def seen_state(context) -> bytes | None:
    """The last transaction that this request sees, by the object's own connection.

    None where that is not known, and while the request has changed something itself: what it shows then is
    nobody else's yet.
    """
    connection = getattr(context, "_p_jar", None)
    if connection is None or connection._registered_objects or connection._savepoint_storage is not None:
        return None
    storage = connection._storage
    if hasattr(storage, "_start"):
        return storage._start  # ZODB's adapter of FileStorage and ZEO: the first transaction not seen
    told = getattr(storage, "lastTransaction", None)
    return told() if told is not None else None  # RelStorage: what this connection polled


def next_due(site, state: bytes, now: float) -> float:
    """The second at which something on the site changes by itself, made once for each state."""
    known = _due.setdefault(database(site), {})
    path = site.getPhysicalPath()
    found = known.get(path)
    # One that has passed is asked for anew.
    if found is None or found[0] != state or found[1] <= now:
        found = known[path] = (state, next_change(now))
    return found[1]


def next_change(now: float) -> float:
    """The second after ``now`` at which a date of some item, or the day, changes; at most an hour away."""
    catalog, latest = api.portal.get_tool("portal_catalog"), now + AHEAD
    coming = [latest, _midnight(now)]
    for index, column in _DATES.items():
        # Indexes count in minutes: an item that is due in one comes or goes with the whole of it.
        between = {"query": (DateTime(now - 120), DateTime(latest)), "range": "minmax"}
        for brain in catalog.unrestrictedSearchResults(**{index: between}):
            moment = _seconds(getattr(brain, column, None))
            if moment is not None:
                coming += [moment, math.ceil(moment / 60) * 60]
    return min(moment for moment in coming if moment > now)


def _seconds(moment) -> float | None:
    if isinstance(moment, DateTime):
        return moment.timeTime()
    return moment.timestamp() if isinstance(moment, datetime) else None


def _midnight(now: float) -> float:
    """When the server's day ends: « à réviser depuis » and « demain » count in days."""
    today = datetime.fromtimestamp(now)  # noqa: DTZ006
    return datetime.combine(today.date() + timedelta(days=1), datetime.min.time()).timestamp()
