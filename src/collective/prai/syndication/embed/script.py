"""``prai.js``: the script of ``<prai-liste>`` and ``<prai-fiche>``, one file for every partner's page."""

from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.syndication.answer import Answer
from pathlib import Path
from Products.Five.browser import BrowserView
import re


SOURCE = Path(__file__).parent / "static" / "prai.js"
#: Seconds for which a browser keeps the script without asking, and may still use it while it asks.
KEPT, STALE = 86_400, 604_800


def squeeze(source: str) -> str:
    """The script without indentation and comments, which stand on lines of their own.

    The source stays readable, the file small, and there is nothing to build.
    """
    lines = (line.strip() for line in re.sub(r"(?ms)^\s*/\*.*?\*/$", "", source).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


SCRIPT = squeeze(SOURCE.read_text(encoding="utf-8")).encode()
ETAG = etag_of(SCRIPT)


class Script(Answer, BrowserView):
    """The same for everyone; a query such as ``?v=2`` changes nothing."""

    media_type = "text/javascript; charset=utf-8"

    def respond(self) -> bytes | str:
        response = self.request.response
        known = not_modified(self.request, ETAG)
        response.setHeader("Cache-Control", f"public, max-age={KEPT}, stale-while-revalidate={STALE}")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin")
        return "" if known else self.send(SCRIPT)
