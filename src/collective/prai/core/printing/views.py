"""``@@pdf``: a sheet, or a book as a whole, as a tagged PDF; made when asked for, kept while it holds."""

from collective.prai import _
from collective.prai.core.errors import ErrorPage
from collective.prai.core.filenames import safe_filename
from collective.prai.core.pages import Page
from collective.prai.core.printing.document import Document
from collective.prai.core.printing.document import printing
from collective.prai.core.printing.press import Job
from collective.prai.core.printing.press import NoPress
from collective.prai.core.printing.press import PRESS
from collective.prai.core.printing.press import TooLong
from collective.prai.core.printing.press import TooOften
from collective.prai.core.throttle import too_many
from collective.prai.core.throttle import Visit
from collective.prai.core.visibility import as_anybody
from collective.prai.core.visibility import is_public
from contextlib import nullcontext
from importlib.metadata import version
from Products.Five.browser import BrowserView
from urllib.parse import quote
from zExceptions import NotFound
import hashlib
import re
import unicodedata


#: A PDF of another version of what draws is another PDF.
_MAKER = version("weasyprint")
_TAG = re.compile(r'"([^"]*)"')


def key_of(html: str, css: str) -> str:
    """What a PDF is kept under: all that it is made of."""
    return hashlib.sha256("\x1f".join((_MAKER, css, html)).encode("utf-8", "replace")).hexdigest()


def tag_of(key: str) -> str:
    """The entity tag of the PDF of that key, without its quotes."""
    return key[:32]


class Pdf(BrowserView):
    """The item as a PDF.

    Of a public item it is what a visitor may read, whoever asks; of a draft, what the reader may see,
    which nobody keeps.  NotPrinted where it cannot be made now.
    """

    def __call__(self):
        visit = Visit(self.request)
        if visit.wait:
            raise TooOften(visit.wait)
        body = b""
        try:
            body = self.answer()
            return body
        finally:
            visit.end(body)

    def answer(self) -> bytes:
        """The PDF; nothing for who has it already."""
        public = is_public(self.context)
        # What is printed for one reader is kept for all.
        with printing(self.request), as_anybody() if public else nullcontext():
            document = Document(self.context, self.request, public)
            if not isinstance(document.page, Page):
                # What has no page of ours has nothing to print.
                raise NotFound(self.context, "pdf", self.request)
            html, css = document.html(), document.css()
        key = key_of(html, css)
        response = self.request.response
        response.setHeader("X-Robots-Tag", "noindex")
        known = public and self.is_known(key)
        if not known:
            pdf = PRESS.pdf(key, lambda: Job(html, css, document.pictures.handed_over()), keep=public)
        if public:
            response.setHeader("Cache-Control", "public, max-age=0, must-revalidate")
            response.setHeader("ETag", f'"{tag_of(key)}"')
        else:
            response.setHeader("Cache-Control", "private, no-store")
        response.setHeader("Content-Type", "application/pdf")
        if known:
            response.setStatus(304)
            return b""
        response.setHeader("Content-Disposition", self.disposition(document.title))
        response.setHeader("Content-Length", str(len(pdf)))
        return pdf

    def is_known(self, key: str) -> bool:
        """Whether the reader has that PDF already."""
        asked = self.request.getHeader("If-None-Match") or ""
        return asked.strip() == "*" or tag_of(key) in _TAG.findall(asked)

    def disposition(self, title: str) -> str:
        """Shown in the browser; saved under its title."""
        name = safe_filename(f"{title}.pdf".replace("/", "-"))
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or "fiche.pdf"
        plain = re.sub(r"[^\w .()-]", "_", plain, flags=re.A)
        return f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class NotPrintedPage(ErrorPage):
    """503: when to come back, and what to do meanwhile."""

    status = 503
    heading = _("This PDF cannot be made just now")

    def __call__(self):
        response = self.request.response
        if isinstance(self.exception, TooOften):
            self.status = 429
        response.setHeader("Retry-After", str(self.exception.retry))
        response.setHeader("Cache-Control", "no-store")
        # Locked: the publisher, which knows no such exception, would make it 500.
        response.setStatus(self.status, lock=1)
        return self.answer()

    @property
    def sentences(self):
        if isinstance(self.exception, NoPress):
            why = _("The server has nothing to make PDFs with: Pango is not installed.")
        elif isinstance(self.exception, TooOften):
            why = too_many(self.exception.retry)
        elif isinstance(self.exception, TooLong):
            why = _("This text is too long or too intricate to become a PDF here.")
        else:
            why = _("Another document is being made: ask again in ten seconds.")
        return (why, _("The page itself prints well: use the print command of your browser."))
