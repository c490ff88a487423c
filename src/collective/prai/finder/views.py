"""What the pages of the finder have in common, and the pages of the four needs."""

from collective.prai.core.feeds import feed_links
from collective.prai.core.feeds import FeedLink
from collective.prai.core.feeds import reuse_url
from collective.prai.core.feeds import section_filters
from collective.prai.core.listing import visible_brains
from collective.prai.core.ready_pages import NEED_OF_ID
from collective.prai.core.structure import SECTION_OF
from collective.prai.finder.cards import Card
from collective.prai.finder.cards import Cards
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.interfaces import IFollowable
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zope.interface import implementer


class SectionLink(NamedTuple):
    """A section in a list, with the number of items that anyone may read there."""

    title: str
    url: str
    description: str
    count: int


class FinderView(BrowserView):
    """What the pages of the finder have in common."""

    @cached_property
    def macros(self):
        """The cards: finder/templates/cards.pt."""
        return api.content.get_view("prai-cards", self.context, self.request)["macros"]

    @cached_property
    def catalog(self):
        return api.portal.get_tool("portal_catalog")

    @cached_property
    def portal(self):
        return api.portal.get()

    @cached_property
    def maker(self) -> Cards:
        return Cards()

    def cards(self, limit: int, **query) -> list[Card]:
        """Cards of the first visible results."""
        brains = self.catalog(sort_limit=limit * 3, **query)[: limit * 3]
        return [self.maker.card(brain) for brain in visible_brains(brains)[:limit]]

    def section_links(self, ids) -> list[SectionLink]:
        """Sections by id, as far as they are there and the viewer may see them."""
        path = "/".join(self.portal.getPhysicalPath())
        folders = {
            brain.getId: brain
            for brain in self.catalog(path={"query": path, "depth": 1}, getId=list(ids), portal_type="Folder")
        }
        found = [folders[name] for name in ids if name in folders]
        return [SectionLink(b.Title, b.getURL(), b.Description, self.count(b.getPath())) for b in found]

    def count(self, path: str) -> int:
        return len(self.catalog(path={"query": path, "depth": 1}, review_state=LISTED_STATES))


@implementer(IFollowable)
class FollowableView(FinderView):
    """A list that feeds can follow; see IFollowable."""

    def feed_filters(self) -> list[tuple[str, str]]:
        """See IFollowable; there is no default, for an empty list means that no feed follows it."""
        raise NotImplementedError

    def feeds(self) -> list[FeedLink]:
        """The feeds of what is listed, none where no feed can select the same."""
        filters = self.feed_filters()
        return feed_links(filters) if filters else []

    def reuse_url(self) -> str:
        return reuse_url(self.feed_filters())


class NeedView(FollowableView):
    """A need of the programme's guide: its text, then the sections that answer it."""

    def feed_filters(self) -> list[tuple[str, str]]:
        need = NEED_OF_ID.get(self.context.getId())
        return section_filters(need.sections) if need is not None else []

    def html(self) -> str:
        text = self.context.text
        return text.output_relative_to(self.context) if text else ""

    def sections(self) -> list[SectionLink]:
        need = NEED_OF_ID.get(self.context.getId())
        return self.section_links(need.sections) if need is not None else []

    def latest(self) -> list[Card]:
        """A few sheets of these sections."""
        need = NEED_OF_ID.get(self.context.getId())
        types = [name for name, section in SECTION_OF.items() if need and section in need.sections]
        types = [name for name in types if name.startswith("prai.") and name != "prai.Organisation"]
        return self.cards(
            4, portal_type=types, review_state=LISTED_STATES, sort_on="effective", sort_order="descending"
        )
