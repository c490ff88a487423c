"""``/mon-dossier``: where an applicant follows a dossier, changes it, hands it in and takes it back."""

from collective.prai import _
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.settings import public_address
from collective.prai.core.throttle import client_of
from collective.prai.programme import applicants
from collective.prai.programme import journal
from collective.prai.programme.applicants import PAGE
from collective.prai.programme.apply import mails
from collective.prai.programme.apply import making
from collective.prai.programme.apply import steps
from collective.prai.programme.apply.pages import ApplicantPage
from collective.prai.programme.apply.pages import DONE
from collective.prai.programme.apply.pages import DOSSIER
from collective.prai.programme.apply.pages import is_applicant
from collective.prai.programme.apply.saying import DONE_WORDS
from collective.prai.programme.apply.saying import STATES
from collective.prai.programme.apply.saying import timeline
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zExceptions import NotFound


#: Links to one address within an hour.
links = HourlyLimit(one=3)
EMAIL = "adresse"
_TOO_MANY = _("Too many messages came from your network: try again in an hour, or write to us.")


class MyDossier(ApplicantPage):
    """Without a link: the dossiers of the account, and the way to have a link sent again."""

    index = ViewPageTemplateFile("templates/mine.pt")
    #: What the page says: "dossier", "list", "asked" or "lost".
    shown = "list"

    def publishTraverse(self, request, name):
        step = steps.STEPS.get(name)
        if step is None:
            raise NotFound(self, name, request)
        return step(self.context, request)

    @property
    def canonical(self) -> str:
        """Its own address; the page of a link is nobody's."""
        keyed = self.linked or self.text(DOSSIER, 40)
        return "" if keyed else f"{public_address() or api.portal.get().absolute_url()}/{PAGE}"

    @property
    def heading(self):
        return _("My dossier") if self.shown in ("dossier", "lost") else _("My dossiers")

    def __call__(self):
        keyed = self.linked or bool(self.text(DOSSIER, 40))
        self.keep_private(linked=keyed)
        self.errors: list[str] = []
        if keyed and self.application is None:
            self.lost()
        elif keyed:
            self.shown = "dossier"
        elif self.posted:
            self._ask_for_links()
        return self.index()

    # A dossier

    @property
    def state_words(self):
        """Title and sentence of where it stands."""
        return STATES[self.state]

    @property
    def done(self):
        """What has just been done, None where nothing was."""
        return DONE_WORDS.get(self.text(DONE, 20))

    @cached_property
    def reason(self) -> str:
        """What the officers ask for."""
        return reason_of(self.application) if self.state == "to_complete" else ""

    @cached_property
    def timeline(self) -> list[dict]:
        return timeline(self.application)

    @property
    def answers(self) -> list[dict]:
        return [row for row in self.application.answers or () if row.get("value")]

    @property
    def may_withdraw(self) -> bool:
        return self.state in steps.WITHDRAWABLE

    @property
    def eligibility(self) -> list[dict]:
        return steps.rules_of(self.application)

    @property
    def working(self) -> list[str]:
        return (self.application.computed_working or "").splitlines()

    # Of an account

    @cached_property
    def own(self) -> list[dict]:
        """Dossiers of which the account is the applicant, the newest first."""
        if api.user.is_anonymous():
            return []
        found = api.content.find(portal_type="prai.Application", sort_on="created", sort_order="descending")
        items = [brain.getObject() for brain in found]
        base = f"{api.portal.get().absolute_url()}/{PAGE}"
        return [
            {
                "title": item.Title(),
                "number": item.number,
                "state": STATES[api.content.get_state(item)][0],
                "url": f"{base}?{urlencode({DOSSIER: item.UID()})}",
            }
            for item in items
            if is_applicant(item)
        ]

    # A link that was lost

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, PAGE)

    @property
    def address_typed(self) -> str:
        return self.text(EMAIL, 200)

    def _ask_for_links(self):
        """The answer is the same whether an address is known or not."""
        problem = email(self.address_typed) if self.address_typed else _("Give your e-mail address.")
        problem = problem or self.moment.objection
        if problem is None:
            wait = hourly.wait(client_of(self.request)) or links.wait(self.address_typed.casefold())
            if wait:
                self.request.response.setStatus(429)
                self.request.response.setHeader("Retry-After", str(wait))
                problem = _TOO_MANY
        if problem is not None:
            self.errors.append(self.say(problem))
            return
        self.shown = "asked"
        wanted = self.address_typed.casefold()
        found = [
            one
            for one in applicants.applications_of(self.address_typed)
            # A contact that somebody named has no right to the dossier of who named it.
            if (applicants.address_of(one) or "").casefold() == wanted
        ]
        if found and self.can_send:
            mails.send_links(self.address_typed, found[-making.uploads.MOST :])
            for one in found:
                journal.record(one, "link_sent", actor=journal.SITE)


def reason_of(application) -> str:
    """Of the last request to complete it."""
    history = application.workflow_history.get("prai_application_workflow", ())
    asked = [row.get("comments") or "" for row in history if row.get("action") == "ask_completion"]
    return asked[-1] if asked else ""
