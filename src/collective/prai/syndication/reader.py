"""Reading the log: pages of ready-made bytes, and the check that nothing withdrawn leaves meanwhile."""

from collective.prai.core import vocabularies
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import TERM
from collective.prai.core.safe_html import TERM_END
from collective.prai.core.settings import IVocabularies
from collective.prai.core.targets import find
from collective.prai.core.visibility import visibility
from collective.prai.syndication.marks import TREE
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.query import Query
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import STORED
from collective.prai.syndication.record import tombstone
from html import escape
from typing import NamedTuple
from zope.schema import getFieldNames


#: Entries that one request looks at: a filter that matches nothing must not read a whole log.
MOST_READ = 5_000
_ADDRESS, _TERM, _TERM_END = STORED[ADDRESS], STORED[TERM], STORED[TERM_END]


class Page(NamedTuple):
    """``items``: JSON bytes with placeholders; ``seq``: up to where the reader has seen the log."""

    items: list[bytes]
    seq: int
    has_more: bool


class Unsettled:
    """The marks that wait and the seconds that have passed: what a reader must check by itself.

    An entry that is no longer public ends the page: left out for good it would be missed by this
    reader if it became public again before the sweep, which then has nothing to write.
    """

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


def read_page(outbox: Outbox, query: Query, now: float) -> Page:
    """The next entries after the query's cursor that its filters want."""
    after = query.since.seq if query.since is not None else 0
    unsettled = None if outbox.settled(now) else Unsettled(outbox, now)
    items, seq, read = [], after, 0
    for entry in outbox.entries(after):
        if len(items) >= query.limit or read >= MOST_READ:
            return Page(items, seq, True)
        read += 1
        data = _render(entry, query)
        if data is not None:
            if unsettled is not None and entry.state == PUBLISHED and unsettled.hides(entry):
                return Page(items, seq, False)
            items.append(data)
        seq = entry.seq
    return Page(items, max(seq, outbox.head), False)


def _render(entry: Entry, query: Query) -> bytes | None:
    if entry.state == PUBLISHED and query.wants(entry.sets):
        return entry.snap.data
    if not query.wants(entry.sets_ever):
        return None
    reason = entry.reason if entry.state != PUBLISHED else "out-of-filter"
    return tombstone(entry.uid, entry.updated, reason)


def titles_version() -> str:
    """Changes when ARDESI retitles a term."""
    names = getFieldNames(IVocabularies)
    return str(
        [[(row["token"], row["fr"], row.get("en")) for row in vocabularies.rows(name)] for name in names]
    )


class Titles(dict):
    """Placeholder of a term → its title as JSON bytes, in the reader's language.

    Text of the item itself (kind ``h``) is French, whoever reads it.
    """

    def __init__(self, language: str):
        super().__init__()
        self.language = language

    def __missing__(self, key: bytes) -> bytes:
        kind, vocabulary, token = key.decode().split("|", 2)
        title = vocabularies.title(vocabulary, token, "fr" if kind == "h" else self.language)
        text = dumps(escape(title) if kind == "h" else title)[1:-1].encode()
        self[key] = text
        return text


def fill(data: bytes, address: str, language: str) -> bytes:
    """Put the site's public address and the terms' titles in their places."""
    first, *others = data.split(_TERM)
    if others:
        titles = Titles(language)
        parts = [first]
        for other in others:
            key, _end, rest = other.partition(_TERM_END)
            parts += (titles[key], rest)
        data = b"".join(parts)
    return data.replace(_ADDRESS, dumps(address)[1:-1].encode())
