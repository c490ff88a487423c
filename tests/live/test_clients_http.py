"""Independent clients agree on the real corpus: item for item, licence for licence.

One class a format; ``known`` (id → title, address, licence) is what ``@changes`` says, which the first
class compares with the content itself.
"""

from html import unescape
from lxml import etree
from oaipmh_scythe import HTTPConfig
from oaipmh_scythe import Scythe
from sickle import Sickle
from sickle.iterator import OAIResponseIterator
from sickle.oaiexceptions import NoRecordsMatch
from tests.live.oai_items import item_of
from tests.live.oai_items import PRAI
from tests.live.truth import Truth
from tests.site.syndication.feed_rules import atom_problems
from tests.site.syndication.feed_rules import json_feed_problems
from tests.site.syndication.feed_rules import NS
from tests.site.syndication.feed_rules import parse
from tests.site.syndication.feed_rules import rss_problems
from tests.site.syndication.oai_schemas import valid
import feedparser
import pytest
import requests
import time


class TestChanges:
    """curl, or whatever speaks JSON over HTTP."""

    def test_every_public_item_of_the_corpus_is_there_with_its_licence(self, demo_site, changes, known):
        truth = Truth(demo_site)
        public = truth.public(*sorted({item["@type"] for item in changes.values()}))
        assert not truth.problems, truth.problems
        assert known.keys() == public.keys() and len(known) > 50
        for uid, item in public.items():
            assert (known[uid].title, known[uid].url) == (item["title"], item["@id"])
            assert changes[uid]["licence"]["id"] == item["licence"]["token"]
            assert known[uid].licence.startswith("https://")

    def test_small_pages_are_the_large_one(self, demo_site, changes):
        items, cursor, more = {}, "", True
        while more:
            page = requests.get(f"{demo_site.rest}/@changes?limit=7{cursor}", timeout=30).json()
            items |= {item["id"]: item for item in page["items"]}
            cursor, more = f"&since={page['cursor']}", page["has_more"]
        assert items == changes


def pages(site, name: str, query: str):
    """All pages of a feed, each kept to its specification; the next is where the page says it is."""
    address, seen = f"{site.url}/diffusion/{name}?{query}", set()
    problems, following = FEEDS[name]
    while address:
        assert address not in seen
        seen.add(address)
        answer = requests.get(address, timeout=60)
        assert answer.status_code == 200 and problems(answer.content) == [], answer.text[:500]
        yield answer
        address = following(answer)


def _next_in_xml(answer) -> str | None:
    links = parse(answer.content).xpath("(.|channel)/a:link[@rel='next']/@href", namespaces=NS)
    return links[0] if links else None


def _next_in_json(answer) -> str | None:
    return answer.json().get("next_url")


#: Feed → its rules, and where its next page is.
FEEDS = {
    "atom.xml": (atom_problems, _next_in_xml),
    "feed.json": (json_feed_problems, _next_in_json),
    "rss.xml": (rss_problems, _next_in_xml),
}


class TestAtomAndRss:
    """feedparser, as most aggregators in Python use it."""

    @pytest.mark.parametrize("name", ["atom.xml", "rss.xml"])
    def test_feedparser_has_every_item_with_its_licence_text_and_files(self, demo_site, changes, known, name):
        found = {}
        for answer in pages(demo_site, name, "limit=25"):
            parsed = feedparser.parse(answer.content, sanitize_html=False, resolve_relative_uris=False)
            assert not parsed.bozo, parsed.get("bozo_exception")
            for entry in parsed.entries:
                assert entry.id not in found
                found[entry.id] = entry
        assert found.keys() == known.keys()
        for uid, entry in found.items():
            (licence,) = [link.href for link in entry.links if link.rel == "license"]
            assert (unescape(entry.title), entry.link, licence) == known[uid]
            assert entry.rights.endswith(changes[uid]["licence"]["attribution"])
            assert entry.content[0].value.strip() == changes[uid]["content"]["html"].strip()
            files = [(file["url"], str(file["size"]), file["type"]) for file in changes[uid]["attachments"]]
            enclosures = [(one.href, one.length, one.type) for one in entry.enclosures]
            assert enclosures == (files if name == "atom.xml" else files[:1])

    def test_filtered_feed_is_the_filtered_log(self, demo_site, changes):
        for query, wanted in (
            ("type=HowTo", lambda item: item["@type"] == "prai.HowTo"),
            ("departement=09", lambda item: "09" in [term["token"] for term in item["departments"]]),
        ):
            expected = {uid for uid, item in changes.items() if wanted(item)}
            for name in ("atom.xml", "rss.xml"):
                found = [
                    entry.id
                    for answer in pages(demo_site, name, f"{query}&limit=9")
                    for entry in feedparser.parse(answer.content).entries
                ]
                assert set(found) == expected and len(found) == len(expected) > 1


class TestJsonFeed:
    """Whatever reads JSON Feed 1.1, by its schema."""

    def test_every_item_is_the_one_of_changes(self, demo_site, changes, known):
        found = {}
        for answer in pages(demo_site, "feed.json", "limit=25"):
            for item in answer.json()["items"]:
                assert item["id"] not in found
                found[item["id"]] = item
        assert found.keys() == known.keys()
        for uid, item in found.items():
            same = changes[uid]
            assert (item["title"], item["url"], item["_prai"]["licence"]["url"]) == known[uid]
            assert item["content_html"] == same["content"]["html"] and item["language"] == same["language"]
            assert item["date_modified"] == same["updated"]
            for name in ("licence", "themes", "departments", "audiences", "revision", "archived", "etag"):
                assert item["_prai"][name] == same[name]
            files = [
                (one["url"], one["_prai"]["sha256"], one["size_in_bytes"]) for one in item["attachments"]
            ]
            assert files == [(file["url"], file["sha256"], file["size"]) for file in same["attachments"]]


class TestOai:
    """Two harvesters of libraries, each written by others: sickle by GET, oaipmh-scythe by POST."""

    @pytest.fixture(scope="class")
    def endpoint(self, demo_site, known):
        """Once the datestamps of the newest items are reached: five seconds after the sweep."""
        url, end = f"{demo_site.url}/diffusion/oai", time.monotonic() + 60
        while self.count(url) < len(known):
            assert time.monotonic() < end
            time.sleep(0.5)
        return url

    def count(self, url):
        try:
            return len(list(Sickle(url, timeout=60).ListIdentifiers(metadataPrefix="oai_dc")))
        except NoRecordsMatch:
            return 0

    def test_sickle_reads_every_item_with_its_licence(self, endpoint, known):
        found = {}
        for record in Sickle(endpoint, timeout=60).ListRecords(metadataPrefix="oai_dc", ignore_deleted=True):
            url, uid = record.metadata["identifier"]
            assert record.header.identifier == uid.replace("urn:uuid", "oai:localhost")
            found[uid] = (record.metadata["title"][0], url, record.metadata["rights"][0])
        assert found == known

    def test_scythe_reads_the_whole_items(self, endpoint, changes):
        found = {}
        with Scythe(endpoint, http_config=HTTPConfig(http_method="POST", timeout=60)) as scythe:
            assert scythe.identify().deletedRecord == "persistent"
            for record in scythe.list_records(metadata_prefix="prai"):
                item = item_of(record.xml.find(f".//{PRAI}item"))
                found[item["id"]] = item
        assert found == {uid: {name: item[name] for name in found[uid]} for uid, item in changes.items()}

    def test_sets_of_one_kind_are_all_items_together(self, endpoint, changes):
        sickle = Sickle(endpoint, timeout=60)
        specs = [one.setSpec for one in sickle.ListSets() if one.setSpec.startswith("type:")]
        found = []
        for spec in specs:
            titles = {item["@type"] for item in changes.values()}
            if f"prai.{spec.partition(':')[2]}" in titles:
                found += [one.identifier for one in sickle.ListIdentifiers(metadataPrefix="prai", set=spec)]
        assert sorted(found) == sorted(uid.replace("urn:uuid", "oai:localhost") for uid in changes)

    def test_every_page_is_valid(self, endpoint):
        pages = 0
        for prefix in ("oai_dc", "prai"):
            for page in Sickle(endpoint, iterator=OAIResponseIterator, timeout=60).ListRecords(
                metadataPrefix=prefix
            ):
                valid(etree.tostring(page.xml))
                pages += 1
        assert pages > 8
