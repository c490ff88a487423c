"""The one log that every reader follows: what is public now, in the order in which it changed.

``seq`` grows only in the transaction that writes the entry and is not resolved on conflict, so the
log is prefix-closed: a reader who has seen up to n never finds something new below n.  An update
deletes the old number and takes a new one.  Tombstones stay for ever.
"""

from BTrees.LLBTree import LLBTree
from BTrees.LOBTree import LOBTree
from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterator
from collective.prai.syndication.marks import Pending
from itertools import islice
from math import inf
from persistent import Persistent
from plone import api
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
import secrets


KEY = "collective.prai.outbox"
#: More than a log that is exported now and then can have written in between.
LEAP = 1_000_000
PUBLISHED, WITHDRAWN = "published", "withdrawn"


class Counter(Persistent):
    """Two transactions that count at once conflict, and one of them is done again: that is its use."""

    value = 0
    #: Entries of the log that are published; None in a log of version 1000, as ``Outbox.stamps``.
    published = None

    def up(self) -> int:
        self.value += 1
        return self.value

    def touch(self):
        """Make two sweeps that overlap conflict, even where they write nothing in common."""
        self._p_changed = True


class Snap(Persistent):
    """What a reader receives of an item: ``record.to_stored`` of its JSON, loaded only when sent."""

    def __init__(self, data: bytes):
        self.data = data


class Entry(Persistent):
    """The latest public state of one item; without ``snap`` it is a tombstone.

    ``stamp``: second from which OAI-PMH serves it, never below that of a lower number;
    ``updated``: when the sweep saw the change; ``visible_until``: second of its expiry or None;
    ``sets``: "filter:token", ``sets_ever``: all that it ever had; ``references``: UIDs of all it
    points at, ``shown``: those that it shows.
    """

    seq = 0
    state = PUBLISHED
    stamp = updated = 0
    first_published = ""
    visible_until = None
    path = portal_type = etag = reason = ""
    sets = sets_ever = frozenset()
    references = shown = frozenset()
    snap = None

    def __init__(self, uid: str, **values):
        self.uid = uid
        self.__dict__.update(values)


class Facts(NamedTuple):
    """What others show of an item; ``version``: that of an image's bytes, the licence of any other.

    ``place``: départements that it lends to what says none, and UIDs of whom it has them from itself.
    """

    path: str
    title: str
    public: bool
    version: str = ""
    place: tuple[str, ...] = ()


class Outbox(Persistent):
    """The log, and what the sweep needs to find who must be written again.

    ``facts``: UID → Facts of everything in the log or pointed at from it; ``by_path``: its paths;
    ``embeds``: UID → UIDs of the published items that point at it, whether it is public or not;
    ``stamps``: second → lowest number that was given with that stamp.
    """

    #: None in a log of version 1000 that no sweep and no upgrade has touched yet.
    stamps = None
    #: The last run of reconcile.Reconciliation, or None.
    reconciliation = None
    #: Ranges of numbers that a log may have given which was lost afterwards: (first, last), both included.
    gaps: tuple[tuple[int, int], ...] = ()

    def __init__(self):
        self.pending = Pending()
        self.seq = Counter()
        self.reset()

    def reset(self):
        """A new, empty log: every cursor of the old one is answered 410, partners start again."""
        self.epoch = secrets.token_hex(6)
        self.log = LOBTree()
        self.by_uid = OOBTree()
        self.by_path = OOBTree()
        self.facts = OOBTree()
        self.embeds = OOBTree()
        self.due = LOBTree()
        self.stamps = LLBTree()
        self.gaps = ()
        self.seq.value = self.seq.published = 0

    # For readers

    @property
    def head(self) -> int:
        """The highest number given so far."""
        return self.seq.value

    def knows(self, epoch: str, seq: int) -> bool:
        """Whether a cursor was given by this log; if not, its reader must start again."""
        lost = any(first <= seq <= last for first, last in self.gaps)
        return epoch == self.epoch and seq <= self.head and not lost

    @property
    def published(self) -> int:
        """How many items are public now; the others of ``by_uid`` are tombstones."""
        if self.seq.published is None:
            return sum(entry.state == PUBLISHED for entry in self.entries())
        return self.seq.published

    def entry(self, uid: str) -> Entry | None:
        seq = self.by_uid.get(uid)
        return self.log[seq] if seq is not None else None

    def entries(self, after: int = 0, last: int | None = None) -> Iterator[Entry]:
        """Entries in log order, numbers above ``after`` and not above ``last``."""
        return iter(self.log.values(min=after + 1, max=last))

    def identity(self, after: int, limit: int) -> tuple | None:
        """What the next ``limit`` entries above ``after`` are, without loading one of them.

        An entry is written once and what readers receive of it never changes: the same object in the
        database is the same bytes.  None while one of them is not committed.
        """
        found = list(islice(self.log.items(min=after + 1), limit + 1))
        oids = [entry._p_oid for _seq, entry in found]
        if None in oids:
            return None
        # The end of a page is a number of the log; beyond the last entry, the number given last.
        return b"".join(oids[:limit]), found[limit - 1][0] if len(found) > limit else -self.head

    def newest(self, below: int) -> Iterator[Entry]:
        """Entries with numbers under ``below``, the highest first.

        Read by windows that double: a tree is not read backwards without loading all of its buckets.
        """
        window, high = 100, below
        while high > 1:
            low = max(high - window, 1)
            yield from reversed(list(self.log.values(min=low, max=high, excludemax=True)))
            window, high = 2 * window, low

    def seqs_between(self, start: int, end: int) -> tuple[int, int]:
        """Lowest and highest number that an entry with ``start <= stamp <= end`` can have, both included.

        Stamps never fall along the log, so that every entry in that range has such a stamp, and no other
        one has; numbers in it that were given anew later are missing.  Nothing there: low > high.
        A reader who asks up to now gets a part of the log that nothing is added to any more.
        """
        stamps = self._known_stamps()
        low, beyond = _first_from(stamps, start), _first_from(stamps, end + 1)
        if low is None:
            return self.head + 1, self.head
        return low, (beyond if beyond is not None else self.head + 1) - 1

    def _known_stamps(self) -> LLBTree:
        # A reader writes nothing: until the upgrade has run, it builds the index for itself.
        return self.stamps if self.stamps is not None else index_of_stamps(self.entries())

    @property
    def first_stamp(self) -> int:
        """The stamp of the oldest entry, 0 in an empty log."""
        stamps = self._known_stamps()
        return stamps.minKey() if stamps else 0

    @property
    def last_stamp(self) -> int:
        """The stamp of the latest entry, 0 in an empty log."""
        stamps = self._known_stamps()
        return stamps.maxKey() if stamps else 0

    def settled(self, now: float) -> bool:
        """Whether the log says all there is to say: no mark waits and no due second has passed."""
        return not self.pending and not self.overdue(now)

    def overdue(self, now: float) -> bool:
        return self.next_due <= now

    @property
    def next_due(self) -> float:
        """The next second at which something begins or ends; infinity if nothing does."""
        return self.due.minKey() if self.due else inf

    # For the sweep

    def write(self, entry: Entry):
        """Put an entry at the head of the log in place of the former one of the same item."""
        if self.stamps is None or self.seq.published is None:
            self.index_log()
        # Log-wide: a harvester that has all up to a second must not find a lower one behind a new
        # entry, which is what a clock that was put back would make.
        entry.stamp = max(entry.stamp, self.last_stamp)
        old = self.log.pop(self.by_uid[entry.uid]) if entry.uid in self.by_uid else None
        entry.seq = self.seq.up()
        self.log[entry.seq] = entry
        self.by_uid[entry.uid] = entry.seq
        self.stamps.setdefault(entry.stamp, entry.seq)
        self.seq.published += entry.state == PUBLISHED
        if old is not None:
            self.seq.published -= old.state == PUBLISHED
            self._drop_stamp(old.stamp)

    def raise_stamps(self, after: int, stamp: int):
        """Give the latest entries, those with numbers above ``after``, no lower stamp than this one."""
        late = [entry for entry in self.entries(after) if entry.stamp < stamp]
        if not late:
            return
        for second in [second for second, seq in self.stamps.items(min=late[0].stamp) if seq > after]:
            del self.stamps[second]
        for entry in self.entries(after):
            if entry.stamp < stamp:
                entry.stamp = stamp
            self.stamps.setdefault(entry.stamp, entry.seq)

    def _drop_stamp(self, stamp: int):
        """Forget a second that no entry has any more, so that the index never outgrows the log."""
        low, high = self.seqs_between(stamp, stamp)
        if not any(True for _seq in self.log.keys(low, high)):
            self.stamps.pop(stamp, None)

    def leap(self):
        """Go on counting far above: what was given up to there and is lost is known by its number."""
        self.gaps = (*self.gaps, (self.head + 1, self.head + LEAP - 1))
        self.seq.value += LEAP

    def index_log(self):
        """What is derived from the entries alone: stamps in order and their index, and the count.

        A stamp below that of an earlier number is raised, never the earlier one lowered: a harvester that
        has passed the lower second gets the entry once more, instead of never.
        """
        self.seq.touch()
        self.seq.published = latest = 0
        for entry in self.entries():
            self.seq.published += entry.state == PUBLISHED
            latest = max(latest, entry.stamp)
            if entry.stamp != latest:
                entry.stamp = latest
        self.stamps = index_of_stamps(self.entries())

    def point(self, uid: str, old: frozenset, new: frozenset):
        """The item pointed at ``old`` and now points at ``new``."""
        for target in old - new:
            if (embedders := self.embeds.get(target)) is not None:
                if uid in embedders:
                    embedders.remove(uid)
                if not embedders:
                    del self.embeds[target]
                    self.forget(target)
        for target in new - old:
            self.embeds.setdefault(target, OOTreeSet()).add(uid)

    def remember(self, uid: str, facts: Facts):
        old = self.facts.get(uid)
        if old == facts:
            return
        if old is not None and old.path != facts.path and self.by_path.get(old.path) == uid:
            del self.by_path[old.path]
        self.facts[uid] = facts
        if facts.path:
            self.by_path[facts.path] = uid

    def forget(self, uid: str):
        """Drop the facts of what is neither published nor pointed at any more."""
        seq = self.by_uid.get(uid)
        if uid in self.embeds or (seq is not None and self.log[seq].state == PUBLISHED):
            return
        facts = self.facts.pop(uid, None)
        if facts is not None and self.by_path.get(facts.path) == uid:
            del self.by_path[facts.path]

    def below(self, path: str) -> list[str]:
        """UIDs that the outbox knows at that path and below."""
        found = [self.by_path[path]] if path in self.by_path else []
        return found + list(self.by_path.values(min=f"{path}/", max=f"{path}0", excludemax=True))

    def plan(self, uid: str, second: int | None):
        """Sweep that item at that second."""
        if second is not None:
            uids = self.due.get(second, ())
            if uid not in uids:
                self.due[second] = (*uids, uid)


def index_of_stamps(entries) -> LLBTree:
    """Second → lowest number, of entries in log order; a stamp that falls counts as the one before."""
    found, latest = LLBTree(), 0
    for entry in entries:
        latest = max(latest, entry.stamp)
        found.setdefault(latest, entry.seq)
    return found


def _first_from(stamps: LLBTree, second: int) -> int | None:
    """The lowest number with that stamp or a later one."""
    return next(iter(stamps.values(min=second)), None)


def query_outbox(portal=None) -> Outbox | None:
    """The site's outbox, or None before the add-on is installed; nothing is written."""
    return IAnnotations(portal if portal is not None else api.portal.get()).get(KEY)


def install_outbox() -> Outbox:
    """The site's outbox, created at installation only: never by a reader."""
    annotations = IAnnotations(api.portal.get())
    if KEY not in annotations:
        annotations[KEY] = Outbox()
    return annotations[KEY]


def remove_outbox():
    """Take the log away; every partner's cursor is lost with it."""
    IAnnotations(api.portal.get()).pop(KEY, None)
