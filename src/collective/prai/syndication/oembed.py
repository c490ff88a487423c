"""``/diffusion/oembed``: a partner's CMS that gets a pasted address of ours shows the sheet."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.house import house
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import public_address
from collective.prai.core.targets import find
from collective.prai.core.targets import place
from collective.prai.core.walking import child
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.item import titles_version
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import envelope
from html import escape
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from plone.base.interfaces import IPloneSiteRoot
from Products.Five.browser import BrowserView
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urlsplit
import re
import time


#: The page runs nothing; its links lead out of the frame, which the rest of the site may not be in.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
#: Pixels of the frame where the client sets no limit.
WIDTH, HEIGHT = 600, 480
_CACHE_SECONDS = 3_600
#: Ends of an address that lead to the same sheet.
_VIEWS = frozenset({"view", "@@view", "index_html"})
_FICHE = re.compile(r"/diffusion/fiche/([0-9a-f]{32})(?:\.html|\.json)?")
_LONGEST_URL = 2_000


def item_at(url: str, address: str):
    """The item that an address of ours leads to, or None.

    Only the site's public address is ours; a query, a fragment, a last slash and the name of the page
    are no part of it.  Unrestricted: the caller asks who may see it.
    """
    try:
        asked, own = urlsplit(url.strip()), urlsplit(address)
        ports = asked.port, own.port
    except ValueError:
        return None
    if (asked.scheme, asked.hostname) != (own.scheme, own.hostname) or ports[0] != ports[1]:
        return None
    path = asked.path.rstrip("/")
    if "@" in asked.netloc or not path.startswith(own.path.rstrip("/") + "/"):
        return None
    path = path[len(own.path.rstrip("/")) :]
    if match := _FICHE.fullmatch(path):
        return find(match[1])
    return _walk([unquote(part) for part in path.split("/") if part])


def _walk(steps: list[str]):
    if steps and steps[-1] in _VIEWS:
        steps = steps[:-1]
    current = api.portal.get()
    for step in steps:
        current = child(current, step)
        if current is None or not hasattr(aq_base(current), "portal_type"):
            return None
    return None if IPloneSiteRoot.providedBy(current) else current


class OEmbed(Answer, BrowserView):
    """Type ``rich``: a frame of the fragment of the sheet, its licence and its source beside it."""

    def respond(self) -> bytes | str:
        asked = self.asked()
        if asked.get("format", "json") != "json":
            raise Problem(501, "NotImplemented", _("Only the format json is there."))
        if not asked.get("url"):
            raise Problem(400, "BadRequest", _("Give the address of a sheet in the parameter url."))
        width = self.pixels(asked, "maxwidth", WIDTH)
        height = self.pixels(asked, "maxheight", HEIGHT)
        item = item_at(asked["url"][:_LONGEST_URL], self.address)
        if item is None or not public_state(item, time.time()).public:
            raise Problem(404, "NotFound", _("There is no sheet for partners at this address."))
        body = dumps(self.data(item, width, height)).encode()
        if not_modified(self.request, etag_of(titles_version(), body)):
            return ""
        return self.send(body)

    def asked(self) -> dict[str, str]:
        """First value of each parameter."""
        try:
            found = parse_qs(raw_query(self.request), errors="strict", max_num_fields=20)
        except ValueError:
            raise Problem(400, "BadRequest", _("The query cannot be read.")) from None
        return {name: values[0] for name, values in found.items()}

    def pixels(self, asked: dict, name: str, usual: int) -> int:
        """At most what the client asks for, never more than is usual."""
        text = asked.get(name, str(usual))
        if not (text.isascii() and text.isdigit()) or not 1 <= len(text) <= 5:
            raise Problem(
                400, "BadRequest", _("${name} must be a whole number of pixels.", mapping={"name": name})
            )
        return min(max(int(text), 1), usual)

    def data(self, item, width: int, height: int) -> dict:
        found = envelope(item, "")
        publisher, licence = house(), found["licence"]
        source = f"{self.address}/diffusion/fiche/{item.UID()}.html"
        title = escape(found["title"])
        frame = (
            f'<iframe src="{escape(source)}" width="{width}" height="{height}" loading="lazy" '
            f'sandbox="{SANDBOX}" title="{title}"></iframe>'
        )
        return {
            "version": "1.0",
            "type": "rich",
            "title": found["title"],
            "html": frame,
            "width": width,
            "height": height,
            "author_name": licence["attribution"] or publisher.name,
            "provider_name": publisher.name,
            "provider_url": self.address,
            "cache_age": _CACHE_SECONDS,
            "url": found["url"].replace(ADDRESS, self.address),
            "id": found["id"],
            "licence": licence,
        }


class DiscoveryLink(ViewletBase):
    """``<link rel="alternate">`` in the head of the page of what partners may show."""

    def render(self) -> str:
        if not public_state(self.context, time.time()).public:
            return ""
        address = public_address() or api.portal.get().absolute_url()
        url = quote(place(self.context).replace(ADDRESS, address), safe="")
        title = escape(clean_text(self.context.title or ""))
        href = escape(f"{address}/diffusion/oembed?url={url}&format=json")
        return f'<link rel="alternate" type="application/json+oembed" href="{href}" title="{title}">'
