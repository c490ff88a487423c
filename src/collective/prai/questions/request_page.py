"""The page of one request, for who treats it: what was asked, what was done, and what may be done now."""

from AccessControl import getSecurityManager
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.public_forms.checks import message
from collective.prai.questions import following
from collective.prai.questions import mails
from collective.prai.questions.roles import members
from collective.prai.questions.roles import name_of
from collective.prai.questions.settings import late_after
from functools import cached_property
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


#: Names of the buttons, of the boxes, and of what says how much of the history was on the page.
ASSIGN, ANSWER, NOTE, CLOSE, REOPEN = "confier", "repondre", "noter", "clore", "rouvrir"
SEEN = "vu"
WORDS = {
    following.RECEIVED: _("Request received"),
    following.ASSIGNED: _("Request assigned"),
    following.RELEASED: _("Given back to the team"),
    following.ANSWERED: _("Answer sent"),
    following.NOTED: _("Internal note"),
    following.WROTE: _("Message of the asker"),
    following.CLOSED: _("Request closed"),
    following.REOPENED: _("Request open again"),
}


@implementer(IViewView, IPublishTraverse)
class RequestPage(BrowserView):
    """Each button is a POST with the token of Plone's own forms."""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "private, no-store")
        self.request.response.setHeader("Referrer-Policy", "no-referrer")
        if self.request.method == "POST" and self.may_act:
            CheckAuthenticator(self.request)
            sentence = self._do()
            if sentence is None:
                self.request.response.redirect(self.context.absolute_url())
                return ""
            self.error = sentence
        return self.index()

    def publishTraverse(self, request, name):
        """Nothing is below: its methods are no addresses."""
        raise NotFound(self, name, request)

    #: Why what was asked has not been done, None if nothing is wrong.
    error = None

    @property
    def may_act(self) -> bool:
        return bool(getSecurityManager().checkPermission("Modify portal content", self.context))

    # What the page shows

    @property
    def facts(self) -> list[tuple[object, str]]:
        """Label and value of what is known of who asks."""
        question = self.context
        rows = (
            (_("What is asked for"), vocabularies.title("question_purposes", question.purpose)),
            (_("Organisation"), question.organisation),
            (_("Office"), question.office),
            (_("Phone"), question.phone),
            (_("Municipality"), question.commune),
            (_("Guide that is wanted"), question.guide),
            (_("How to send it"), vocabularies.title("deliveries", question.delivery)),
            (_("Postal address"), question.postal_address),
        )
        return [row for row in rows if row[1]]

    @property
    def state(self) -> str:
        return vocabularies.title("question_stages", self.context.progress)

    @property
    def late(self) -> bool:
        return following.is_late(self.context, late_after())

    @property
    def until(self) -> str:
        """Day by which an answer is due, "" where nobody waits."""
        end = following.due(self.context, late_after())
        return self._day(end.date()) if end is not None else ""

    @property
    def erased_on(self) -> str:
        return self._day(self.context.erase_on) if self.context.erase_on else ""

    def _day(self, value) -> str:
        return format_partial(value.isoformat(), vocabularies.language())

    @property
    def who(self) -> str:
        return name_of(self.context.assigned_to) if self.context.assigned_to else ""

    @cached_property
    def history(self) -> list[dict]:
        """The acts, the oldest first, as the team reads them."""
        names = {following.ASKER: _("The asker"), following.SITE: _("The site")}
        return [
            {
                "what": WORDS.get(act.kind, act.kind),
                "kind": act.kind,
                "when": act.time,
                "shown": api.portal.get_localized_time(datetime=act.moment, long_format=True),
                "who": names.get(act.actor) or name_of(act.actor),
                "text": act.text,
                "to": name_of(act.to) if act.kind == following.ASSIGNED else act.to,
            }
            for act in following.acts_of(self.context)
        ]

    @property
    def accounts(self) -> list[tuple[str, str, bool]]:
        """Account, name, whether it has the request in hand."""
        return [(one, name, one == self.context.assigned_to) for one, name in members(self.context)]

    @property
    def waiting(self) -> bool:
        return following.is_waiting(self.context)

    @property
    def closed(self) -> bool:
        return self.context.progress == following.CLOSED

    @property
    def office(self) -> str:
        return mails.office(self.context)

    def typed(self, name: str) -> str:
        """What was in a box that comes back."""
        value = self.request.form.get(name)
        return value if isinstance(value, str) and self.error is not None else ""

    # What the buttons do; each gives the sentence of what is wrong, or None

    def _do(self):
        acts = {ASSIGN: self._assign, ANSWER: self._answer, NOTE: self._note, CLOSE: self._close,
                REOPEN: self._reopen}  # fmt: skip
        name = next((name for name in acts if name in self.request.form), None)
        if name is None:
            return _("Choose what is to be done.")
        if name != NOTE and self.request.form.get(SEEN) != str(len(following.acts_of(self.context))):
            return _(
                "Something has happened to this request since you opened the page: read its history again, "
                "then go on. Your text is still here."
            )
        return acts[name]()

    def _text(self, name: str) -> str:
        value = self.request.form.get(name)
        return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""

    def _assign(self):
        account = self._text("compte")
        if account and account not in dict(members(self.context)):
            return _("Choose somebody of the list.")
        if not following.is_waiting(self.context):
            return _("Nobody waits for an answer any more: open the request again first.")
        if account != (self.context.assigned_to or ""):
            following.assign(self.context, account)
            mails.tell_assigned(self.context, account)
        return self._said(_("The request is assigned.") if account else _("The request is the team's again."))

    def _answer(self):
        text = self._text("reponse")
        problem = message(text) or (None if text else _("Write the answer."))
        if problem:
            return problem
        to = mails.send_answer(self.context, text)
        following.answer(self.context, text, to)
        if to:
            return self._said(_("The answer is kept, and sent to ${address}.", mapping={"address": to}))
        return self._said(_("The answer is kept. It was not mailed: tell it yourself."), "warning")

    def _note(self):
        text = self._text("note")
        problem = message(text) or (None if text else _("Write the note."))
        if problem:
            return problem
        following.note(self.context, text)
        return self._said(_("The note is kept, for the team alone."))

    def _close(self):
        reason = self._text("motif")
        problem = message(reason) or (None if reason else _("Write the reason: the asker reads it."))
        if problem:
            return problem
        if self.closed:
            return _("This request is closed already.")
        following.close(self.context, reason)
        mails.tell_closed(self.context, reason)
        return self._said(_("The request is closed."))

    def _reopen(self):
        if following.is_waiting(self.context):
            return _("This request is open already.")
        following.reopen(self.context)
        return self._said(_("The request is open again."))

    def _said(self, sentence, kind="info"):
        self.context.reindexObject(idxs=["modified"])
        IStatusMessage(self.request).add(sentence, type=kind)
