"""``{call}/@@candidater``: the questions of the call.  The first save makes a draft, and mails its link."""

from collective.prai import _
from collective.prai.core.mailed_page import MailedPage
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.throttle import client_of
from collective.prai.interfaces import IHeadedPage
from collective.prai.programme import applicants
from collective.prai.programme.apply import mails
from collective.prai.programme.apply import making
from collective.prai.programme.apply.form import Questions
from collective.prai.programme.apply.pages import CHECK
from collective.prai.programme.apply.pages import DONE
from collective.prai.programme.apply.pages import read_sent
from collective.prai.programme.apply.ready_form import form_of
from collective.prai.programme.apply.settings import days
from collective.prai.programme.apply.transitions import last_day
from collective.prai.programme.windows import moment
from collective.prai.programme.windows import takes_applications
from collective.prai.programme.windows import window
from datetime import date
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zope.i18n import translate
from zope.interface import implementer
import re
import secrets


#: The address, asked first; a mark of each page that is shown, so that sending it twice makes one dossier.
EMAIL, ONCE = "adresse", "prai.once"
_MARK = re.compile(r"[A-Za-z0-9_-]{20,60}", re.A)
#: Dossiers that one address may begin within an hour.
links = HourlyLimit(one=5)
_TOO_MANY = _("Too many messages came from your network: try again in an hour, or write to us.")


@implementer(IHeadedPage)
class Apply(MailedPage):
    """The context is the call."""

    index = ViewPageTemplateFile("templates/candidater.pt")
    before_fields = ViewPageTemplateFile("templates/apply_start.pt")
    after_fields = ViewPageTemplateFile("templates/apply_end.pt")
    heading = _("Apply")
    canonical = ""
    #: What the page says: "form", "closed", "no-form" or "no-mail".
    shown = "form"

    def __call__(self):
        self.keep_private(linked=False)
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        self.problems: list[tuple[str, str]] = []
        self.typed: dict = {}
        if self.form is None:
            self.shown = "no-form"
        elif self.posted and (self.is_in_time or self.made is not None):
            answer = self.send()
            if answer:
                return ""
        elif not takes_applications(self.context):
            self.shown = "closed"
        elif not self.can_send:
            self.shown = "no-mail"
        if self.shown == "form":
            self.questions = Questions(self.form, self.request, self, self.typed)
            self.questions.update()
        return self.index()

    @cached_property
    def form(self):
        return form_of(self.context)

    @cached_property
    def window(self):
        return window(self.context)

    @property
    def closes(self) -> str:
        return last_day(self.context)

    @property
    def contact(self) -> str:
        return mails.signature(self.context)

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, self.context.UID())

    @property
    def is_in_time(self) -> bool:
        """Whether the call takes dossiers, or took them when the page was shown: nothing typed is lost."""
        if takes_applications(self.context):
            return True
        shown = self.moment.shown
        opened = datetime.fromtimestamp(shown, UTC) if shown is not None else None
        closes = moment(self.context.closes)
        return opened is not None and closes is not None and opened <= closes

    # What the form shows

    @property
    def form_action(self) -> str:
        return f"{self.context.absolute_url()}/@@candidater"

    def before(self) -> str:
        return self.before_fields()

    def after(self) -> str:
        return self.after_fields()

    @property
    def email(self) -> str:
        if self.posted:
            return self.text(EMAIL, 200)
        return "" if api.user.is_anonymous() else api.user.get_current().getProperty("email", "") or ""

    @property
    def email_problem(self) -> str:
        return dict(self.problems).get(EMAIL, "")

    @cached_property
    def once(self) -> str:
        """Of this page; kept when it comes back with errors.

        Not when another site sends it: who chose the mark would be led to the dossier that is made with it.
        """
        foreign = self.request.getHeader("Sec-Fetch-Site") in ("cross-site", "same-site")
        sent = self.text(ONCE, 60) if self.posted and not foreign else ""
        return sent if _MARK.fullmatch(sent) else secrets.token_urlsafe(24)

    @property
    def draft_days(self) -> int:
        return days("draft_days")

    def file_address(self, file_id: str) -> str:
        """A new dossier has no files."""
        return ""

    def _say(self, sentence, field: str = ""):
        self.problems.append((field, translate(sentence, context=self.request)))

    # What is sent

    @cached_property
    def made(self):
        """The dossier that this very page has made already: sent twice, or gone back to."""
        store, mark = applicants.query_store(), self.text(ONCE, 60) if self.posted else ""
        found = store.once.get(mark) if store is not None and mark else None
        return applicants.application_of(found[1]) if found is not None else None

    def send(self) -> bool:
        """Whether the answer is a redirection to the dossier."""
        sent = read_sent(self.request, self.made)
        self.typed = sent.typed
        for problem in sent.problems:
            self._say(problem)
        if self.made is None:
            self._look_at_sender()
        if self.problems:
            return False
        application = self.made
        if application is None:
            application = self._begin()
            self._keep(application, sent)
            mails.tell(application, "draft")
        elif api.content.get_state(application) == "draft":
            self._keep(application, sent)
        self._lead_to(application)
        return True

    def _look_at_sender(self):
        problem = email(self.email) if self.email else _("Give your e-mail address: we send you the link.")
        if problem is not None:
            self._say(problem, EMAIL)
        if not self.problems and self.moment.objection is not None:
            self._say(self.moment.objection)
        wait = 0
        if not self.problems:
            wait = hourly.wait(client_of(self.request)) or links.wait(self.email.casefold())
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            self._say(_TOO_MANY)

    def _begin(self):
        owner = None if api.user.is_anonymous() else api.user.get_current().getId()
        application = making.begin(self.context, self.email, owner=owner)
        store = applicants.get_store()
        store.clean(date.today())
        store.once[self.once] = (date.today(), application.UID())
        return application

    def _keep(self, application, sent):
        making.change_files(application, sent.uploads, ())
        asked = making.questions(application, self.request, self, sent.typed)
        asked.update()
        making.save(application, asked, sent.typed)

    def _lead_to(self, application):
        """The page of the dossier, with a link of its own: what the mail carries is for another day."""
        state = api.content.get_state(application)
        in_time = takes_applications(self.context)
        step = "/verifier" if CHECK in self.request.form and state == "draft" and in_time else ""
        done = "" if step else ("enregistre" if in_time or state != "draft" else "tard")
        values = {applicants.TOKEN: applicants.secret_for(application)} | ({DONE: done} if done else {})
        base = f"{api.portal.get().absolute_url()}/{applicants.PAGE}"
        self.request.response.redirect(f"{base}{step}?{urlencode(values)}", status=303)
