"""Every public page: for everyone, on a phone, without scripts, in valid HTML."""

from axe_playwright_python.sync_playwright import Axe
from collective.prai.core.ready_pages import READY_PAGES
from collective.prai.core.structure import SECTIONS
from functools import cache
import html5lib
import pytest
import requests


PAGES = [
    "", "diffusion?theme=tourisme", "devenir-partenaire", "poser-une-question?page=/diffusion", "alertes", "alertes?q=Girou&cout_max=30000", "alertes/arreter?jeton=x", "plan-du-site", "accessibility-info", "contact-info", "trouver", "trouver?q=Girou&vue=liste", "trouver?q=%C3%A9quipement+Girou&habitants=1800&cout_max=30000", "absente", "comparer", "comparer?fiche=inconnue",
    "themes", "themes/tourisme", "themes/absent", "publics/elus", "territoires", "territoires/31",
    "pres-de-chez-moi", "pres-de-chez-moi?commune=31228", "pres-de-chez-moi?lieu=Villeneuve", "pres-de-chez-moi?lieu=Gragnage",
    *(page.id for page in READY_PAGES),
    *(section.id for section in SECTIONS),
    "projets?theme=tourisme", "fiches-pratiques?archives=1",
    "organisations/communaute-de-communes-des-coteaux-du-girou",
    "guides/guide-du-programme", "guides/guide-du-programme/@@tout", "guides/guide-du-programme/chapitre-2",
    "fiches-pratiques/recenser-lequipement", "fiches-pratiques/ancienne-fiche", "fiches-pratiques/fiche-retiree",
    "dossiers-pedagogiques/buffet-des-savoirs", "etudes/etude-epn", "indicateurs/communes-avec-un-site",
    "projets/un-plan-numerique-de-quatre-ans", "missions/missions-de-conseil",
    "livrables/questionnaire-dequipement", "recueils/projets-innovants", "actualites/une-nouvelle",
]  # fmt: skip
#: Pages of an error: status.
ERRORS = {
    "absente": 404,
    "alertes/arreter?jeton=x": 404,
    "themes/absent": 404,
    "fiches-pratiques/fiche-retiree": 410,
}
#: Stock pages: their own faults of syntax are not ours.
STOCK = ("contact-info", "actualites/")


def faults(page) -> list[str]:
    """What axe finds: rule and the elements."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


@pytest.fixture(scope="class")
def fetch(site):
    """HTML of a page, asked for once."""

    def fetch(path):
        answer = requests.get(f"{site}/{path}", timeout=30)
        assert answer.status_code == ERRORS.get(path, 200)
        return answer.text

    return cache(fetch)


def overflow(page) -> int:
    """Pixels by which the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


class TestPublicPages:
    @pytest.mark.parametrize("path", PAGES)
    def test_axe_finds_nothing_and_nothing_overflows(self, site, wide, narrow, path):
        for page in (wide, narrow):
            assert page.goto(f"{site}/{path}", wait_until="load").status == ERRORS.get(path, 200)
            assert faults(page) == []
            assert overflow(page) <= 0

    @pytest.mark.parametrize("path", PAGES)
    def test_reads_without_scripts(self, site, without_scripts, path):
        page = without_scripts
        page.goto(f"{site}/{path}", wait_until="load")
        assert page.locator("main h1").first.is_visible()
        assert page.locator("#portal-globalnav a", has_text="Comprendre et se former").first.is_visible()
        assert page.locator("main").evaluate("node => node.scrollWidth - node.clientWidth") <= 0

    @pytest.mark.parametrize("path", PAGES)
    def test_html_is_well_formed(self, fetch, path):
        text = fetch(path)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(text)
        assert "prai.css" in text
        assert "<main" in text, "the theme is on"
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        assert {name for name in ids if ids.count(name) > 1} == set()
        if not path.startswith(STOCK):
            lines = text.splitlines()
            errors = [(code, lines[line - 1][:200]) for (line, _column), code, _data in parser.errors]
            assert errors == []

    def test_one_h1_and_french(self, fetch):
        for path in PAGES:
            tree = html5lib.parse(fetch(path), namespaceHTMLElements=False)
            assert tree.get("lang") == "fr"
            assert len([node for node in tree.iter("h1")]) == 1, path


class TestSheets:
    def test_two_sheets_beside_each_other(self, site, wide, narrow):
        for page in (wide, narrow):
            page.goto(f"{site}/projets/un-plan-numerique-de-quatre-ans")
            page.click("#similar .prai-card-more a >> nth=0")
            page.wait_for_url("**/comparer?fiche=*&fiche=*")
            assert page.locator("[role=columnheader]").count() == 3
            assert faults(page) == [] and overflow(page) <= 0
            assert "16\u202f410" in page.locator("tr", has_text="Reste à charge").first.inner_text()

    def test_chosen_on_a_list_by_keyboard(self, site, wide):
        wide.goto(f"{site}/fiches-pratiques")
        wide.focus(".prai-card-compare input >> nth=0")
        wide.keyboard.press("Space")
        wide.focus("#prai-compare button")
        wide.keyboard.press("Enter")
        wide.wait_for_url("**/comparer?fiche=*")
        assert wide.locator("[role=columnheader]").count() == 2

    def test_nothing_is_lost_at_twice_the_size(self, chromium, site):
        """A window of 1280 pixels at 200 % has 640 of them."""
        context = chromium.new_context(viewport={"width": 640, "height": 450}, locale="fr-FR")
        page = context.new_page()
        for path in ("projets/un-plan-numerique-de-quatre-ans", "livrables/questionnaire-dequipement"):
            page.goto(f"{site}/{path}")
            assert overflow(page) <= 0
            page.click("details.prai-onpage summary")
            page.click("details.prai-onpage a[href='#reuse']")
            assert page.locator("#reuse h2").is_visible() and page.url.endswith("#reuse")
            assert page.locator(".prai-facts dt").evaluate_all(
                "nodes => nodes.every(node => node.getBoundingClientRect().width > 0)"
            )
        context.close()

    def test_contents_stay_beside_the_text(self, site, wide):
        wide.goto(f"{site}/projets/un-plan-numerique-de-quatre-ans")
        wide.click("nav.prai-onpage a[href='#funding']")
        assert wide.locator("nav.prai-onpage").evaluate("node => node.getBoundingClientRect().top >= 0")
        assert not wide.locator("details.prai-onpage").is_visible()

    def test_the_citation_is_copied(self, chromium, site):
        context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{site}/projets/un-plan-numerique-de-quatre-ans")
        page.click("[data-copy=prai-citation]")
        page.wait_for_function(
            "document.querySelector('[data-copy=prai-citation]').nextElementSibling.textContent"
        )
        assert "Un plan numérique" in page.evaluate("navigator.clipboard.readText()")
        context.close()


class TestNavigation:
    def test_the_menu_of_a_phone_opens_and_leads(self, site, narrow):
        narrow.goto(site)
        narrow.click(".navbar-toggler >> visible=true")
        narrow.click("#portal-globalnav a:has-text('Être financé')")
        assert narrow.url.endswith("/etre-finance")

    def test_filter_and_focus_by_keyboard(self, site, wide):
        wide.goto(f"{site}/projets")
        wide.focus("#theme-tourisme")
        wide.keyboard.press("Space")
        wide.focus("#prai-cout-max")
        wide.keyboard.press("Tab")
        assert wide.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        wide.keyboard.press("Enter")
        wide.wait_for_url("**/projets?*theme=tourisme*")
        assert wide.locator(".prai-card").count() == 1

    def test_no_cookie_for_a_visitor(self, chromium, site):
        context = chromium.new_context()
        page = context.new_page()
        for path in ("", "projets", "mentions-legales", "projets/un-plan-numerique-de-quatre-ans"):
            page.goto(f"{site}/{path}")
        assert context.cookies() == []
        context.close()
