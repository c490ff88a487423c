"""Pages of sheets in the browser: comparing, contents, enlarged, printed, copied."""

from audit.visit import axe_faults as faults
from tests.site.browser.test_pages import overflow


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
            "document.querySelector('[data-copy=prai-citation]').nextElementSibling.textContent", polling=100
        )
        assert "Un plan numérique" in page.evaluate("navigator.clipboard.readText()")
        context.close()
