"""Who declared a reuse: an address of an office, kept beside the item so that no door of the item shows it.

Neither a field nor an annotation of the item: copies, versions, exports, the catalog and the outbox hold
nothing of it.  Only the page for reviewers (declaring/desk.py) and the mails read it.
"""

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Callable
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from datetime import date
from persistent import Persistent
from typing import NamedTuple
from zope.component.hooks import getSite
import secrets


#: Annotation of the site.
KEY = "collective.prai.declarants"


class Change(NamedTuple):
    """What a declarant says has changed, until a reviewer has read it; ``said``: the day."""

    said: date
    stage: str
    since: str | None
    text: str
    partners_until: date | None


class Declarant(Persistent):
    """``until``: the day on which the address goes; ``asked``: when it was last asked whether it is still so.

    ``secret``: of the link of that last question, "" while there is none that serves.
    """

    def __init__(self, email: str, since: date, until: date):
        self.email = email
        self.since = since
        self.until = until
        self.asked = None
        self.secret = ""
        self.change = None


class Store(Persistent):
    """``declarants``: UID of a reuse → Declarant; ``told``: UIDs of those whose producer has been told.

    ``spent``: mark of a link that has served → the second when it is void, and the UID that it made.
    """

    def __init__(self):
        self.declarants = OOBTree()
        self.secrets = OOBTree()
        self.told = OOTreeSet()
        self.spent = OOBTree()

    def keep(self, uid: str, email: str, since: date, until: date) -> Declarant:
        self.forget(uid)
        self.declarants[uid] = Declarant(email, since, until)
        return self.declarants[uid]

    def forget(self, uid: str) -> bool:
        """Whether there was an address; that the producer was told is no secret, and stays."""
        declarant = self.declarants.pop(uid, None)
        if declarant is None:
            return False
        self.secrets.pop(declarant.secret, None)
        return True

    def ask(self, uid: str, today: date) -> str:
        """The secret of a new link; the one before serves no more."""
        declarant = self.declarants[uid]
        self.secrets.pop(declarant.secret, None)
        declarant.secret = secrets.token_urlsafe(24)
        declarant.asked = today
        self.secrets[declarant.secret] = uid
        return declarant.secret

    def answered(self, uid: str):
        """The link has served."""
        declarant = self.declarants[uid]
        self.secrets.pop(declarant.secret, None)
        declarant.secret = ""

    def of(self, wanted: Callable[[Declarant], bool]) -> list[str]:
        """UIDs of the reuses whose declarant is wanted."""
        return [uid for uid, declarant in self.declarants.items() if wanted(declarant)]

    def made_by(self, mark: str) -> str | None:
        """UID of the reuse that a link has made; None for one that has not served."""
        return self.spent[mark][1] if mark in self.spent else None

    def spend(self, mark: str, until: int, uid: str):
        self.spent[mark] = (until, uid)

    def clean(self, now: float) -> int:
        """Forget the links that are void; how many they were."""
        old = [mark for mark, (second, _uid) in self.spent.items() if second <= now]
        for mark in old:
            del self.spent[mark]
        return len(old)


def query_store() -> Store | None:
    return query_site_store(KEY)


def get_store() -> Store:
    """The store, made when the first declaration is confirmed."""
    return get_site_store(KEY, Store)


def declarant_of(reuse) -> Declarant | None:
    """Asked by the mails and by the page for reviewers alone."""
    store = query_store()
    return store.declarants.get(reuse.UID()) if store is not None else None


def kept_of(address: str) -> list[dict]:
    """All that is known of an address, but for the secrets of its links: what its holder may ask for."""
    wanted, store = address.strip().casefold(), query_store()
    if store is None:
        return []
    return [
        {
            "address": declarant.email,
            "reuse": uid,
            "declared": declarant.since.isoformat(),
            "asked": declarant.asked.isoformat() if declarant.asked else None,
            "erased": declarant.until.isoformat(),
            "change": declarant.change.text if declarant.change else None,
        }
        for uid, declarant in store.declarants.items()
        if declarant.email.casefold() == wanted
    ]


def forget_of(address: str) -> int:
    """Erase an address wherever it is kept; how many declarations it had."""
    wanted, store = address.strip().casefold(), query_store()
    if store is None:
        return 0
    return sum(map(store.forget, store.of(lambda declarant: declarant.email.casefold() == wanted)))


def forget_with_item(reuse, event):
    """The address goes with the reuse; and with the whole site, which then is nobody's place any more."""
    store = query_store() if getSite() is not None else None
    if store is not None:
        store.forget(reuse.UID())
        if reuse.UID() in store.told:
            store.told.remove(reuse.UID())
