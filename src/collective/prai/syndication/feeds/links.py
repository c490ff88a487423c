"""The feeds in the head of every page, where programs look for them, in place of those of Plone."""

from collective.prai.core.feeds import feed_links
from collective.prai.core.vocabularies import language
from collective.prai.interfaces import IFollowable
from collective.prai.interfaces import ISearch
from collective.prai.syndication.feeds.words import feed_title
from collective.prai.syndication.feeds.words import NAMES
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.component import queryAdapter


#: One feed a program understands is enough, and programs list all that they find.
OFFERED = ("atom.xml", "feed.json")


class FeedLinks(ViewletBase):
    """Of the whole site; before them, of what a listing shows."""

    index = ViewPageTemplateFile("../templates/feed_links.pt")

    def links(self) -> list[dict]:
        own = self.view.feed_filters() if IFollowable.providedBy(self.view) else []
        return [
            {"title": f"{feed_title(filters, language(), _sought(filters))} ({link.name})", "link": link}
            for filters in ([own, []] if own else [[]])
            for link in feed_links(filters, OFFERED)
        ]


def _sought(filters) -> list[tuple[str, str]]:
    """What a feed has besides the public filters, in words."""
    sought = [pair for pair in filters if pair[0] not in NAMES]
    search = queryAdapter(api.portal.get(), ISearch) if sought else None
    return search.words(sought, language()) if search is not None else []
