"""Atom, JSON Feed and RSS as a partner's program meets them: over HTTP, from outside."""

from collective.prai.core.feeds import FEEDS
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from lxml.html import fromstring
from plone import api
from plone.namedfile import NamedBlobFile
from tests.site.conftest import make
from tests.site.syndication.feed_rules import atom_problems
from tests.site.syndication.feed_rules import json_feed_problems
from tests.site.syndication.feed_rules import NS
from tests.site.syndication.feed_rules import parse
from tests.site.syndication.feed_rules import rss_problems
import feedparser
import pytest
import re
import requests
import transaction


RULES = {"atom.xml": atom_problems, "feed.json": json_feed_problems, "rss.xml": rss_problems}
TYPES = {
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
}


def change(obj, **values):
    """Commit a change of an item, and have it swept."""
    for name, value in values.items():
        setattr(obj, name, value)
    query_outbox().pending.add(obj.UID(), kind="f")
    run_sweep(api.portal.get())
    transaction.commit()


def withdraw(obj, sweep=True):
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(obj, "withdraw", comment="Remplacée par le guide.")
    if sweep:
        run_sweep(api.portal.get())
    transaction.commit()


def ids_of(name, answer) -> list[str]:
    """Ids of what a page publishes, in its order."""
    if name == "feed.json":
        return [item["id"] for item in answer.json()["items"]]
    path = "a:entry/a:id/text()" if name == "atom.xml" else "channel/item/guid/text()"
    return parse(answer.content).xpath(path, namespaces=NS)


def next_of(name, answer) -> str | None:
    if name == "feed.json":
        return answer.json().get("next_url")
    return next(
        iter(parse(answer.content).xpath("(.|channel)/a:link[@rel='next']/@href", namespaces=NS)), None
    )


@pytest.fixture(scope="class")
def sheets(class_site):
    portal = class_site
    made = []
    for number in range(6):
        made.append(
            make(
                portal,
                "prai.Study" if number == 5 else "prai.HowTo",
                "published",
                title=f"Fiche {number} – l’été & <l’hiver>",
                description="Un questionnaire court.",
                themes=["tourisme"] if number % 2 else ["petite-enfance"],
                departments=["09"],
                attribution="ARDESI",
            )
        )
        run_sweep(portal)
    with api.env.adopt_roles(["Manager"]):
        made[5].file = NamedBlobFile(b"%PDF-1.4 essai", "application/pdf", "étude.pdf")
        made[5].file_licence = "CC-BY-4.0"
    make(portal, "prai.HowTo", title="Brouillon marqueurbrouillon")
    change(made[5])
    return made


@pytest.fixture(scope="class")
def get(class_site, sheets):
    url = class_site.absolute_url()

    def get(address, headers=None, method="GET"):
        address = address if address.startswith("http") else f"{url}/diffusion/{address}"
        return requests.request(method, address, headers=headers, timeout=30)

    return get


@pytest.fixture(scope="class")
def walk(get):
    """walk(name, query, stop): ids of all pages down to a number of the log, and the page it began with."""

    def walk(name, query="limit=2", stop=0):
        first = page = get(f"{name}?{query}")
        found = []
        while True:
            assert page.status_code == 200 and RULES[name](page.content) == [], page.text
            found += ids_of(name, page)
            address = next_of(name, page)
            if address is None or int(address.rpartition(".")[2]) <= stop:
                return found, first
            page = get(address)

    return walk


class TestFeeds:
    """One site, whose log grows from test to test."""

    @pytest.mark.parametrize("name", RULES)
    def test_page_is_valid_whole_and_newest_first(self, get, sheets, walk, name):
        answer = get(name)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, TYPES[name])
        assert RULES[name](answer.content) == []
        assert "marqueurbrouillon" not in answer.text
        expected = [f"urn:uuid:{sheet.UID()}" for sheet in reversed(sheets)]
        assert ids_of(name, answer)[:6] == expected
        assert walk(name)[0] == ids_of(name, answer)

    def test_feeds_say_what_changes_says(self, get, class_site, sheets):
        url = f"{class_site.absolute_url()}/++api++/@changes"
        changes = requests.get(url, headers={"Accept": "application/json"}, timeout=30).json()
        told = {item["id"]: item for item in changes["items"] if item["status"] == "published"}
        feed = get("feed.json").json()
        assert feed["_prai"]["cursor"] == changes["cursor"]
        for item in feed["items"]:
            same = told[item["id"]]
            assert item["content_html"] == same["content"]["html"]
            assert item["_prai"]["etag"] == same["etag"]
            assert [file["_prai"]["sha256"] for file in item["attachments"]] == [
                file["sha256"] for file in same["attachments"]
            ]
        for name in ("atom.xml", "rss.xml"):
            parsed = feedparser.parse(get(name).content)
            assert not parsed.bozo and len(parsed.entries) == len(told)
            for entry in parsed.entries:
                same = told[entry.id]
                assert entry.link == same["url"]
                assert [one.href for one in entry.links if one.rel == "license"] == [same["licence"]["url"]]
                assert same["licence"]["attribution"] in entry.rights
                assert [one.length for one in entry.enclosures] == [
                    str(f["size"]) for f in same["attachments"]
                ]
            assert parsed.entries[0].enclosures[0].type == "application/pdf"

    @pytest.mark.parametrize("name", RULES)
    def test_filters_are_named_in_words_and_kept_along_the_pages(self, get, walk, name):
        answer = get(f"{name}?theme=tourisme&type=HowTo&limit=1")
        assert "Tourisme" in answer.text.split("2026")[0]
        found, _first = walk(name, "theme=tourisme&type=HowTo&limit=1")
        assert len(found) == 2
        assert "theme=tourisme" in next_of(name, answer) and "limit=1" in next_of(name, answer)

    def test_id_of_the_feed_is_that_of_the_choice(self, get):
        def id_of(query):
            return parse(get(f"atom.xml?{query}").content).findtext("a:id", namespaces=NS)

        same = {id_of("theme=tourisme&type=HowTo"), id_of("type=prai.HowTo&theme=tourisme&limit=1&lang=en")}
        assert len(same) == 1
        assert len({id_of(""), id_of("theme=tourisme"), id_of("theme=petite-enfance"), *same}) == 4

    def test_english_reader_gets_english_terms_and_french_texts(self, get):
        feed = get("feed.json?lang=en").json()
        assert feed["language"] == "en" and feed["items"][0]["language"] == "fr"
        titles = {term["title"] for item in feed["items"] for term in item["_prai"]["themes"]}
        assert "Tourism" in titles
        assert feed["items"][1]["tags"][0] == "How-to sheet"

    @pytest.mark.parametrize("name", RULES)
    def test_nothing_new_is_304_head_has_no_body_and_any_page_may_read(self, get, name):
        answer = get(name)
        known = {"If-None-Match": answer.headers["ETag"]}
        assert (get(name, known).status_code, get(name, known).content) == (304, b"")
        head = get(name, method="HEAD")
        assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", answer.headers["ETag"])
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert get(name, method="OPTIONS").status_code == 204
        for accepted in ("application/json", "application/feed+json, application/json;q=0.9", "text/html"):
            accept = {"Accept": accepted}
            assert get(name, accept).content == answer.content
            assert get(name, accept, method="HEAD").headers["Content-Type"] == TYPES[name]
            assert get(name, accept, method="OPTIONS").status_code == 204

    @pytest.mark.parametrize("name", RULES)
    def test_wrong_request_is_a_sentence(self, get, class_site, name):
        for query in (
            "limit=0",
            "limit=501",
            "theme=inconnu",
            "before=abc",
            "since=1",
            "limit:int=x",
            "theme=%FF",
            "lang=de",
        ):
            answer = get(f"{name}?{query}")
            assert answer.status_code == 400, (query, answer.text)
            sentence = answer.json()["message"] if name == "feed.json" else answer.text
            assert len(sentence) > 20 and "<" not in sentence
        epoch = query_outbox(class_site).epoch
        for cursor in ("000000000000.1", f"{epoch}.999999"):
            assert get(f"{name}?before={cursor}").status_code == 410

    @pytest.mark.parametrize("name", RULES)
    def test_filter_that_selects_nothing_is_an_empty_feed(self, get, name):
        answer = get(f"{name}?theme=haut-debit")
        assert answer.status_code == 200 and RULES[name](answer.content) == []
        assert ids_of(name, answer) == [] and next_of(name, answer) is None

    @pytest.mark.parametrize("name", RULES)
    def test_walker_loses_nothing_that_moves_during_the_walk(self, get, walk, sheets, name):
        oldest = walk(name)[0][-1]
        (moved,) = [sheet for sheet in sheets if oldest == f"urn:uuid:{sheet.UID()}"]
        first = get(f"{name}?limit=2")
        head = self.head_of(name, first)
        change(moved, description=f"Changée pendant la lecture de {name}.")
        found = ids_of(name, first)
        address = next_of(name, first)
        while address:
            page = get(address)
            found += ids_of(name, page)
            address = next_of(name, page)
        mirror = set(found)
        assert oldest not in mirror  # it moved above where this walk began
        found, _first = walk(name, stop=head)
        assert found[0] == oldest and len(found) <= 2
        mirror |= set(found)
        assert mirror == set(walk(name)[0])

    def head_of(self, name, answer) -> int:
        """Number of the log where a walk began, as the page tells it."""
        if name == "feed.json":
            return int(answer.json()["_prai"]["cursor"].rpartition(".")[2])
        path = "(.|channel)/a:link[contains(@rel, '#changes')]/@href"
        return int(parse(answer.content).xpath(path, namespaces=NS)[0].rpartition(".")[2])

    def test_address_of_changes_goes_on_where_the_walk_began(self, get, sheets):
        feed = get("feed.json?type=HowTo").json()
        change(sheets[1], description="Changée après la lecture.")
        answer = requests.get(
            feed["_prai"]["changes_url"], headers={"Accept": "application/json"}, timeout=30
        )
        assert [item["id"] for item in answer.json()["items"]] == [f"urn:uuid:{sheets[1].UID()}"]

    def test_every_page_leads_to_the_feeds_and_a_listing_to_its_own(self, get, class_site, sheets):
        base = f"{class_site.absolute_url()}/diffusion"
        whole = [f"{base}/atom.xml", f"{base}/feed.json"]
        how_to = "type=prai.HowTo"
        #: Page → filters of its own feeds.
        pages = {
            "": "",
            "/diffusion": "",
            "/mentions-legales": "",
            "/fiches-pratiques/fiche-0-lete-lhiver": "",
            "/organisations": "",
            "/actualites": "",
            "/fiches-pratiques": how_to,
            "/projets": "type=prai.ProjectSheet",
            "/fiches-pratiques?theme=tourisme&departement=09": f"{how_to}&theme=tourisme&departement=09",
            "/fiches-pratiques?theme=&departement=": how_to,
            "/fiches-pratiques?theme=inconnu": "",
            "/fiches-pratiques?archives=1": "",
            "/etre-conseille": "type=prai.HowTo&type=prai.MissionSheet",
            "/trouver?theme=tourisme": "theme=tourisme",
            "/trouver?theme=tourisme&departement=09&type=HowTo": f"{how_to}&theme=tourisme&departement=09",
            "/trouver?theme=inconnu": "",
            "/trouver": "",
        }
        for path, query in pages.items():
            page = fromstring(get(f"{class_site.absolute_url()}{path}").content)
            own = [f"{address}?{query}" for address in whole] if query else []
            found = page.xpath("//head/link[@rel='alternate' and not(contains(@type, 'oembed'))]")
            assert [link.get("href") for link in found] == own + whole, path
            assert all(link.get("title") and link.get("type") in str(TYPES) for link in found)
            follow = page.xpath("//p[@class='prai-follow']//a[not(contains(@href, '/alertes?'))]/@href")
            expected = [f"{base}/{name}?{query}" for name in FEEDS if query]
            assert follow[:-1] == expected, path
            if query:
                chosen = fromstring(get(follow[-1]).content)
                assert all(word in follow[-1] for word in query.replace("&type=", ",").split("&"))
                addresses = " ".join(chosen.xpath("//textarea/text()"))
                assert f"{base}/atom.xml?" in addresses and follow[-1].endswith("#inserer")
                assert chosen.xpath("//*[@id='inserer']")
            for address in own:
                assert get(address).status_code == 200, address

    def test_names_of_stock_feeds_stay_closed_elsewhere(self, get, class_site):
        """Ours have the names of Plone's, which the gate closes."""
        for path in ("", "/fiches-pratiques", "/actualites"):
            for name in ("atom.xml", "rss.xml", "RSS"):
                assert get(f"{class_site.absolute_url()}{path}/{name}").status_code == 404, (path, name)

    def test_withdrawal_is_told_at_once_and_then_for_good(self, get, sheets):
        """The last test: the item does not come back."""
        sheet, id = sheets[2], f"urn:uuid:{sheets[2].UID()}"
        change(sheet, description="Changée.")
        withdraw(sheet, sweep=False)
        for name in RULES:
            answer = get(name)
            assert (
                answer.status_code == 503 and answer.headers["Retry-After"] == "1" and id not in answer.text
            )
        change(sheets[3], description="Changée ensuite.")
        for name in RULES:
            answer = get(name)
            assert answer.status_code == 200 and id not in ids_of(name, answer)
            assert RULES[name](answer.content) == []
        deleted = parse(get("atom.xml").content).find(f"at:deleted-entry[@ref='{id}']", NS)
        assert deleted.findtext("at:comment", namespaces=NS) == "Remplacée par le guide."
        (withdrawn,) = [one for one in get("feed.json").json()["_prai"]["withdrawn"] if one["id"] == id]
        assert withdrawn["reason"] == "Remplacée par le guide."
        assert id not in get("rss.xml").text
        # A list of the five newest has five, however much was withdrawn.
        assert len(get("feed.json?limit=5").json()["items"]) == 5

    def test_public_address_wins_over_the_host_header(self, get, class_site):
        before = parse(get("atom.xml").content).findtext("a:id", namespaces=NS)
        api.portal.set_registry_record("collective.prai.public_url", "https://centre.example.org/prai")
        transaction.commit()
        assert parse(get("atom.xml").content).findtext("a:id", namespaces=NS) == before
        for name in RULES:
            answer = get(name, {"Host": "pirate.example"})
            addresses = set(re.findall(r"https?://[a-z0-9.:-]+", answer.text))
            assert "pirate" not in answer.text and "https://centre.example.org" in addresses
            assert not any("localhost" in address for address in addresses)
