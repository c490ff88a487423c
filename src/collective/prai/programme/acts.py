"""Every act on a dossier or a session goes into its journal, by whatever door it came.

Subscribers of events write, not pages: the stock form, REST, the bulk action and a script end here alike.
"""

from collective.prai.programme import decisions
from collective.prai.programme.journal import APPLICANT
from collective.prai.programme.journal import record
from collective.prai.programme.versions import digests
from collective.prai.programme.versions import in_words
from collective.prai.programme.versions import value_of
from persistent.mapping import PersistentMapping
from plone import api
from plone.dexterity.utils import iterSchemata
from zope.annotation.interfaces import IAnnotations
from zope.container.interfaces import IContainerModifiedEvent
from zope.i18n import translate


KEY = "collective.prai.programme.known"
#: Transitions of who holds a mailed link, without an account.
OF_THE_APPLICANT = ("submit", "abandon")
#: States in which a dossier is written by its applicant; in the last one it has just been handed in.
WRITTEN_BY_APPLICANTS = ("draft", "to_complete", "submitted")
#: Fields whose change is told under a name of its own, with its new value.
TOLD = {"assigned_to": "assign"}
#: Rows of answers are told by those who change them, and addresses are nobody's business.
_UNTOLD_VALUES = ("answers", "contact_function", "contact_email", "contact_phone")


def begun(obj, event):
    """A new item: what it holds is the first thing known of it."""
    _remember(obj)


def changed(obj, event):
    """An edit, with the names of the fields whose value is another one now."""
    if IContainerModifiedEvent.providedBy(event):
        return
    known, actor = IAnnotations(obj).get(KEY), _actor(obj)
    now = digests(obj)
    names = [name for name, value in now.items() if known is None or known.get(name) != value]
    _remember(obj, now)
    if known is None:
        record(obj, "edit", actor=actor)
        return
    for name in [name for name in names if name in TOLD]:
        record(obj, TOLD[name], in_words(value_of(obj, name)) if value_of(obj, name) else "")
    overridden = [row for row in _overrides(obj) if "eligibility" in names]
    if overridden:
        record(obj, "override", " ; ".join(overridden))
    others = [name for name in names if name not in TOLD]
    if others:
        record(obj, "edit", ", ".join(_labels(obj, others)), actor)


def _actor(obj) -> str | None:
    """Who holds the mailed link writes while it is hers; None for the account, or the site itself."""
    theirs = api.content.get_state(obj, default="") in WRITTEN_BY_APPLICANTS
    return APPLICANT if theirs and api.user.is_anonymous() else None


def moved(obj, event):
    """A transition of a dossier or a session, with what was decided or why."""
    if event.transition is None:
        return
    action = event.transition.getId()
    comment = ((event.kwargs or {}).get("comment") or "").strip()
    detail = comment
    if decisions.action_of(event) in decisions.NEEDED:
        detail = decisions.told(obj, action) or comment
    actor = APPLICANT if action in OF_THE_APPLICANT and api.user.is_anonymous() else None
    record(obj, action, detail, actor)


def dossier_moved(obj, event):
    """A decision is kept and told in the journal; fields that it changed are no edit of who saves next."""
    decisions.keep(obj, event)
    moved(obj, event)
    if event.transition is not None:
        _remember(obj)


def _remember(obj, now: dict | None = None):
    notes = IAnnotations(obj)
    if KEY not in notes:
        notes[KEY] = PersistentMapping()
    notes[KEY].clear()
    notes[KEY].update(digests(obj) if now is None else now)


def _labels(obj, names: list[str]) -> list[str]:
    titles = {name: schema[name].title for schema in iterSchemata(obj) for name in schema.names(all=True)}
    # The journal is kept in French, whoever wrote and through whichever door.
    return [translate(titles.get(name, name), target_language="fr") for name in names]


def _overrides(obj) -> list[str]:
    rows = getattr(obj, "eligibility", None) or ()
    return [
        f"{row.get('label') or row.get('rule')} : {row.get('computed')} → {row['override']} "
        f"({row.get('override_reason') or ''})"
        for row in rows
        if row.get("override")
    ]
