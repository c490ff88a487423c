"""The theme around the content, made once for pages that are alike around it.

Diazo asks the whole page for each of its rules: the longer a list, the dearer, though no rule of Barceloneta
says anything of the content.  So what is themed is the page without its content, its titles and its
addresses, which are put back into the result.  That page without them is what the result is kept under, and
all that it is made of: it never gets out of date, and nobody gets anything that their own page had not.

Only for readers without a name, and only with Barceloneta as it comes: another theme may ask for anything.
"""

from collections.abc import Callable
from collective.prai.core.kept import Kept
from collective.prai.interfaces import IPraiLayer
from collective.prai.theme.repairs import repair_content
from collective.prai.theme.repairs import Repairs
from html import escape
from html import unescape
from lxml.etree import fromstring
from lxml.etree import HTMLParser
from lxml.etree import tostring
from plone import api
from plone.app.theming.interfaces import IThemingPolicy
from plone.app.theming.policy import ThemingPolicy
from plone.app.theming.transform import ThemeTransform
from plone.transformchain.interfaces import ITransform
from typing import NamedTuple
from urllib.parse import quote
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
import re
import string


THEME, RULES = "barceloneta", "/++theme++barceloneta/rules.xml"
#: Bytes of pages without content: each has some twelve thousand.
ROOM = 8 * 2**20
_kept = Kept(ROOM)
#: In the environment of a request: its page has the theme already.
_THEMED = "collective.prai.themed"
#: What Barceloneta asks of a request, besides the page: the address of the site is in that.
PARAMETERS = frozenset({"ajax_load", "portal_url"})

_WAY, _CONTENT = '<div id="viewlet-above-content">', '<article id="portal-column-content">'
_FOOT, _COLUMN = '<footer id="portal-footer-wrapper"', '<aside id="portal-column-'
_BODY = re.compile(r"<body\b[^>]*>")
_END_OF_WAY = re.compile(r"</div>\s*$")
#: What differs from page to page: titles, descriptions, addresses, what is said to machines, words sought.
_IN_HEAD = re.compile(
    r'(?P<title><title>)(?P<words>[^<]*)|(?P<text><meta\b[^<>]*\bcontent=")(?P<said>[^"]*)'
    r'|(?P<link><link\b[^<>]*>)|(?P<script><script type="application/ld\+json">)(?P<data>.*?)(?=</script>)',
    re.S,
)
_IN_LINK = re.compile(r'\b(href|title)="([^"]*)')
_IN_BODY = re.compile(r'(\bdata-(?:base|view)-url=")([^"]*)')
_IN_SEARCH = re.compile(r'(<input\b[^<>]*\bid="searchGadget"[^<>]*\bvalue=")([^"]*)')
#: What addresses may say as it is.
_ASCII = string.printable
_PLACE = re.compile(r"prai-place-([0-9]+)-")


class Page(NamedTuple):
    """``frame``: the page with places instead of what is its own; ``own``: what stands there, as HTML."""

    frame: str
    own: list[str]


def cut(text: str, labels: Callable) -> Page | None:
    """A page of Plone's main template in two; None for anything else.

    ``labels`` gets the elements of the way from the home page and of the content, to repair them.
    """
    head, way, content = text.find("</head>"), text.find(_WAY), text.find(_CONTENT)
    foot = text.rfind(_FOOT)
    end = text.rfind("</article>", 0, foot)
    if not 0 < head < way < content < end < foot or _COLUMN in text or _PLACE.search(text):
        return None
    way_end = _END_OF_WAY.search(text, way, content)
    if way_end is None:
        return None
    own: list[str] = []

    def place(html: str) -> str:
        own.append(html)
        return f"prai-place-{len(own) - 1}-"

    def in_head(found) -> str:
        if found["title"]:
            return found["title"] + place(escape(unescape(found["words"]), quote=False))
        if found["text"]:
            return found["text"] + place(escape(unescape(found["said"])))
        if found["link"]:
            return _IN_LINK.sub(in_link, found["link"])
        return found["script"] + place(found["data"])

    def in_link(found) -> str:
        value = unescape(found[2])
        return f'{found[1]}="{place(escape(quote(value, safe=_ASCII) if found[1] == "href" else value))}'

    def in_body(found) -> str:
        return found[1] + place(escape(unescape(found[2])))

    top = text.find('id="portal-top"', head, way)
    way_start, content_start = way + len(_WAY), content + len(_CONTENT)
    frame = (
        _IN_HEAD.sub(in_head, text[:head])
        + _BODY.sub(lambda tag: _IN_BODY.sub(in_body, tag[0]), text[head:top], count=1)
        + _IN_SEARCH.sub(in_body, text[top:way_start], count=1)
        + place(tidied(text[way_start : way_end.start()], labels))
        + text[way_end.start() : content_start]
        + place(tidied(text[content_start:end], labels))
        + text[end:]
    )
    return Page(frame, own)


def tidied(html: str, labels: Callable) -> str:
    """A part of a page as a browser reads it: what its author left open ends with it."""
    body = fromstring(f"<body><div>{html}</div></body>", HTMLParser()).find("body")
    labels(body)
    first, *rest = (tostring(part, encoding="unicode", method="html") for part in body)
    # More than one: its author closed what was not theirs to close.
    return "".join((first.removeprefix("<div>").removesuffix("</div>"), *rest))


@implementer(ITransform)
@adapter(Interface, IPraiLayer)
class KeptTheme:
    """Before plone.app.theming (8850), which it spares the page."""

    order = 8840

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def transformUnicode(self, result, encoding):
        return self.transformIterable([result.encode(encoding)], encoding)

    def transformBytes(self, result, encoding):
        return self.transformIterable([result], encoding)

    def transformIterable(self, result, encoding):
        settings = self._settings()
        if settings is None or not isinstance(result, list) or encoding.lower() != "utf-8":
            return None
        try:
            page = cut(b"".join(result).decode(encoding), self._repair)
        except UnicodeDecodeError:
            return None
        if page is None:
            return None
        key = (page.frame, *settings)
        themed = _kept.get(key)
        if themed is None:
            themed = self._themed(page.frame, encoding)
            if themed is None:
                return None
            _kept.put(key, themed, 2 * len(themed))
        self.request.environ[_THEMED] = True
        return [_PLACE.sub(lambda found: page.own[int(found[1])], themed).encode(encoding)]

    def _settings(self) -> tuple | None:
        """What a theme depends on besides the page; None where its page is not ours to make."""
        kind = self.request.response.getHeader("Content-Type") or ""
        if not kind.startswith("text/html") or not api.user.is_anonymous():
            return None
        policy = IThemingPolicy(self.request)
        settings = policy.getSettings()
        if not policy.isThemeEnabled(settings) or policy.getCurrentTheme() != THEME:
            return None
        if settings.rules != RULES or ThemeTransform(self.published, self.request).develop_theme():
            return None
        if set(settings.parameterExpressions or ()) - PARAMETERS or self.request.get("ajax_load"):
            return None
        return settings.doctype, settings.absolutePrefix, policy._get_shared_invalidation()

    def _themed(self, frame: str, encoding: str) -> str | None:
        made = ThemeTransform(self.published, self.request).transformIterable(
            [frame.encode(encoding)], encoding
        )
        if made is None:
            return None
        repaired = Repairs(self.published, self.request).transformIterable(made, encoding)
        return bytes(repaired if repaired is not None else made).decode(encoding)

    def _repair(self, part):
        repair_content(part, self.request)


class Policy(ThemingPolicy):
    """The stock policy; a page that has the theme already gets it no second time."""

    def isThemeEnabled(self, settings=None):  # noqa: N802
        if self.request is not None and _THEMED in self.request.environ:
            return False
        return super().isThemeEnabled(settings)
