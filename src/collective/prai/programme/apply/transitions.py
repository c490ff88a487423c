"""What every door of a transition of a dossier does: page, menu, REST or command."""

from collective.prai import _
from collective.prai.core.numbers import next_number
from collective.prai.core.publication.refusals import Refused
from collective.prai.programme import journal
from collective.prai.programme.applicants import applicant_of
from collective.prai.programme.apply import mails
from collective.prai.programme.apply.making import questions
from collective.prai.programme.computing import compute
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.content.application import ONLINE
from collective.prai.programme.content.application import PAPER
from collective.prai.programme.windows import moment
from collective.prai.programme.windows import present
from collective.prai.programme.windows import takes_applications
from collective.prai.programme.windows import window
from datetime import datetime
from plone import api
from zope.globalrequest import getRequest


#: Annotation of the site that remembers the last number; what numbers begin with.
NUMBERS, PREFIX = "collective.prai.applications.last", "PRAI"
#: Act of the log by which an officer entered a dossier received on paper.
ENTERED = "paper"
#: Marks of reminders that a new request to complete makes void.
WAITING = "waiting"


class _Nowhere:
    """The page of a form that nobody sees."""

    form_action = ""

    def file_address(self, file_id: str) -> str:
        return ""


def is_paper(application) -> bool:
    """Whether an officer entered it: the log says so, which no field can."""
    return any(line.act == ENTERED for line in journal.lines_of(application))


def was_open(call, when: datetime) -> bool:
    """Whether a call, open or closed since, took dossiers at that moment."""
    opens, closes, when = moment(call.opens), moment(call.closes), moment(when)
    announced = api.content.get_state(call) in ("open", "closed")
    return announced and (opens is None or opens <= when) and (closes is None or when <= closes)


def before(application, event):
    """A dossier is handed in while its call takes them, and complete."""
    transition = event.transition.id if event.transition is not None else ""
    call = mails.call_of(application)
    if transition != "submit" or call is None:
        return
    paper = is_paper(application)
    if event.old_state.id == "draft":
        received = application.received_on if paper else None
        if not (was_open(call, received) if received else takes_applications(call)):
            raise Refused(_("The call ${call} takes no dossiers now.", mapping={"call": call.Title()}))
    if not paper:
        _check_answers(application)


def _check_answers(application):
    asked = questions(application, getRequest(), _Nowhere())
    if asked is None:
        return
    asked.update()
    asked.examined  # noqa: B018 (fills what is wrong)
    if asked.wrong:
        labels = ", ".join(label for _id, label in asked.wrong)
        raise Refused(_("To be corrected or completed: ${questions}.", mapping={"questions": labels}))


def after(application, event):
    """Number, receipt, mails; the log is written for every transition (programme/acts.py)."""
    name = event.transition.id if event.transition is not None else ""
    if name == "submit":
        _handed_in(application, event.old_state.id)
    elif name == "ask_completion":
        _asked(application, event.kwargs.get("comment") or "")
    elif name == "abandon" and application.number:
        mails.tell(application, "withdrawn")


def _handed_in(application, before: str):
    now = present()
    if before == "draft":
        paper = is_paper(application)
        application.number = _number(now.year)
        application.channel = PAPER if paper else ONLINE
        if not paper or not application.received_on:
            application.received_on = now.replace(tzinfo=None)
        application.erase_on = None
    compute(application)
    application.reindexObject()
    mails.tell(application, "receipt")


def _number(year: int) -> str:
    folder = api.portal.get().get(APPLICATIONS)
    known = [item.number or "" for item in folder.objectValues()] if folder is not None else []
    return next_number(NUMBERS, PREFIX, year, known)


def _asked(application, reason: str):
    applicant = applicant_of(application)
    if applicant is not None:
        applicant.reminded = tuple(mark for mark in applicant.reminded if not mark.startswith(WAITING))
    mails.tell(application, "to_complete", reason)


def last_day(call) -> str:
    """Until when a call takes dossiers, in words; "" for one without an end."""
    closes = window(call).closes
    return mails.said_moment(closes) if closes is not None else ""
