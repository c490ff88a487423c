"""What other sites put into their pages without a script: fragments, frames; and what the script reads."""

from collective.prai.core.caching.conditional import zipped_tag
from collective.prai.core.settings import PREFIX
from collective.prai.syndication.embed.script import ETAG
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from html5lib import HTMLParser
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import rich
import gzip
import html5lib
import pytest
import re
import requests
import transaction


TABLE = "<h2>Étapes</h2><table><tr><th>Étape</th></tr><tr><td>Relances</td></tr></table>"
REASON = "Remplacée par le guide."
GONE = "0" * 32


class Site:
    """A running site: two sheets on tourism, one in Ariège; one archived, one withdrawn."""

    def __init__(self, portal):
        self.portal = portal
        api.portal.set_registry_record(f"{PREFIX}.public_url", portal.absolute_url())
        self.url = f"{portal.absolute_url()}/diffusion"
        fields = {
            "themes": ["tourisme"],
            "audiences": ["elus"],
            "description": "Un <questionnaire> & un relevé.",
            "attribution": "ARDESI – Centre de Ressources",
        }
        self.sheet = self.published(
            "Recenser l’<équipement>", departments=["09"], in_brief=rich(TABLE), **fields
        )
        self.study = self.published("Étude", "prai.Study", themes=["tourisme"], licence="CC-BY-4.0")
        self.archived = make(portal, "prai.HowTo", "archived", title="Ancienne", themes=["tourisme"])
        run_sweep(portal)
        self.withdrawn = self.published("Retirée", themes=["tourisme"])
        self.transition(self.withdrawn, "withdraw", REASON)
        self.draft = make(portal, "prai.HowTo", title="Brouillon marqueurbrouillon", themes=["tourisme"])
        run_sweep(portal)
        transaction.commit()

    def published(self, title, kind="prai.HowTo", **fields):
        made = make(self.portal, kind, "published", title=title, **fields)
        run_sweep(self.portal)
        return made

    def transition(self, item, name, comment=""):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, name, comment=comment)

    def get(self, path, method="GET", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(method, f"{self.url}/{path}", headers=headers, timeout=30)


@pytest.fixture(scope="class")
def site(class_site):
    return Site(class_site)


def tree(text):
    """The page as HTML, without a fault."""
    parser = HTMLParser(namespaceHTMLElements=False)
    found = parser.parse(text)
    assert [(text.splitlines()[at[0] - 1][:100], code) for at, code, _data in parser.errors] == []
    return found


def fragment(text):
    return html5lib.parseFragment(text, namespaceHTMLElements=False)


def words(node):
    return " ".join("".join(node.itertext()).split())


class TestEmbed:
    # One item

    def test_json_is_the_item_of_the_log(self, site):
        uid = site.sheet.UID()
        answer = site.get(f"fiche/{uid}.json?lang=fr")
        log = requests.get(f"{site.portal.absolute_url()}/@changes?lang=fr&limit=500", timeout=30).json()
        (item,) = [one for one in log["items"] if one["id"] == f"urn:uuid:{uid}"]
        assert answer.json() == item
        assert answer.headers["Access-Control-Allow-Origin"] == "*"

    def test_one_item_is_known_until_it_changes_itself(self, site):
        path = f"fiche/{site.sheet.UID()}.json"
        etag = site.get(path).headers["ETag"]
        assert site.get(path, If_None_Match=etag).status_code == 304
        site.published("Une autre")
        transaction.commit()
        assert site.get(path, If_None_Match=etag).status_code == 304
        assert site.get(f"{path}?lang=en", If_None_Match=etag).status_code == 200

    def test_withdrawn_is_410_with_the_reason(self, site):
        uid = site.withdrawn.UID()
        answer = site.get(f"fiche/{uid}.json?lang=en")
        assert answer.status_code == 410
        found = answer.json()
        assert (found["id"], found["status"], found["reason"]) == (f"urn:uuid:{uid}", "withdrawn", REASON)
        assert found["message"] == f"This content has been withdrawn: {REASON}"
        page = site.get(f"fiche/{uid}.html?lang=en")
        assert page.status_code == 410
        assert REASON in words(tree(page.text).find(".//main"))

    def test_fragment_of_a_withdrawn_item_takes_the_text_away(self, site):
        answer = site.get(f"fiche/{site.withdrawn.UID()}.html?fragment=1&lang=en")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
        assert words(fragment(answer.text)) == f"This content has been withdrawn: {REASON}"

    @pytest.mark.parametrize(
        "name",
        [f"{GONE}.json", f"{GONE}.html", f"{GONE}.html?fragment=1", "x.json", "..%2fx.json", "", ".json", "a/b.json"],
    )  # fmt: skip
    def test_what_was_never_published_is_404(self, site, name):
        assert site.get(f"fiche/{name}").status_code == 404
        assert site.get(f"fiche/{site.draft.UID()}.json").status_code == 404
        assert site.get(f"fiche/{site.sheet.UID().upper()}.json").status_code == 404

    def test_withdrawal_is_seen_before_the_sweep(self, site):
        item = site.published("Bientôt retirée", themes=["urbanisme"])
        other = site.published("Cite la première", relatedItems=[relate(item)])
        third = site.published("Ne la cite pas")
        transaction.commit()
        path = f"fiche/{item.UID()}.json?lang=en"
        assert site.get(path).status_code == 200
        site.transition(item, "withdraw", REASON)
        transaction.commit()
        try:
            answer = site.get(path)
            assert (answer.status_code, answer.json()["reason"]) == (410, REASON)
            assert site.get("liste.json?theme=urbanisme").json()["items"] == []
            held = site.get(f"fiche/{other.UID()}.json")
            assert (held.status_code, held.headers["Retry-After"]) == (503, "1")
            still = site.get(f"fiche/{third.UID()}.json")
            assert (still.status_code, still.headers["Cache-Control"]) == (200, "no-store")
        finally:
            run_sweep(site.portal)
            transaction.commit()
        assert site.get(path).json()["reason"] == REASON
        assert site.get(f"fiche/{other.UID()}.json").json()["links"] == []

    def test_page_shows_text_licence_and_source(self, site):
        answer = site.get(f"fiche/{site.sheet.UID()}.html?lang=en")
        page = tree(answer.text)
        assert page.get("lang") == "en"
        assert page.find(".//title").text == "Recenser l’<équipement>"
        heading = page.find(".//h1")
        assert (heading.text, heading.get("lang")) == ("Recenser l’<équipement>", "fr")
        assert [node.text for node in page.iter("h3")] == ["Étapes"]
        (scrolled,) = [node for node in page.iter("div") if node.get("tabindex")]
        assert scrolled.find("table") is not None
        credit = page.find(".//p[@class='prai-credit']")
        assert [link.get("href") for link in credit.iter("a")] == [
            site.sheet.absolute_url(),
            "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        ]
        assert words(credit).startswith(
            "Source: ARDESI – Centre de Ressources · Licence: Open Licence 2.0 (Etalab) · Updated on "
        )

    def test_archived_sheet_says_so(self, site):
        page = site.get(f"fiche/{site.archived.UID()}.html?lang=en").text
        assert "Kept for the record" in page

    def test_fragment_has_no_page_around_it(self, site):
        answer = site.get(f"fiche/{site.sheet.UID()}.html?fragment=1&niveau=4&lang=en")
        assert not re.search(r"<(!doctype|html|head|body|style|script|base)\b", answer.text, re.I)
        found = fragment(answer.text)
        assert found.find(".//h4").text == "Recenser l’<équipement>"
        assert found.find(".//h6").text == "Étapes"
        assert "Open Licence" in words(found)

    # Lists

    def test_newest_first_without_what_is_archived_withdrawn_or_private(self, site):
        found = site.get("liste.json?theme=tourisme&lang=fr").json()
        assert [item["title"] for item in found["items"]] == ["Étude", "Recenser l’<équipement>"]
        study, sheet = found["items"]
        assert set(sheet) == {
            "id", "url", "title", "description", "language", "published", "updated", "licence", "type",
        }  # fmt: skip
        assert sheet["type"] == {"token": "prai.HowTo", "title": "Fiche pratique"}
        assert study["licence"]["id"] == "CC-BY-4.0"
        assert sheet["licence"]["attribution"] == "ARDESI – Centre de Ressources"
        assert len(site.get("liste.json?theme=tourisme&limit=1").json()["items"]) == 1

    def test_filters_and_the_way_to_the_whole_list(self, site):
        base = site.portal.absolute_url()
        for query, titles, url in (
            ("theme=tourisme&departement=09", 1, "/trouver?theme=tourisme&departement=09"),
            ("type=HowTo&theme=tourisme", 1, "/fiches-pratiques?theme=tourisme"),
            ("type=prai.Study&public=elus", 0, "/etudes?public=elus"),
            ("licence=CC-BY-4.0", 1, "/trouver?licence=CC-BY-4.0"),
        ):
            found = site.get(f"liste.json?{query}").json()
            assert (len(found["items"]), found["url"]) == (titles, base + url), query
            assert requests.get(found["url"], timeout=30).status_code == 200

    def test_page_lists_with_licence_and_source(self, site):
        page = tree(site.get("liste.html?theme=tourisme&departement=09&lang=en").text)
        assert page.find(".//title").text == "Latest contents: Tourism, Ariège"
        assert words(page.find(".//h1")) == "Latest contents: Tourism, Ariège"
        (row,) = page.findall(".//li")
        assert words(row).startswith("Recenser l’<équipement> ")
        assert "Un <questionnaire> & un relevé." in words(row)
        assert "Open Licence 2.0" in words(row)
        links = [link.get("href") for link in page.iter("a")]
        assert links[0] == links[1] == site.sheet.absolute_url()
        assert links[-1].endswith("/trouver?theme=tourisme&departement=09")

    def test_own_title_and_fragment(self, site):
        answer = site.get("liste.html?fragment=1&niveau=2&titre=L%27actualit%C3%A9+%3Cdu%3E+tourisme&limit=1")
        found = fragment(answer.text)
        assert found.find(".//h2").text == "L'actualité <du> tourisme"
        assert "<html" not in answer.text

    def test_nothing_found_is_said(self, site):
        page = tree(site.get("liste.html?theme=petite-enfance&lang=en").text)
        assert words(page.find(".//p[@class='prai-etat']")) == "Nothing matches this choice."

    def test_known_list_is_304_until_the_log_moves(self, site):
        path = "liste.html?theme=tourisme"
        etag = site.get(path).headers["ETag"]
        assert site.get(path, If_None_Match=etag).status_code == 304
        query_outbox(site.portal).pending.add("0" * 32, "/nowhere")
        transaction.commit()
        try:
            assert site.get(path).headers["Cache-Control"] == "no-store"
        finally:
            run_sweep(site.portal)
            transaction.commit()

    # Frames, errors, addresses

    def test_anybody_may_frame_and_nothing_is_active(self, site):
        for path in (
            f"fiche/{site.sheet.UID()}.html",
            "liste.html",
            f"fiche/{GONE}.html",
            "liste.html?theme=x",
        ):
            answer = site.get(path)
            assert "X-Frame-Options" not in answer.headers, path
            policy = answer.headers["Content-Security-Policy"]
            assert "frame-ancestors *" in policy
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            assert "script" not in policy
            assert "<script" not in answer.text
            assert tree(answer.text).get("lang") == "fr"

    def test_rest_of_the_site_is_framed_by_itself_alone(self, site):
        answer = requests.get(site.portal.absolute_url(), timeout=30)
        assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"

    @pytest.mark.parametrize(
        "path",
        [
            "liste.json?limit=0", "liste.json?theme=sport", "liste.json?nombre=5", "liste.html?fragment=2",
            "liste.html?fragment=1&niveau=7", "liste.json?since=x", f"fiche/{GONE}.json?theme=tourisme",
            f"fiche/{GONE}.html?niveau=x", "liste.html?titre=a%00b", "liste.html?lang=de", "liste.html?titre=%ff",
        ],
    )  # fmt: skip
    def test_wrong_parameter_is_400_with_a_sentence(self, site, path):
        answer = site.get(f"{path}&lang=en" if "lang" not in path else path)
        assert answer.status_code == 400, answer.text
        text = answer.json()["message"] if ".json" in path else words(fragment(answer.text))
        assert len(text) > 20

    def test_host_header_changes_nothing(self, site):
        name = f"{PREFIX}.public_url"
        before = api.portal.get_registry_record(name)
        api.portal.set_registry_record(name, "https://centre.example.org/prai")
        transaction.commit()
        try:
            for path in ("liste.html", "liste.json", f"fiche/{site.sheet.UID()}.html"):
                text = site.get(path, Host="pirate.example").text
                assert "https://centre.example.org/prai/fiches-pratiques/" in text
                assert "pirate" not in text
        finally:
            api.portal.set_registry_record(name, before)
            transaction.commit()

    # The script

    def test_it_is_small_and_kept(self, site):
        answer = site.get("prai.js?v=2")
        assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert len(gzip.compress(answer.content, 6)) <= 4096
        assert "max-age=86400" in answer.headers["Cache-Control"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        known = site.get("prai.js", If_None_Match=answer.headers["ETag"])
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["ETag"] == answer.headers["ETag"] == zipped_tag(ETAG)
        head = site.get("prai.js", method="HEAD")
        assert (head.status_code, head.content) == (200, b"")
