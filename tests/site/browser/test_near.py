"""« Near me » with a keyboard, and without scripts."""

from audit.visit import axe_faults as faults


class TestNear:
    def test_a_commune_is_chosen_with_the_keyboard_alone(self, site, narrow):
        page = narrow
        page.goto(f"{site}/pres-de-chez-moi")
        box = page.get_by_role("combobox")
        box.focus()
        page.keyboard.type("gragn")
        page.get_by_role("option").first.wait_for()
        assert box.get_attribute("aria-expanded") == "true"
        assert page.locator("[data-status]").inner_text() != "", "said to who does not see the list"
        assert faults(page) == []
        page.keyboard.press("ArrowDown")
        option = page.locator(f"#{box.get_attribute('aria-activedescendant')}")
        assert option.get_attribute("aria-selected") == "true"
        assert "Gragnague" in option.inner_text()
        page.keyboard.press("Escape")
        assert box.get_attribute("aria-expanded") == "false"
        page.keyboard.press("ArrowDown")
        page.get_by_role("option").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/pres-de-chez-moi?commune=31228")
        assert page.locator(".prai-card-why").count() >= 1
        page.go_back()
        assert page.locator("#prai-town").get_attribute("name") == "lieu"

    def test_the_question_form_suggests_and_takes_any_place(self, site, narrow):
        page = narrow
        page.goto(f"{site}/poser-une-question")
        box = page.get_by_role("combobox", name="Votre commune")
        box.focus()
        page.keyboard.type("gragn")
        page.get_by_role("option").first.wait_for()
        assert page.locator(".prai-town-box [data-status]").inner_text() != ""
        assert faults(page) == []
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert box.input_value() == "Gragnague (31)" and box.get_attribute("aria-expanded") == "false"
        assert page.url.endswith("/poser-une-question"), "nothing was sent"
        box.fill("Bruxelles")
        assert box.input_value() == "Bruxelles"

    def test_without_scripts_homonyms_are_links(self, site, without_scripts):
        page = without_scripts
        page.goto(f"{site}/pres-de-chez-moi")
        page.fill("#prai-town", "Villeneuve")
        page.click(".prai-town button")
        page.click(".prai-near-communes a >> nth=0")
        assert "commune=" in page.url
        assert "Villeneuve" in page.locator("h1").inner_text()
        page.select_option("#near-rayon", "100")
        page.click(".prai-near form.prai-filters button")
        assert "rayon=100" in page.url
