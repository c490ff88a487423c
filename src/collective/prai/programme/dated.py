"""Which of the dated rows of a call is in force on a day (pure)."""

from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterable
from collective.prai.core.partial_date import by_end
from datetime import date


def has_begun(since: str | None, day: date) -> bool:
    """Whether a row holds: « 2007-02 » holds from the first day of that month, nothing from the opening."""
    return not since or since <= day.isoformat()[: len(since)]


def in_force(rows: Iterable[dict], day: date, key: Callable[[dict], Hashable]) -> list[dict]:
    """Rows that hold on that day, in their order.

    Of rows with the same key, those with the latest date: a new decision takes the place of the old one.
    """
    begun = [row for row in rows if has_begun(row.get("since"), day)]
    latest: dict[Hashable, str] = {}
    for row in begun:
        latest[key(row)] = max(latest.get(key(row), ""), row.get("since") or "")
    return [row for row in begun if (row.get("since") or "") == latest[key(row)]]


def ceilings(rows: Iterable[dict], day: date) -> list[tuple[dict, dict | None]]:
    """Ceilings that hold on that day, each with the one that it took the place of.

    A new ceiling replaces those of the same funder that bear on the same, and those of which nobody says
    what they bear on; one of which neither amount nor bearing is known replaces all of its funder.
    """
    begun = sorted(
        (row for row in rows if has_begun(row.get("since"), day)), key=lambda row: row.get("since") or ""
    )
    held: list[tuple[dict, dict | None]] = []
    for row in begun:
        gone = [pair for pair in held if _replaces(row, pair[0])]
        held = [pair for pair in held if pair not in gone]
        held.append((row, _last_known(gone)))
    return held


def _replaces(new: dict, old: dict) -> bool:
    if (new.get("since") or "") <= (old.get("since") or "") or (new.get("funder") or "") != (
        old.get("funder") or ""
    ):
        return False
    unsaid = not new.get("basis") and new.get("amount") is None
    return unsaid or not old.get("basis") or new.get("basis") == old.get("basis")


def _last_known(gone: list[tuple[dict, dict | None]]) -> dict | None:
    """The latest of them whose amount is known, else what that one had replaced."""
    for row, before in reversed(gone):
        if row.get("amount") is not None:
            return row
        if before is not None:
            return before
    return None


def latest_of(observations) -> list[dict]:
    """What an indicator reached last: one row, or those of several series of that time; never a forecast."""
    measured = [row for row in observations if row.get("value") is not None]
    measured = [row for row in measured if row.get("qualifier") != "forecast"]
    last = max((by_end(row.get("date")) for row in measured), default=None)
    return [row for row in measured if by_end(row.get("date")) == last]
