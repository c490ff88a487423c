"""``{call}/@@saisir-un-dossier``: an officer enters what came on paper: one desk for all dossiers."""

from collective.prai import _
from collective.prai.core.mailed_page import MailedPage
from collective.prai.core.public_forms.checks import email
from collective.prai.core.publication.refusals import Refused
from collective.prai.interfaces import IHeadedPage
from collective.prai.programme import journal
from collective.prai.programme.applicants import erase_application
from collective.prai.programme.apply import mails
from collective.prai.programme.apply import making
from collective.prai.programme.apply.form import Questions
from collective.prai.programme.apply.pages import read_sent
from collective.prai.programme.apply.ready_form import form_of
from collective.prai.programme.apply.transitions import ENTERED
from collective.prai.programme.apply.transitions import last_day
from collective.prai.programme.apply.transitions import was_open
from collective.prai.programme.content.application import PAPER
from collective.prai.programme.windows import present
from collective.prai.programme.windows import takes_applications
from collective.prai.programme.windows import zone
from datetime import datetime
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate
from zope.interface import implementer


#: Parameters: when it was received, the address of who sent it.
RECEIVED, EMAIL = "recu", "adresse"


@implementer(IHeadedPage)
class Enter(MailedPage):
    """The context is the call; who enters is an officer."""

    index = ViewPageTemplateFile("templates/paper.pt")
    before_fields = ViewPageTemplateFile("templates/paper_start.pt")
    after_fields = ViewPageTemplateFile("templates/paper_end.pt")
    heading = _("Enter a dossier received on paper")
    canonical = ""

    def __call__(self):
        self.keep_private(linked=False)
        self.problems: list[tuple[str, str]] = []
        self.typed: dict = {}
        form = form_of(self.context)
        self.questions = None
        if form is None:
            return self.index()
        if self.posted and self._enter():
            return ""
        self.questions = Questions(form, self.request, self, self.typed)
        self.questions.update()
        return self.index()

    @property
    def form_action(self) -> str:
        return f"{self.context.absolute_url()}/@@saisir-un-dossier"

    def before(self) -> str:
        return self.before_fields()

    def after(self) -> str:
        return self.after_fields()

    def file_address(self, file_id: str) -> str:
        """A new dossier has no files."""
        return ""

    @property
    def closes(self) -> str:
        return last_day(self.context)

    @property
    def email(self) -> str:
        return self.text(EMAIL, 200)

    @property
    def received_typed(self) -> str:
        return self.text(RECEIVED, 40) or present().strftime("%Y-%m-%dT%H:%M")

    @property
    def latest(self) -> str:
        return present().strftime("%Y-%m-%dT%H:%M")

    def _received(self) -> datetime | None:
        """The moment that is typed, in the zone of the site."""
        try:
            return zone().localize(datetime.strptime(self.received_typed, "%Y-%m-%dT%H:%M"))  # noqa: DTZ007
        except ValueError:
            return None

    def _say(self, sentence, field: str = ""):
        self.problems.append((field, translate(sentence, context=self.request)))

    def _enter(self) -> bool:
        """Whether it is done, and leads to the dossier."""
        sent, received = read_sent(self.request), self._received()
        self.typed = sent.typed
        for problem in sent.problems:
            self._say(problem)
        if received is None or received > present():
            self._say(_("Give the day and the hour at which it was received, not in the future."), RECEIVED)
        elif not was_open(self.context, received):
            self._say(_("The call took no dossiers at that moment."), RECEIVED)
        if self.email and (problem := email(self.email)) is not None:
            self._say(problem, EMAIL)
        if self.problems:
            return False
        application = making.begin(self.context, self.email, channel=PAPER)
        application.received_on = received.replace(tzinfo=None)
        late = not takes_applications(self.context)
        told = f"Reçu le {mails.said_moment(received)}" + (
            ", saisi après la clôture de l’appel" if late else ""
        )
        journal.record(application, ENTERED, told)
        making.change_files(application, sent.uploads, ())
        asked = making.questions(application, self.request, self, sent.typed)
        asked.update()
        making.save(application, asked, sent.typed)
        try:
            making.move(application, "submit", comment=told)
        except Refused as refused:
            self.problems.append(("", str(refused)))
            erase_application(application)
            return False
        api.portal.show_message(
            _("The dossier is entered under the number ${number}.", mapping={"number": application.number}),
            self.request,
        )
        self.request.response.redirect(application.absolute_url())
        return True
