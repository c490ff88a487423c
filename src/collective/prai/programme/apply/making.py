"""A dossier is begun and kept; it is handed in by a transition, whose effects are in ``transitions``."""

from collective.prai.core.structure import LANGUAGE
from collective.prai.programme import journal
from collective.prai.programme.applicants import get_store
from collective.prai.programme.apply import filling
from collective.prai.programme.apply import kept
from collective.prai.programme.apply import uploads
from collective.prai.programme.apply.form import Questions
from collective.prai.programme.apply.ready_form import form_of
from collective.prai.programme.apply.settings import days
from collective.prai.programme.computing import compute
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.content.application import ONLINE
from collective.prai.programme.setup import create_programme_content
from datetime import date
from datetime import timedelta
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from plone.namedfile.file import NamedBlobFile
from typing import NamedTuple
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent
from ZPublisher.HTTPRequest import FileUpload
import secrets


#: States in which its applicant changes a dossier.
OPEN_STATES = ("draft", "to_complete")


class Upload(NamedTuple):
    """A file as it was sent: the question that it answers, its name, its bytes."""

    question: str
    name: str
    content: bytes


class TooLarge(ValueError):
    """More than one file, or all files of a dossier, may have; its argument is the name."""


def read_uploads(form: dict) -> list[Upload]:
    """Files of a form that was sent; one that is too large is not read into memory: TooLarge."""
    found = []
    for name, value in form.items():
        if not isinstance(name, str) or not name.startswith(kept.BOX):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, FileUpload) and one.filename:
                one.seek(0, 2)
                if one.tell() > uploads.LARGEST:
                    raise TooLarge(one.filename)
                one.seek(0)
                found.append(Upload(name.removeprefix(kept.BOX), one.filename, one.read()))
    return found


def actor() -> str | None:
    """Who acts, as the log names it: an account, else whoever has the link."""
    return journal.APPLICANT if api.user.is_anonymous() else api.user.get_current().getId()


def begin(call, email: str, channel: str = ONLINE, owner: str | None = None):
    """An empty draft; ``owner``: the account that applies, which then finds it under its own name."""
    portal = api.portal.get()
    if APPLICATIONS not in portal.objectIds():
        create_programme_content()
    with api.env.adopt_roles(["Manager"]):
        application = createContent(
            "prai.Application",
            id=f"d-{secrets.token_hex(6)}",
            title="Dossier sans titre",
            language=LANGUAGE,
            call=RelationValue(getUtility(IIntIds).getId(call)),
            channel=channel,
            contact_email=email or None,
        )
        application = addContentToContainer(portal[APPLICATIONS], application, checkConstraints=False)
        # An officer who writes it for somebody is not its applicant.
        application.manage_delLocalRoles([user for user, _roles in application.get_local_roles()])
        if owner:
            application.manage_setLocalRoles(owner, ["Owner"])
        application.reindexObjectSecurity()
    if email:
        get_store().keep(application.UID(), email, date.today())
    journal.record(application, "create", actor=actor())
    return application


def files_of(application, address) -> dict[str, list[dict]]:
    """Question → its files, as the page shows them; ``address``: id of a file → where it is read."""
    questions, found = kept.questions_of_files(application), {}
    for item in application.objectValues():
        if getattr(item, "file", None) is not None:
            found.setdefault(questions.get(item.getId(), ""), []).append(
                {
                    "id": item.getId(),
                    "name": item.file.filename,
                    "size": size(item.file.getSize()),
                    "url": address(item.getId()),
                }
            )
    return found


def size(count: int) -> str:
    """Of a file, in French words."""
    if count < 10_000:
        return f"{max(1, round(count / 1000))}\u00a0ko"
    return (
        f"{count / 1000:.0f}\u00a0ko" if count < 1_000_000 else f"{count / 1e6:.1f}\u00a0Mo".replace(".", ",")
    )


def upload_problems(application, sent: list[Upload], removed=()) -> list:
    """Sentences about files that are not taken."""
    found = [problem for one in sent if (problem := uploads.problem(one.name, one.content)) is not None]
    there = [
        item.file.getSize()
        for item in (application.objectValues() if application is not None else ())
        if getattr(item, "file", None) is not None and item.getId() not in removed
    ]
    if len(there) + len(sent) > uploads.MOST:
        found.append(uploads.too_many())
    elif sum(there) + sum(len(one.content) for one in sent) > uploads.LARGEST_IN_ALL:
        found.append(uploads.too_large_in_all())
    return found


def change_files(application, sent: list[Upload], removed):
    """Take files in, and out; those that are not taken must have been refused before.

    Out go answers alone: the letters that officers file in a dossier are not the applicant's to remove.
    """
    answers = kept.questions_of_files(application)
    with api.env.adopt_roles(["Manager"]):
        for file_id in removed:
            item = application.get(file_id) if file_id in answers else None
            if item is not None and getattr(item, "file", None) is not None:
                name = item.file.filename
                application.manage_delObjects([file_id])
                journal.record(application, "file_removed", name, actor=actor())
        for one in sent:
            add_file(application, one)


def add_file(application, one: Upload):
    """As an item of the dossier, which is read by who reads the dossier."""
    kind = uploads.kind_of(one.content)
    name = uploads.stored_name(one.name, kind)
    item = createContent(
        "File",
        id=f"f-{secrets.token_hex(4)}.{kind}",
        title=name,
        language=LANGUAGE,
        file=NamedBlobFile(data=one.content, contentType=uploads.TYPES[kind], filename=name),
    )
    item = addContentToContainer(application, item, checkConstraints=False)
    item.manage_delLocalRoles([user for user, _roles in item.get_local_roles()])
    kept.keep_question(application, item.getId(), one.question)
    journal.record(application, "file_added", name, actor=actor())


def questions(application, request, page, typed: dict | None = None):
    """The form of a dossier with what was typed; None where its call asks nothing any more."""
    relation = application.call
    call = relation.to_object if relation is not None and not relation.isBroken() else None
    form = form_of(call) if call is not None else None
    if form is None:
        return None
    files = files_of(application, page.file_address)
    return Questions(form, request, page, kept.typed_of(application) if typed is None else typed, files)


def save(application, asked: Questions, typed: dict):
    """Keep what was typed, right or wrong; what is right becomes fields.  ``asked`` must be updated."""
    kept.keep_typed(application, typed)
    state = api.content.get_state(application)
    filling.fill(application, asked.answers())
    if state == "draft":
        application.erase_on = date.today() + timedelta(days=days("draft_days"))
    compute(application)
    # The page shows what it keeps; nobody who reads it has a right to write.
    with api.env.adopt_roles(["Manager"]):
        notify(ObjectModifiedEvent(application))
    journal.record(application, "save", actor=actor())


def move(application, transition: str, comment: str = ""):
    """A transition on behalf of who holds the link; WorkflowException where it is refused."""
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(application, transition, comment=comment)
