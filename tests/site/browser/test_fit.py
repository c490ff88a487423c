"""« Transférable chez moi ? » on a phone: with a keyboard, without scripts, on paper."""

from audit.visit import axe_faults as faults
from tests.site.browser.conftest import ITEMS


PAGE = f"{ITEMS['Deliverable']}/@@transferable-chez-moi"


class TestFit:
    def test_from_the_sheet_to_the_answer_with_the_keyboard_alone(self, site, narrow):
        page = narrow
        page.goto(f"{site}/{ITEMS['Deliverable']}")
        page.locator(".prai-fit-ask a").focus()
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{PAGE}")
        assert page.locator(".prai-fit-verdict").count() == 0
        page.get_by_role("combobox", name="Votre commune").focus()
        page.keyboard.type("gragn")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{PAGE}?commune=31228")
        assert "Gragnague" in page.locator(".prai-fit-verdict").inner_text()
        page.locator("#fit-jours").focus()
        page.keyboard.type("20")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/{PAGE}?commune=31228&jours=20")
        assert page.locator("#fit-jours").input_value() == "20"
        assert faults(page) == []

    def test_without_scripts_the_form_asks_and_paper_keeps_the_answer(self, site, without_scripts):
        page = without_scripts
        page.goto(f"{site}/{PAGE}")
        page.fill("#prai-town", "gragnague")
        page.click(".prai-fit-form button[type=submit]")
        assert page.url.endswith(f"/{PAGE}?commune=31228")
        page.fill("#fit-euros", "beaucoup")
        page.click(".prai-fit-form button[type=submit]")
        assert page.locator("[role=alert]").is_visible()
        assert page.locator("#fit-euros").input_value() == "beaucoup"
        page.emulate_media(media="print")
        assert page.locator(".prai-fit-verdict").is_visible()
        assert not page.locator(".prai-fit-form").is_visible()
        page.emulate_media(media="screen")
