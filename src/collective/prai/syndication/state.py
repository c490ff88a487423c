"""Figures of the service, for the control panel, the partners' page and whoever watches the site."""

from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.reconcile import Reconciliation
from typing import NamedTuple


#: Seconds after which what waits is no longer waiting its turn: no process sweeps.
LATE = 60
#: Seconds without a reconciliation that a nightly run may leave.
STALE = 2 * 86_400


class State(NamedTuple):
    """Of the log at one second; times are seconds since 1970.

    For everyone: ``published`` (items that partners may have now), ``changed`` (when the latest entry was
    written, None in an empty log) and ``lag`` (seconds that the oldest change waits for the sweep, 0 when
    the log says all there is to say).  The others are for those who run the site: ``withdrawn``
    (tombstones), ``pending`` (marks), ``planned`` (seconds at which something is looked at again),
    ``ahead`` (seconds by which the latest datestamp is in the future: a clock that was wrong),
    ``reconciliation`` (the last run, or None).  Costs a few tree lookups, and a look at each mark.
    """

    epoch: str
    head: int
    published: int
    withdrawn: int
    pending: int
    planned: int
    lag: int
    changed: int | None
    ahead: int
    reconciliation: Reconciliation | None

    @property
    def late(self) -> bool:
        """Whether partners wait longer than a sweep takes: no process sweeps, or one keeps failing."""
        return self.lag > LATE

    def stale(self, now: float) -> bool:
        """Whether the nightly reconciliation does not run."""
        return self.reconciliation is None or now - self.reconciliation.ended > STALE


def read_state(outbox: Outbox, now: float) -> State:
    """The figures at that second; nothing is written."""
    last = outbox.log[outbox.log.maxKey()] if outbox.log else None
    marks = [mark.since for mark in outbox.pending]
    # A mark of an older version has no second: it does not say how long it waits.
    waiting = [since for since in marks if since]
    if outbox.overdue(now):
        waiting.append(outbox.due.minKey())
    return State(
        epoch=outbox.epoch,
        head=outbox.head,
        published=outbox.published,
        withdrawn=len(outbox.by_uid) - outbox.published,
        pending=len(marks),
        planned=len(outbox.due),
        lag=max(0, int(now) - min(waiting)) if waiting else 0,
        changed=last.updated if last is not None else None,
        ahead=max(0, outbox.last_stamp - int(now)),
        reconciliation=outbox.reconciliation,
    )
