"""The sweep: the desired public state, computed from content, against the log.

Events are hints; the state decides.  Each step is one short transaction of at most ``LIMIT`` items.
"""

from collections import deque
from collective.prai.core.targets import find
from collective.prai.core.visibility import visibility
from collective.prai.interfaces import IPublicFactsChanged
from collective.prai.interfaces import ISyndicatable
from collective.prai.syndication.marks import FULL
from collective.prai.syndication.marks import LIGHT
from collective.prai.syndication.marks import TREE
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Facts
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import Snap
from collective.prai.syndication.outbox import WITHDRAWN
from collective.prai.syndication.public_state import facts_of
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.record import finish
from collective.prai.syndication.record import render
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from ZODB.POSException import ConflictError
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent
import logging
import time
import transaction


logger = logging.getLogger(__name__)
#: Items of one transaction.
LIMIT = 100
#: Seconds between the end of a step and the datestamp that OAI-PMH serves: no commit takes longer.
OAI_DELAY = 5
#: Seconds after which an item that could not be serialised is tried again.
RETRY = 300
#: Seconds after which a step takes no further item: the others get marks, and the editors' saves their turn.
LONGEST_STEP = 2
_TRIES = 10


@implementer(IPublicFactsChanged)
class PublicFactsChanged(ObjectEvent):
    """See the interface."""


class Sweep:
    """One step: what it has to do, and what it did.

    ``done``: items that were looked at; ``written``: entries, ``withdrawn`` of which are tombstones;
    ``failed``: items that could not be serialised, which are tried again later.
    """

    def __init__(self, portal, outbox: Outbox, now: float, limit: int = LIMIT):
        self.portal = portal
        self.outbox = outbox
        self.now = now
        self.limit = limit
        self.done = self.written = self.withdrawn = self.failed = 0
        self._work: dict[str, bool] = {}
        self._queue: deque[str] = deque()
        self._places: dict[str, str] = {}

    def add(self, uid: str, full: bool):
        """Have an item looked at; ``full``: serialise it even if its public state did not move."""
        if not uid:
            return
        if uid not in self._work:
            self._queue.append(uid)
        self._work[uid] = self._work.get(uid, False) or full

    def run(self) -> bool:
        """Do one transaction's work, without committing it; False when there was nothing to do."""
        if not self._collect():
            return False
        self.work()
        return True

    def work(self):
        """Look at the items that were added, up to the limit; the others get marks."""
        # Two steps that overlap conflict, and one of them is done again.
        self.outbox.seq.touch()
        before, began = self.outbox.head, time.monotonic()
        while self._queue and self.done < self.limit and time.monotonic() - began < LONGEST_STEP:
            uid = self._queue.popleft()
            self._try(uid, self._work.pop(uid))
            self.done += 1
        for uid in self._queue:
            self.outbox.pending.add(uid, kind=FULL if self._work[uid] else LIGHT)
        # Large files take their time: a harvester may have come by since the first of these stamps.
        self.outbox.raise_stamps(before, int(self.now + time.monotonic() - began) + OAI_DELAY)

    def _collect(self) -> bool:
        pending = self.outbox.pending
        marks = []
        for mark in pending:
            marks.append(mark)
            if len(marks) >= 5 * self.limit:
                break
        overdue = self.outbox.overdue(self.now)
        if not marks and not overdue:
            return False
        # Marks may be read in any order: the state, not the order of events, is compared.
        for mark in marks:
            self.add(mark.uid, mark.kind != LIGHT)
            if mark.kind == TREE:
                self._places[mark.uid] = mark.path
                self._expand(mark.path)
            pending.discard(mark)
        while self.outbox.overdue(self.now):
            for uid in self.outbox.due.pop(self.outbox.due.minKey()):
                self.add(uid, False)
        return True

    def _expand(self, path: str):
        """Everything of ours below a path: what the log knows, and what a folder holds."""
        for uid in self.outbox.below(path):
            self.add(uid, False)
        obj = self.portal.unrestrictedTraverse(path, None)
        if obj is None or "/".join(obj.getPhysicalPath()) != path or ISyndicatable.providedBy(obj):
            return
        if getattr(obj, "isPrincipiaFolderish", False) and not IPloneSiteRoot.providedBy(obj):
            catalog = api.portal.get_tool("portal_catalog")
            query = {"path": path, "object_provides": ISyndicatable.__identifier__}
            for brain in catalog.unrestrictedSearchResults(query):
                self.add(brain.UID, False)

    def _try(self, uid: str, full: bool):
        """One item; what is wrong with it must not keep the others from the partners."""
        try:
            self._item(uid, full)
        except ConflictError:
            raise
        except Exception:  # noqa: BLE001 (a lost blob, a broken record: whatever it is, it is logged)
            logger.exception("%s could not be swept; it is tried again in %s seconds.", uid, RETRY)
            self.failed += 1
            self.outbox.plan(uid, int(self.now) + RETRY)

    def _item(self, uid: str, full: bool):
        outbox, old = self.outbox, self.outbox.facts.get(uid)
        # Where the mark or the log saw it last: the catalog of a site that is being edited is slow
        # to read, each save makes this connection forget its indexes.
        obj = find(uid, self._places.get(uid, ""), old.path if old is not None else "")
        entry = outbox.entry(uid)
        state = public_state(obj, self.now)
        if state.public:
            moved = entry is None or entry.state != PUBLISHED or entry.visible_until != state.until
            if full or moved or entry.path != "/".join(obj.getPhysicalPath()):
                self._publish(obj, entry, state)
        elif entry is not None and entry.state == PUBLISHED:
            self._withdraw(entry, state.reason)
        outbox.plan(uid, state.next_change)
        if state.public or uid in outbox.embeds:
            self._remember(uid, obj, old)
        else:
            outbox.forget(uid)

    def _remember(self, uid, obj, old):
        facts = facts_of(obj, self.now) if obj is not None else Facts("", "", False)
        self.outbox.remember(uid, facts)
        if obj is not None:
            self.outbox.plan(uid, visibility_change(obj, self.now))
        if obj is not None and old is not None and facts.public != old.public:
            notify(PublicFactsChanged(obj))
        if facts != old:
            for embedder in self.outbox.embeds.get(uid, ()):
                self.add(embedder, True)

    def _publish(self, obj, entry, state):
        uid = obj.UID()
        first = entry.first_published if entry is not None and entry.first_published else state.published
        rendered = render(obj, first, self.now)
        self._point(uid, entry, rendered.references)
        if entry is not None and entry.state == PUBLISHED and entry.etag == rendered.etag:
            # Nothing that a reader receives has changed; when it ends may have.
            if (entry.visible_until, entry.shown) != (state.until, rendered.shown):
                entry.visible_until, entry.shown = state.until, rendered.shown
            return
        self.outbox.write(
            Entry(
                uid,
                state=PUBLISHED,
                stamp=int(self.now) + OAI_DELAY,
                updated=int(self.now),
                first_published=first,
                visible_until=state.until,
                path="/".join(obj.getPhysicalPath()),
                portal_type=obj.portal_type,
                etag=rendered.etag,
                sets=rendered.sets,
                sets_ever=rendered.sets | (entry.sets_ever if entry is not None else frozenset()),
                references=rendered.references,
                shown=rendered.shown,
                snap=Snap(finish(rendered, self.now)),
            )
        )
        self.written += 1

    def _withdraw(self, entry, reason):
        self._point(entry.uid, entry, frozenset())
        self.outbox.write(
            Entry(
                entry.uid,
                state=WITHDRAWN,
                stamp=int(self.now) + OAI_DELAY,
                updated=int(self.now),
                first_published=entry.first_published,
                path=entry.path,
                portal_type=entry.portal_type,
                sets_ever=entry.sets_ever,
                reason=reason,
            )
        )
        self.written += 1
        self.withdrawn += 1

    def _point(self, uid, entry, references):
        """Keep the reverse index, and know the facts of everything that is newly pointed at."""
        before = entry.references if entry is not None else frozenset()
        self.outbox.point(uid, before, references)
        if entry is not None and entry.state == PUBLISHED and entry.references != references:
            entry.references = references
        for target in references - before:
            if target not in self.outbox.facts:
                obj = find(target)
                self.outbox.remember(
                    target, facts_of(obj, self.now) if obj is not None else Facts("", "", False)
                )
                if obj is not None:
                    self.outbox.plan(target, visibility_change(obj, self.now))


def visibility_change(obj, now: float) -> int | None:
    """The next second at which the public gains or loses sight of an item, whatever its licence."""
    return visibility(obj).next_change(now)


def sweep(portal, now: float | None = None, limit: int = LIMIT, commit=None) -> int:
    """Handle every mark and every due second; returns the number of entries written.

    ``commit`` is called after each step; without it everything stays in the caller's transaction.
    """
    outbox = query_outbox(portal)
    if outbox is None:
        return 0
    written = 0
    while True:
        step = Sweep(portal, outbox, now if now is not None else time.time(), limit)
        if not step.run():
            return written
        written += step.written
        if commit is not None:
            commit()


def sweep_and_commit(portal) -> int:
    """The sweep of a thread or a command: each step its own transaction, conflicts are tried again."""
    for attempt in range(_TRIES):
        transaction.begin()
        try:
            return sweep(portal, commit=transaction.commit)
        except ConflictError:
            transaction.abort()
            time.sleep(0.01 * 2**attempt)
        finally:
            transaction.abort()
    logger.warning("The sweep met a conflict %s times in a row; it goes on at its next turn.", _TRIES)
    return 0


def mark_all(portal):
    """Have everything looked at again: after a reset of the log, and by a reconciliation."""
    outbox = query_outbox(portal)
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(object_provides=ISyndicatable.__identifier__):
        outbox.pending.add(brain.UID, kind=FULL)
    for uid in list(outbox.by_uid):
        outbox.pending.add(uid, kind=FULL)
