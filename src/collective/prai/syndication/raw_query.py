"""The query of our public addresses reaches our own reader untouched.

Zope's form converters come first otherwise: ``?limit:int=abc`` is a 500 before any of our code
runs, and ``?:method=x`` calls another page.
"""

import re


#: Where the query waits; its own name, so that nothing of Zope interprets it.
KEEP = "collective.prai.query"
#: ``@changes`` and what stands below ``/diffusion``; an item of the site that is itself called
#: ``diffusion`` keeps its query, unless what it holds is called like one of our formats.
ADDRESS = re.compile(
    r"/@changes$|/diffusion/(?:[a-z]+\.(?:xml|json|jsonld|ttl|html|js)|oai|oembed|(?:fiche|fichiers|donnees)/.+)$"
)
#: The page for partners, or a listing of that name elsewhere, whose pages Plone numbers with a converter.
PAGE = "/diffusion"
CONVERTED = re.compile(r"(?:^|&)(?!b_(?:start|size)(?::|%3a)int=[0-9]{1,9}(?:&|$))[^=&]*(?::|%3a)", re.I)


def keep_raw(event):
    """Subscriber of IPubStart, before Zope reads the form."""
    environ = event.request.environ
    path = environ.get("PATH_INFO", "").rstrip("/")
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD", "OPTIONS"):
        return
    query = environ.get("QUERY_STRING", "")
    if ADDRESS.search(path) or (path.endswith(PAGE) and CONVERTED.search(query)):
        environ[KEEP] = query
        environ["QUERY_STRING"] = ""


def raw_query(request) -> str:
    """The query string as the client sent it."""
    return request.environ.get(KEEP, request.environ.get("QUERY_STRING", ""))
