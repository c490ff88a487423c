"""The one pager: a page of the log for a reader, whatever the format, and in which direction he reads.

A page is a list of rows, each an entry as this reader must see it.  Two directions, one rule: an
entry that the log still calls published, but that nobody may see any more, ends the page.  Left
out for good it would be missed if it became public again before the sweep, which then has nothing
to write.  A sweep takes a second.
"""

from collections.abc import Iterator
from collective.prai.core.targets import find
from collective.prai.core.visibility import visibility
from collective.prai.syndication.marks import TREE
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import WITHDRAWN
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.record import tombstone
from typing import NamedTuple


#: Entries that one request looks at: a filter that matches nothing must not read a whole log.
MOST_READ = 5_000
#: Withdrawals on a page of the newest, beside its items; more take the place of items.
MOST_WITHDRAWALS = 200
OUT_OF_FILTER = "out-of-filter"


class Row(NamedTuple):
    """An entry for one reader: what left his filter is withdrawn for him."""

    entry: Entry
    status: str
    reason: str = ""

    @property
    def data(self) -> bytes:
        """Its JSON, with the placeholders of addresses and titles (see ``item.fill``)."""
        if self.status == PUBLISHED:
            return self.entry.snap.data
        return tombstone(self.entry.uid, self.entry.updated, self.reason)


class Page(NamedTuple):
    """``seq``: the last number that was looked at, where the next page begins.

    ``held``: the page ends before an entry that may not be shown; what follows comes in a second.
    """

    rows: list[Row]
    seq: int
    has_more: bool
    held: bool = False


class Unsettled:
    """The marks that wait and the seconds that have passed: what a reader must check by itself."""

    def __init__(self, outbox: Outbox, now: float):
        self.outbox = outbox
        self.now = now
        marks = list(outbox.pending)
        self.uids = {mark.uid for mark in marks}
        self.paths = {mark.path for mark in marks if mark.kind == TREE}
        for second, uids in outbox.due.items():
            if second > now:
                break
            self.uids.update(uids)

    def _touched(self, uid: str, path: str) -> bool:
        if uid in self.uids:
            return True
        while path:
            if path in self.paths:
                return True
            path = path.rpartition("/")[0]
        return False

    def hides(self, entry: Entry) -> bool:
        """Whether a published entry, or something that it shows, may not be shown any more."""
        if entry.visible_until is not None and entry.visible_until <= self.now:
            return True
        if self._touched(entry.uid, entry.path):
            if not public_state(find(entry.uid, entry.path), self.now).public:
                return True
        for uid in entry.shown:
            facts = self.outbox.facts.get(uid)
            if facts is not None and not facts.public:
                # The sweep knows already, and has not come to this entry yet.
                return True
            if facts is not None and self._touched(uid, facts.path):
                target = find(uid, facts.path)
                if target is None or not visibility(target).at(self.now):
                    return True
        return False


class Pager:
    """Pages of one outbox for one query, as they are at that second.

    ``tombstones``: whether the reader is told of withdrawals; ``skip``: leave out what is hidden
    instead of ending there, for a page that people look at and that nobody follows.
    """

    def __init__(self, outbox: Outbox, query, now: float, tombstones: bool = True, skip: bool = False):
        self.outbox = outbox
        self.query = query
        self.tombstones = tombstones
        self.skip = skip
        self.unsettled = None if outbox.settled(now) else Unsettled(outbox, now)

    def row(self, entry: Entry) -> Row | None:
        """The entry as the query's filters have it, or None: it is not and never was among them."""
        if entry.state == PUBLISHED and self.query.wants(entry.sets):
            # Nobody knows whether a text that a search does not find was ever found by it.
            return Row(entry, PUBLISHED) if self.query.finds(entry.uid) else None
        if not self.tombstones or not self.query.wants(entry.sets_ever):
            return None
        return Row(entry, WITHDRAWN, entry.reason if entry.state != PUBLISHED else OUT_OF_FILTER)

    def hidden(self, entry: Entry) -> bool:
        """Whether the entry must not leave, although the log calls it published."""
        return self.unsettled is not None and self.unsettled.hides(entry)

    def after(self, seq: int, last: int | None = None) -> Page:
        """The next rows in log order, above ``seq`` and not above ``last``."""
        page = self._collect(self.outbox.entries(seq, last), seq, withdrawals=0)
        if page.has_more or page.held:
            return page
        return page._replace(seq=max(page.seq, self.outbox.head if last is None else last))

    def below(self, seq: int | None = None) -> Page:
        """The newest rows first, with numbers under ``seq``; ``page.seq`` is the ``seq`` of the next.

        Withdrawals do not count for the limit: who asks for the five newest items gets five.
        """
        start = self.outbox.head + 1 if seq is None else seq
        return self._collect(self.outbox.newest(start), start, MOST_WITHDRAWALS)

    def _collect(self, entries: Iterator[Entry], seq: int, withdrawals: int) -> Page:
        """``withdrawals``: so many of them fit on a page besides its items."""
        rows, read, room = [], 0, self.query.limit
        for entry in entries:
            if room <= 0 or read >= MOST_READ:
                return Page(rows, seq, True)
            read += 1
            row = self.row(entry)
            if row is not None and row.status == PUBLISHED and self.hidden(entry):
                if not self.skip:
                    return Page(rows, seq, False, held=True)
                row = None
            if row is not None:
                rows.append(row)
                if row.status == PUBLISHED or not withdrawals:
                    room -= 1
                else:
                    withdrawals -= 1
            seq = entry.seq
        return Page(rows, seq, False)
