"""sitemap.xml and robots.txt: every public page for search engines, at its public address.

From the catalog as everybody sees it, then judged to the second by the dates of the item and of the
folders it is in: the catalog's own index of dates counts in minutes.
"""

from collective.prai import _
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.structure import PRESENTATIONS
from collective.prai.core.targets import brain_place
from collective.prai.core.visibility import visibility
from collective.prai.interfaces import IPublicPages
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.catalogue_state import while_unchanged
from collective.prai.syndication.raw_query import raw_query
from DateTime import DateTime
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import parse_qs
from xml.sax.saxutils import escape
from zope.component import subscribers
import gzip
import time


#: The most that one file may name (sitemaps.org).
PAGE_SIZE = 50_000
#: Parts of a page, and addresses that lead elsewhere.
LEFT_OUT = frozenset({"Image", "File", "Link"})
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Entry(NamedTuple):
    """``loc`` behind the placeholder of the site; ``lastmod`` in seconds since 1970."""

    loc: str
    lastmod: int


def entries(now: float) -> list[Entry]:
    """Every public page, the home page first, then by address; no listed item is woken."""
    portal, catalog = api.portal.get(), api.portal.get_tool("portal_catalog")
    types = set(api.portal.get_tool("plone_utils").getUserFriendlyTypes()) - LEFT_OUT
    brains = catalog.unrestrictedSearchResults(
        allowedRolesAndUsers=["Anonymous"],
        effectiveRange=DateTime(now),
        portal_type=sorted(types - {"Plone Site"}),
        is_default_page=False,
    )
    folders = {"/".join(portal.getPhysicalPath()): True}
    # What stands there is read at the head of other pages, and leads to them.
    elsewhere = f"{'/'.join(portal.getPhysicalPath())}/{PRESENTATIONS}/"
    found = [
        Entry(brain_place(brain), int(brain.modified))
        for brain in brains
        if _own_dates_allow(brain, now)
        and not f"{brain.getPath()}/".startswith(elsewhere)
        and _folder_is_public(folders, brain.getPath(), now)
    ]
    newest = max((entry.lastmod for entry in found), default=int(portal.modified()))
    own = [
        Entry(address, newest)
        for pages in subscribers((portal,), IPublicPages)
        for address in pages.addresses()
    ]
    home = [Entry(ADDRESS, newest), Entry(f"{ADDRESS}/diffusion", newest)]
    return home + sorted([*found, *own])


def _own_dates_allow(brain, now: float) -> bool:
    return brain.effective.timeTime() <= now < brain.expires.timeTime()


def _folder_is_public(folders: dict, path: str, now: float) -> bool:
    parent = path.rpartition("/")[0]
    if parent not in folders:
        folder = api.portal.get().unrestrictedTraverse(parent, None)
        folders[parent] = folder is not None and visibility(folder).at(now)
    return folders[parent]


def _page(urls: list[Entry], outer: str, inner: str, address: str) -> bytes:
    lines = [
        f"<{inner}><loc>{escape(entry.loc.replace(ADDRESS, address))}</loc>"
        f"<lastmod>{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(entry.lastmod))}</lastmod></{inner}>\n"
        for entry in urls
    ]
    return f'{_HEAD}<{outer} xmlns="{_NAMESPACE}">\n{"".join(lines)}</{outer}>\n'.encode()


def build(address: str, now: float) -> dict[str, bytes]:
    """``page`` of the query → file; "" is the one that robots.txt names."""
    found = entries(now)
    if len(found) <= PAGE_SIZE:
        return {"": _page(found, "urlset", "url", address)}
    files, index = {}, []
    for number, start in enumerate(range(0, len(found), PAGE_SIZE), 1):
        part = found[start : start + PAGE_SIZE]
        files[str(number)] = _page(part, "urlset", "url", address)
        index.append(Entry(f"{ADDRESS}/sitemap.xml?page={number}", max(entry.lastmod for entry in part)))
    return files | {"": _page(index, "sitemapindex", "sitemap", address)}


def files_of(address: str, now: float) -> dict[str, bytes]:
    """The files, built anew when the catalog or a date has changed since."""
    return while_unchanged("sitemap", (address,), now, lambda: build(address, now))


class Sitemap(Answer, BrowserView):
    """``sitemap.xml``; ``?page=`` only where there are more than 50,000 addresses."""

    media_type = "application/xml; charset=utf-8"

    def respond(self) -> bytes | str:
        if not api.portal.get_registry_record("plone.enable_sitemap", default=False):
            raise Problem(404, "NotFound", _("The managers of this site have switched its sitemap off."))
        pages = parse_qs(raw_query(self.request), errors="replace").get("page", [""])
        body = files_of(self.address, time.time()).get(pages[0][:10])
        if body is None:
            raise Problem(404, "NotFound", _("The sitemap has no such page."))
        if not_modified(self.request, etag_of(type(self).__name__, body)):
            return ""
        return self.send(body)

    def error_body(self, problem: Problem, sentence: str) -> bytes:
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return f"{sentence}\n".encode()


class SitemapGz(Sitemap):
    """The same file, compressed: the address of stock Plone."""

    media_type = "application/gzip"

    def send(self, body: bytes) -> bytes:
        return super().send(gzip.compress(body, mtime=0))


#: Made for people, one at a time; named twice, since a robot with a group of its own reads that one alone.
NOT_FOR_ROBOTS = """
# Transfer kits are made on demand
User-agent: *
User-agent: Googlebot
Disallow: /*@@kit-de-transfert
"""


class Robots(Answer, BrowserView):
    """What the managers wrote, with the public address of the site and never that of the request."""

    media_type = "text/plain; charset=utf-8"

    def respond(self) -> bytes:
        text = api.portal.get_registry_record("plone.robots_txt", default="") or ""
        # Stock Plone names the compressed one, which some readers of this file cannot open.
        text = text.replace("{portal_url}/sitemap.xml.gz", "{portal_url}/sitemap.xml")
        text = text.replace("{portal_url}", self.address).rstrip("\n") + f"\n{NOT_FOR_ROBOTS}"
        return self.send(text.encode())
