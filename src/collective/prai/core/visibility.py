"""Who may see an item: the one answer for the gate, listings, relations and the outbox.

Public = Anonymous has View on the item and on every ancestor up to the site, and the present
lies between the latest effective date and the earliest expiry date of all of them.  Stock Plone
looks at the item alone: it serves a published child of a private or expired folder.
"""

from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import setSecurityManager
from AccessControl.users import nobody
from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from contextlib import contextmanager
from DateTime import DateTime
from plone.app.iterate.interfaces import IWorkingCopy
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.interfaces import IContentish
from typing import NamedTuple


#: Plone's stand-in for "no date": years below and above these are no dates.
_FIRST, _LAST = 1970, 2499


class Visibility(NamedTuple):
    """``granted``: Anonymous may View; ``since`` and ``until``: seconds since 1970, or None."""

    granted: bool
    since: int | None
    until: int | None

    def at(self, now: float) -> bool:
        """Whether the public may see it at that second."""
        return (
            self.granted
            and (self.since is None or self.since <= now)
            and (self.until is None or now < self.until)
        )

    def next_change(self, now: float) -> int | None:
        """The next second at which the answer changes by itself, or None."""
        if not self.granted:
            return None
        coming = [moment for moment in (self.since, self.until) if moment is not None and moment > now]
        return min(coming, default=None)


def lineage(obj):
    """The item and its ancestors below the site, nearest first."""
    current = aq_inner(obj)
    while current is not None and not IPloneSiteRoot.providedBy(current):
        if IContentish.providedBy(current):
            yield current
        current = aq_parent(aq_inner(current))


def anonymous_may_view(obj) -> bool:
    """Whether View is granted to Anonymous on this one object, its ancestors left aside."""
    return "Anonymous" in rolesForPermissionOn("View", obj)


def visibility(obj) -> Visibility:
    """Of an item in its place."""
    granted, since, until = True, None, None
    for item in lineage(obj):
        if IWorkingCopy.providedBy(item) or not anonymous_may_view(item):
            return Visibility(False, None, None)
        begins, ends = own_dates(item)
        since = begins if since is None else max(since, begins or since)
        until = ends if until is None else min(until, ends or until)
    return Visibility(granted, since, until)


def own_dates(item) -> tuple[int | None, int | None]:
    """Effective and expiry date of this one item, in seconds since 1970; None where it has none."""
    base = aq_base(item)
    return _second(getattr(base, "effective_date", None)), _second(getattr(base, "expiration_date", None))


def _second(moment) -> int | None:
    if not isinstance(moment, DateTime) or not _FIRST < moment.year() < _LAST:
        return None
    return int(moment.timeTime())


def is_public(obj) -> bool:
    """Whether the public may see it now."""
    return visibility(obj).at(DateTime().timeTime())


def is_current(item, now: float | None = None) -> bool:
    """Whether the present lies between this one item's own dates."""
    now = DateTime().timeTime() if now is None else now
    begins, ends = own_dates(item)
    return (begins is None or begins <= now) and (ends is None or now < ends)


@contextmanager
def as_anybody():
    """Meanwhile the current reader is a visitor: for what is made once and given to all."""
    before = getSecurityManager()
    newSecurityManager(None, nobody)
    try:
        yield
    finally:
        setSecurityManager(before)


def is_team(obj) -> bool:
    """Whether the current reader works on this item: drafts, dates and folders do not stop them."""
    return bool(getSecurityManager().checkPermission("Access inactive portal content", obj))


def reader_may_see(obj) -> bool:
    """Whether the current reader would be served this item at its address.

    Ask it before naming an item on another one's page: a relation may lead to a draft.
    """
    check = getSecurityManager().checkPermission
    if not check("View", obj):
        return False
    if is_team(obj):
        return True
    now = DateTime().timeTime()
    return all(
        check("View", item) and is_current(item, now) and not IWorkingCopy.providedBy(item)
        for item in lineage(obj)
    )
