"""Reconciliation: everything is computed again from content and compared with the log, each night.

Marks tell of what happens on the site; what happens beside it (a permission, a workflow, code that
tells nobody) is found here.  What would be withdrawn is found before anything is written: a site that
has lost its content, or the right to show it, must not empty its partners' sites.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collective.prai.core.targets import find
from collective.prai.interfaces import ISyndicatable
from collective.prai.syndication.marks import TREE
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.sweep import LIMIT
from collective.prai.syndication.sweep import Sweep
from collective.prai.syndication.sweep import sweep
from plone import api
from typing import NamedTuple
from ZODB.POSException import ConflictError
import time
import transaction


#: A run withdraws more than so many items, and more than that part of all, only when it is told to.
MOST = 10
MOST_PART = 0.2
_TRIES = 10


class Reconciliation(NamedTuple):
    """A run, kept in the outbox: ``ended`` in seconds since 1970; numbers of items.

    ``refused``: items that it would have withdrawn, for which it did nothing at all; ``size``: bytes
    of what partners are sent.
    """

    ended: int
    written: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    failed: int = 0
    refused: int = 0
    size: int = 0


class TooManyWithdrawals(Exception):
    """``paths`` of the items that are no longer public, of ``published`` in the log."""

    def __init__(self, paths: list[str], published: int):
        super().__init__(f"{len(paths)} of {published} published items would be withdrawn")
        self.paths = paths
        self.published = published


def refuse_too_many(published: Iterable[tuple[str, str]], now: float):
    """Raise TooManyWithdrawals for UIDs and paths of which too many are not public at that second."""
    count, lost = 0, []
    for uid, path in published:
        count += 1
        if not public_state(find(uid, path), now).public:
            lost.append(path)
        _spare_memory(count)
    if len(lost) > MOST and len(lost) > MOST_PART * count:
        raise TooManyWithdrawals(sorted(lost), count)


def reconcile(portal, allow_withdrawals: bool = False, commit=None) -> Reconciliation:
    """Look at every item and every entry; TooManyWithdrawals before anything is written.

    ``commit`` is called after each batch; without it everything stays in the caller's transaction.
    What editors have just done is not asked about; but marks alone prove nothing, since whoever has
    everything looked at again marks everything.
    """
    outbox = query_outbox(portal)
    if not allow_withdrawals:
        try:
            refuse_too_many(published(outbox), time.time())
        except TooManyWithdrawals as error:
            _keep(outbox, Reconciliation(int(time.time()), refused=len(error.paths)), commit)
            raise
    done = withdrawn = failed = 0
    written = _again(lambda: sweep(portal, commit=commit), commit)
    for uids in _batches(portal, outbox):
        step = _again(lambda uids=uids: _look_at(portal, outbox, uids, commit), commit)
        done, written = done + step.done, written + step.written
        withdrawn, failed = withdrawn + step.withdrawn, failed + step.failed
        _spare_memory()
    # Items that show what has changed.
    written += _again(lambda: sweep(portal, commit=commit), commit)
    result = Reconciliation(
        int(time.time()), written, withdrawn, max(0, done - written - failed), failed, size=_size(outbox)
    )
    _keep(outbox, result, commit)
    return result


def published(outbox: Outbox) -> Iterator[tuple[str, str]]:
    """UID and path of each item that the log calls published, but for those that were just edited."""
    edited = {mark.path for mark in outbox.pending if mark.kind == TREE}
    for entry in outbox.entries():
        if entry.state == PUBLISHED and not (edited and _lineage(entry.path) & edited):
            yield entry.uid, entry.path


def _lineage(path: str) -> set[str]:
    """The path and those of all that contains it."""
    parts = path.split("/")
    return {"/".join(parts[:end]) for end in range(2, len(parts) + 1)}


def _batches(portal, outbox: Outbox) -> Iterator[list[str]]:
    """UIDs of all that is or was for partners, each once."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(object_provides=ISyndicatable.__identifier__)
    uids = sorted({*(brain.UID for brain in brains), *outbox.by_uid})
    return (uids[start : start + LIMIT] for start in range(0, len(uids), LIMIT))


def _look_at(portal, outbox: Outbox, uids: list[str], commit) -> Sweep:
    step = Sweep(portal, outbox, time.time(), limit=len(uids))
    for uid in uids:
        step.add(uid, True)
    step.work()
    if commit is not None:
        commit()
    return step


def _again(work, commit):
    """Do a piece of work, from its beginning when another sweeper was faster."""
    for attempt in range(_TRIES):
        try:
            return work()
        except ConflictError:
            if commit is None or attempt == _TRIES - 1:
                raise
            transaction.abort()
            time.sleep(0.05 * 2**attempt)
    return None


def _keep(outbox: Outbox, result: Reconciliation, commit):
    def work():
        outbox.reconciliation = result
        if commit is not None:
            commit()

    _again(work, commit)


def _size(outbox: Outbox) -> int:
    size = 0
    for count, entry in enumerate(outbox.entries()):
        size += len(entry.snap.data) if entry.snap is not None else 0
        _spare_memory(count)
    return size


def _spare_memory(count: int = 0):
    """A run reads the whole site: keep what the connection holds within its bounds."""
    if count % LIMIT == 0:
        api.portal.get()._p_jar.cacheGC()
