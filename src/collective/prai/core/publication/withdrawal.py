"""When, why and in favour of what an item was withdrawn: its address tells this for ever."""

from Acquisition import aq_base
from collective.prai.core.publication.workflow import PUBLICATION
from typing import NamedTuple


class Withdrawal(NamedTuple):
    """``reason`` as its author wrote it, ``date`` a DateTime, ``replacement`` the UID of an item or None."""

    reason: str
    date: object
    replacement: str | None


def get_withdrawal(obj) -> Withdrawal | None:
    """The withdrawal in force of this one item; None when it is not withdrawn."""
    history = getattr(aq_base(obj), "workflow_history", None) or {}
    entries = history.get(PUBLICATION, ())
    if not entries or entries[-1].get("review_state") != "withdrawn":
        return None
    entry = next((e for e in reversed(entries) if e.get("action") == "withdraw"), entries[-1])
    return Withdrawal(entry.get("comments") or "", entry.get("time"), entry.get("replacement"))
