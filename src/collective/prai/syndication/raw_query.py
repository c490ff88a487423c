"""The query of our public addresses, and what is posted to them, reach our own reader untouched.

Zope's form converters come first otherwise: ``?limit:int=abc`` is a 500 before any of our code
runs, and ``?:method=x`` calls another page.
"""

from collective.prai import _
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import LONGEST_QUERY
from io import BytesIO
from urllib.parse import unquote_to_bytes
import re


#: Where the query waits; its own name, so that nothing of Zope interprets it.
KEEP = "collective.prai.query"
#: Where a body waits: its first bytes, and its type.
KEEP_BODY = "collective.prai.body"
#: Where a method waits that we answer ourselves: Zope looks for a page of that name, and fails.
KEEP_METHOD = "collective.prai.method"
METHODS = ("GET", "HEAD", "POST")
FORM = "application/x-www-form-urlencoded"
#: A site at the root of Zope, or anywhere behind a virtual host; steps such as ``++api++`` go no deeper.
_HOST = r"/VirtualHostRoot(?:/_vh_[^/]+)*"
_SITE = (
    rf"^(?:(?:/VirtualHostBase/[^/]+/[^/]+)?(?:{_HOST}/[^/]+|(?:/[^/]+)+?{_HOST})|/[^/]+)"
    r"(?:/\+\+[^/]+)*/(?:@@)?diffusion"
)
OUR_PAGE = re.compile(rf"{_SITE}$")
#: ``@changes`` and what stands below our page; a folder of the site that is itself called ``diffusion``
#: keeps its query, and what editors save in it.
ADDRESS = re.compile(
    r"/@changes$|/sitemap\.xml(?:\.gz)?$|/robots\.txt$"
    rf"|{_SITE}/(?:@@)?(?:[a-z-]+\.(?:xml|xsd|json|jsonld|ttl|html|js|py|php)|oai|oembed|api"
    r"|(?:fiche|fichiers|donnees)(?:/.+)?)$"
)
#: The page for partners, or a listing of that name elsewhere, whose pages Plone numbers with a converter.
PAGE = "/diffusion"
CONVERTED = re.compile(r"(?:^|&)(?!b_(?:start|size)(?::|%3a)int=[0-9]{1,9}(?:&|$))[^=&]*(?::|%3a)", re.I)


def keep_raw(event):
    """Subscriber of IPubStart, before Zope reads the form."""
    request = event.request
    environ = request.environ
    path, method = _resolved(environ.get("PATH_INFO", "")), environ.get("REQUEST_METHOD")
    ours = ADDRESS.search(path)
    read_only = ours or OUR_PAGE.search(path)
    if read_only and method not in METHODS:
        environ[KEEP_METHOD] = method
        request.method = "GET"
        request.set("REQUEST_METHOD", "GET")
    if KEEP in environ:
        # A request that is tried again after a conflict comes a second time, and is bare by then.
        return
    query, read = environ.get("QUERY_STRING", ""), method in ("GET", "HEAD", "OPTIONS")
    if ours or (read and path.endswith(PAGE) and (CONVERTED.search(query) or not _is_utf8(query))):
        environ[KEEP] = query
        environ["QUERY_STRING"] = ""
    if read_only and method != "GET":
        environ[KEEP_BODY] = (_first_bytes(request), environ.get("CONTENT_TYPE", ""))
        environ.update(CONTENT_LENGTH="0", CONTENT_TYPE=FORM)
        environ["wsgi.input"] = request.stdin = BytesIO()


def _resolved(path: str) -> str:
    """The path as Zope takes it: without empty steps, and without « .. »."""
    steps: list[str] = []
    for step in path.split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return "/" + "/".join(steps)


def _is_utf8(query: str) -> bool:
    try:
        unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return True


def asked_method(request) -> str:
    """The method as the client sent it."""
    return request.environ.get(KEEP_METHOD, request.method)


def _first_bytes(request) -> bytes:
    """The body, or more of it than any request of ours can have; waits for no more than is announced."""
    length = request.environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdigit()):
        return b""
    return request.stdin.read(min(int(length), LONGEST_QUERY + 1))


def raw_query(request) -> str:
    """The query string as the client sent it."""
    return request.environ.get(KEEP, request.environ.get("QUERY_STRING", ""))


def raw_body(request) -> str:
    """The posted form as the client sent it, "" for none; BadQuery for anything but a form."""
    body, media_type = request.environ.get(KEEP_BODY, (b"", ""))
    if not body:
        return ""
    if media_type.partition(";")[0].strip().lower() not in ("", FORM):
        raise BadQuery(_("A posted request must be of the type ${type}.", mapping={"type": FORM}))
    if len(body) > LONGEST_QUERY:
        raise BadQuery(_("The request is too long."))
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise BadQuery(_("The request is not valid: UTF-8 is expected.")) from None
