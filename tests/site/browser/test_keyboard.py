"""With the keyboard alone: every stop reached, seen and left again; from the home page to a question."""

from audit import visit
from audit.pages import PAGES
from tests.site.browser.conftest import ITEMS
import pytest


#: Pages of every kind of stop; the audit walks through all of them.
WALKED = ("accueil", "trouver", "ProjectSheet", "poser-une-question", "diffusion", "modifier-HowTo")
ENTRIES = [entry for entry in PAGES if entry.name in WALKED]
#: Presses of Tab after which what is looked for is not to be found.
PATIENCE = 150


def tab_to(page, selector: str):
    """Press Tab until what a selector names has the focus."""
    for _ in range(PATIENCE):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


class TestKeyboard:
    @pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
    def test_every_stop_is_reached_seen_and_left(self, staff, desks, entry):
        page = desks(entry.who)
        visit.resize(page, visit.WIDE)
        page.goto(f"{staff}/{entry.at(ITEMS)}", wait_until="load")
        visit.ready(page)
        assert visit.walk(page) == {}
        if not entry.who:
            assert visit.skip_link(page) == []

    def test_the_menu_of_a_phone_keeps_the_focus_while_it_is_open(self, staff, desks):
        page = desks("")
        visit.resize(page, visit.NARROW)
        page.goto(staff, wait_until="load")
        tab_to(page, "[data-bs-toggle=offcanvas]")
        page.keyboard.press("Enter")
        page.wait_for_selector("#offcanvasNavbar.show")
        for _ in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate("Boolean(document.activeElement.closest('#offcanvasNavbar'))")
        page.keyboard.press("Escape")
        page.wait_for_selector("#offcanvasNavbar:not(.show)", state="attached")
        assert page.evaluate("document.activeElement.matches('[data-bs-toggle=offcanvas]')")

    def test_from_the_home_page_to_a_sheet_to_a_question(self, staff, desks):
        page = desks("")
        visit.resize(page, visit.WIDE)
        page.goto(staff, wait_until="load")
        tab_to(page, "main form input[name=q]")
        page.keyboard.type("plan numérique Girou")
        page.keyboard.press("Enter")
        page.wait_for_url("**/trouver?*")
        page.evaluate(visit.MEASURES)
        tab_to(page, ".prai-card h3 a, .prai-card h2 a, .prai-card a")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/trouver" not in url)
        assert page.locator("h1").is_visible()
        tab_to(page, "a[href*='poser-une-question']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/poser-une-question*")
        tab_to(page, "main textarea")
        page.keyboard.type("Une prestation de 12 jours ?")
        assert page.input_value("main textarea:focus") == "Une prestation de 12 jours ?"
