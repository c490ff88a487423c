"""What editors fill in: lines of forms by mouse and without scripts, amounts, relations."""

from audit import visit
from tests.site.browser.conftest import ITEMS
import re


STEP = "form.widgets.steps.{}.widgets.title"


def titles(page) -> list[str]:
    """First cell of each step, in order."""
    return page.eval_on_selector_all(
        "#form-widgets-steps .prai-row", "rows => rows.map(row => row.querySelector('td:not(.prai-row-fold) input').value)"
    )  # fmt: skip


class TestForms:
    def test_long_lists_are_folded_on_a_phone(self, staff, as_user):
        page = as_user("gestionnaire", width=390)
        page.goto(f"{staff}/@@prai-vocabulary?vocabulary=themes")
        line = page.locator(".prai-row", has_text="tourisme · Tourisme")
        assert page.locator(".prai-rows").bounding_box()["height"] < 2000
        title = line.locator("input[name$='.widgets.fr']")
        assert not title.is_visible()
        line.locator("[data-prai-fold]").press("Enter")
        title.fill("Tourisme et loisirs")
        assert line.locator("[data-prai-fold]").get_attribute("aria-expanded") == "true"
        line.locator("[data-prai-fold]").press("Enter")
        assert line.locator("[data-prai-summary]").inner_text() == "tourisme · Tourisme et loisirs"
        page.click("#form-buttons-save")
        page.wait_for_url("**/@@prai-vocabularies")
        page.goto(f"{staff}/@@prai-vocabulary?vocabulary=themes")
        assert page.locator(".prai-row", has_text="tourisme · Tourisme et loisirs").count() == 1


class TestLines:
    def test_add_move_remove_by_mouse(self, staff, as_user):
        page = as_user("relecteur")
        path = f"{staff}/{ITEMS['HowTo']}"
        page.goto(f"{path}/edit")
        visit.ready(page)
        rows = page.locator("#form-widgets-steps")
        assert titles(page) == ["Obtenir un mandat", "Envoyer"]
        rows.locator("[data-prai-add]").click()
        page.keyboard.type("Relancer")
        assert rows.locator("[role=status]").inner_text() == "Ligne ajoutée."
        rows.get_by_role("button", name="Monter la ligne 3").click()
        assert titles(page) == ["Obtenir un mandat", "Relancer", "Envoyer"]
        rows.get_by_role("button", name="Supprimer la ligne 1").click()
        assert titles(page) == ["Relancer", "Envoyer"]
        rows.get_by_role("button", name="Descendre la ligne 1").click()
        page.click("#form-buttons-save")
        page.wait_for_url(path)
        assert page.locator(".prai-steps h3").all_inner_texts() == ["Envoyer", "Relancer"]

    def test_add_without_scripts(self, staff, as_user):
        page = as_user("relecteur", width=390, java_script_enabled=False)
        path = f"{staff}/{ITEMS['HowTo']}"
        page.goto(f"{path}/edit")
        kept = page.locator("#form-widgets-steps tbody .prai-row input[name$='.widgets.title']").count() - 2
        page.fill(f"[name='{STEP.format(kept)}']", "Exploiter les réponses")
        page.click("#form-buttons-save")
        assert page.url == path
        assert page.locator(".prai-steps h3").last.inner_text() == "Exploiter les réponses"


class TestAmounts:
    def test_a_wrong_amount_keeps_what_was_typed_then_a_right_one_is_shown(self, staff, as_user):
        page = as_user("relecteur")
        path = f"{staff}/{ITEMS['ProjectSheet']}"
        page.goto(f"{path}/edit")
        visit.ready(page)
        page.fill("#form-widgets-IBasic-title", "Un plan numérique")
        page.click(".autotoc-nav a:has-text('Coût du projet')")
        page.fill("#form-widgets-IFunding-total_cost", "abc")
        page.fill("#form-widgets-IFunding-eligible_cost", "82 050,00 €")
        page.click("#form-buttons-save")
        summary = page.locator("#prai-errors")
        summary.wait_for()
        visit.ready(page)
        page.click(".autotoc-nav a:has-text('Principal')")
        assert page.input_value("#form-widgets-IBasic-title") == "Un plan numérique"
        summary.get_by_role("link", name="Coût total").click()
        total = page.locator("#form-widgets-IFunding-total_cost")
        assert total.is_visible()
        assert total.evaluate("node => node === document.activeElement")
        assert total.input_value() == "abc"
        assert "montant" in page.locator("#form-widgets-IFunding-total_cost-error").inner_text()
        assert page.input_value("#form-widgets-IFunding-eligible_cost") == "82 050,00 €"
        total.fill("98 541,50 €")
        page.click("#form-buttons-save")
        page.wait_for_url(path)
        assert "98 541,50 €" in re.sub(r"\s", " ", page.locator("main").inner_text())


class TestRelations:
    def test_a_related_item_of_one_of_several_types_is_chosen_by_mouse(self, staff, as_user):
        page = as_user("relecteur")
        path = f"{staff}/{ITEMS['TeachingPack']}"
        page.goto(f"{path}/edit")
        visit.ready(page)
        field = page.locator("#formfield-form-widgets-resources")
        field.locator(".btn[aria-label='Sélectionner : Documents à utiliser']").click()
        levels = page.locator(".content-browser-position-wrapper .levelItems")
        levels.get_by_text("Fiches pratiques", exact=True).click()
        levels.get_by_text("Recenser l'équipement", exact=True).click()
        page.click('.content-browser-position-wrapper [title*="Recenser l\'équipement"].btn-primary')
        field.locator(".selected-item", has_text="Recenser l'équipement").wait_for()
        page.click("#form-buttons-save")
        page.wait_for_url(path)
        assert page.locator("main a", has_text="Recenser l'équipement").count()
