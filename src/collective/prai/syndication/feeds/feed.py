"""What the three feeds have in common: one page of the log, newest change first, as plain values.

A reader who walks down the pages by their ``next`` addresses and stops at the position where his last
walk began has missed nothing: what changes during a walk moves above its beginning.
"""

from collective.prai import _
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.interfaces import IOpenPage
from collective.prai.interfaces import ISearch
from collective.prai.syndication.answer import Format
from collective.prai.syndication.answer import not_empty
from collective.prai.syndication.feeds import words
from collective.prai.syndication.item import read_items
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import Query
from collective.prai.syndication.query import read_query
from collective.prai.syndication.query import Uids
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.record import iso
from importlib.metadata import version
from plone.uuid.interfaces import IUUID
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import NAMESPACE_URL
from uuid import UUID
from uuid import uuid5
from zope.component import queryAdapter
from zope.interface import implementer


GENERATOR = "collective.prai"
GENERATOR_VERSION = version(GENERATOR)
#: List of an item → the public filter that its tokens are values of.
TERMS = {"themes": "theme", "departments": "departement", "audiences": "public"}


class Category(NamedTuple):
    """``scheme`` is the address of the partners' page with the name of the filter behind ``#``."""

    scheme: str
    term: str
    label: str


class Feed(NamedTuple):
    """One page; ``items`` are those of ``@changes``, all other texts are in ``language``.

    ``cursor``: the head of the log; whoever has walked down from this page may go on from there with
    ``@changes``, whose address with the same filters is ``changes_url``.
    """

    id: str
    title: str
    subtitle: str
    site_url: str
    site_title: str
    language: str
    updated: str
    self_url: str
    first_url: str
    #: "" on the last page.
    next_url: str
    cursor: str
    changes_url: str
    items: list[dict]
    #: Portal type, SPDX identifier, "archived" and "to_revise" → title.
    types: dict[str, str]
    licences: dict[str, str]
    states: dict[str, str]

    @property
    def about_url(self) -> str:
        """The page for partners."""
        return f"{self.site_url}/diffusion"

    @property
    def author(self) -> str:
        """Who publishes; no feed names a person."""
        return HOUSE_ATTRIBUTION

    @property
    def published(self) -> list[dict]:
        return [item for item in self.items if item["status"] == PUBLISHED]

    @property
    def withdrawn(self) -> list[dict]:
        return [item for item in self.items if item["status"] != PUBLISHED]

    @property
    def licence(self) -> dict | None:
        """Of all items of the page, if it is the same one."""
        found = {item["licence"]["id"]: item["licence"] for item in self.published}
        return next(iter(found.values())) if len(found) == 1 else None

    def rights(self, item: dict) -> str:
        """Licence and credit of an item in one line."""
        licence = item["licence"]
        title = self.licences.get(licence["id"], licence["id"])
        return " – ".join(filter(None, (title, licence["attribution"])))

    def credit(self, item: dict) -> str:
        """The organisation that is to be named as the author."""
        return item["licence"]["attribution"] or self.author

    def categories(self, item: dict) -> list[Category]:
        """Type and terms of an item, in the words of the public filters, and that it is no longer kept up."""
        kind = item["@type"]
        found = [Category(f"{self.about_url}#type", kind, self.types.get(kind, kind))]
        for name, public_name in TERMS.items():
            scheme = f"{self.about_url}#{public_name}"
            found += [Category(scheme, term["token"], term["title"]) for term in item[name]]
        states = [name for name in ("archived", "to_revise") if item[name]]
        return found + [Category(f"{self.about_url}#etat", name, self.states[name]) for name in states]


def published_on(item: dict) -> str:
    """When it first became public: never after its last change."""
    return min(item["published"], item["updated"])


@implementer(IOpenPage)
class FeedFormat(Format):
    """A format says how it writes a ``Feed``."""

    reading = {"cursor": "before", "limit": 50}

    @property
    def version(self) -> str:
        # A feed says what the site is called, and no change of the log tells that.
        return f"1 {words.site_title()}"

    def read(self) -> Query:
        """The public filters, and what ``/trouver`` understands besides."""
        search = queryAdapter(self.site, ISearch)
        names = search.names if search is not None else ()
        query = read_query(raw_query(self.request), self.accepted, search=names, **self.reading)
        if not query.sought:
            return query
        if unknown := search.unknown(query.sought):
            raise BadQuery(_("« ${value} » is no known value of a search.", mapping={"value": unknown[0]}))
        return query._replace(only=Uids(search.found(query.sought)))

    def write(self, feed: Feed) -> bytes:
        """The whole document; there is no default, for no two formats share a syntax."""
        raise NotImplementedError

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        position = query.cursor.seq if query.cursor is not None else None
        page = not_empty(self.pager(outbox, query, now).below(position))
        items = read_items(page.rows, self.address, query.language)
        filters = [(name, value) for name, value in query.pairs if name in words.NAMES]
        head = Cursor(outbox.epoch, outbox.head)
        more = page.has_more or page.held
        return self.write(
            Feed(
                id=self._id(filters, query.sought),
                title=words.feed_title(filters, query.language, self._words(query)),
                subtitle=words.subtitle(query.language),
                site_url=self.address,
                site_title=words.site_title(),
                language=query.language,
                updated=max(item["updated"] for item in items) if items else _last_change(outbox),
                self_url=self.own_address(query, query.cursor),
                first_url=self.own_address(query),
                next_url=self.own_address(query, Cursor(outbox.epoch, page.seq)) if more else "",
                cursor=str(head),
                changes_url=f"{self.address}/++api++/@changes?{urlencode([*filters, ('since', str(head))])}",
                items=items,
                types=words.type_titles(query.language),
                licences=words.licence_titles(query.language),
                states=words.state_titles(query.language),
            )
        )

    def _words(self, query: Query) -> list[tuple[str, str]]:
        return ISearch(self.site).words(query.sought, query.language) if query.sought else []

    def _id(self, filters, sought) -> str:
        """Of the feed with these filters: the same whatever the address of the site is, or its pages."""
        site = IUUID(self.site, None)
        space = UUID(site) if site else uuid5(NAMESPACE_URL, self.address)
        chosen = [(name, token) for name, tokens in words.chosen(filters).items() for token in tokens]
        name = urlencode(chosen + (ISearch(self.site).pairs(sought) if sought else []))
        return uuid5(space, name).urn


def _last_change(outbox: Outbox) -> str:
    """Of the whole log, for a page without items; a feed has to have a date."""
    return iso(next((entry.updated for entry in outbox.newest(outbox.head + 1)), 0))
