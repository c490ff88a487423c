"""Public pages as caches may keep them: an operation of plone.caching, and the tag that goes with the body.

What is said of a page: whoever has it asks each time whether it has changed (304 costs nothing), a cache in
front of the site keeps it for some seconds, and nobody longer than until the next second at which something
on the site comes or goes.  Pages for readers with a name are theirs alone.
"""

from AccessControl import getSecurityManager
from collective.prai import _
from collective.prai.core.caching.conditional import matched
from collective.prai.core.caching.door import LARGEST
from collective.prai.core.caching.door import settle
from collective.prai.core.caching.door import SETTLED
from collective.prai.core.caching.state import database
from collective.prai.core.caching.state import next_due
from collective.prai.core.caching.state import seen_state
from collective.prai.core.kept import Kept
from collective.prai.interfaces import IPraiLayer
from plone import api
from plone.caching.interfaces import ICachingOperation
from plone.caching.interfaces import ICachingOperationType
from plone.caching.utils import lookupOptions
from plone.transformchain.interfaces import ITransform
from typing import NamedTuple
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import provider
import hashlib
import re
import time
import weakref


#: Seconds for which a cache in front may serve a page without asking: a withdrawn text is gone after them.
SHARED = 10
#: Seconds for which we ourselves do not make a page anew, whatever the clock has to do with it.
LONGEST = 600
#: Characters of what a page is kept under.
LONGEST_KEY = 5_000
PRIVATE = "private, max-age=0, must-revalidate"
#: What a page differs by: editors have a cookie or a password, programs ask for JSON.
VARY = "Accept, Accept-Language, Cookie, Authorization"
#: A form that is sent holds a token of this one rendering.
_SENT = re.compile(rb"""method=["']?post"""), re.compile(rb"""name=["']_authenticator""")
_ASKED = "collective.prai.page.asked"
_MADE = "collective.prai.page.made"
#: Bytes of pages where no door stands (RelStorage): database → store.
ROOM = 24 * 2**20
_pages: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()


class Asked(NamedTuple):
    """When a page was asked for, and what of the database it sees."""

    at: float
    state: bytes


class Page(NamedTuple):
    """A finished page; ``until``: the second from which it is made anew."""

    state: bytes
    until: float
    etag: str
    headers: list[tuple[str, str]]
    body: bytes


def is_for_everyone(request) -> bool:
    """Whether the answer is anyone's: read by someone without a name, nor anything that could be one."""
    environ = request.environ
    return (
        environ.get("REQUEST_METHOD") in ("GET", "HEAD")
        and "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and getSecurityManager().getUser().getId() is None
    )


@implementer(ICachingOperation)
@provider(ICachingOperationType)
@adapter(Interface, IPraiLayer)
class PageCaching:
    """Named collective.prai.page; the control panel of caching maps rules to it."""

    title = _("Public pages of the resource centre")
    description = _(
        "Browsers ask each time whether a page has changed; a cache in front keeps it for seconds, never "
        "beyond a date of publication or expiry. What is made for someone who is signed in is kept by nobody."
    )
    prefix = "collective.prai.page"
    options = ("smaxage",)
    sort = 6

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def interceptResponse(self, rulename, response):  # noqa: N802
        """The page as it was made before, where no door in front of Zope keeps it."""
        site = api.portal.get()
        state = seen_state(site)
        if state is None or not is_for_everyone(self.request):
            return None
        now = time.time()
        self.request.environ[_ASKED] = Asked(now, state)
        if SETTLED in self.request.environ:
            return None
        key = request_key(self.request)
        page = store(site).get(key) if key is not None else None
        if page is None or page.state != state or page.until <= now:
            return None
        for name, value in page.headers:
            response.setHeader(name, value)
        return answer(self.request, response, page.etag, page.body)

    def modifyResponse(self, rulename, response):  # noqa: N802
        """What caches are told."""
        said = (response.getHeader("Cache-Control") or "").lower()
        if not is_for_everyone(self.request):
            if "no-store" not in said:  # what a page itself says is stricter
                response.setHeader("Cache-Control", PRIVATE)
            return
        asked = self.request.environ.get(_ASKED)
        if (
            asked is None
            or response.getStatus() != 200
            or response.cookies
            or "no-store" in said
            or "private" in said
            or "max-age" in said
        ):
            return
        site = api.portal.get()
        until = min(next_due(site, asked.state, asked.at), asked.at + LONGEST)
        shared = lookupOptions(PageCaching, rulename).get("smaxage")
        shared = SHARED if shared is None else shared
        self.request.environ[_MADE] = (until, max(0, min(shared, int(until - time.time()))))


@implementer(ITransform)
@adapter(Interface, IPraiLayer)
class PageTag:
    """After the theme and all else: the tag of the finished body, and « you have it already »."""

    order = 12_500

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def transformBytes(self, result, encoding):  # noqa: N802
        return self.finish([result])

    def transformUnicode(self, result, encoding):  # noqa: N802
        return self.finish([result.encode(encoding)])

    def transformIterable(self, result, encoding):  # noqa: N802
        return self.finish(result)

    def finish(self, result):
        made = self.request.environ.pop(_MADE, None)
        if made is None:
            return None
        until, shared = made
        body = b"".join(part.encode() if isinstance(part, str) else part for part in result)
        response = self.request.response
        small = body.lower()
        if any(said.search(small) for said in _SENT):
            response.setHeader("Cache-Control", PRIVATE)
            return [body]
        response.setHeader("Cache-Control", f"public, max-age=0, s-maxage={shared}, must-revalidate")
        response.setHeader("Vary", VARY)
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        self._keep(response, until, etag, body)
        return [answer(self.request, response, etag, body)]

    def _keep(self, response, until: float, etag: str, body: bytes):
        """At the door, or here where there is none; a request that has changed something is nobody else's."""
        site, asked = api.portal.get(), self.request.environ[_ASKED]
        if seen_state(site) != asked.state:
            return
        if SETTLED in self.request.environ:
            settle(self.request, database(site), until, page=True)
        elif len(body) <= LARGEST and (key := request_key(self.request)) is not None:
            names = ("content-type", "content-language", "cache-control", "vary")
            headers = [(name, response.getHeader(name)) for name in names if response.getHeader(name)]
            page = Page(asked.state, until, etag, headers, body)
            store(site).put(key, page, len(body) + 1_000)


def answer(request, response, etag: str, body: bytes) -> bytes:
    """The body, or nothing when the client has it; sets tag and status."""
    tag = matched(request.environ.get("HTTP_IF_NONE_MATCH"), etag)
    response.setHeader("ETag", tag or etag)
    if tag:
        response.setStatus(304)
        response.body = b""  # setBody takes no empty one
        return b""
    return body


def store(site) -> Kept:
    """The pages of a database that this process keeps itself."""
    found = _pages.get(database(site))
    if found is None:
        found = _pages[database(site)] = Kept(ROOM)
    return found


def request_key(request) -> tuple | None:
    """What a page for everyone depends on in a request; the address as the virtual host makes it.

    None: it is too long to be kept.  A part of it alone would be the key of another page as well.
    """
    environ = request.environ
    key = (
        request.get("ACTUAL_URL"),
        request.get("VIRTUAL_URL"),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_X_REQUESTED_WITH", ""),
    )
    return key if sum(len(part or "") for part in key) <= LONGEST_KEY else None


def keep_private(event):
    """Subscriber of IPubBeforeCommit: what is made for a reader with a name is kept by nobody."""
    request = event.request
    if IPraiLayer.providedBy(request):
        mark_private(request)


def mark_private(request):
    """Say so where nothing is said yet."""
    if not is_for_everyone(request) and not request.response.getHeader("Cache-Control"):
        request.response.setHeader("Cache-Control", PRIVATE)
