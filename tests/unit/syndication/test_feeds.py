"""Each feed out of plain items: valid whatever their texts hold."""

from collective.prai.syndication.feeds import atom
from collective.prai.syndication.feeds import jsonfeed
from collective.prai.syndication.feeds import rss
from collective.prai.syndication.feeds.feed import Feed
from collective.prai.syndication.record import dumps
from lxml import etree
from tests.site.syndication.feed_rules import atom_problems
from tests.site.syndication.feed_rules import json_feed_problems
from tests.site.syndication.feed_rules import NS
from tests.site.syndication.feed_rules import parse
from tests.site.syndication.feed_rules import rss_problems
import json
import pytest


HOSTILE = "<script>alert(1)</script> ]]> &amp; &#0; « é » \x00\x0b\ufffe 😀 \u2028 <!-- -- <![CDATA["
SITE = "https://centre.example.org"
ID = "urn:uuid:00000000000000000000000000000001"


def item(**values):
    return {
        "id": ID, "status": "published", "@type": "prai.HowTo", "url": f"{SITE}/fiches-pratiques/recenser",
        "title": "Recenser l’équipement", "description": "Un questionnaire court.", "language": "fr",
        "published": "2006-12-01T08:00:00Z", "updated": "2026-11-21T09:30:00Z", "revision": 3, "archived": False,
        "to_revise": False, "review_by": None, "etag": "e" * 32, "links": [], "attachments": [], "audiences": [],
        "licence": {"id": "etalab-2.0", "url": "https://www.etalab.gouv.fr/licence/", "attribution": "ARDESI"},
        "themes": [{"token": "tourisme", "title": "Tourisme"}], "departments": [{"token": "09", "title": "Ariège"}],
        "content": {"html": "<p>Écrivez, <strong>puis</strong> téléphonez.<br></p>"},
    } | values  # fmt: skip


def file(number, **values):
    return {
        "url": f"{SITE}/diffusion/fichiers/{number}", "type": "application/pdf", "size": 1000 + number,
        "sha256": "0" * 64, "title": f"Fichier {number}", "licence": "CC-BY-4.0",
    } | values  # fmt: skip


def feed(*items, **values):
    values = {
        "id": "urn:uuid:6b1f2a3c-0000-5000-8000-000000000000", "title": "Centre", "subtitle": "Textes.",
        "site_url": SITE, "site_title": "Centre", "language": "fr", "updated": "2026-11-21T09:30:00Z",
        "self_url": f"{SITE}/diffusion/x", "first_url": f"{SITE}/diffusion/x", "next_url": "",
        "cursor": "5f3c9a1b7d2e.7", "changes_url": f"{SITE}/++api++/@changes?since=5f3c9a1b7d2e.7",
        "types": {"prai.HowTo": "Fiche pratique"}, "licences": {"etalab-2.0": "Licence Ouverte 2.0"},
        "states": {"archived": "Archivé", "to_revise": "À réviser"},
    } | values  # fmt: skip
    return Feed(items=list(items), **values)


WITHDRAWN = {
    "id": ID[:-1] + "2", "status": "withdrawn", "updated": "2026-11-20T09:30:00Z", "reason": "Remplacée.",
}  # fmt: skip
RULES = [
    pytest.param(atom.render, atom_problems, id="atom"),
    pytest.param(lambda feed: dumps(jsonfeed.render(feed)).encode(), json_feed_problems, id="json"),
    pytest.param(rss.render, rss_problems, id="rss"),
]


@pytest.mark.parametrize("render, problems", RULES)
class TestEach:
    def test_full_page_keeps_the_rules(self, render, problems):
        page = feed(
            item(attachments=[file(1), file(2)], links=[{"rel": "derived_from", "id": ID, "title": "Étude", "url": SITE}]),
            item(id=ID[:-1] + "3", description="", attachments=[file(1, title="")]),
            WITHDRAWN,
            next_url=f"{SITE}/diffusion/x?before=5f3c9a1b7d2e.3",
        )  # fmt: skip
        assert problems(render(page)) == []

    def test_empty_page_keeps_the_rules(self, render, problems):
        assert problems(render(feed())) == []

    def test_hostile_text_stays_text(self, render, problems):
        # What the record keeps out of items may still stand in the title of the site.
        text = HOSTILE.replace("\x00", "").replace("\x0b", "").replace("\ufffe", "")
        hostile = item(
            title=text, description=text, content={"html": "<p>&lt;script&gt; ]]&gt;</p>"},
            themes=[{"token": "x", "title": text}], licence=item()["licence"] | {"attribution": text},
        )  # fmt: skip
        data = render(feed(hostile, WITHDRAWN | {"reason": text}, title=HOSTILE, subtitle=HOSTILE))
        assert problems(data) == []

    def test_published_is_never_after_updated(self, render, problems):
        assert problems(render(feed(item(published="2030-01-01T00:00:00Z")))) == []


class TestAtom:
    def test_entry_says_who_when_what_and_under_which_licence(self):
        entry = parse(atom.render(feed(item(attachments=[file(1), file(2)])))).find("a:entry", NS)
        assert entry.findtext("a:id", namespaces=NS) == ID
        assert entry.findtext("a:author/a:name", namespaces=NS) == "ARDESI"
        assert entry.findtext("a:rights", namespaces=NS) == "Licence Ouverte 2.0 – ARDESI"
        assert entry.find("a:link[@rel='license']", NS).get("href") == item()["licence"]["url"]
        assert [one.get("length") for one in entry.findall("a:link[@rel='enclosure']", NS)] == [
            "1001",
            "1002",
        ]
        content = entry.find("a:content", NS)
        assert (content.get("type"), content.text) == ("html", item()["content"]["html"])
        categories = {
            (one.get("scheme"), one.get("term"), one.get("label")) for one in entry.findall("a:category", NS)
        }
        assert (f"{SITE}/diffusion#theme", "tourisme", "Tourisme") in categories
        assert (f"{SITE}/diffusion#type", "prai.HowTo", "Fiche pratique") in categories

    def test_withdrawal_is_a_deleted_entry(self):
        root = parse(atom.render(feed(WITHDRAWN)))
        deleted = root.find("at:deleted-entry", NS)
        assert (deleted.get("ref"), deleted.get("when")) == (WITHDRAWN["id"], WITHDRAWN["updated"])
        assert deleted.findtext("at:comment", namespaces=NS) == "Remplacée."
        assert root.find("a:entry", NS) is None

    def test_texts_are_french_and_terms_the_reader_s(self):
        english = item(themes=[{"token": "tourisme", "title": "Tourism"}])
        root = parse(atom.render(feed(english, language="en")))
        lang = "{http://www.w3.org/XML/1998/namespace}lang"
        entry = root.find("a:entry", NS)
        assert (root.get(lang), entry.get(lang)) == ("en", "fr")
        assert {one.get(lang) for one in entry.findall("a:category", NS)} == {"en"}

    def test_what_is_no_longer_kept_up_is_said(self):
        root = parse(atom.render(feed(item(archived=True), item(id=ID[:-1] + "3", to_revise=True))))
        labels = root.xpath("//a:category[contains(@scheme, '#etat')]/@label", namespaces=NS)
        assert labels == ["Archivé", "À réviser"]

    def test_licence_of_the_whole_is_named_only_if_it_is_one(self):
        other = item(
            id=ID[:-1] + "3", licence={"id": "CC-BY-4.0", "url": "https://cc.example/", "attribution": ""}
        )
        assert len(parse(atom.render(feed(item()))).findall("a:link[@rel='license']", NS)) == 1
        assert parse(atom.render(feed(item(), other))).findall("a:link[@rel='license']", NS) == []


class TestRss:
    def test_what_readers_take_for_html_begins_no_element(self):
        data = rss.render(feed(item(title="<img src=x onerror=alert(1)> AT&T", description="<b>x</b>")))
        found = parse(data).find("channel/item")
        assert found.findtext("title") == "&lt;img src=x onerror=alert(1)> AT&T"
        assert found.findtext("description") == "&lt;b&gt;x&lt;/b&gt;"

    def test_withdrawn_items_are_not_listed(self):
        assert parse(rss.render(feed(WITHDRAWN))).findall("channel/item") == []

    def test_dates_are_those_of_mail(self):
        found = parse(rss.render(feed(item()))).find("channel/item")
        assert found.findtext("pubDate") == "Fri, 01 Dec 2006 08:00:00 GMT"


class TestJson:
    def test_extension_says_what_the_format_has_no_word_for(self):
        page = jsonfeed.render(feed(item(attachments=[file(1)]), WITHDRAWN))
        (found,) = page["items"]
        assert found["_prai"]["licence"] == item()["licence"]
        assert found["_prai"]["themes"] == [{"token": "tourisme", "title": "Tourisme"}]
        assert found["attachments"][0]["_prai"] == {"sha256": "0" * 64, "licence": "CC-BY-4.0"}
        assert page["_prai"]["withdrawn"] == [
            {"id": WITHDRAWN["id"], "updated": WITHDRAWN["updated"], "reason": "Remplacée."}
        ]
        assert page["_prai"]["cursor"] == "5f3c9a1b7d2e.7"


class TestRules:
    """The checks see what is wrong: otherwise nothing above proves anything."""

    def test_atom(self):
        root = parse(atom.render(feed(item())))
        for wrong in (
            "a:id",
            "a:updated",
            "a:entry/a:id",
            "a:entry/a:author",
            "a:entry/a:link[@rel='license']",
        ):
            copy = parse(etree.tostring(root))
            found = copy.find(wrong, NS)
            found.getparent().remove(found)
            assert atom_problems(etree.tostring(copy)), wrong
        assert atom_problems(etree.tostring(root).replace(b"09:30:00Z", b"09:30:00+01:00"))
        assert atom_problems(atom.render(feed(item(), item())))
        assert atom_problems(atom.render(feed(item(), WITHDRAWN | {"id": ID})))

    def test_json(self):
        page = jsonfeed.render(feed(item()))
        for change in (
            {"version": "1"},
            {"extra": 1},
            {"next_url": page["feed_url"]},
            {"items": page["items"] * 2},
        ):
            assert json_feed_problems(json.dumps(page | change).encode()), change

    def test_rss(self):
        data = rss.render(feed(item()))
        assert rss_problems(data.replace(b'isPermaLink="false"', b""))
        assert rss_problems(data.replace(b" GMT", b" +0100"))
