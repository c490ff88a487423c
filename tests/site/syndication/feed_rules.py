"""What the specifications ask of a feed, as lists of what is wrong: RFC 4287, 5005, 6721, JSON Feed 1.1, RSS 2.0."""

from collections import Counter
from email.utils import parsedate_to_datetime
from jsonschema import Draft202012Validator
from lxml import etree
from pathlib import Path
from urllib.parse import urlsplit
import json
import re


DATA = Path(__file__).resolve().parents[2] / "data" / "feeds"
ATOM = "http://www.w3.org/2005/Atom"
NS = {
    "a": ATOM,
    "at": "http://purl.org/atompub/tombstones/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
STRICT = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def parse(data: bytes):
    """The root of a document that every XML parser reads."""
    return etree.fromstring(data, STRICT)


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _twice(values) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def atom_problems(data: bytes) -> list[str]:
    root = parse(data)
    grammar = etree.RelaxNG(etree.parse(DATA / "atom.rng"))
    found = [] if grammar.validate(root) else [str(grammar.error_log)]
    found += [f"no {rel} link" for rel in ("self", "first") if len(_links(root, rel)) != 1]
    found += [f"id twice: {id}" for id in _twice(root.xpath("a:entry/a:id/text()", namespaces=NS))]
    for element in root.xpath("//a:link[@rel!='related']", namespaces=NS):
        if not _is_address(element.get("href")):
            found.append(f"no absolute address: {element.get('href')}")
    for element in root.xpath("//a:updated|//a:published", namespaces=NS):
        if not STAMP.fullmatch(element.text):
            found.append(f"no UTC stamp: {element.text}")
    newest = root.findtext(f"{{{ATOM}}}updated", "")
    for entry in root.findall(f"{{{ATOM}}}entry"):
        found += _entry_problems(entry, newest)
    return found + _tombstone_problems(root)


def _links(element, rel: str) -> list:
    return element.xpath("a:link[@rel=$rel]", rel=rel, namespaces=NS)


def _entry_problems(entry, newest: str) -> list[str]:
    id = entry.findtext(f"{{{ATOM}}}id", "")
    found = []
    if not urlsplit(id).scheme:
        found.append(f"{id}: the id is no IRI")
    if not entry.xpath("a:author/a:name/text()", namespaces=NS):
        found.append(f"{id}: no author")
    alternates = [(one.get("type"), one.get("hreflang")) for one in _links(entry, "alternate")]
    if not alternates or _twice(alternates):
        found.append(f"{id}: alternates {alternates}")
    if len(_links(entry, "license")) != 1 or not entry.findtext(f"{{{ATOM}}}rights"):
        found.append(f"{id}: no licence")
    published, updated = (entry.findtext(f"{{{ATOM}}}{name}", "") for name in ("published", "updated"))
    if not published <= updated <= newest:
        found.append(f"{id}: {published} {updated} {newest}")
    found += [
        f"{id}: enclosure" for one in _links(entry, "enclosure") if not (one.get("length") or "").isdigit()
    ]
    return found


def _tombstone_problems(root) -> list[str]:
    found = []
    ids = root.xpath("a:entry/a:id/text()", namespaces=NS)
    for deleted in root.xpath("at:deleted-entry", namespaces=NS):
        if not deleted.get("ref") or not STAMP.fullmatch(deleted.get("when") or ""):
            found.append(f"deleted-entry: {dict(deleted.attrib)}")
        if deleted.get("ref") in ids:
            found.append(f"both there and deleted: {deleted.get('ref')}")
    return found


def json_feed_problems(data: bytes) -> list[str]:
    schema = json.loads((DATA / "jsonfeed-1.1.schema.json").read_text(encoding="utf-8"))
    feed = json.loads(data)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(feed)]
    found += [f"id twice: {id}" for id in _twice(item["id"] for item in feed["items"])]
    if feed.get("next_url") == feed["feed_url"]:
        found.append("the next page is this one")
    urls = [feed[name] for name in ("home_page_url", "feed_url", "next_url", "favicon") if name in feed]
    for item in feed["items"]:
        urls += [item["url"], *(file["url"] for file in item["attachments"])]
        if not item["date_published"] <= item["date_modified"] or not STAMP.fullmatch(item["date_modified"]):
            found.append(f"{item['id']}: dates")
        if not item["_prai"]["licence"]["url"] or "attribution" not in item["_prai"]["licence"]:
            found.append(f"{item['id']}: licence")
    return found + [f"no absolute address: {url}" for url in urls if not _is_address(url)]


def rss_problems(data: bytes) -> list[str]:
    """https://www.rssboard.org/rss-specification and the profile of the same board."""
    root = parse(data)
    channel = root.find("channel")
    found = [] if root.tag == "rss" and root.get("version") == "2.0" else ["no RSS 2.0"]
    if len(root) != 1:
        found.append("a channel is all there is")
    found += [f"no {name}" for name in ("title", "link", "description") if not channel.findtext(name)]
    found += [f"no {rel} link" for rel in ("self", "first") if len(_links(channel, rel)) != 1]
    found += [f"guid twice: {guid}" for guid in _twice(channel.xpath("item/guid/text()"))]
    for item in channel.findall("item"):
        guid = item.find("guid")
        if guid is None or guid.get("isPermaLink") != "false":
            found.append("guid")
        if not _is_address(item.findtext("link")):
            found.append(f"link {item.findtext('link')}")
        if item.find("title") is None or item.find("description") is None:
            found.append(f"{guid.text}: neither title nor description")
        if len(_links(item, "license")) != 1 or item.find("dc:rights", NS) is None:
            found.append(f"{guid.text}: no licence")
        if len(item.findall("enclosure")) > 1:
            found.append(f"{guid.text}: enclosures")
        for enclosure in item.findall("enclosure"):
            if set(enclosure.attrib) != {"url", "length", "type"}:
                found.append(f"{guid.text}: enclosure {dict(enclosure.attrib)}")
    for date in channel.xpath("//pubDate/text()|lastBuildDate/text()"):
        if parsedate_to_datetime(date).utcoffset().total_seconds() or not date.endswith(" GMT"):
            found.append(f"date {date}")
    return found
