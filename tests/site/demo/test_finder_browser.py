"""From the home page to the right deliverable in three steps: a phone, no scripts, a keyboard alone."""

from playwright.sync_api import expect
import pytest
import transaction


WANTED = "Solution de gestion de la petite enfance"


@pytest.fixture
def visit(chromium, class_site):
    """visit(java_script_enabled=False): the home page on a phone of 390 pixels."""
    transaction.commit()
    contexts = []

    def visit(**options):
        context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR", **options)
        contexts.append(context)
        page = context.new_page()
        # The theme is off on 127.0.0.1.
        page.goto(class_site.absolute_url().replace("127.0.0.1", "localhost"), wait_until="load")
        return page

    yield visit
    for context in contexts:
        context.close()


class TestThreeSteps:
    @pytest.mark.parametrize("scripts", [True, False])
    def test_by_touch(self, visit, scripts):
        """Say it; keep what can be taken up; open it."""
        page = visit(java_script_enabled=scripts)
        page.locator("main input[name=q]").first.fill("préinscription enfance")
        page.locator("main form:has(input[name=q]) button[type=submit]").first.click()
        page.wait_for_url("**/trouver?q=*")
        first = page.locator(".prai-card, .prai-rows > li").first
        assert first.bounding_box()["y"] < 2 * 844, "results come before the filters"
        page.locator(".prai-finder-filters > summary").click()
        page.get_by_label("Livrable").check()
        page.locator(".prai-finder-go button").click()
        assert "type=prai.Deliverable" in page.url and "q=pr" in page.url
        expect(page.locator(".prai-asked li")).to_have_count(3)
        page.get_by_role("link", name=WANTED).click()
        expect(page.locator("h1")).to_have_text(WANTED)

    def test_by_keyboard_alone(self, visit):
        page = visit()
        self.tab_to(page, "main input[name=q]")
        page.keyboard.type("préinscription enfance")
        page.keyboard.press("Enter")
        page.wait_for_url("**/trouver?q=*")
        self.tab_to(page, ".prai-finder-filters > summary")
        page.keyboard.press("Enter")
        self.tab_to(page, "input[value='prai.Deliverable']")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url("**type=prai.Deliverable*")
        self.tab_to(page, f"a:has-text('{WANTED}')")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(WANTED)

    def tab_to(self, page, selector: str):
        """Press Tab until the element has the focus, and see it marked."""
        for _press in range(120):
            page.keyboard.press("Tab")
            if page.evaluate(
                "wanted => document.activeElement.matches(wanted.split(':has-text')[0])", selector
            ):
                focus = page.evaluate("document.activeElement.textContent || ''")
                if ":has-text" not in selector or selector.split("'")[1] in focus:
                    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                    return
        raise AssertionError(f"the keyboard does not reach {selector}")


def test_a_word_without_end_keeps_its_place(visit):
    """Nothing sticks out of a phone, whatever is typed."""
    page = visit()
    page.goto(f"{page.url.split('?')[0].rstrip('/')}/trouver?q={'a' * 300}", wait_until="load")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
