"""When, why and in favour of what an item was withdrawn: its address tells this for ever."""

from Acquisition import aq_base
from collective.prai.core.publication.workflow import WORKFLOWS
from plone import api
from typing import NamedTuple


class Withdrawal(NamedTuple):
    """``reason`` as its author wrote it, ``date`` a DateTime, ``replacement`` the UID of an item or None."""

    reason: str
    date: object
    replacement: str | None


def get_withdrawal(obj) -> Withdrawal | None:
    """The withdrawal in force of this one item; None when it is not withdrawn."""
    history = getattr(aq_base(obj), "workflow_history", None) or {}
    entries = next((history[name] for name in WORKFLOWS if history.get(name)), ())
    if not entries or entries[-1].get("review_state") != "withdrawn":
        return None
    entry = next((e for e in reversed(entries) if e.get("action") == "withdraw"), entries[-1])
    return Withdrawal(entry.get("comments") or "", entry.get("time"), entry.get("replacement"))


def replacements(obj, limit: int = 500) -> list:
    """Public items of the same type that may be named, as brains by title; the item itself left out."""
    brains = api.content.find(sort_on="sortable_title", sort_limit=limit, **_candidates(obj))
    return [brain for brain in brains[:limit] if brain.UID != obj.UID()]


def may_replace(obj, uid) -> bool:
    """Whether this UID is one of a public item of the same type, other than the item."""
    if not isinstance(uid, str) or not uid or uid == obj.UID():
        return False
    return bool(api.content.find(UID=uid, **_candidates(obj)))


def _candidates(obj) -> dict:
    return {"portal_type": obj.portal_type, "review_state": ["published", "to_revise"]}
