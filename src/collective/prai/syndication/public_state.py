"""What partners may have of an item now, computed from content alone, never from events."""

from collective.prai.core.lenders import departments_of
from collective.prai.core.licences import is_free
from collective.prai.core.safe_html import clean_text
from collective.prai.core.targets import target_of
from collective.prai.core.visibility import visibility
from collective.prai.interfaces import ISyndicatable
from collective.prai.syndication.outbox import Facts
from DateTime import DateTime
from plone import api
from typing import NamedTuple


_LONGEST_REASON = 500


class PublicState(NamedTuple):
    """``until`` and ``next_change``: seconds since 1970, or None; ``reason``: why it is not public."""

    public: bool
    until: int | None = None
    next_change: int | None = None
    reason: str = "deleted"
    published: str = ""


def public_state(obj, now: float) -> PublicState:
    """Of a syndicatable item at that second; everything else, and nothing at all, is not public."""
    if obj is None:
        return PublicState(False)
    if not ISyndicatable.providedBy(obj):
        return PublicState(False, reason="private")
    seen = visibility(obj)
    coming = seen.next_change(now)
    if not is_free(obj):
        return PublicState(False, None, coming, "licence")
    if not seen.at(now):
        return PublicState(False, None, coming, _reason(obj, seen, now))
    return PublicState(True, seen.until, coming, "", _first_day(obj, now))


def _reason(obj, seen, now) -> str:
    if seen.granted:
        return "expired" if seen.until is not None and seen.until <= now else "not-yet"
    workflow = api.portal.get_tool("portal_workflow")
    if workflow.getInfoFor(obj, "review_state", "") == "withdrawn":
        comment = clean_text(workflow.getInfoFor(obj, "comments", "") or "").strip()
        return comment[:_LONGEST_REASON] or "withdrawn"
    return "private"


def _first_day(obj, now) -> str:
    moment = obj.effective_date if isinstance(obj.effective_date, DateTime) else DateTime(now)
    return moment.toZone("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def facts_of(obj, now: float) -> Facts:
    """What the items that point at this one show of it."""
    target = target_of(obj, now)
    version = str(obj.modified()) if target.portal_type == "Image" else ""
    if ISyndicatable.providedBy(obj):
        # Of its images that other texts show.
        version = obj.licence if is_free(obj) else "kept"
    place = departments_of(obj, now)
    lent = (*place.codes, *sorted(place.asked))
    return Facts("/".join(obj.getPhysicalPath()), target.title, target.public, version, lent)
