"""The query of our public addresses reaches our own reader untouched.

Zope's form converters come first otherwise: ``?limit:int=abc`` is a 500 before any of our code
runs, and ``?:method=x`` calls another page.
"""

#: Where the query waits; its own name, so that nothing of Zope interprets it.
KEEP = "collective.prai.query"
ADDRESSES = ("/@changes",)


def keep_raw(event):
    """Subscriber of IPubStart, before Zope reads the form."""
    environ = event.request.environ
    if environ.get("PATH_INFO", "").rstrip("/").endswith(ADDRESSES) and environ.get("REQUEST_METHOD") in (
        "GET",
        "HEAD",
        "OPTIONS",
    ):
        environ[KEEP] = environ.get("QUERY_STRING", "")
        environ["QUERY_STRING"] = ""


def raw_query(request) -> str:
    """The query string as the client sent it."""
    return request.environ.get(KEEP, request.environ.get("QUERY_STRING", ""))
