"""``/suivre-ma-demande``: where a request stands, in plain words, for who holds its mailed link."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.mailed_page import MailedPage
from collective.prai.core.partial_date import format_partial
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.checks import message
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.throttle import client_of
from collective.prai.interfaces import IHeadedPage
from collective.prai.questions import following
from collective.prai.questions import mails
from collective.prai.questions.content.question import IQuestion
from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.settings import months_kept
from datetime import date
from dateutil.relativedelta import relativedelta
from functools import cached_property
from plone import api
from zope.interface import implementer
import re


_NUMBER = re.compile(r"q-[0-9]{4}-[0-9]{4,9}")
#: Messages that one request takes, in all.
MOST_MESSAGES = 30
#: Links that are mailed again to one address within an hour.
links = HourlyLimit(one=3)
STATES = {
    following.RECEIVED: _("Your request has arrived. The team reads it soon."),
    following.ASSIGNED: _("Somebody of the team is working on your request."),
    following.ANSWERED: _("We have answered you. You may write to us again below."),
    following.CLOSED: _("Your request is closed. Write to us again below if something is missing."),
}
#: Acts that the asker reads, and who speaks; notes, names and assignments are the team's own.
TOLD = {
    following.WROTE: _("You"),
    following.ANSWERED: _("The resource centre"),
    following.CLOSED: _("The resource centre"),
}


@implementer(IHeadedPage)
class Follow(MailedPage):
    """One page: without a link, it mails the link again; with it, the request."""

    purpose = mails.FOLLOW
    heading = _("Follow my request")
    canonical = ""
    #: What the page says: "form", "asked", "request" or "lost".
    shown = "form"

    def __call__(self):
        self.keep_private(linked=True)
        if self.key:
            self._linked()
        elif self.posted and self.can_send:
            self._ask_link()
        return self.index() if self.request.response.getStatus() != 302 else ""

    @property
    def number(self) -> str:
        return self.text(mails.NUMBER, 40)

    @property
    def key(self) -> str:
        return self.text(mails.KEY, 100)

    @cached_property
    def errors(self) -> dict:
        """Name of a field → sentence; under "" what is about the whole."""
        return {}

    @cached_property
    def question(self):
        """Of that number, whoever asks; None where there is none."""
        name = self.number.lower()
        folder = api.portal.get().get(QUESTIONS)
        if folder is None or not _NUMBER.fullmatch(name) or name not in folder.objectIds():
            return None
        found = folder[name]
        return found if IQuestion.providedBy(found) else None

    # The mailed link

    def _linked(self):
        if self.question is None or not following.has_key(self.question, self.key):
            self.lost()
            return
        self.shown = "request"
        if self.posted:
            self.take_link_as_proof()
            self._write()

    def _write(self):
        text = self.text("message", 100_000).replace("\r\n", "\n")
        problem = message(text) or (None if text else _("Write your message."))
        if problem:
            self.errors["message"] = problem
            return
        written = [act for act in following.acts_of(self.question) if act.kind == following.WROTE]
        # The same once more is a button that was pressed twice.
        if not written or written[-1].text != text:
            if len(written) >= MOST_MESSAGES:
                self.errors["message"] = _("This request has many messages already: ask a new question.")
                return
            if not self._may_send():
                return
            following.hear(self.question, text)
            until = date.today() + relativedelta(months=months_kept())
            self.question.erase_on = max(self.question.erase_on or until, until)
            mails.tell_message(self.question, text)
        self.request.response.redirect(f"{mails.follow_address(self.question)}#messages")

    def _may_send(self) -> bool:
        wait = hourly.wait(client_of(self.request))
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            self.errors[""] = _(
                "Too many messages came from your network: try again in an hour, or write to us."
            )
        return not wait

    # What the request says

    @property
    def state(self):
        return STATES[self.question.progress if self.question.progress in STATES else following.RECEIVED]

    @property
    def received_on(self) -> str:
        return self._day(self.question.created().asdatetime().date())

    @property
    def erased_on(self) -> str:
        return self._day(self.question.erase_on) if self.question.erase_on else ""

    def _day(self, value: date) -> str:
        return format_partial(value.isoformat(), vocabularies.language())

    @property
    def messages(self) -> list[dict]:
        """What was written, the oldest first: by the asker, and to the asker."""
        first = {"who": TOLD[following.WROTE], "when": self.received_on, "text": self.question.question or ""}
        return [first] + [
            {"who": TOLD[act.kind], "when": self._day(act.moment.date()), "text": act.text}
            for act in following.acts_of(self.question)
            if act.kind in TOLD and act.text
        ]

    @property
    def purpose_words(self) -> str:
        return vocabularies.title("question_purposes", self.question.purpose)

    # The link, once more

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, mails.FOLLOW)

    def _ask_link(self):
        """The same answer whether number and address go together or not."""
        address = self.text("courriel", 200)
        if not _NUMBER.fullmatch(self.number.lower()):
            self.errors[mails.NUMBER] = _("Write the number as you received it, for instance Q-2026-0001.")
        problem = email(address) or (None if address else _("Write the e-mail address that you had given."))
        if problem:
            self.errors["courriel"] = problem
        if not self.errors and self.moment.objection:
            self.errors[""] = self.moment.objection
        if self.errors or not self._may_send():
            return
        known = (self.question.email or "").strip().casefold() if self.question is not None else ""
        if known and known == address.casefold() and not links.wait(known):
            mails.send_link(self.question)
        self.shown = "asked"
