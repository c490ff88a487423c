"""A programme in which every private text, figure and file carries a marker word, and its nine readers.

Marker words of dossiers, sessions, reviews and missions begin with ``secretdossier``, those of requests of
visitors with ``secretdemande``.  The figure is one that nothing else on a site has.  ``commun`` stands in every
title, public or not, so that a search for it would find them all.
"""

from collective.prai.programme import journal
from collective.prai.programme.content.advice import IAdvice
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.content.jury_review import IJuryReview
from collective.prai.programme.content.session import ISession
from collective.prai.questions import following
from collective.prai.questions.content.question import IQuestion
from datetime import date
from decimal import Decimal
from plone import api
from plone.app.textfield import IRichText
from plone.namedfile.file import NamedBlobFile
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.setup.test_permission_matrix import APPLICATION
from tests.site.setup.test_permission_matrix import CALL
from tests.site.setup.test_permission_matrix import OPERATION
from tests.site.setup.test_permission_matrix import SESSION
from typing import NamedTuple
from zope import schema
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldsInOrder


MARKER, ASKED, FIGURE = "secretdossier", "secretdemande", 7_654_321
PASSWORD = "Un-Compte-De-Test-1"
#: Reader → groups, roles.  ``a`` is the applicant of every dossier here, ``b`` of another one.
READERS = {
    "candidate-a": ((), ()), "candidate-b": ((), ()), "membre": ((), ()),
    "jure": (("jures",), ()), "jure-lie": (("jures",), ()), "jure-ailleurs": (("jures",), ()),
    "agente": (("agents-region",), ()), "redactrice": (("redacteurs",), ()), "relectrice": (("relecteurs",), ()),
    "administratrice": ((), ("Site Administrator",)),
}  # fmt: skip
#: The state whose dossier ``jure-lie`` may not judge.
TIED = "before_jury"
#: States from which an agenda takes a dossier before the jury: these stay as they are, on none.
MOVED = ("eligible", "deferred")
#: Fields that are set otherwise, and amounts that a decision makes public (its operation has them).
_OWN = {"number", "call", "lead", "applicants", "project_sheet", "operation", "members", "agenda", "application",
        "juror", "assigned_to", "title", "id", "paid_aid", "awarded_aid", "awarded_eligible_cost"}  # fmt: skip


class Private(NamedTuple):
    """Paths below the site, and UIDs; ``open`` has what everybody reads."""

    url: str
    dossiers: dict
    sessions: dict
    reviews: dict
    advice: str
    question: str
    calls: dict
    operations: dict
    open: dict
    uids: dict


def value_of(field, word: str):
    """A value of the field's kind that holds the marker; None where its kind holds none."""
    text = f"{word}{field.__name__.replace('_', '')}"
    if IRichText.providedBy(field):
        return rich(f"<p>{text}</p>")
    if isinstance(field, schema.Choice | schema.Bool | schema.Date | schema.Datetime):
        return None
    if field.__name__.endswith("email"):
        return f"{text}@{word}.example"
    if isinstance(field, schema.Decimal):
        return Decimal(FIGURE)
    if isinstance(field, schema.Int):
        return FIGURE
    if isinstance(field, schema.List):
        row = getattr(field.value_type, "schema", None)
        if row is not None:
            found = {name: value_of(one, word) for name, one in getFieldsInOrder(row)}
            return [{name: value for name, value in found.items()}]
        return [text] if isinstance(field.value_type, schema.TextLine) else None
    if isinstance(field, schema.TextLine | schema.Text):
        return text[: field.max_length] if field.max_length else text
    return None


def marked(interface, word: str) -> dict:
    found = {name: value_of(field, word) for name, field in getFieldsInOrder(interface) if name not in _OWN}
    # Dates have a form of their own, and hold no word.
    for name in ("held_on", "starts", "ends"):
        if name in found:
            found[name] = "2006-11-09"
    return {name: value for name, value in found.items() if value is not None}


def owned(item, reader: str):
    item.manage_delLocalRoles(item.users_with_local_role("Owner"))
    item.manage_setLocalRoles(reader, ["Owner"])
    item.reindexObjectSecurity()
    return item


def build(portal) -> Private:
    """The caller commits."""
    for name, (groups, roles) in READERS.items():
        api.user.create(f"{name}@accounts.example", name, PASSWORD)
        for role in roles:
            api.user.grant_roles(username=name, roles=[role])
        for group in groups:
            api.group.add_user(groupname=group, username=name)
    with api.env.adopt_roles(["Manager"]):
        return _build(portal)


def _build(portal) -> Private:
    town = make(
        portal, "prai.Organisation", "published", title="Commune commune de Gragnague", id="gragnague"
    )
    sheet = make(portal, "prai.ProjectSheet", "published", title="Un projet commun", id="projet")
    calls = {state: make(portal, "prai.Call", state, title=f"Appel commun {state}", id=f"appel-{state}")
             for state in CALL}  # fmt: skip
    operations = {
        state: make(
            portal,
            "prai.Operation",
            state,
            title=f"Opération commune {state}",
            id=f"op-{state}",
            lead=relate(town),
        )
        for state in OPERATION
    }
    dossiers = {}
    for state in APPLICATION:
        word = f"{MARKER}{state.replace('_', '')}"
        dossiers[state] = one = make(
            portal, "prai.Application", state, title=f"Dossier commun {word}titre", id=f"{word}-id",
            **marked(IApplication, word),
            number=f"{word}-numero", call=relate(calls["open"]), lead=relate(town), applicants=[relate(town)],
            project_sheet=relate(sheet), operation=relate(operations["published"]),
        )  # fmt: skip
        api.content.create(one, "File", f"{word}-piece", title=f"Pièce commune {word}piece",
                           file=NamedBlobFile(f"{word}octets".encode(), filename=f"{word}fichier.txt"))  # fmt: skip
        journal.record(one, "edit", f"{word}journal", actor="agente")
        owned(one, "candidate-a")
        notify(ObjectModifiedEvent(one))
    other = make(portal, "prai.Application", "submitted", title="Dossier commun de Lévignac", id="levignac")
    owned(other, "candidate-b")
    sessions = {}
    members = [{"account": name, "seat": "Conseil général"} for name in ("jure", "jure-lie")]
    for state in SESSION:
        word = f"{MARKER}seance{state.replace('_', '')}"
        sessions[state] = make(
            portal, "prai.Session", state, title=f"Séance commune {word}titre", id=f"{word}-id",
            **marked(ISession, word), members=members,
            agenda=[relate(one) for name, one in dossiers.items() if name not in MOVED] if state == "convened" else [],
        )  # fmt: skip
        notify(ObjectModifiedEvent(sessions[state]))
    reviews = {}
    for reader in ("jure", "jure-lie"):
        word = f"{MARKER}avis{reader.replace('-', '')}"
        reviews[reader] = one = api.content.create(
            sessions["convened"], "prai.JuryReview", f"{word}-id", title=f"Avis commun {word}titre", juror=reader,
            **{**marked(IJuryReview, word), "application": relate(dossiers[TIED]),
               "conflict_of_interest": reader == "jure-lie"},
        )  # fmt: skip
        owned(one, reader)
        notify(ObjectModifiedEvent(one))
    advice = make(
        portal, "prai.Advice", "internal", title=f"Accompagnement commun {MARKER}mission", id=f"{MARKER}-mission",
        **marked(IAdvice, f"{MARKER}mission"), lead=relate(town), application=relate(dossiers["awarded"]),
    )  # fmt: skip
    notify(ObjectModifiedEvent(advice))
    question = api.content.create(
        portal["questions"], "prai.Question", "q-2026-0001", title=f"Demande commune {ASKED}titre",
        **marked(IQuestion, ASKED) | {"number": "Q-2026-0001", "progress": "received", "erase_on": date(2030, 1, 1)},
    )  # fmt: skip
    following.begin(question)
    following.note(question, f"{ASKED}note")
    private = [*dossiers.values(), *sessions.values(), *reviews.values(), advice]
    path = lambda one: one.absolute_url(1).removeprefix("plone/")  # noqa: E731
    paths = lambda found: {name: path(one) for name, one in found.items()}  # noqa: E731
    return Private(
        portal.absolute_url(), paths(dossiers), paths(sessions), paths(reviews), path(advice), path(question),
        paths(calls), paths(operations), paths({"town": town, "sheet": sheet}),
        {"private": [one.UID() for one in private], "question": question.UID(), "town": town.UID(),
         "tied": dossiers[TIED].UID(), "dossiers": {state: one.UID() for state, one in dossiers.items()}},
    )  # fmt: skip
