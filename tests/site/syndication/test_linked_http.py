"""Linked data, sitemap, open data and oEmbed as search engines, portals and other sites ask for them."""

from collective.prai.syndication.catalogue_state import forget
from collective.prai.syndication.sweep import sweep as run_sweep
from decimal import Decimal
from lxml import html as lxml_html
from plone import api
from plone.namedfile.file import NamedBlobImage
from rdflib import Graph
from tests.site.conftest import Html
from tests.site.conftest import make
from tests.site.core.leaks import PIXEL
from tests.site.syndication.schema_org import blocks
from tests.site.syndication.schema_org import complaints
from tests.site.syndication.schema_org import read
from urllib.parse import parse_qs
from urllib.parse import quote
from urllib.parse import urlsplit
import csv
import gzip
import io
import pytest
import requests
import transaction


ADDRESS = "https://centre.example/prai"
ROWS = [
    {"date": "2005", "value": Decimal("336"), "qualifier": "exact", "source": "ARDESI", "note": None},
    {"date": "2006-12", "value": Decimal("-400.5"), "source": "=HYPERLINK(1)", "note": 'dit "près de",\nenviron'},
]  # fmt: skip


class Site:
    """A site behind a server, with a public address of its own."""

    def __init__(self, portal):
        forget()
        self.url = portal.absolute_url()
        api.portal.set_registry_record("collective.prai.public_url", ADDRESS)
        fields = {"themes": ["tourisme"], "departments": ["09"], "audiences": ["elus"]}
        cover = NamedBlobImage(PIXEL, contentType="image/png", filename="couverture.png")
        self.items = {
            "howto": make(
                portal, "prai.HowTo", "published", title="Recenser l’été & <b>", id="recenser", **fields
            ),
            "guide": make(portal, "prai.Guide", "published", title="Guide", id="guide", cover=cover),
            "draft": make(portal, "prai.HowTo", title="Marqueurcache", id="brouillon"),
            "here": make(portal, "prai.HowTo", "published", id="ici-seulement", reuse_scope="site-only"),
            "gone": make(portal, "prai.Indicator", "withdrawn", title="Marqueurcache", id="retire"),
            "data": make(portal, "prai.Indicator", "published", id="sites", observations=ROWS, counted="communes"),
        }  # fmt: skip
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
            inside = make(portal, "prai.HowTo", "published", container=folder, id="enfant", problem=Html("x"))
        self.items["inside"] = inside
        run_sweep(portal)
        transaction.commit()

    def uid(self, name) -> str:
        return self.items[name].UID()

    def get(self, path, method="GET", **kw):
        headers = {"Accept": "*/*"} | kw.pop("headers", {})
        return requests.request(
            method, f"{self.url}{path}", headers=headers, timeout=60, allow_redirects=False, **kw
        )


@pytest.fixture(scope="class")
def site(class_site):
    return Site(class_site)


def head(answer) -> dict:
    """Property or relation → contents, in the head of a page."""
    found = {}
    for one in lxml_html.fromstring(answer.text).iterfind("./head/*"):
        name = one.get("property") or one.get("rel") or one.get("name")
        if name:
            found.setdefault(name, []).append(one.get("content") or one.get("href"))
    return found


class TestPages:
    def test_head_speaks_with_the_public_address_whatever_the_host(self, site):
        answer = site.get(
            "/fiches-pratiques/recenser", headers={"Accept": "text/html", "Host": "pirate.example"}
        )
        url = f"{ADDRESS}/fiches-pratiques/recenser"
        data, tags = read(answer.text), head(answer)
        assert complaints(data) == []
        assert (data["@type"], data["url"]) == ("HowTo", url)
        assert tags["canonical"] == tags["og:url"] == [url]
        assert tags["og:title"] == ["Recenser l’été & <b>"]
        assert tags["og:locale"] == ["fr_FR"]
        assert tags["og:image"] == [f"{ADDRESS}/++plone++collective.prai/share.png"]
        (discovery,) = [one for one in tags["alternate"] if one and "/diffusion/oembed?" in one]
        assert discovery.startswith(f"{ADDRESS}/diffusion/oembed?")
        assert parse_qs(urlsplit(discovery).query) == {"url": [url], "format": ["json"]}
        assert "pirate.example" not in "".join(map(str, [data, discovery, tags["canonical"]]))

    def test_a_page_that_is_no_item_is_shared_as_itself(self, site):
        for path, title, address in (
            ("trouver?theme=tourisme&x=1", "Trouver", "trouver?theme=tourisme"),
            ("themes/tourisme", "Tourisme", "themes/tourisme"),
            ("pres-de-chez-moi?commune=31228", "Près de chez moi", "pres-de-chez-moi?commune=31228"),
            ("plan-du-site", "Plan du site", "plan-du-site"),
        ):
            accept = {"Accept": "text/html", "Host": "pirate.example", "Accept-Language": "fr"}
            tags = head(site.get(f"/{path}", headers=accept))
            assert tags["og:url"] == [f"{ADDRESS}/{address}"], path
            assert tags["og:title"][0].startswith(title) and tags["og:type"] == ["website"]
            assert tags["og:description"][0]
            assert tags["og:image"] == [f"{ADDRESS}/++plone++collective.prai/share.png"]
        assert "og:url" not in head(site.get("/comparer", headers={"Accept": "text/html"}))

    def test_own_image_of_an_item_is_shown(self, site):
        tags = head(site.get("/guides/guide", headers={"Accept": "text/html"}))
        assert tags["og:image"] == [f"{ADDRESS}/guides/guide/@@images/cover"]
        assert (tags["og:image:width"], tags["og:image:type"]) == (["1"], ["image/png"])
        assert site.get("/guides/guide/@@images/cover").content == PIXEL

    def test_stock_microdata_and_pictures_are_gone(self, site):
        text = site.get("/", headers={"Accept": "text/html"}).text
        assert "itemprop" not in text and "plone-logo" not in text and text.count("og:url") == 1
        assert read(text)["@type"] == "WebSite"
        icon = site.get("/favicon.ico", headers={"Host": "pirate.example"})
        assert "pirate" not in str(icon.headers) and "Link" not in icon.headers
        assert icon.headers["Content-Type"] == "image/vnd.microsoft.icon"
        assert icon.content[:4] == b"\x00\x00\x01\x00"
        for name in ("favicon.svg", "share.png"):
            assert site.get(f"/++plone++collective.prai/{name}").status_code == 200

    def test_forms_and_hidden_items_say_nothing(self, site, admin_auth):
        for path in ("/fiches-pratiques/recenser/edit", "/fiches-pratiques/brouillon"):
            answer = site.get(path, headers={"Accept": "text/html"}, auth=admin_auth)
            assert answer.status_code == 200
            assert blocks(answer.text) == []
        text = site.get("/fiches-pratiques/brouillon", headers={"Accept": "text/html"}).text
        assert "Marqueurcache" not in text and "og:title" not in text
        here = head(site.get("/fiches-pratiques/ici-seulement", headers={"Accept": "text/html"}))
        assert not [one for one in here.get("alternate", ()) if "oembed" in (one or "")]


class TestSitemap:
    def test_both_addresses_have_one_truth(self, site):
        plain, packed = (
            site.get("/sitemap.xml", headers={"Host": "pirate.example"}),
            site.get("/sitemap.xml.gz"),
        )
        assert plain.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert packed.headers["Content-Type"] == "application/gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert f"<loc>{ADDRESS}/fiches-pratiques/recenser</loc>" in plain.text
        for word in ("brouillon", "retire", "enfant", "pirate"):
            assert word not in plain.text
        again = site.get("/sitemap.xml", headers={"If-None-Match": plain.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        robots = site.get("/robots.txt", headers={"Host": "pirate.example"}).text
        assert f"Sitemap: {ADDRESS}/sitemap.xml\n" in robots and "pirate" not in robots

    def test_wrong_pages_are_404_with_a_sentence(self, site):
        for query in ("?page=2", "?page=x", "?page=%00", "?page=" + "9" * 5_000):
            answer = site.get(f"/sitemap.xml{query}")
            assert (answer.status_code, len(answer.text) > 10) == (404, True), query
        for query in ("?page:int=abc", "?:method=manage_main", "?x=1"):
            assert site.get(f"/sitemap.xml{query}").status_code == 200, query


class TestData:
    def test_csv_is_for_programs_and_no_spreadsheet_runs_it(self, site):
        answer = site.get(f"/diffusion/donnees/{site.uid('data')}.csv")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert 'rel="license"' in answer.headers["Link"]
        assert answer.content.startswith(b"date,value,unit,") and b"\r\n" in answer.content
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
        assert [row["value"] for row in rows] == ["336", "-400.5"]
        assert [row["date"] for row in rows] == ["2005", "2006-12"]
        assert rows[1]["source"] == "'=HYPERLINK(1)"
        assert rows[1]["note"] == ROWS[1]["note"]
        assert {row["licence"] for row in rows} == {"etalab-2.0"}
        assert all(row["attribution"] for row in rows)

    def test_json_says_its_columns_its_source_and_its_licence(self, site):
        data = site.get(f"/diffusion/donnees/{site.uid('data')}.json").json()
        assert [row["value"] for row in data["rows"]] == [336, -400.5]
        names = [field["name"] for field in data["schema"]["fields"]]
        assert all(list(row) == names for row in data["rows"])
        assert data["licence"]["url"].startswith("https://www.etalab.gouv.fr/")
        assert data["url"] == f"{ADDRESS}/indicateurs/sites"

    def test_directory_lists_public_sheets(self, site):
        data = site.get("/diffusion/donnees/organisations.json").json()
        assert data["rows"] == []  # the one that the guide needs is a draft
        text = site.get("/diffusion/donnees/organisations.csv").text
        assert text.startswith("id,name,acronym,") and "SICOVAL" not in text

    def test_conditional_and_methods(self, site):
        path = f"/diffusion/donnees/{site.uid('data')}.csv"
        etag = site.get(path).headers["ETag"]
        assert site.get(path, headers={"If-None-Match": f'W/{etag}, "x"'}).status_code == 304
        assert site.get(path, "HEAD").content == b""
        assert site.get(path, "OPTIONS").status_code == 204
        way = site.get(f"/diffusion/donnees/{site.uid('data')}")
        assert (way.status_code, way.headers["Location"]) == (303, f"{ADDRESS}/indicateurs/sites")

    def test_what_is_not_open_is_not_there(self, site):
        wrong = {
            f"{site.uid('gone')}.csv": 410, f"{site.uid('draft')}.csv": 404, f"{site.uid('howto')}.json": 404,
            "x.csv": 404, f"{site.uid('data')}.xls": 404, "..%2f..%2f.csv": 404, "%00.json": 404, "a/b.csv": 404,
            f"{site.uid('data')}.csv.csv": 404,
        }  # fmt: skip
        for name, status in wrong.items():
            answer = site.get(f"/diffusion/donnees/{name}")
            assert (answer.status_code, "marqueurcache" in answer.text.lower()) == (status, False), name
            assert len(answer.text) > 10

    def test_catalogue_is_served_in_both_syntaxes(self, site):
        for name, media_type, syntax in (
            ("catalogue.ttl", "text/turtle; charset=utf-8", "turtle"),
            ("catalogue.jsonld", "application/ld+json", "json-ld"),
        ):
            answer = site.get(f"/diffusion/{name}", headers={"Host": "pirate.example"})
            assert answer.headers["Content-Type"] == media_type
            assert "pirate" not in answer.text and "Marqueurcache" not in answer.text
            assert len(Graph().parse(data=answer.content, format=syntax)) > 50
            again = site.get(f"/diffusion/{name}", headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304


class TestOEmbed:
    def ask(self, site, url=None, **kw):
        query = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in kw.items())
        return site.get(f"/diffusion/oembed?{f'url={quote(url, safe=chr(0))}&' if url else ''}{query}")

    def test_frame_of_the_sheet_with_its_licence(self, site):
        url = f"{ADDRESS}/fiches-pratiques/recenser"
        assert self.ask(site, url, format="json", maxwidth=50).json()["width"] == 50
        answer = self.ask(site, url, format="json", maxwidth=400, maxheight=99_999)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        data = answer.json()
        assert (data["version"], data["type"], data["width"], data["height"]) == ("1.0", "rich", 400, 480)
        frame = lxml_html.fromstring(data["html"])
        assert frame.get("src") == f"{ADDRESS}/diffusion/fiche/{site.uid('howto')}.html"
        assert frame.get("title") == data["title"] == "Recenser l’été & <b>"
        assert "scripts" not in frame.get("sandbox") and frame.get("style") is None
        assert data["licence"]["id"] == "etalab-2.0"
        assert (data["url"], data["provider_url"]) == (url, ADDRESS)

    def test_same_sheet_by_any_spelling_of_its_address(self, site):
        url = f"{ADDRESS}/fiches-pratiques/recenser"
        same = [
            f"{url}/", f"{url}/view", f"{url}/@@view", f"{url}?utm_source=x&a=b#haut", f"{url}#", f" {url} ",
            url.replace("centre.example", "CENTRE.example"), url.replace("recenser", "rec%65nser"),
            f"{ADDRESS}/diffusion/fiche/{site.uid('howto')}.html",
        ]  # fmt: skip
        assert {self.ask(site, one).json().get("id") for one in same} == {f"urn:uuid:{site.uid('howto')}"}

    def test_everything_else_is_refused_with_a_sentence(self, site):
        url = f"{ADDRESS}/fiches-pratiques/recenser"
        absent = [
            f"{ADDRESS}/fiches-pratiques/brouillon", f"{ADDRESS}/fiches-pratiques/ici-seulement",
            f"{ADDRESS}/indicateurs/retire", f"{ADDRESS}/prive/enfant", f"{ADDRESS}/fiches-pratiques", ADDRESS,
            f"{site.url}/fiches-pratiques/recenser", "https://ailleurs.example/prai/fiches-pratiques/recenser",
            url.replace("https", "http"), url.replace("centre.example", "centre.example:8443"), f"{url}/edit",
            url.replace("centre.example", "x@centre.example"), "https://[::1", "javascript:alert(1)", "x",
            f"{ADDRESS}x/fiches-pratiques/recenser", f"{ADDRESS}/fiches-pratiques/../fiches-pratiques/recenser",
            f"{ADDRESS}/fiches-pratiques/acl_users", f"{ADDRESS}/" + "a/" * 5_000, f"{ADDRESS}/\x00", f"{ADDRESS}/%ff",
            f"{ADDRESS}/diffusion/fiche/{site.uid('draft')}.html", f"{ADDRESS}/diffusion/fiche/{'0' * 32}.html",
        ]  # fmt: skip
        for one in absent:
            answer = self.ask(site, one[:6_000])
            assert (answer.status_code, "arqueurcache" in answer.text) == (404, False), one[:100]
            assert answer.json()["message"]
        assert self.ask(site, url, format="xml").status_code == 501
        assert self.ask(site).status_code == 400
        for query in (
            f"url={quote(url)}&maxwidth=abc", f"url={quote(url)}&maxwidth=-1", f"url={quote(url)}&maxwidth=",
            f"url={quote(url)}&maxheight=1e9", "url=%FF%FE", "url=", "&".join(["a=b"] * 500), "url:int=abc",
        ):  # fmt: skip
            answer = site.get(f"/diffusion/oembed?{query}")
            assert answer.status_code in ((400, 200) if query.endswith("maxwidth=") else (400,)), query
