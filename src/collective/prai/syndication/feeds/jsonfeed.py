"""``/diffusion/feed.json``: JSON Feed 1.1; what it has no word for is in ``_prai``."""

from collective.prai.syndication.feeds.feed import Feed
from collective.prai.syndication.feeds.feed import FeedFormat
from collective.prai.syndication.feeds.feed import published_on
from collective.prai.syndication.record import dumps


VERSION = "https://jsonfeed.org/version/1.1"
#: Of an item, what stands in its ``_prai`` as ``@changes`` says it.
SAME = (
    "licence", "themes", "departments", "audiences", "revision", "archived", "to_revise", "review_by",
    "links", "etag",
)  # fmt: skip


class JsonFeed(FeedFormat):
    """What changed, newest first, withdrawals included."""

    media_type = "application/feed+json; charset=utf-8"
    path = "/diffusion/feed.json"

    def write(self, feed: Feed) -> bytes:
        return dumps(render(feed)).encode()


def render(feed: Feed) -> dict:
    next_page = {"next_url": feed.next_url} if feed.next_url else {}
    return {
        "version": VERSION,
        "title": feed.title,
        "description": feed.subtitle,
        "home_page_url": feed.site_url,
        "feed_url": feed.self_url,
        **next_page,
        "favicon": f"{feed.site_url}/favicon.ico",
        "authors": [{"name": feed.author, "url": feed.site_url}],
        "language": feed.language,
        "_prai": {
            "about": feed.about_url,
            "first_url": feed.first_url,
            "cursor": feed.cursor,
            "changes_url": feed.changes_url,
            "updated": feed.updated,
            "licence": feed.licence and {name: feed.licence[name] for name in ("id", "url")},
            "withdrawn": [
                {name: item[name] for name in ("id", "updated", "reason")} for item in feed.withdrawn
            ],
        },
        "items": [_item(feed, item) for item in feed.published],
    }


def _item(feed: Feed, item: dict) -> dict:
    summary = {"summary": item["description"]} if item["description"] else {}
    return {
        "id": item["id"],
        "url": item["url"],
        "title": item["title"],
        **summary,
        "content_html": item["content"]["html"],
        "date_published": published_on(item),
        "date_modified": item["updated"],
        "authors": [{"name": feed.credit(item)}],
        "tags": [category.label for category in feed.categories(item)],
        "language": item["language"],
        "attachments": [_attachment(file) for file in item["attachments"]],
        "_prai": {"type": item["@type"], "type_title": feed.types.get(item["@type"], item["@type"])}
        | {name: item[name] for name in SAME},
    }


def _attachment(file: dict) -> dict:
    title = {"title": file["title"]} if file["title"] else {}
    return {
        "url": file["url"],
        "mime_type": file["type"],
        **title,
        "size_in_bytes": file["size"],
        "_prai": {"sha256": file["sha256"], "licence": file["licence"]},
    }
