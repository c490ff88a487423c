"""What the pages of the finder have in common."""

from collective.prai.core.compiled import Compiled
from collective.prai.core.feeds import feed_links
from collective.prai.core.feeds import FeedLink
from collective.prai.core.feeds import reuse_url
from collective.prai.core.listing import visible_brains
from collective.prai.finder.cards import Card
from collective.prai.finder.cards import Cards
from collective.prai.finder.sets import Sets
from collective.prai.interfaces import IFollowable
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import urlencode
from zope.interface import implementer


class SectionLink(NamedTuple):
    """A section in a list, with the number of items that anyone may read there."""

    title: str
    url: str
    description: str
    count: int


class FinderView(Compiled, BrowserView):
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
    def sets(self) -> Sets:
        """One for all parts of the page: what its reader may be shown is found out once."""
        return Sets()

    @cached_property
    def maker(self) -> Cards:
        return Cards(self.sets)

    def cards(self, limit: int, **query) -> list[Card]:
        """Cards of the first visible results."""
        brains = self.catalog(sort_limit=limit * 3, **query)[: limit * 3]
        return [self.maker.card(brain) for brain in visible_brains(brains)[:limit]]


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

    def alert_filters(self) -> list[tuple[str, str]]:
        """The search that finds what is listed, of which readers may be told by mail; [] where none does."""
        return self.feed_filters()

    @property
    def alert_url(self) -> str:
        filters = self.alert_filters()
        return f"{self.portal.absolute_url()}/alertes?{urlencode(filters)}" if filters else ""

    def reuse_url(self) -> str:
        filters = self.feed_filters()
        return reuse_url(filters) if filters else ""
