"""What a page weighs for a visitor, and that it looks no different for what is left out."""

from collective.prai.theme.visitors import _BARCELONETA
from collective.prai.theme.visitors import folder
from tests.site.browser.conftest import log_in
import gzip
import pytest


#: Bytes of a page with all that comes with it, not compressed.
LARGEST = 250_000
PAGES = ["", "trouver?q=Girou", "projets/un-plan-numerique-de-quatre-ans", "poser-une-question"]
#: Computed styles of every element, but for the letters of the reader's machine and what follows from them; as one
#: text an element, for a browser hands over a million values slowly.
STYLES = """() => {
  const names = [...getComputedStyle(document.body)].filter(name =>
    !/^--|^font-family|origin$|size$|width$|height$|inset|^top$|^left$|^right$|^bottom$/.test(name));
  return [...document.querySelectorAll("body, body *")].map(element => {
    const style = getComputedStyle(element);
    return [element.tagName + "." + element.className, names.map(name => name + ": " + style.getPropertyValue(name)).join("; ")];
  });
}"""
#: The same as one short word: where two pages agree, nobody reads the styles themselves.
DIGEST = f"""async () => {{
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(({STYLES})())));
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, "0")).join("");
}}"""


class TestVisitor:
    def loaded(self, chromium, address, swap=None):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
        page, sizes = context.new_page(), {}
        if swap is not None:
            page.route(swap[0], lambda route: route.fulfill(body=swap[1], content_type="text/css"))
        page.on("response", lambda answer: sizes.update({answer.url: answer.body()}))
        page.goto(address, wait_until="load")
        return context, page, sizes

    @pytest.mark.parametrize("path", PAGES)
    def test_a_page_weighs_little_and_lacks_nothing(self, chromium, site, path):
        context, page, bodies = self.loaded(chromium, f"{site}/{path}")
        assert sum(map(len, bodies.values())) <= LARGEST, {url: len(body) for url, body in bodies.items()}
        assert sum(len(gzip.compress(body)) for body in bodies.values()) <= LARGEST / 4
        assert all(url.startswith(site) for url in bodies)
        whole = (folder(_BARCELONETA[0]) / _BARCELONETA[1]).read_text()
        other, stock, _bodies = self.loaded(chromium, f"{site}/{path}", ("**/@@prai-visitors.css", whole))
        if page.evaluate(DIGEST) != stock.evaluate(DIGEST):
            styles, expected = page.evaluate(STYLES), stock.evaluate(STYLES)
            assert [name for name, _style in styles] == [name for name, _style in expected]
            assert [(a, b) for a, b in zip(styles, expected, strict=True) if a != b] == []
        context.close()
        other.close()

    def test_the_menu_of_a_phone_opens_and_closes_by_keyboard(self, chromium, site):
        context, page, _bodies = self.loaded(chromium, f"{site}/themes")
        menu, toggler = page.locator("#offcanvasNavbar"), page.locator("[data-bs-toggle=offcanvas]")
        assert not menu.is_visible() and toggler.get_attribute("aria-expanded") == "false"
        toggler.focus()
        page.keyboard.press("Enter")
        menu.wait_for(state="visible")
        assert toggler.get_attribute("aria-expanded") == "true"
        for _turn in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('#offcanvasNavbar') !== null")
        page.keyboard.press("Escape")
        menu.wait_for(state="hidden")
        assert page.evaluate("document.activeElement.classList.contains('navbar-toggler')")
        context.close()

    def test_editors_have_all_of_plone(self, chromium, staff):
        context = chromium.new_context()
        page = context.new_page()
        log_in(page, staff, "redactrice")
        page.goto(staff)
        bundles = page.eval_on_selector_all("[data-bundle]", "found => found.map(one => one.dataset.bundle)")
        assert {"plone", "prai-forms", "datagridfield-bundle", "diazo", "prai-theme"} <= set(bundles)
        assert "barceloneta.min.css" in page.content() and "menu.js" not in page.content()
        context.close()
