"""One public read address, whatever its format: the query, the validators, errors, who may read it."""

from collections.abc import Callable
from collections.abc import Hashable
from collective.prai import _
from collective.prai.core.accepted_language import preferred_language
from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import answer_preflight
from collective.prai.core.caching.conditional import compress
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import METHODS
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.caching.conditional import SMALL
from collective.prai.core.caching.conditional import wants_gzip
from collective.prai.core.caching.conditional import zipped_tag
from collective.prai.core.caching.door import settle
from collective.prai.core.kept import Kept
from collective.prai.core.kept import plain
from collective.prai.core.kept import zipped
from collective.prai.core.settings import public_address
from collective.prai.core.throttle import too_many
from collective.prai.core.throttle import Visit
from collective.prai.syndication.item import titles_version
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.pager import Page
from collective.prai.syndication.pager import Pager
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import Query
from collective.prai.syndication.query import read_query
from collective.prai.syndication.raw_query import asked_method
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import RENDERER
from plone import api
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser import BrowserView
from urllib.parse import urlencode
from zope.i18n import translate
import re
import time


#: Seconds after which a reader who met a withdrawal that is not swept yet comes again.
SHORTLY = 1
READ_ONLY = _("This address is only read.")
_GZIP_MAGIC = b"\x1f\x8b"
#: Media types that compression makes smaller.
_TEXT = re.compile(r"^text/|json|xml|javascript")


class Problem(Exception):
    """An answer that is an error: ``sentence`` is translatable, ``kind`` its name for programs."""

    def __init__(self, status: int, kind: str, sentence, **headers: str):
        super().__init__(sentence)
        self.status = status
        self.kind = kind
        self.sentence = sentence
        self.headers = headers


def is_read(request) -> bool:
    """Whether the client asks for the page, and not for something that pages cannot do."""
    return asked_method(request) in ("GET", "HEAD")


def other_method(request) -> str:
    """Of a page for people: what it says to whoever does not read it."""
    if asked_method(request) == "OPTIONS":
        return answer_preflight(request)
    return _refused_page(request, 405, READ_ONLY, "Allow", METHODS)


def admitted(request, make: Callable[[], str]) -> str:
    """A page for people that is heavy to make, unless this client takes too much of the others' time."""
    visit, page = Visit(request), ""
    if visit.wait:
        return _refused_page(request, 429, too_many(visit.wait), "Retry-After", str(visit.wait))
    try:
        page = make()
        return page
    finally:
        visit.end(page)


def _refused_page(request, status: int, sentence, name: str, value: str) -> str:
    """A line of text, with one header more."""
    response = request.response
    response.setStatus(status)
    response.setHeader(name, value)
    response.setHeader("Cache-Control", "no-store")
    response.setHeader("Content-Type", "text/plain; charset=utf-8")
    language = preferred_language((request.getHeader("Accept-Language") or "")[:1000])
    return translate(sentence, target_language=language)


class Answer:
    """Mixed into a page or a service; a format says what it reads and how it writes.

    ``media_type`` with its charset; ``read`` makes the query, ``body`` the bytes; both may raise
    Problem or BadQuery.  ``body`` is not called when the client has that answer already.
    """

    media_type = "application/json; charset=utf-8"
    methods = METHODS
    #: Status for a client who asks too often.
    busy = 429

    def __call__(self) -> bytes | str:
        if asked_method(self.request) == "OPTIONS":
            return answer_preflight(self.request, self.methods)
        # Ready-made bytes: no theme, no compression, no token is to be put into them.
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        response = self.request.response
        allow_all_origins(response)
        response.setHeader("Vary", "Accept, Accept-Language, Accept-Encoding")
        try:
            if asked_method(self.request) not in self.methods.split(", "):
                raise Problem(405, "MethodNotAllowed", READ_ONLY, Allow=self.methods)
            return self._admitted()
        except BadQuery as error:
            return self.refuse(Problem(400, "BadRequest", error.args[0]))
        except Problem as problem:
            return self.refuse(problem)

    def _admitted(self) -> bytes | str:
        """The answer, unless this client takes too much of the others' time."""
        visit = Visit(self.request)
        if visit.wait:
            raise Problem(self.busy, "TooManyRequests", too_many(visit.wait), Retry_After=str(visit.wait))
        body = b""
        try:
            body = self.respond()
            return body
        finally:
            visit.end(body)

    @property
    def accepted(self) -> str:
        """The client's Accept-Language; what nobody writes is cut."""
        return (self.request.getHeader("Accept-Language") or "")[:1000]

    @property
    def site(self):
        return api.portal.get()

    @property
    def address(self) -> str:
        """Public address of the site, never what the Host header says; no slash at the end."""
        return public_address() or self.site.absolute_url()

    def respond(self) -> bytes | str:
        """The answer to a good request; there is no default, because that is what tells addresses apart."""
        raise NotImplementedError

    def send(self, body: bytes) -> bytes:
        """The body of a good answer, compressed for whoever asks for that."""
        return self.send_made(lambda: body)

    def send_made(self, make: Callable[[], bytes], key: Hashable = None) -> bytes:
        """The same for a body that is still to be made.

        ``key``: everything that its bytes depend on; the finished bytes are kept under it.
        """
        response = self.request.response
        response.setHeader("Content-Type", self.media_type)
        if not _TEXT.search(self.media_type) or not wants_gzip(self.request.getHeader("Accept-Encoding")):
            return self._kept(plain, key, make)
        body = self._kept(zipped, key, lambda: _smaller(make()))
        if body[:2] == _GZIP_MAGIC:
            response.setHeader("Content-Encoding", "gzip")
            if etag := response.getHeader("ETag"):
                response.setHeader("ETag", zipped_tag(etag))
        return body

    def _kept(self, store: Kept, key: Hashable, make: Callable[[], bytes]) -> bytes:
        if key is None:
            return make()
        body = store.get(key)
        if body is None:
            body = make()
            store.put(key, body)
        return body

    def refuse(self, problem: Problem) -> bytes:
        """The error, in the format's own shape: JSON, or a line of text."""
        response = self.request.response
        response.setStatus(problem.status)
        response.setHeader("Cache-Control", "no-store")
        for name, value in problem.headers.items():
            response.setHeader(name.replace("_", "-"), value)
        sentence = translate(problem.sentence, target_language=self.error_language())
        return self.error_body(problem, sentence)

    def error_language(self) -> str:
        """The one asked for, if it can be read from a query that is wrong elsewhere."""
        asked = [pair.partition("=")[2] for pair in raw_query(self.request).split("&") if pair[:5] == "lang="]
        return asked[0] if asked and asked[0] in ("fr", "en") else preferred_language(self.accepted)

    def error_body(self, problem: Problem, sentence: str) -> bytes:
        if "json" in self.media_type:
            self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
            return dumps({"type": problem.kind, "message": sentence}).encode()
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return f"{sentence}\n".encode()


class LogAnswer(Answer):
    """An answer made of the outbox alone: it changes when the log does, or a title, or an address."""

    #: Options of ``read_query``: name of the cursor, default limit, own parameters.
    reading: dict = {}
    #: Raise it when the same items would be rendered differently.
    version = 1
    #: Name below ``/diffusion``.
    path = ""
    #: Options of ``Pager``.
    paging: dict = {}

    def respond(self) -> bytes | str:
        query = self.read()
        outbox = self.outbox()
        if query.cursor is not None and not outbox.knows(*query.cursor):
            sentence = _(
                "This cursor belongs to a log that is no longer kept: read again from the beginning."
            )
            raise Problem(410, "Gone", sentence)
        return self.conditional(outbox, query, time.time())

    def read(self) -> Query:
        """What is asked; BadQuery for what nobody can."""
        return read_query(raw_query(self.request), self.accepted, **self.reading)

    def outbox(self) -> Outbox:
        found = query_outbox(self.site)
        if found is None:
            raise Problem(404, "NotFound", _("This site publishes nothing for partners."))
        return found

    def conditional(self, outbox: Outbox, query: Query, now: float) -> bytes | str:
        """The body, or nothing when the client has it."""
        etag = None
        if outbox.settled(now):
            etag = self.etag(outbox, query)
            settle(self.request, self.site._p_jar.db(), outbox.next_due)
        if not_modified(self.request, etag):
            return ""
        key = self.identity(outbox, query, etag) if etag is not None else None
        return self.send_made(lambda: self.body(outbox, query, now), key)

    def identity(self, outbox: Outbox, query: Query, etag: str) -> Hashable:
        """Everything that the bytes of a settled answer depend on, or None: they are not to be kept.

        The last transaction that counted stands beside the tag: after an undo, or in a copy of the site,
        the same numbers mean something else.
        """
        counter = outbox.seq
        return (
            (etag, counter._p_serial, counter._p_oid) if counter._p_jar and not counter._p_changed else None
        )

    def etag(self, outbox: Outbox, query: Query) -> str:
        return etag_of(outbox.epoch, outbox.head, *self.circumstances(query))

    def circumstances(self, query: Query) -> tuple:
        """What an answer depends on besides the log."""
        return type(self).__name__, self.version, RENDERER, query, self.address, titles_version()

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        """The bytes and nothing else: a header that is set here is missing from what is kept.

        There is no default, because no two formats write a page of the log alike.
        """
        raise NotImplementedError

    def pager(self, outbox: Outbox, query: Query, now: float) -> Pager:
        return Pager(outbox, query, now, **self.paging)

    def own_address(self, query: Query, cursor: Cursor | None = None) -> str:
        """Of a page of this format: the query's parameters, and the cursor where it begins."""
        name = self.reading.get("cursor", "since")
        pairs = [*query.pairs, *([(name, str(cursor))] if cursor is not None else [])]
        return f"{self.address}{self.path}" + (f"?{urlencode(pairs)}" if pairs else "")


def _smaller(body: bytes) -> bytes:
    """Compressed, where that saves anything."""
    return compress(body) if len(body) >= SMALL else body


def not_empty(page: Page) -> Page:
    """The page, unless it could only be empty for a second: programs that get 503 come again."""
    if page.held and not page.rows:
        sentence = _("Something is being withdrawn just now: ask again in a second.")
        raise Problem(503, "ServiceUnavailable", sentence, Retry_After=str(SHORTLY))
    return page


class Format(LogAnswer, BrowserView):
    """A format of the diffusion page: a page registered for ``IDiffusion``."""
