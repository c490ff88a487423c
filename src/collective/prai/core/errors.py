"""Error pages: what happened, in a sentence, and a way out; for programs a sentence in JSON.

They are drawn on the site, never on the item asked for: stock Plone draws its 404 on the nearest
parent, and so shows the title of an expired guide or of a withdrawn one.
"""

from AccessControl import getSecurityManager
from AccessControl.SecurityManagement import newSecurityManager
from AccessControl.SecurityManagement import noSecurityManager
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.banners import section_links
from collective.prai.core.caching.pages import mark_private
from collective.prai.core.gate import Gone
from collective.prai.core.gate import traversed_content
from collective.prai.core.gate import withdrawn_for
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.offers import working_copy_offer
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IHeadedPage
from collective.prai.interfaces import IUntold
from contextlib import contextmanager
from plone import api
from plone.app.layout.viewlets.common import TitleViewlet
from plone.app.uuid.utils import uuidToObject
from plone.rest.errors import ErrorHandling
from plone.rest.interfaces import IAPIRequest
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import HTTPException
from zExceptions import NotFound
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer
import html
import json
import logging


logger = logging.getLogger(__name__)

#: The page when even the theme fails: no template, no site.
PLAIN = (
    '<!DOCTYPE html><html lang="fr"><head><title>{title}</title></head><body><main><h1>{title}</h1>'
    '<p>{sentence}</p><p><a href="{home}">{back}</a></p></main></body></html>'
)


class IErrorPage(IHeadedPage):
    """Marks error pages, so that their browser title says what happened."""


class HeadedTitle(TitleViewlet):
    """« Page introuvable — PRAI » instead of the name of the site alone."""

    def update(self):
        heading = translate(self.view.heading, context=self.request)
        # Of a page about an item: the title of this.
        about = getattr(self.view, "about", "")
        parts = [html.escape(part) for part in (heading, about) if part]
        self.site_title = self.sep.join([*parts, self.site_title_setting])


class ErrorJson(ErrorHandling):
    """For programs: a sentence; never a word of what failed inside, nor of what is there."""

    sentence = None

    def render_exception(self, exception):
        result = super().render_exception(exception)
        if not result:  # redirected to where the item moved
            return result
        result.pop("context", None)
        if self.sentence is not None:
            result["message"] = self.sentence
        return result


@implementer(IErrorPage)
class ErrorPage(BrowserView):
    """Base: HTML for people, JSON for programs."""

    page = ViewPageTemplateFile("templates/error.pt")
    status = 500
    heading = _("Something went wrong on our side")
    sentences = (_("The error has been recorded. Try again in a moment, or search for what you need."),)

    def __init__(self, exception, request):
        super().__init__(exception, request)
        self.exception = exception

    def __call__(self):
        return self.answer()

    def answer(self):
        """The refusal, as the reader's program asks for it."""
        mark_private(self.request)
        if IAPIRequest.providedBy(self.request):
            return self.json()
        response = self.request.response
        response.setStatus(self.status)
        if not wants_html(self.request):
            response.setHeader("Content-Type", "application/json")
            return json.dumps({"type": self.kind, "message": self.text()})
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        return self.draw()

    @property
    def kind(self) -> str:
        return type(self.exception).__name__

    def text(self) -> str:
        """The sentences, joined, in the reader's language."""
        return " ".join(translate(sentence, context=self.request) for sentence in self.sentences)

    def json(self):
        handler = ErrorJson(self.exception, self.request)
        handler.sentence = self.text()
        return handler()

    def draw(self):
        self.context = self.__parent__ = api.portal.get()
        for column in ("border", "plone.leftcolumn", "plone.rightcolumn"):
            self.request.set(f"disable_{column}", True)
        try:
            return self.page()
        except Exception:
            logger.exception("The error page itself failed")
            return PLAIN.format(
                title=html.escape(translate(self.heading, context=self.request)),
                sentence=html.escape(self.text()),
                home=html.escape(api.portal.get().absolute_url()),
                back=html.escape(translate(_("Back to the home page"), context=self.request)),
            )

    @property
    def home(self) -> str:
        return api.portal.get().absolute_url()

    @property
    def replacement(self):
        """Title and address of what replaces a withdrawn item, if the reader may see it."""

    def elsewhere(self) -> list:
        """Links to where the reader may go on, besides the search."""
        return []

    def offer(self):
        """What an editor may do instead: a link to a working copy."""


class ServerErrorPage(ErrorPage):
    """Anything that a page did not foresee; sentences of expected refusals are passed on."""

    def __call__(self):
        if isinstance(self.exception, HTTPException):
            self.status = self.exception.getStatus()
            if self.status < 500:
                self.heading = _("This request cannot be answered")
                self.sentences = (str(self.exception),) if str(self.exception) else ()
        return super().__call__()

    def json(self):
        if self.status < 500:
            return ErrorHandling(self.exception, self.request)()
        if getSecurityManager().checkPermission("Manage portal", api.portal.get()):
            return ErrorHandling(self.exception, self.request)()
        return super().json()


class RefusedPage(ErrorPage):
    """A refusal that is told as a withdrawal, wherever one is the reason."""

    def __call__(self):
        content = traversed_content(self.request)
        with current_reader(self.request):
            withdrawal = withdrawn_for(content) if content is not None else None
            if withdrawal is None:
                return self.answer()
            return self.for_good(GonePage(Gone(withdrawal), self.request))

    def for_good(self, page):
        """The answer of another page: after Unauthorized the publisher would go on to ask for a login."""
        body = page()
        response = self.request.response
        response.setStatus(page.status, lock=1)
        response._has_challenged = True  # PAS asks this before it redirects to the login form
        return body


class NotFoundPage(RefusedPage):
    """404: unknown, not yet public, no longer public: the page is the same for all three."""

    status = 404
    heading = _("Page not found")
    sentences = (
        _("There is nothing to read at this address: it may have been mistyped, or the page is not public."),
        _("Search for what you need, or start again from the home page."),
    )

    def answer(self):
        view = getMultiAdapter((api.portal.get(), self.request), name="plone_redirector_view")
        if not IAPIRequest.providedBy(self.request) and view.attempt_redirect():
            return ""
        return super().answer()


class GonePage(ErrorPage):
    """410: when and why it was withdrawn, and what replaces it. Its title stays untold."""

    status = 410
    kind = "Gone"
    heading = _("This page has been withdrawn")

    def __init__(self, exception, request):
        super().__init__(exception, request)
        self.withdrawal = exception.withdrawal

    @property
    def sentences(self):
        date, reason = self.withdrawal.date, self.withdrawal.reason
        found = []
        if date is not None:
            day = format_partial(date.asdatetime().date().isoformat(), vocabularies.language())
            found.append(_("It was withdrawn on ${date}.", mapping={"date": day}))
        if reason:
            found.append(_("Reason given: ${reason}", mapping={"reason": reason}))
        return found or [_("It is no longer published.")]

    @property
    def replacement(self):
        uid = self.withdrawal.replacement
        target = uuidToObject(uid, unrestricted=True) if uid else None
        if target is None or not reader_may_see(target):
            return None
        return {"title": target.Title(), "url": target.absolute_url()}

    def elsewhere(self) -> list:
        """The section that it stood in: there are its neighbours, and what came after it."""
        content = traversed_content(self.request)
        return section_links(content) if content is not None else []

    def json(self):
        """As plone.rest answers, but for the sentence, the date and the replacement."""
        response = self.request.response
        body = {"type": "Gone", "message": self.text(), "reason": self.withdrawal.reason}
        if self.withdrawal.date is not None:
            body["withdrawn"] = self.withdrawal.date.ISO8601()
        if self.replacement:
            body["replacement"] = self.replacement
        response.setHeader("Content-Type", "application/json")
        response.setStatus(self.status, lock=1)
        response.setBody(json.dumps(body, indent=2), lock=1)


class ForbiddenPage(ErrorPage):
    """403, for whoever is logged in and may not: a login would not help them."""

    status = 403
    kind = "Unauthorized"
    heading = _("You may not do this here")
    sentences = (_("Your account has no right to it. If you think that it should, write to the team."),)

    def offer(self):
        content = traversed_content(self.request)
        return working_copy_offer(content, self.request) if content is not None else None


class UnauthorizedPage(RefusedPage):
    """401: the publisher goes on to the login form."""

    status = 401
    heading = _("You must log in to read this page")
    sentences = (_("It is reserved for the editorial team, or it is not public yet."),)

    def __call__(self):
        if IUntold.providedBy(traversed_content(self.request)):
            return self.unknown()
        return super().__call__()

    def unknown(self):
        """404 for good, as of an address at which nothing is."""
        page = NotFoundPage(NotFound(self.request.get("ACTUAL_URL", "")), self.request)
        body = page()
        response = self.request.response
        response.setStatus(404, lock=1)
        response._has_challenged = True  # PAS asks this before it redirects to the login form
        return body

    def answer(self):
        program = IAPIRequest.providedBy(self.request) or not wants_html(self.request)
        if program or api.user.is_anonymous():
            return super().answer()
        return self.for_good(ForbiddenPage(self.exception, self.request))

    def json(self):
        return ErrorHandling(self.exception, self.request)()


@contextmanager
def current_reader(request):
    """Act as who sent the request: where authorisation failed, the publisher forgets them."""
    before = getSecurityManager().getUser()
    user = before
    if user.getUserName() == "Anonymous User":
        user = authenticated(request) or before
    newSecurityManager(request, user)
    try:
        yield user
    finally:
        noSecurityManager()
        newSecurityManager(request, before)


def authenticated(request):
    """The user of these credentials, in the site or above it; None for a visitor."""
    portal = api.portal.get()
    for users in (portal.acl_users, portal.getPhysicalRoot().acl_users):
        plugins = users._getOb("plugins")
        for user_id, login in users._extractUserIds(request, plugins):
            user = users._findUser(plugins, user_id, login)
            if user is not None:
                return user.__of__(users)
    return None


def wants_html(request) -> bool:
    """Whether a person reads the answer: browsers name HTML, ``*/*`` is a person's tool too."""
    accept = request.getHeader("Accept", "") or "*/*"
    return "text/html" in accept or "json" not in accept
