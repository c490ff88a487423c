"""``/diffusion/rss.xml``: RSS 2.0 for readers that know nothing better.

RSS has no word for a withdrawal: this feed lists what is public, and a partner who keeps copies needs
one of the others.
"""

from collective.prai.syndication.feeds.feed import Feed
from collective.prai.syndication.feeds.feed import FeedFormat
from collective.prai.syndication.feeds.feed import GENERATOR
from collective.prai.syndication.feeds.feed import GENERATOR_VERSION
from collective.prai.syndication.feeds.feed import published_on
from collective.prai.syndication.feeds.xml import add
from collective.prai.syndication.feeds.xml import ATOM
from collective.prai.syndication.feeds.xml import serialise
from datetime import datetime
from email.utils import format_datetime
from html import escape
from lxml import etree


MEDIA_TYPE = "application/rss+xml"
SPECIFICATION = "https://www.rssboard.org/rss-specification"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
#: Minutes for which a reader need not ask again.
TTL = "60"
_A, _C, _D, _T = (f"{{{name}}}" for name in (ATOM, CONTENT, DC, DCTERMS))


class RssFeed(FeedFormat):
    """What is public, newest change first."""

    media_type = f"{MEDIA_TYPE}; charset=utf-8"
    path = "/diffusion/rss.xml"
    paging = {"tombstones": False}

    def write(self, feed: Feed) -> bytes:
        return render(feed)


def rfc822(stamp: str) -> str:
    """A moment of ours, ``2006-12-01T09:30:00Z``, as RSS writes it."""
    return format_datetime(datetime.fromisoformat(stamp), usegmt=True)


def render(feed: Feed) -> bytes:
    root = etree.Element("rss", nsmap={"atom": ATOM, "content": CONTENT, "dc": DC, "dcterms": DCTERMS})
    root.set("version", "2.0")
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.site_url)
    add(channel, "description", feed.subtitle)
    add(channel, "language", feed.language)
    add(channel, "lastBuildDate", rfc822(feed.updated))
    add(channel, "docs", SPECIFICATION)
    add(channel, "generator", f"{GENERATOR} {GENERATOR_VERSION}")
    add(channel, "ttl", TTL)
    add(channel, f"{_D}creator", feed.author)
    add(channel, f"{_A}link", rel="self", type=MEDIA_TYPE, href=feed.self_url)
    add(channel, f"{_A}link", rel="first", type=MEDIA_TYPE, href=feed.first_url)
    if feed.next_url:
        add(channel, f"{_A}link", rel="next", type=MEDIA_TYPE, href=feed.next_url)
    add(channel, f"{_A}link", rel=f"{feed.about_url}#changes", type="application/json", href=feed.changes_url)
    if feed.licence is not None:
        add(channel, f"{_A}link", rel="license", href=feed.licence["url"])
    for item in feed.published:
        _item(channel, feed, item)
    return serialise(root)


def _item(channel, feed: Feed, item: dict):
    found = add(channel, "item")
    # Some readers take a title for HTML: in theirs no element may begin.
    add(found, "title", item["title"].replace("<", "&lt;"))
    add(found, "link", item["url"])
    add(found, "guid", item["id"], isPermaLink="false")
    add(found, "pubDate", rfc822(published_on(item)))
    add(found, f"{_T}modified", item["updated"])
    add(found, f"{_D}creator", feed.credit(item))
    add(found, f"{_D}language", item["language"])
    add(found, f"{_D}rights", feed.rights(item))
    add(found, f"{_A}link", rel="license", href=item["licence"]["url"])
    for category in feed.categories(item):
        add(found, "category", category.label, domain=category.scheme)
    for file in item["attachments"][:1]:  # most readers know one only
        add(found, "enclosure", url=file["url"], length=str(file["size"]), type=file["type"])
    add(found, "description", escape(item["description"], quote=False))
    add(found, f"{_C}encoded", item["content"]["html"])
