"""``/diffusion/atom.xml``: RFC 4287, with pages (RFC 5005) and withdrawn items (RFC 6721)."""

from collective.prai.syndication.feeds.feed import Feed
from collective.prai.syndication.feeds.feed import FeedFormat
from collective.prai.syndication.feeds.feed import GENERATOR
from collective.prai.syndication.feeds.feed import GENERATOR_VERSION
from collective.prai.syndication.feeds.feed import published_on
from collective.prai.syndication.feeds.xml import add
from collective.prai.syndication.feeds.xml import ATOM
from collective.prai.syndication.feeds.xml import BASE
from collective.prai.syndication.feeds.xml import LANG
from collective.prai.syndication.feeds.xml import plain
from collective.prai.syndication.feeds.xml import serialise
from lxml import etree


TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA_TYPE = "application/atom+xml"
_A, _T = f"{{{ATOM}}}", f"{{{TOMBSTONES}}}"


class AtomFeed(FeedFormat):
    """What changed, newest first, withdrawals included."""

    media_type = f"{MEDIA_TYPE}; charset=utf-8"
    path = "/diffusion/atom.xml"

    def write(self, feed: Feed) -> bytes:
        return render(feed)


def render(feed: Feed) -> bytes:
    root = etree.Element(f"{_A}feed", nsmap={None: ATOM, "at": TOMBSTONES})
    root.set(LANG, feed.language)
    add(root, f"{_A}id", feed.id)
    add(root, f"{_A}title", feed.title)
    add(root, f"{_A}subtitle", feed.subtitle)
    add(root, f"{_A}updated", feed.updated)
    author = add(root, f"{_A}author")
    add(author, f"{_A}name", feed.author)
    add(author, f"{_A}uri", feed.site_url)
    add(root, f"{_A}link", rel="self", type=MEDIA_TYPE, href=feed.self_url)
    add(root, f"{_A}link", rel="alternate", type="text/html", href=feed.site_url)
    add(root, f"{_A}link", rel="first", type=MEDIA_TYPE, href=feed.first_url)
    if feed.next_url:
        add(root, f"{_A}link", rel="next", type=MEDIA_TYPE, href=feed.next_url)
    add(root, f"{_A}link", rel=f"{feed.about_url}#changes", type="application/json", href=feed.changes_url)
    if feed.licence is not None:
        add(root, f"{_A}link", rel="license", href=feed.licence["url"])
    add(root, f"{_A}icon", f"{feed.site_url}/favicon.ico")
    add(root, f"{_A}generator", GENERATOR, version=GENERATOR_VERSION)
    for item in feed.withdrawn:  # the grammar of RFC 4287 has entries last
        _tombstone(root, item)
    for item in feed.published:
        _entry(root, feed, item)
    return serialise(root)


def _entry(root, feed: Feed, item: dict):
    """Texts are the item's, in its language; names of terms and licences the reader's."""
    entry = add(root, f"{_A}entry", lang=item["language"])
    add(entry, f"{_A}id", item["id"])
    add(entry, f"{_A}title", item["title"])
    add(entry, f"{_A}published", published_on(item))
    add(entry, f"{_A}updated", item["updated"])
    add(add(entry, f"{_A}author"), f"{_A}name", feed.credit(item))
    add(entry, f"{_A}link", rel="alternate", type="text/html", href=item["url"], hreflang=item["language"])
    add(entry, f"{_A}link", rel="license", href=item["licence"]["url"])
    for file in item["attachments"]:
        add(
            entry,
            f"{_A}link",
            rel="enclosure",
            type=file["type"],
            length=str(file["size"]),
            title=file["title"],
            href=file["url"],
        )
    for link in item["links"]:
        add(entry, f"{_A}link", rel="related", type="text/html", title=link["title"], href=link["url"])
    for category in feed.categories(item):
        add(entry, f"{_A}category", lang=feed.language, **category._asdict())
    add(entry, f"{_A}rights", feed.rights(item), lang=feed.language)
    if item["description"]:
        add(entry, f"{_A}summary", item["description"])
    content = add(entry, f"{_A}content", item["content"]["html"], type="html")
    content.set(BASE, plain(item["url"]))


def _tombstone(root, item: dict):
    deleted = add(root, f"{_T}deleted-entry", ref=item["id"], when=item["updated"])
    add(deleted, f"{_T}comment", item["reason"], lang="fr")
