"""Addresses of our feeds, for pages that lead to them: of the whole site, or of what a page lists."""

from collections.abc import Iterable
from collective.prai.core import vocabularies
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.settings import public_address
from collective.prai.core.structure import SECTIONS
from collective.prai.interfaces import ISyndicatable
from plone import api
from plone.dexterity.interfaces import IDexterityFTI
from typing import NamedTuple
from urllib.parse import urlencode
from zope.component import getUtilitiesFor
from zope.dottedname.resolve import resolve


#: Name below ``/diffusion`` → what it is called, its media type; what readers know best comes first.
FEEDS = {
    "atom.xml": ("Atom", "application/atom+xml"),
    "rss.xml": ("RSS", "application/rss+xml"),
    "feed.json": ("JSON Feed", "application/feed+json"),
}
#: Public filter → vocabulary of its tokens; "" where the values are known by code.
PUBLIC = {"type": "", "theme": "themes", "departement": "departments", "public": "audiences", "licence": ""}

Filters = list[tuple[str, str]]


class FeedLink(NamedTuple):
    """One way to follow a list."""

    name: str
    url: str
    media_type: str


def feed_links(filters: Iterable[tuple[str, str]] = (), only: Iterable[str] = FEEDS) -> list[FeedLink]:
    """The feeds of what the public filters select, of everything without any."""
    base, query = _partners_page(), urlencode(list(filters))
    return [
        FeedLink(FEEDS[id][0], f"{base}/{id}" + (f"?{query}" if query else ""), FEEDS[id][1]) for id in only
    ]


def reuse_url(filters: Iterable[tuple[str, str]]) -> str:
    """The partners' page with that choice made: codes to paste, feeds, all other ways."""
    found: dict[str, list[str]] = {}
    for name, value in filters:
        found.setdefault(name, []).append(value)
    query = urlencode({name: ",".join(values) for name, values in found.items()}, safe=",")
    return f"{_partners_page()}?{query}#inserer"


def _partners_page() -> str:
    return f"{public_address() or api.portal.get().absolute_url()}/diffusion"


def syndicated_types() -> list[str]:
    """Portal types that partners may pull."""
    return sorted(
        name
        for name, fti in getUtilitiesFor(IDexterityFTI)
        if name.startswith("prai.") and ISyndicatable.implementedBy(resolve(fti.klass))
    )


def section_filters(ids: Iterable[str]) -> Filters:
    """Filters that select what stands in these sections; none if partners may pull nothing of it."""
    syndicated, ids = set(syndicated_types()), set(ids)
    types = [name for section in SECTIONS if section.id in ids for name in section.types]
    return [("type", name) for name in types if name in syndicated]


def asked_filters(chosen: dict[str, tuple[str, ...]]) -> Filters | None:
    """What a list is narrowed to, as public filters; None if no feed can select the same."""
    found = []
    for name, tokens in chosen.items():
        if name not in PUBLIC or not set(tokens) <= _known(name):
            return None
        found += [(name, token) for token in tokens]
    return found


def _known(name: str) -> set[str]:
    """Values of a filter that the feeds take."""
    if name == "type":
        return set(syndicated_types())
    return set(FREE_LICENCES) if name == "licence" else set(vocabularies.titles(PUBLIC[name]))
