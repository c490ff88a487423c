"""What officers' and jurors' pages have in common: who reads, what was typed, how figures are written."""

from collective.prai.core import vocabularies
from collective.prai.core.compiled import Compiled
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.state import state_of
from collective.prai.core.publication.state import workflow_of
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from zope.i18nmessageid import Message
import re


INSTRUCT = "collective.prai: Instruct applications"
#: Characters that one field of a form may bring.
LONGEST = 20_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def is_officer() -> bool:
    """Whether the current reader instructs applications: asked of the site, for states close dossiers."""
    return bool(api.user.has_permission(INSTRUCT, obj=api.portal.get()))


def me() -> str | None:
    return None if api.user.is_anonymous() else api.user.get_current().getId()


def clean(value) -> str:
    """A text of a form; given twice it arrives as a list, and counts as not given."""
    return _CONTROL.sub("", value[:LONGEST]).strip() if isinstance(value, str) else ""


def name_of(account: str | None) -> str:
    """What colleagues call the holder of an account: the full name, or the login name."""
    user = api.user.get(userid=account) if account else None
    return (user.getProperty("fullname", "") if user is not None else "") or account or ""


def state_title(obj) -> str:
    """Of its state, in the reader's language."""
    definition = api.portal.get_tool("portal_workflow").getWorkflowById(workflow_of(obj))
    return own_title(definition.states[state_of(obj)].title)


def own_title(text: str) -> str:
    """A title of our profile, in the reader's language."""
    return say(Message(text, domain="collective.prai"))


def entered(obj) -> datetime | None:
    """When it came into its present state, with UTC; None for what has no history."""
    status = api.portal.get_tool("portal_workflow").getStatusOf(workflow_of(obj), obj)
    time = (status or {}).get("time")
    return time.asdatetime().astimezone(UTC) if time is not None else None


def days_since(moment: datetime | None) -> int | None:
    return (datetime.now(UTC) - moment).days if moment is not None else None


class OfficePage(Compiled, BrowserView):
    """A page for who signed in: nothing of it is kept by anybody."""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "private, no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            answer = self.post()
            if answer is not None:
                return answer
        return self.index()

    def post(self):
        """What the posted form asks for; None shows the page."""

    @cached_property
    def macros(self):
        """The shared pieces: core/templates/macros.pt."""
        return api.content.get_view("prai-macros", self.context, self.request)["macros"]

    @cached_property
    def is_officer(self) -> bool:
        return is_officer()

    @cached_property
    def me(self) -> str | None:
        return me()

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    @property
    def url(self) -> str:
        return self.context.absolute_url()

    @property
    def site_url(self) -> str:
        return api.portal.get().absolute_url()

    def text(self, name: str) -> str:
        """What was typed into a field."""
        return clean(self.request.form.get(name))

    def money(self, amount) -> str:
        return format_euros(amount)

    def number(self, value) -> str:
        return format_number(value, self.language)

    def term(self, vocabulary: str, token) -> str:
        return vocabularies.title(vocabulary, token)

    def choices(self, vocabulary: str) -> list[tuple[str, str]]:
        """Token and title of each term."""
        factory = api.portal.get_vocabulary(f"collective.prai.{vocabulary}", self.context)
        return [(term.token, term.title) for term in factory]

    def name_of(self, account) -> str:
        return name_of(account)

    def day(self, moment) -> str:
        """Of a datetime or a date, as the site writes days; "" of none."""
        return api.portal.get_localized_time(datetime=moment) if moment else ""

    def day_and_time(self, moment) -> str:
        return api.portal.get_localized_time(datetime=moment, long_format=True) if moment else ""

    def say(self, message, kind: str = "info"):
        api.portal.show_message(message, self.request, type=kind)

    def back(self, anchor: str = ""):
        """To the page itself, so that a reload posts nothing again."""
        self.request.response.redirect(f"{self.url}{anchor}")
        return ""
