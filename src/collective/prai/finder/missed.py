"""Searches that found nothing: the words and how often, for the editors; nothing of who asked, or when.

A reader's request writes nothing.  What it missed is counted in the memory of the process and written once
a minute at most, over a connection of its own, by the first search after that minute; what a process has not
written when it ends is lost, and nobody is worse off.
"""

from BTrees.OOBTree import OOBTree
from collective.prai.finder.sets import has_changes
from collective.prai.finder.words import folded
from collective.prai.finder.words import terms
from datetime import date
from persistent import Persistent
from plone import api
from threading import Lock
from transaction import TransactionManager
from transaction.interfaces import TransientError
from typing import NamedTuple
from weakref import WeakKeyDictionary
from ZODB.POSException import POSError
from zope.annotation.interfaces import IAnnotations
import logging
import re
import time


logger = logging.getLogger(__name__)
KEY = "collective.prai.missed"
#: Seconds between two writes of a process.
INTERVAL = 60.0
#: Searches that a site keeps; that a process counts between two writes; letters and words of one.
MOST, PENDING, LONGEST, WORDS = 2_000, 200, 80, 8
_ADDRESS = re.compile(r"@|\bwww\.|https?:|\barobase\b")
#: Six figures or more, however they are grouped: a phone, a number of somebody.
_NUMBER = re.compile(r"(?:\d[\s.()/+-]*){6,}")


class Miss(NamedTuple):
    """``filtered``: how many of the searches had filters besides; ``day``: the last one, ISO."""

    words: str
    count: int
    filtered: int
    day: str


class Missed(Persistent):
    """Of one site: words → (count, filtered, day)."""

    def __init__(self):
        self.found = OOBTree()

    def add(self, words: str, count: int, filtered: int, day: str):
        before = self.found.get(words, (0, 0, ""))
        self.found[words] = (before[0] + count, before[1] + filtered, max(before[2], day))

    def trim(self):
        """Back to the bound: the rarest and oldest go, a tenth of the room at once."""
        if len(self.found) <= MOST:
            return
        by_worth = sorted(self.found, key=lambda words: (self.found[words][0], self.found[words][2]))
        for words in by_worth[: len(self.found) - MOST * 9 // 10]:
            del self.found[words]

    def misses(self) -> list[Miss]:
        return [Miss(words, *values) for words, values in self.found.items()]


#: Database → path of a site → words → [count, filtered, day].
_pending: WeakKeyDictionary = WeakKeyDictionary()
_lock = Lock()
_written = time.monotonic()


def kept_as(query: str) -> str:
    """The words as they are kept: small letters, sorted out of stop words; "" for what must not be kept."""
    if _ADDRESS.search(query) or _NUMBER.search(query) or len(query) > LONGEST:
        return ""
    if not 0 < len(terms(query)) <= WORDS:
        return ""
    return " ".join(re.findall(r"[a-z0-9'-]+", folded(query)))


def note(query: str, filtered: bool):
    """Count a search that found nothing."""
    words, portal = kept_as(query), api.portal.get()
    database = portal._p_jar.db() if portal._p_jar is not None else None
    if not words or database is None:
        return
    path = "/".join(portal.getPhysicalPath())
    with _lock:
        site = _pending.setdefault(database, {}).setdefault(path, {})
        if words not in site and len(site) >= PENDING:
            return
        entry = site.setdefault(words, [0, 0, ""])
        entry[0] += 1
        entry[1] += filtered
        entry[2] = date.today().isoformat()
    if not has_changes(portal._p_jar):
        flush(database)


def flush(database, now: float | None = None):
    """Write what is counted, if the last time is a minute ago; what cannot be written now waits."""
    global _written
    moment = time.monotonic() if now is None else now
    with _lock:
        if moment - _written < INTERVAL:
            return
        _written = moment
        taken = _pending.pop(database, {})
    try:
        _write(database, taken)
    except (POSError, TransientError):
        logger.info("Searches without a result could not be counted this time.", exc_info=True)


def _write(database, taken: dict):
    manager = TransactionManager()
    connection = database.open(manager)
    try:
        manager.begin()
        for path, entries in taken.items():
            site = _site(connection.root()["Application"], path)
            if site is None:
                continue
            store = _store(site)
            for words, (count, filtered, day) in entries.items():
                store.add(words, count, filtered, day)
            store.trim()
        manager.get().note("collective.prai: searches without a result")
        manager.commit()
    finally:
        manager.abort()
        connection.close()


def _site(app, path: str):
    found = app
    for name in path.split("/")[1:]:
        found = found._getOb(name, None) if found is not None else None
    return found


def _store(site) -> Missed:
    annotations = IAnnotations(site)
    if KEY not in annotations:
        annotations[KEY] = Missed()
    return annotations[KEY]


def misses() -> list[Miss]:
    """Of this site, with what this process has not written yet; the most frequent first, then the latest."""
    portal = api.portal.get()
    stored = IAnnotations(portal).get(KEY)
    found = {miss.words: miss for miss in stored.misses()} if stored is not None else {}
    with _lock:
        pending = _pending.get(portal._p_jar.db(), {}).get("/".join(portal.getPhysicalPath()), {})
        for words, (count, filtered, day) in pending.items():
            old = found.get(words, Miss(words, 0, 0, ""))
            found[words] = Miss(words, old.count + count, old.filtered + filtered, max(old.day, day))
    return sorted(found.values(), key=lambda miss: (-miss.count, [-ord(c) for c in miss.day], miss.words))


def forget():
    """Erase all of it, what this process has not written yet included."""
    portal = api.portal.get()
    IAnnotations(portal).pop(KEY, None)
    with _lock:
        _pending.get(portal._p_jar.db(), {}).pop("/".join(portal.getPhysicalPath()), None)
