"""Who applied: the address to write to and the keys of the mailed links, kept beside the dossiers.

Neither is a field or an annotation of a dossier: no page, table, export or catalog shows them.  Of a link,
a digest alone is kept: who reads the database opens no dossier with it.
"""

from BTrees.OOBTree import OOBTree
from collective.prai.core.settings import public_address
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from collective.prai.programme.apply import kept
from collective.prai.programme.content.application import IApplication
from datetime import date
from persistent import Persistent
from plone import api
from urllib.parse import urlencode
from zope.component.hooks import getSite
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import hashlib
import secrets


#: Annotation of the site.
KEY = "collective.prai.applicants"
PAGE, TOKEN = "mon-dossier", "jeton"
#: Links of one dossier that serve; a new one takes the place of the oldest.
LINKS = 20
#: Fields of a dossier that tell of a person, and are no fact of the dossier of their authority.
PERSONAL = ("contact_function", "contact_email", "contact_phone")


class Applicant(Persistent):
    """``digests``: of the links that serve, the oldest first; ``reminded``: marks of reminders that left."""

    def __init__(self, email: str, since: date):
        self.email = email
        self.since = since
        self.digests: tuple[str, ...] = ()
        self.reminded: tuple[str, ...] = ()


class Store(Persistent):
    """``applicants``: UID of a dossier → Applicant; ``links``: digest → UID; ``once``: mark of a form that
    was sent → the day and the UID of the dossier that it made."""

    def __init__(self):
        self.applicants = OOBTree()
        self.links = OOBTree()
        self.once = OOBTree()

    def keep(self, uid: str, email: str, since: date) -> Applicant:
        self.forget(uid)
        self.applicants[uid] = Applicant(email, since)
        return self.applicants[uid]

    def forget(self, uid: str) -> bool:
        """Whether there was an address."""
        applicant = self.applicants.pop(uid, None)
        for digest in applicant.digests if applicant is not None else ():
            self.links.pop(digest, None)
        return applicant is not None

    def new_link(self, uid: str) -> str:
        """The secret of one more link, which nobody can read here again."""
        secret, applicant = secrets.token_urlsafe(24), self.applicants[uid]
        digests = (*applicant.digests, _digest(secret))
        for old in digests[:-LINKS]:
            self.links.pop(old, None)
        applicant.digests = digests[-LINKS:]
        self.links[digests[-1]] = uid
        return secret

    def clean(self, today: date):
        """Forget the marks of forms that were sent on earlier days: no page stays open for so long."""
        for mark in [mark for mark, (day, _uid) in self.once.items() if (today - day).days > 2]:
            del self.once[mark]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def query_store() -> Store | None:
    return query_site_store(KEY)


def get_store() -> Store:
    """The store, made with the first dossier."""
    return get_site_store(KEY, Store)


# One dossier


def application_of(uid: str):
    """The dossier of a UID, whoever asks: the caller has a proof of their right.  None if there is none."""
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        UID=uid, portal_type="prai.Application"
    )
    return brains[0]._unrestrictedGetObject() if len(brains) == 1 else None


def application_of_link(secret: str):
    """The dossier that a link opens; None for a link that does not serve."""
    store = query_store()
    uid = store.links.get(_digest(secret)) if store is not None and secret else None
    return application_of(uid) if uid else None


def applicant_of(application) -> Applicant | None:
    store = query_store()
    return store.applicants.get(application.UID()) if store is not None else None


def address_of(application) -> str | None:
    """Where to write to who applied."""
    applicant = applicant_of(application)
    return (applicant.email if applicant is not None else None) or application.contact_email


def link_for(application) -> str:
    """A new link to « Mon dossier », for a mail; "" where the site does not know its own address.

    Each mail has a link of its own, because none can be read again here; the earlier ones still serve.
    """
    address, base = address_of(application), public_address()
    if not base or not address:
        return ""
    return f"{base}/{PAGE}?{urlencode({TOKEN: secret_for(application)})}"


def secret_for(application) -> str:
    """What a new link carries; the dossier must have an address."""
    if applicant_of(application) is None:
        get_store().keep(application.UID(), application.contact_email, date.today())
    return get_store().new_link(application.UID())


# One address


def applications_of(address: str) -> list:
    """Every dossier of an address: who wrote it, or whom it names as its contact."""
    wanted, store = address.strip().casefold(), query_store()
    if not wanted:
        return []
    catalog = api.portal.get_tool("portal_catalog")
    found = []
    for brain in catalog.unrestrictedSearchResults(portal_type="prai.Application", sort_on="created"):
        application = brain._unrestrictedGetObject()
        applicant = store.applicants.get(brain.UID) if store is not None else None
        named = (applicant.email if applicant is not None else "", application.contact_email or "")
        if wanted in [name.strip().casefold() for name in named]:
            found.append(application)
    return found


def export(address: str) -> list[dict]:
    """All that is kept of an address, as plain values: what its holder may ask for."""
    return [_exported(application) for application in applications_of(address)]


def _exported(application) -> dict:
    applicant, call = applicant_of(application), application.call
    return {
        "number": application.number,
        "title": application.Title(),
        "call": call.to_object.Title() if call is not None and not call.isBroken() else None,
        "state": api.content.get_state(application),
        "created": application.created().ISO8601(),
        "received": application.received_on.isoformat() if application.received_on else None,
        "address": address_of(application),
        **{name: getattr(application, name) for name in PERSONAL},
        "answers": [dict(row) for row in application.answers or ()],
        "files": [item.file.filename for item in application.objectValues() if getattr(item, "file", None)],
        "erased": application.erase_on.isoformat() if application.erase_on else None,
        "reminders": list(applicant.reminded) if applicant is not None else [],
    }


def erase(address: str) -> int:
    """Erase an address: its drafts go; dossiers that were handed in stay without who wrote them.

    Returns how many dossiers had it.
    """
    found = applications_of(address)
    for application in found:
        if api.content.get_state(application) == "draft":
            erase_application(application)
        else:
            _make_anonymous(application)
    return len(found)


def _make_anonymous(application):
    store, values = query_store(), {getattr(application, name) for name in PERSONAL}
    values.add(address_of(application))
    if store is not None:
        store.forget(application.UID())
    for name in PERSONAL:
        setattr(application, name, None)
    kept.forget_typed(application)
    application.answers = [
        row
        for row in application.answers or ()
        if row["question"] not in PERSONAL and (row["value"] or None) not in values - {None}
    ]
    # What else is kept of these values, be it a digest, is brought up to date by who keeps it.
    notify(ObjectModifiedEvent(application))


def erase_application(application):
    """A dossier, its files, its links and its address: nothing of it stays."""
    with api.env.adopt_roles(["Manager"]):
        application.aq_parent.manage_delObjects([application.getId()])


def forget_with_item(application, event):
    """The address goes with the dossier; and with the whole site, which then is nobody's place any more."""
    store = query_store() if getSite() is not None and IApplication.providedBy(application) else None
    if store is not None:
        store.forget(application.UID())
