"""The partners' page: what a webmaster copies is what shows our texts, and nobody takes its address."""

from collective.prai.core.throttle import throttle
from collective.prai.syndication.builder import LONGEST_TITLE
from collective.prai.syndication.sweep import sweep as run_sweep
from html import unescape
from lxml import html as lxml_html
from plone import api
from tests.site.conftest import make
import pytest
import requests
import transaction


PUBLIC = "https://centre.example.org"
HOSTILE = "\"></textarea><script>alert('x')</script>&é"


class Page:
    """What a reader of the page sees."""

    def __init__(self, answer):
        self.status = answer.status_code
        self.text = answer.text
        self.tree = lxml_html.fromstring(answer.content)

    def code(self, name):
        return self.tree.get_element_by_id(f"code-{name}").text

    def problem(self):
        return " ".join(node.text_content() for node in self.tree.cssselect("#content [role=alert]")).strip()

    def values(self, name):
        options = self.tree.cssselect(f"#filter-{name} option")
        return {node.get("value"): node.text for node in options if node.get("value")}


@pytest.fixture(scope="class")
def site(class_site):
    """Two sheets in different places, one withdrawn, one kept for this site."""
    portal = class_site
    api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
    made = {
        "public": make(
            portal, "prai.HowTo", "published", title="Recenser l’équipement", themes=["tourisme"], departments=["09"]
        ),
        "other": make(portal, "prai.Study", "published", title="Étude", themes=["petite-enfance"]),
        "withdrawn": make(portal, "prai.HowTo", "published", title="Fiche dépassée", themes=["urbanisme"]),
        "ours": make(portal, "prai.HowTo", "published", title="Pour ce site", reuse_scope="site-only"),
    }  # fmt: skip
    run_sweep(portal)
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(made["withdrawn"], "withdraw", comment="Remplacée.")
    transaction.commit()  # not swept yet: the page must not show it all the same
    portal.made = {name: (item.UID(), item.absolute_url()) for name, item in made.items()}
    return portal


@pytest.fixture
def get(site):
    def get(query="", path="diffusion"):
        url = f"{site.absolute_url()}/{path}{query}"
        return Page(requests.get(url, headers={"Accept-Language": "fr"}, timeout=30))

    return get


class TestPage:
    def test_it_is_called_by_its_own_name_and_address(self, get):
        page = get("?theme=tourisme")
        assert page.tree.findtext(".//title").startswith("Reprendre nos textes")
        (link,) = page.tree.cssselect("link[rel=canonical]")
        assert link.get("href") == f"{PUBLIC}/diffusion"
        (link,) = get(path="diffusion/api").tree.cssselect("link[rel=canonical]")
        assert link.get("href") == f"{PUBLIC}/diffusion/api"

    @pytest.mark.parametrize("name", ["suivre.py", "prai-wordpress.php"])
    def test_programs_to_take_away_are_there(self, site, get, name):
        assert f"/diffusion/{name}" in get().text
        answer = requests.get(f"{site.absolute_url()}/diffusion/{name}", timeout=30)
        assert answer.headers["Content-Type"].startswith("text/plain") and len(answer.text) > 500
        assert "SITE'" not in answer.text and " SITE" not in answer.text
        assert PUBLIC in answer.text


class TestBuilder:
    def test_code_has_the_choice_and_the_public_address(self, get):
        page = get("?theme=tourisme&departement=09&nombre=3&titre=Chez+nous&lang=en")
        element = (
            '<prai-liste theme="tourisme" departement="09" nombre="3" lang="en" titre="Chez nous">'
            f'<a href="{PUBLIC}/diffusion/liste.html?theme=tourisme&amp;departement=09&amp;limit=3&amp;lang=en">'
        )
        assert page.code("script").startswith(
            f'<script src="{PUBLIC}/diffusion/prai.js" defer></script>\n{element}'
        )
        query = "theme=tourisme&departement=09"
        assert f'src="{PUBLIC}/diffusion/liste.html?{query}&limit=3&lang=en&titre=Chez+nous"' in unescape(
            page.code("frame")
        )
        assert page.code("fragment").endswith(
            f"liste.html?{query}&limit=3&lang=en&fragment=1&titre=Chez+nous"
        )
        for name, address in {"atom": "atom.xml", "json": "feed.json", "rss": "rss.xml"}.items():
            assert page.code(name) == f"{PUBLIC}/diffusion/{address}?{query}&lang=en"
        assert page.code("oai").endswith(
            "/diffusion/oai?verb=ListRecords&metadataPrefix=oai_dc&set=theme:tourisme"
        )
        assert page.code("changes") == f"{PUBLIC}/++api++/@changes?{query}"
        # Harvesting knows one of the two filters, and the page says so.
        use, alone = (
            one.tree.get_element_by_id("code-oai-use").text for one in (page, get("?theme=tourisme"))
        )
        assert use.startswith(alone) and len(use) > len(alone)
        assert page.problem() == ""

    def test_preview_comes_from_where_the_reader_is(self, site, get):
        page = get("?theme=tourisme")
        (element,) = page.tree.cssselect(".prai-preview prai-liste")
        assert element.get("theme") == "tourisme"
        here = site.absolute_url()
        assert [node.get("src") for node in page.tree.cssselect("script[src$='prai.js']")] == [
            f"{here}/diffusion/prai.js"
        ]
        assert element.cssselect("a")[0].get("href").startswith(f"{here}/diffusion/liste.html")

    def test_only_values_with_public_items_are_offered(self, get):
        page = get()
        assert page.values("departement") == {"09": "Ariège (1)"}
        assert {"tourisme", "petite-enfance"} <= page.values("theme").keys()
        assert set(page.values("type")) == {"prai.HowTo", "prai.Study"}

    @pytest.mark.parametrize(
        "query,word",
        [
            ("?theme=sport", "sport"), ("?nombre=0", "50"), ("?nombre=x", "50"), ("?lang=de", "lang"),
            ("?fiche=zzz", "identifi"), (f"?fiche={'0' * 32}", "identifi"), ("?titre=%00", "contrôle"),
            ("?theme=%ff", "UTF-8"), ("?limit:int=abc", ""), ("?titre=" + "a" * 9000, "longue"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_the_rest_still_works(self, get, query, word):
        page = get(query)
        assert page.status == 200
        assert word in page.problem() and bool(page.problem()) == bool(word)
        assert "<prai-liste" in page.code("script")

    def test_hostile_title_stays_a_title(self, get):
        page = get("?titre=" + requests.utils.quote(HOSTILE))
        assert "<script>alert" not in page.text
        pasted = lxml_html.fragment_fromstring(page.code("script"), create_parent=True)
        assert pasted.cssselect("prai-liste")[0].get("titre") == HOSTILE[:LONGEST_TITLE]
        assert len(pasted.cssselect("script")) == 1

    def test_who_asks_for_it_all_the_time_waits(self, site):
        settings = {"rate": 1, "burst": 1}
        for name, value in settings.items():
            api.portal.set_registry_record(f"collective.prai.throttle_{name}", value)
        transaction.commit()
        throttle.clear()
        try:
            url = f"{site.absolute_url()}/diffusion?theme="
            answers = [requests.get(f"{url}{theme}", timeout=30) for theme in ("tourisme", "urbanisme")]
        finally:
            throttle.clear()
            api.portal.set_registry_record("collective.prai.throttle_rate", 0)
            transaction.commit()
        assert [answer.status_code for answer in answers] == [200, 429]
        assert int(answers[1].headers["Retry-After"]) >= 1
        assert answers[1].headers["Cache-Control"] == "no-store" and len(answers[1].text) > 20


class TestOneItem:
    def test_its_page_leads_to_its_code(self, site, get):
        uid, url = site.made["public"]
        link = f"{site.absolute_url()}/diffusion?fiche={uid}"
        assert link in requests.get(url, timeout=30).text
        page = get(f"?fiche=urn:uuid:{uid}")
        assert f'<prai-fiche id="urn:uuid:{uid}">' in page.code("script")
        assert "Recenser l’équipement" in page.code("script")
        assert page.code("fragment") == f"{PUBLIC}/diffusion/fiche/{uid}.html?lang=fr&fragment=1"
        assert f'src="{PUBLIC}/diffusion/fiche/{uid}.html?lang=fr"' in page.code("frame")
        assert page.code("json") == f"{PUBLIC}/diffusion/fiche/{uid}.json"

    @pytest.mark.parametrize("name", ["withdrawn", "ours"])
    def test_what_may_not_leave_has_none(self, site, get, name):
        uid, url = site.made[name]
        assert "/diffusion?fiche=" not in requests.get(url, timeout=30).text
        page = get(f"?fiche={uid}")
        assert page.problem() and "<prai-fiche" not in page.text
        assert "dépassée" not in page.text and "Pour ce site" not in page.text


class TestAddress:
    def test_no_item_takes_it(self, site, admin_auth):
        json = {"Accept": "application/json"}

        def create(**values):
            body = {"@type": "Document"} | values
            return requests.post(site.absolute_url(), json=body, auth=admin_auth, headers=json, timeout=30)

        refused = create(id="diffusion", title="À moi")
        assert refused.status_code == 400
        assert "diffusion" in refused.json()["message"]
        titled = create(title="Diffusion")
        assert titled.json()["@id"].endswith("/diffusion-1")
        renamed = requests.patch(
            titled.json()["@id"], json={"id": "diffusion"}, auth=admin_auth, headers=json, timeout=30
        )
        assert renamed.status_code in (204, 400)
        assert requests.get(f"{site.absolute_url()}/diffusion/openapi.json", timeout=30).status_code == 200
        folder = requests.post(
            f"{site.absolute_url()}/actualites", json={"@type": "News Item", "id": "diffusion", "title": "x"},
            auth=admin_auth, headers=json, timeout=30,
        )  # fmt: skip
        assert folder.status_code == 201
