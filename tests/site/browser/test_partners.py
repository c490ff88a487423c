"""The partners' page and the reading page of the interface, in a browser."""

from audit.visit import axe_faults as faults
from collective.prai.syndication.sweep import sweep as run_sweep
from playwright.sync_api import expect
from tests.site.browser.test_pages import overflow
import pytest
import re
import transaction


#: Pixels of a text that are left of the box that hides what stands out.
CUT = """node => {
  let box = node.parentElement;
  while (getComputedStyle(box).overflowX === "visible") box = box.parentElement;
  const edge = box.getBoundingClientRect().left;
  return Math.max(0, ...[...node.getClientRects()].map(line => edge - line.left));
}"""
#: Labels of Redoc, and what two colons look like.
LABELS = re.compile(
    r"License:|Download|Parameters|Response|Request|required|Copy|Copied|Expand all|Collapse all|"
    r"Content type|Schema not|Value:|Example|Array of|:\s*:"
)


def english(page) -> list[str]:
    """Lines of the reading page in which Redoc still speaks English."""
    lines = page.locator("#redoc").inner_text().splitlines()
    return [line for line in lines if LABELS.search(line)]


@pytest.fixture(scope="class")
def swept(site, class_site):
    run_sweep(class_site)
    transaction.commit()
    return site


class TestPartners:
    def test_webmaster_chooses_sees_and_copies(self, chromium, swept):
        context = chromium.new_context(locale="fr-FR", permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{swept}/diffusion")
        page.select_option("#filter-theme", "tourisme")
        page.fill("#filter-nombre", "3")
        page.keyboard.press("Enter")
        page.wait_for_url("**/diffusion?theme=tourisme*")
        expect(page.locator(".prai-preview prai-liste [part=element]").first).to_be_visible()
        page.focus("#code-script ~ .prai-copy")
        page.keyboard.press("Enter")
        expect(page.locator("#code-script ~ [role=status]")).not_to_be_empty()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert '<prai-liste theme="tourisme" nombre="3">' in copied
        assert faults(page) == []
        context.close()

    def test_without_scripts_the_frame_is_the_preview(self, swept, without_scripts):
        page = without_scripts
        page.goto(f"{swept}/diffusion?theme=tourisme#apercu")
        expect(page.locator(".prai-preview iframe")).to_be_visible()
        assert page.locator(".prai-copy >> visible=true").count() == 0
        assert "<prai-liste" in page.input_value("#code-script")

    def test_interface_is_read_without_anything_from_elsewhere(self, swept, wide, narrow):
        for page in (wide, narrow):
            asked, said = [], []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            page.on("console", lambda message, said=said: said.append(message.text))
            page.goto(f"{swept}/diffusion/api")
            expect(page.locator("#redoc h1")).to_be_visible()
            expect(page.locator("#operations")).to_be_hidden()
            home = swept.rpartition("/")[0]
            assert [url for url in asked if not url.startswith((home, "data:", "blob:"))] == []
            assert [text for text in said if "Content Security Policy" in text] == []
            expect(page.get_by_text("obligatoire", exact=True).first).to_be_visible()
            assert english(page) == []
            assert page.locator("[aria-label^=expand], [aria-label^=collapse]").count() == 0
            # The licence stands within what is shown of it, on its second line too.
            licence = page.locator(".api-info a", has_text="Licence Ouverte")
            assert licence.evaluate(CUT) == 0
            assert faults(page) == []
            assert overflow(page) <= 0

    def test_interface_is_listed_without_scripts(self, swept, without_scripts):
        without_scripts.goto(f"{swept}/diffusion/api")
        for path in ("/diffusion/oai", "/diffusion/atom.xml", "/++api++/@changes"):
            expect(without_scripts.get_by_text(f"GET {path}", exact=True)).to_be_visible()
        assert without_scripts.locator("h1").count() == 1
