"""HTML for other sites: a page for a frame, or a fragment that their server puts into its own page."""

from base64 import b64encode
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import Query
from hashlib import sha256
from html import escape
from pathlib import Path
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlsplit
import re


STYLE = (Path(__file__).parent / "static" / "frame.css").read_text(encoding="utf-8")
_STYLE_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
#: Anybody may frame the page, a webmaster's draft on her own disk included, for « * » is the net alone.
#: It runs nothing, sends nothing, and loads nothing but images.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; img-src http: https:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors * file:"
)
#: Own parameters of these addresses.
PARAMETERS = ("fragment", "niveau")
LONGEST_TITLE = 200


class Framed:
    """Mixed into an answer whose body is HTML; refusals are pages, or fragments, too."""

    media_type = "text/html; charset=utf-8"
    #: Another style is another answer.
    version = f"1 {_STYLE_HASH}"
    page = ViewPageTemplateFile("templates/page.pt")
    #: Language of everything but the items' own text.
    language = "fr"
    fragment = False
    #: Of the title's heading.
    level = 1

    def read_own(self, query: Query):
        """What the address asks of the page; BadQuery when it is not to be had."""
        more = dict(query.more)
        self.language = query.language
        if more.get("fragment", "1") != "1":
            raise BadQuery(_("« fragment » must be 1, or left out for a whole page."))
        self.fragment = "fragment" in more
        if "niveau" in more and not re.fullmatch(r"[1-6]", more["niveau"], re.A):
            raise BadQuery(_("« niveau » must be the level of the title's heading, from 1 to 6."))
        self.level = int(more.get("niveau", 3 if self.fragment else 1))

    def whole(self, title: str, inner: str) -> bytes:
        """The fragment, or the page around it."""
        if not self.fragment:
            inner = self.page(title=title, inner=inner, style=STYLE)
        return inner.encode()

    def send_made(self, make, key=None) -> bytes:
        self._protect()
        return super().send_made(make, key)

    def error_body(self, problem, sentence: str) -> bytes:
        self.language = self.error_language()
        self.request.response.setHeader("Content-Type", self.media_type)
        self._protect()
        return self.whole(sentence, self.notice(sentence))

    def notice(self, sentence: str) -> str:
        """A sentence in the place of what was asked for."""
        tag = "p" if self.fragment else "h1"
        text = escape(sentence, quote=False)
        return f'<{tag} class="prai-etat" lang="{self.language}">{text}</{tag}>\n'

    def _protect(self):
        """A page says what may run in it; a fragment is in the hands of whoever includes it."""
        if not self.fragment:
            response = self.request.response
            response.setHeader("Content-Security-Policy", POLICY)
            response.setHeader("X-Content-Type-Options", "nosniff")
            response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin")

    # For the templates

    def heading(self, text: str, kind: str, language: str = "") -> str:
        lang = f' lang="{escape(language)}"' if language else ""
        return f'<h{self.level} class="{kind}"{lang}>{escape(text, quote=False)}</h{self.level}>'

    def day(self, moment: str) -> str:
        """The day of an ISO 8601 moment, in words."""
        return format_partial(moment[:10], self.language)

    def credit(self, item: dict) -> str:
        """Whom the reader of a copy must see named."""
        return item["licence"]["attribution"] or urlsplit(item["url"]).hostname or item["url"]

    def licence_title(self, item: dict) -> str:
        return vocabularies.title("licences", item["licence"]["id"], self.language)
