"""Every page on which editors work: for everyone, on a phone; lines of forms by mouse and without scripts."""

from axe_playwright_python.sync_playwright import Axe
from collective.prai.core.structure import SECTION_OF
from tests.site.browser.test_pages import overflow
import pytest
import re


#: Parts of stock Plone that axe leaves out, each with what is wrong in it.
STOCK_PARTS = [
    "#edit-bar",  # the toolbar: a role that its element may not have, links without names at 390 px
    ".tox",  # TinyMCE: a separator without its value, a menu bar that scrolls without the keyboard
]
ITEMS = {
    "prai.Organisation": "organisations/communaute-de-communes-des-coteaux-du-girou",
    "prai.Guide": "guides/guide-du-programme",
    "prai.Chapter": "guides/guide-du-programme/chapitre-2",
    "prai.HowTo": "fiches-pratiques/recenser-lequipement",
    "prai.TeachingPack": "dossiers-pedagogiques/buffet-des-savoirs",
    "prai.Study": "etudes/etude-epn",
    "prai.Collection": "recueils/projets-innovants",
    "prai.Indicator": "indicateurs/communes-avec-un-site",
    "prai.ProjectSheet": "projets/un-plan-numerique-de-quatre-ans",
    "prai.MissionSheet": "missions/missions-de-conseil",
    "prai.Deliverable": "livrables/questionnaire-dequipement",
}
FOLDERS = {name: SECTION_OF.get(name, ITEMS["prai.Guide"]) for name in ITEMS}
PAGES = [
    ("", "login"),
    ("redactrice", "@@prai-redaction"),
    ("relecteur", "@@prai-redaction"),
    ("redactrice", "fiches-pratiques/fiche-a-finir"),
    ("redactrice", "fiches-pratiques/fiche-a-finir/@@prai-transition?workflow_action=submit"),
    ("relecteur", "fiches-pratiques/fiche-a-finir/@@prai-transition?workflow_action=publish"),
    ("relecteur", "fiches-pratiques/recenser-lequipement/@@prai-transition?workflow_action=withdraw"),
    ("relecteur", "guides/guide-du-programme/@@content-checkout"),
    ("gestionnaire", "@@prai-settings"),
    ("gestionnaire", "@@prai-mails"),
    ("gestionnaire", "@@prai-diffusion-controlpanel"),
    ("gestionnaire", "@@prai-vocabularies"),
    ("gestionnaire", "@@prai-vocabulary?vocabulary=themes"),
    *(("relecteur", f"{folder}/++add++{name}") for name, folder in FOLDERS.items()),
    *(("relecteur", f"{path}/edit") for path in ITEMS.values()),
]
STEP = "form.widgets.steps.{}.widgets.title"


def faults(page) -> list[str]:
    """What axe finds in our parts of the page: rule and element."""
    found = Axe().run(page, context={"exclude": [[part] for part in STOCK_PARTS]}).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def settle(page):
    """Wait for the scripts of a form: its tabs, its rich texts."""
    if page.locator("form.pat-autotoc").count():
        page.wait_for_selector(".autotoc-nav[aria-labelledby]")
    if page.locator("textarea.pat-tinymce").count():
        page.wait_for_selector(".tox-edit-area__iframe[title]", state="attached")


@pytest.fixture(scope="class")
def desks(as_user, chromium):
    """Page of each account, made on first use; "" is a visitor."""
    pages = {"": chromium.new_page()}

    def desk(name):
        if name not in pages:
            pages[name] = as_user(name)
        return pages[name]

    yield desk
    pages[""].close()


def titles(page) -> list[str]:
    """First cell of each step, in order."""
    return page.eval_on_selector_all(
        "#form-widgets-steps .prai-row", "rows => rows.map(row => row.querySelector('td:not(.prai-row-fold) input').value)"
    )  # fmt: skip


class TestForms:
    @pytest.mark.parametrize(("who", "path"), PAGES)
    def test_axe_finds_nothing_of_ours_and_nothing_overflows(self, staff, desks, who, path):
        page = desks(who)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(f"{staff}/{path}", wait_until="load").status == 200
        settle(page)
        assert page.locator("h1").count() == 1
        assert faults(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert faults(page) == []
        assert overflow(page) <= 0

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
        path = f"{staff}/{ITEMS['prai.HowTo']}"
        page.goto(f"{path}/edit")
        settle(page)
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
        path = f"{staff}/{ITEMS['prai.HowTo']}"
        page.goto(f"{path}/edit")
        kept = page.locator("#form-widgets-steps tbody .prai-row input[name$='.widgets.title']").count() - 2
        page.fill(f"[name='{STEP.format(kept)}']", "Exploiter les réponses")
        page.click("#form-buttons-save")
        assert page.url == path
        assert page.locator(".prai-steps h3").last.inner_text() == "Exploiter les réponses"


class TestAmounts:
    def test_a_wrong_amount_keeps_what_was_typed_then_a_right_one_is_shown(self, staff, as_user):
        page = as_user("relecteur")
        path = f"{staff}/{ITEMS['prai.ProjectSheet']}"
        page.goto(f"{path}/edit")
        settle(page)
        page.fill("#form-widgets-IBasic-title", "Un plan numérique")
        page.click(".autotoc-nav a:has-text('Coût du projet')")
        page.fill("#form-widgets-IFunding-total_cost", "abc")
        page.fill("#form-widgets-IFunding-eligible_cost", "82 050,00 €")
        page.click("#form-buttons-save")
        summary = page.locator("#prai-errors")
        summary.wait_for()
        settle(page)
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
        path = f"{staff}/{ITEMS['prai.TeachingPack']}"
        page.goto(f"{path}/edit")
        settle(page)
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
