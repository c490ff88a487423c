"""Alerts that were confirmed: an address, a search, what it has been told; no door of the site shows them."""

from BTrees.LLBTree import LLTreeSet
from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from persistent import Persistent
import secrets


KEY = "collective.prai.alerts"
DAY, WEEK = "day", "week"
#: Seconds between two mails of an alert at least; an hour less, so that a daily run never comes too early.
EVERY = {DAY: 23 * 3600, WEEK: 7 * 24 * 3600 - 3600}
#: Alerts of one address.
MOST = 20
#: Seconds after which a run that took an alert and never came back is given up.
GIVEN_UP = 3600


class Alert(Persistent):
    """``pairs``: the search, in its own order; ``told``: the items that it has, or had, in numbers."""

    def __init__(self, id: str, address: str, pairs: Iterable[tuple[str, str]], every: str, now: int):
        self.id = id
        self.address = address
        self.pairs = tuple(pairs)
        self.every = every
        self.since = now
        self.sent = now
        self.taken = 0
        self.told = LLTreeSet()

    def remember(self, uids: Iterable[str]):
        self.told.update(map(number_of, uids))

    def new(self, uids: Iterable[str]) -> list[str]:
        """Those that it has not been told of."""
        return [uid for uid in uids if number_of(uid) not in self.told]

    def due(self, now: float) -> bool:
        return now - self.sent >= EVERY[self.every] and now - self.taken >= GIVEN_UP


class Store(Persistent):
    """``alerts``: secret → alert; ``spent``: mark of a token that has served → the second when it is void."""

    def __init__(self):
        self.alerts = OOBTree()
        self.spent = OOBTree()

    def of(self, address: str) -> list[Alert]:
        wanted = address.casefold()
        return [alert for alert in self.alerts.values() if alert.address.casefold() == wanted]

    def add(self, address: str, pairs, every: str, now: int) -> Alert | None:
        """The alert of this search, which may be there already; None where the address has too many."""
        pairs, known = tuple(pairs), self.of(address)
        for alert in known:
            if alert.pairs == pairs:
                alert.every = every
                return alert
        if len(known) >= MOST:
            return None
        alert = Alert(secrets.token_urlsafe(24), address, pairs, every, now)
        self.alerts[alert.id] = alert
        return alert

    def remove(self, id: str) -> bool:
        """Whether there was one of that secret."""
        return self.alerts.pop(id, None) is not None

    def spend(self, mark: str, until: int, now: int) -> bool:
        """Whether a token serves for the first time; what is void is forgotten."""
        for old in [old for old, second in self.spent.items() if second <= now]:
            del self.spent[old]
        if mark in self.spent:
            return False
        self.spent[mark] = until
        return True


def number_of(uid: str) -> int:
    """Of an item: eight bytes of its UID, instead of thirty-two letters for each alert."""
    return int(uid[:16], 16) - 2**63


def query_store() -> Store | None:
    return query_site_store(KEY)


def get_store() -> Store:
    """The store, made when the first alert is confirmed."""
    return get_site_store(KEY, Store)
