"""What was answered is answered again at the door, before Zope opens anything, while nothing has changed.

A WSGI filter; it also refuses addresses that Zope cannot read.  The argument why it is as right as the
answer itself: an answer of ours that may be kept depends on the request, the database and the clock, and
on nothing else.  So it is given again to the same request while no transaction whatever has been
committed since, and before the next second at which something becomes due.  A mark is a transaction: a
withdrawal closes the door in the moment it is committed.

Only for readers without a name (no cookie, no password), and only where the database tells cheaply what
was committed last: FileStorage and ZEO; with RelStorage each request goes through to Zope, which keeps
pages by what its connection has polled (pages.py).
"""

from collective.prai import _
from collective.prai.core.accepted_language import preferred_language
from collective.prai.core.caching.conditional import matched
from collective.prai.core.kept import Kept
from email.utils import formatdate
from typing import NamedTuple
from ZODB.interfaces import IMVCCStorage
from zope.i18n import translate
import time
import Zope2


#: A list where an answer says that it may be given again: see ``settle``.
SETTLED = "collective.prai.settled"
#: Bytes of answers, and of pages that were asked for with a query, which must not drive out the others;
#: larger bodies come from Zope, and are only confirmed here (304).
ROOM, LARGEST = 24 * 2**20, 192 * 2**10
#: Characters of a request's address and headers together: who sends more is not a reader to keep for.
LONGEST_REQUEST = 4_000
#: Headers of a request that no answer of ours depends on; any other one makes it another request.
_IGNORED = {
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_CONNECTION",
    "HTTP_CACHE_CONTROL", "HTTP_PRAGMA", "HTTP_ORIGIN", "HTTP_DNT", "HTTP_PRIORITY", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP", "HTTP_SEC_FETCH_DEST", "HTTP_SEC_FETCH_MODE", "HTTP_SEC_FETCH_SITE",
    "HTTP_SEC_FETCH_USER", "HTTP_SEC_CH_UA", "HTTP_SEC_CH_UA_MOBILE", "HTTP_SEC_CH_UA_PLATFORM",
}  # fmt: skip
#: The same of a page, which is never compressed here.
_IGNORED_BY_PAGES = _IGNORED | {
    "HTTP_ACCEPT_ENCODING", "HTTP_UPGRADE_INSECURE_REQUESTS", "HTTP_TE", "HTTP_SEC_GPC", "HTTP_SAVE_DATA",
}  # fmt: skip
_OF_A_BODY = {"content-length", "content-type", "content-encoding", "date", "etag"}


class Settled(NamedTuple):
    """What an answer depends on besides the request; ``page``: nor on most headers of the request."""

    database: object
    until: float
    page: bool


def settle(request, database, until: float, page: bool = False):
    """Say of the answer to a request that it holds until that second, or the next transaction."""
    request.environ.get(SETTLED, [])[:] = [Settled(database, until, page)]


class Given(NamedTuple):
    """An answer: in which state of the database, until when, its status, headers, tag and body.

    ``body`` is None where only « you have it already » can be said again.
    """

    state: bytes
    until: float
    status: str
    headers: list[tuple[str, str]]
    etag: str
    body: bytes | None


class Door:
    """Around the application, inside of what writes the access log."""

    def __init__(self, app, database=lambda: Zope2.DB):
        self.app = app
        self.database = database
        self.answers = Kept(ROOM)
        self.asked = Kept(ROOM)

    def __call__(self, environ, start_response):
        if not _readable(environ):
            return _refuse(environ, start_response)
        keys = _keys(environ)
        state = self._state() if keys else None
        if state is None:
            return self.app(environ, start_response)
        kept = self._kept_for(environ)
        for key in keys:
            given = kept.get(key)
            if given is not None and given.state == state and time.time() < given.until:
                answer = _again(given, environ)
                if answer is not None:
                    status, headers, body = answer
                    start_response(status, [*headers, ("Date", formatdate(usegmt=True))])
                    return [body]
        return self._ask(environ, start_response, keys, state)

    def _kept_for(self, environ) -> Kept:
        return self.asked if environ.get("QUERY_STRING") else self.answers

    def _state(self) -> bytes | None:
        """The last transaction of all, or None where the database cannot say it for certain."""
        storage = self.database().storage
        if IMVCCStorage.providedBy(storage):
            return None  # it knows what it polled last, not what was committed last
        connected = getattr(storage, "is_connected", None)
        return storage.lastTransaction() if connected is None or connected() else None

    def _ask(self, environ, start_response, keys, state):
        told = []

        def listen(status, headers, *more):
            told[:] = [status, list(headers)]
            return start_response(status, headers, *more)

        # A list, because Zope works on a copy of the environment.
        settled = environ[SETTLED] = []
        result = self.app(environ, listen)
        # Asked again: what was committed while the answer was made may be in it, or not.
        if settled and settled[0].database is self.database() and self._state() == state:
            self._keep(keys[settled[0].page], state, settled[0].until, environ, *told, result)
        return result

    def _keep(self, key, state, until, environ, status, headers, result):
        names = {name.lower(): value for name, value in headers}
        whole = status.startswith("200 ") and isinstance(result, tuple | list)
        if "etag" not in names or "set-cookie" in names or not (whole or status.startswith("304 ")):
            return
        body = b"".join(result) if whole and environ["REQUEST_METHOD"] == "GET" else None
        if body is not None and len(body) > LARGEST:
            body = None
        kept = [(name, value) for name, value in headers if name.lower() not in ("date", "etag")]
        given = Given(state, until, "200 OK", kept, names["etag"], body)
        self._kept_for(environ).put(key, given, len(body or b"") + 1_000 + _length(key))


def _readable(environ) -> bool:
    """Zope fails on a path that is no UTF-8 before any page of ours could say what is wrong."""
    path = environ.get("PATH_INFO", "")
    try:
        path.encode("latin-1").decode()
    except UnicodeError:
        return False
    return True


def _refuse(environ, start_response) -> list[bytes]:
    language = preferred_language(environ.get("HTTP_ACCEPT_LANGUAGE", "")[:1000])
    sentence = translate(_("This address cannot be read: UTF-8 is expected."), target_language=language)
    body = f"{sentence}\n".encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response("400 Bad Request", [*headers, ("Date", formatdate(usegmt=True))])
    return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def _keys(environ) -> tuple[tuple, tuple] | None:
    """All of a request that an answer may depend on, and what a page may; None: it is not for us."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return None
    if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
        return None
    names = ("PATH_INFO", "QUERY_STRING", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    asked = tuple(map(environ.get, names))
    headers = sorted(pair for pair in environ.items() if pair[0].startswith("HTTP_"))
    whole = (*asked, *(pair for pair in headers if pair[0] not in _IGNORED))
    if _length(whole) > LONGEST_REQUEST:
        return None
    return whole, ("page", *asked, *(pair for pair in headers if _matters(*pair)))


def _matters(name: str, value: str) -> bool:
    """Whether a page may depend on that header; programs that prefer JSON are answered by REST."""
    if name == "HTTP_ACCEPT":
        return not value.startswith(("text/html", "*/*")) or "json" in value
    return name not in _IGNORED_BY_PAGES


def _length(key: tuple) -> int:
    return sum(len(text) for part in key if part for text in (part if isinstance(part, tuple) else (part,)))


def _again(given: Given, environ) -> tuple[str, list, bytes] | None:
    """Status, headers and body for that client, None if Zope has to make the body."""
    tag = matched(environ.get("HTTP_IF_NONE_MATCH"), given.etag.replace('-gzip"', '"'))
    if tag:
        headers = [(name, value) for name, value in given.headers if name.lower() not in _OF_A_BODY]
        return "304 Not Modified", [*headers, ("ETag", tag)], b""
    if given.body is None:
        return None
    headers = [*given.headers, ("ETag", given.etag)]
    return given.status, headers, b"" if environ["REQUEST_METHOD"] == "HEAD" else given.body


def filter_app_factory(app, global_conf):
    """For a pipeline of PasteDeploy: ``egg:collective.prai#door``."""
    return Door(app)
