"""What was answered is answered again at the door, before Zope opens anything, while nothing has changed.

A WSGI filter; it also refuses addresses that Zope cannot read.  The argument why it is as right as the
answer itself: an answer of ours that may be kept depends on the request, the database and the clock, and
on nothing else.  So it is given again to the same request while no transaction whatever has been
committed since, and before the next second at which something becomes due.  A mark is a transaction: a
withdrawal closes the door in the moment it is committed.

Only for readers without a name (no cookie, no password), and only where the database tells cheaply what
was committed last: FileStorage and ZEO; with RelStorage each request goes through to Zope.
"""

from collective.prai import _
from collective.prai.core.kept import Kept
from collective.prai.syndication.conditional import matched
from collective.prai.syndication.query import preferred_language
from collective.prai.syndication.raw_query import ADDRESS
from email.utils import formatdate
from typing import NamedTuple
from ZODB.interfaces import IMVCCStorage
from zope.i18n import translate
import time
import Zope2


#: A list where an answer says that it may be given again: the database, and the second when that ends.
SETTLED = "collective.prai.settled"
#: Bytes of answers; larger bodies come from Zope, and are only confirmed here (304).
ROOM, LARGEST = 16 * 2**20, 64 * 2**10
#: Characters of a request's address and headers together: who sends more is not a reader to keep for.
LONGEST_REQUEST = 4_000
#: Headers of a request that no answer of ours depends on; any other one makes it another request.
_IGNORED = {
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_CONNECTION",
    "HTTP_CACHE_CONTROL", "HTTP_PRAGMA", "HTTP_ORIGIN", "HTTP_DNT", "HTTP_PRIORITY", "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP", "HTTP_SEC_FETCH_DEST", "HTTP_SEC_FETCH_MODE", "HTTP_SEC_FETCH_SITE",
    "HTTP_SEC_FETCH_USER", "HTTP_SEC_CH_UA", "HTTP_SEC_CH_UA_MOBILE", "HTTP_SEC_CH_UA_PLATFORM",
}  # fmt: skip
_OF_A_BODY = {"content-length", "content-type", "content-encoding", "date", "etag"}


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

    def __call__(self, environ, start_response):
        if not _readable(environ):
            return _refuse(environ, start_response)
        key = _key(environ)
        state = self._state() if key is not None else None
        if state is None:
            return self.app(environ, start_response)
        given = self.answers.get(key)
        if given is not None and given.state == state and time.time() < given.until:
            answer = _again(given, environ)
            if answer is not None:
                status, headers, body = answer
                start_response(status, [*headers, ("Date", formatdate(usegmt=True))])
                return [body]
        return self._ask(environ, start_response, key, state)

    def _state(self) -> bytes | None:
        """The last transaction of all, or None where the database cannot say it for certain."""
        storage = self.database().storage
        if IMVCCStorage.providedBy(storage):
            return None  # it knows what it polled last, not what was committed last
        connected = getattr(storage, "is_connected", None)
        return storage.lastTransaction() if connected is None or connected() else None

    def _ask(self, environ, start_response, key, state):
        told = []

        def listen(status, headers, *more):
            told[:] = [status, list(headers)]
            return start_response(status, headers, *more)

        # A list, because Zope works on a copy of the environment.
        settled = environ[SETTLED] = []
        result = self.app(environ, listen)
        # Asked again: what was committed while the answer was made may be in it, or not.
        if settled and settled[0] is self.database() and self._state() == state:
            self._keep(key, state, settled[1], environ, *told, result)
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
        self.answers.put(key, given, len(body or b"") + 1_000 + _length(key))


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


def _key(environ) -> tuple | None:
    """All of a request that an answer may depend on; None: it is not for us."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not ADDRESS.search(
        environ["PATH_INFO"].rstrip("/")
    ):
        return None
    if "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
        return None
    headers = [pair for pair in environ.items() if pair[0].startswith("HTTP_") and pair[0] not in _IGNORED]
    names = ("PATH_INFO", "QUERY_STRING", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    key = (*map(environ.get, names), *sorted(headers))
    return key if _length(key) <= LONGEST_REQUEST else None


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
