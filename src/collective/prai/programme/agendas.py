"""The agenda of a session: what is put on it goes before the jury, what is taken off comes back.

By whatever door the agenda was changed, the subscribers here bring states and readers up to it.
"""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core.mail import send_mail
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.acting import act
from collective.prai.core.publication.mails import public_link
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import state_of
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.content.session import ISession
from collective.prai.programme.journal import record
from collective.prai.programme.jurors import accounts_of
from collective.prai.programme.jurors import sessions_of
from pathlib import Path
from persistent.list import PersistentList
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.supermodel import model
from string import Template
from z3c.relationfield import RelationValue
from z3c.relationfield.event import updateRelations
from zope import schema
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
from zope.component.hooks import getSite
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


KEY = "collective.prai.programme.agenda"
PREFIX = "collective.prai.sessions"
#: States of a dossier from which it may be put on an agenda; those of one that waits on it already.
READY, BEFORE_JURY = ("eligible", "deferred"), "before_jury"
#: States of a session whose agenda is still being made.
PREPARING = ("preparation", "convened", "in_session")
_HELP = _("You may use $seance, $date, $heure, $lieu, $dossiers, $lien and $siege.")
CONVOCATION = (Path(__file__).parent / "instruct" / "texts" / "convocation.txt").read_text(encoding="utf-8")


class ISessionTexts(model.Schema):
    """The mail that convenes a session; an empty text sends none."""

    convene_subject = schema.TextLine(
        title=_("Convocation: subject"),
        description=_HELP,
        default="Convocation : $seance, $date",
        required=False,
    )
    convene_body = schema.Text(
        title=_("Convocation: text to the members"), description=_HELP, default=CONVOCATION, required=False
    )
    late_days = schema.Int(
        title=_("Days after which a dossier is late"),
        description=_("Of a dossier that waits for an officer in one and the same state."),
        min=1,
        max=1000,
        default=21,
        required=False,
    )


def dossiers_of(session) -> list:
    """In the order of the agenda, whoever asks.

    Of the bare session: one without an agenda would acquire the site's folder of that name.
    """
    found = (relation.to_object for relation in getattr(aq_base(session), "agenda", None) or ())
    # The path of an item that is gone may lead to something else.
    return [application for application in found if IApplication.providedBy(application)]


def candidates(call_uid: str = "") -> list:
    """Dossiers that wait for a session, of one call or of all, that the reader may see."""
    brains = api.portal.get_tool("portal_catalog")(portal_type="prai.Application", review_state=list(READY))
    found = [brain.getObject() for brain in brains]
    if call_uid:
        found = [one for one in found if _call_uid(one) == call_uid]
    return sorted(found, key=lambda one: one.number or one.Title())


def _call_uid(application) -> str:
    call = application.call.to_object if application.call is not None else None
    return call.UID() if call is not None else ""


def write_agenda(session, applications: list):
    """The agenda is these dossiers, in this order; states and readers follow."""
    ids = getUtility(IIntIds)
    session.agenda = [RelationValue(ids.getId(application)) for application in applications]
    notify(ObjectModifiedEvent(session, Attributes(ISession, "agenda")))


def agenda_changed(session, event=None):
    """Bring dossiers up to the agenda: new ones go before the jury, those that left are eligible again."""
    notes = IAnnotations(session)
    before = list(notes.get(KEY, ()))
    now = dossiers_of(session)
    uids = [application.UID() for application in now]
    if uids == before:
        return
    notes[KEY] = PersistentList(uids)
    # The catalog of relations has to know it before it is asked who reads.
    updateRelations(session, None)
    for application in now:
        if application.UID() not in before:
            if state_of(application) in READY:
                _move(application, "to_jury", session.Title())
            application.reindexObjectSecurity()
    for uid in before:
        if uid not in uids and (application := _found(uid)) is not None:
            if state_of(application) == BEFORE_JURY and not _sits_elsewhere(application, session):
                _move(application, "off_agenda", session.Title())
            application.reindexObjectSecurity()


def removed(session, event):
    """A session that is deleted leaves its dossiers eligible; one that goes with its whole site, nothing."""
    if getSite() is None:
        return
    for application in dossiers_of(session):
        if state_of(application) == BEFORE_JURY and not _sits_elsewhere(application, session):
            _move(application, "off_agenda", session.Title())


def _sits_elsewhere(application, session) -> bool:
    others = (one for one in sessions_of(application) if one.UID() != session.UID())
    return any(state_of(one) in PREPARING for one in others)


def _move(application, action: str, comment: str):
    try:
        act(application, action, comment)
    except Refused:
        # Its own page says why it stays where it is; the agenda is right all the same.
        record(application, "edit", f"{action} : {comment}")


def _found(uid: str):
    with api.env.adopt_roles(["Manager"]):
        return uuidToObject(uid)


def addresses(session) -> list[dict]:
    """Of each seat: account, seat, e-mail address of the account or ""."""
    found = []
    for row in session.members or ():
        user = api.user.get(userid=row.get("account")) if row.get("account") else None
        found.append(
            {
                "account": row.get("account") or "",
                "seat": row.get("seat") or "",
                "email": (user.getProperty("email", "") or "") if user is not None else "",
                "known": user is not None,
            }
        )
    return found


def convene(session, event):
    """After the transition: one mail to each member who has an address; the journal says how many."""
    if event.transition is None or event.transition.getId() != "convene":
        return
    if (event.kwargs or {}).get("tell_nobody"):
        return
    subject = api.portal.get_registry_record(f"{PREFIX}.convene_subject", default="") or ""
    body = api.portal.get_registry_record(f"{PREFIX}.convene_body", default="") or ""
    if not body.strip():
        return
    told = [row for row in addresses(session) if row["email"]]
    for row in told:
        words = {
            "seance": session.Title(),
            "date": format_partial(session.held_on, "fr") or "à préciser",
            "heure": session.starts_at or "à préciser",
            "lieu": session.place or "à préciser",
            "dossiers": str(len(dossiers_of(session))),
            "lien": public_link(session),
            "siege": row["seat"] or "membre",
        }
        send_mail(
            row["email"], Template(subject).safe_substitute(words), Template(body).safe_substitute(words)
        )
    record(session, "told", f"{len(told)} sur {len(accounts_of(session))}")
