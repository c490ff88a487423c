"""From a blank form to a reader: what an editor and a reviewer do, each in their own browser."""

from audit.visit import ready as settle
from contextlib import contextmanager
from playwright.sync_api import expect
from tests.site.browser.conftest import log_in
import pytest
import re


SHEET = "fiches-pratiques/recenser-les-sites-des-communes"
TITLE = "Recenser les sites des communes"
COMMENT = "Dites en bref par quoi commencer."
PLENTY = 150


@pytest.fixture(scope="class")
def person(chromium, staff):
    """person("redactrice"): a browser in which that person logs in through the form; kept for the class."""
    pages = {}

    def person(name):
        if name not in pages:
            context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
            pages[name] = context.new_page()
            log_in(pages[name], staff, name)
        return pages[name]

    yield person
    for page in pages.values():
        page.context.close()


def has_focus(locator) -> bool:
    return locator.evaluate("node => node === document.activeElement")


def tab_to(page, locator):
    """Press Tab until an element has the focus, as who has no mouse."""
    for _press in range(PLENTY):
        if has_focus(locator):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{locator} is not reached by keyboard")


@contextmanager
def late(page, pattern):
    """Hold back what a pattern fetches until the block has ended: longer than a script should count on."""
    held = []
    page.route(pattern, lambda route: held.append(route))
    yield
    page.wait_for_timeout(2500)
    for route in held:
        route.continue_()
    page.unroute(pattern)


def act(page, url, action, comment=""):
    """The form of a transition, from its address to its button."""
    page.goto(f"{url}/@@prai-transition?workflow_action={action}")
    page.fill("#prai-comment", comment)
    page.click(".prai-transition form button[type=submit]")
    page.wait_for_url(lambda at: "@@prai-transition" not in at)


def desk_list(page, key):
    return page.locator(f"section#{key}")


class TestAPublication:
    """One sheet, in the order of its life: each test goes on where the one before stopped."""

    def test_an_editor_writes_by_keyboard_alone(self, staff, person):
        page = person("redactrice")
        assert page.url == f"{staff}/@@prai-redaction"
        assert page.locator("h1").inner_text() == "Ma rédaction"
        tab_to(page, page.locator(".prai-desk summary"))
        page.keyboard.press("Enter")
        tab_to(page, page.get_by_role("link", name="Fiche pratique", exact=True))
        page.keyboard.press("Enter")
        page.wait_for_url("**/++add++prai.HowTo")
        settle(page)
        tab_to(page, page.locator("#form-widgets-IBasic-title"))
        page.keyboard.type(TITLE)
        for step, text in (("Écrire", "Une lettre par mairie."), ("Relancer", "Par téléphone.")):
            tab_to(page, page.locator("#form-widgets-steps [data-prai-add]"))
            page.keyboard.press("Enter")
            page.keyboard.type(step)
            page.keyboard.press("Tab")
            page.keyboard.type(text)
        tab_to(page, page.locator("#form-widgets-watch_points_ifr"))
        page.keyboard.type("Relancer les mairies.")
        tab_to(page, page.locator("#form-buttons-save"))
        page.keyboard.press("Enter")
        page.wait_for_url(f"{staff}/{SHEET}**")
        assert page.locator(".prai-steps h3").all_inner_texts() == ["Écrire", "Relancer"]
        assert "Relancer les mairies." in page.locator("main").inner_text()

    def test_the_bar_leads_to_what_is_missing(self, staff, person):
        page = person("redactrice")
        page.goto(f"{staff}/{SHEET}")
        bar = page.locator(".prai-completeness")
        assert bar.get_by_role("link").all_inner_texts() == ["Le besoin", "En bref"]
        bar.get_by_role("link", name="En bref").click()
        expect(page.locator("#form-widgets-in_brief_ifr")).to_be_focused()
        page.locator(".prai-completeness").get_by_role("link", name="Le besoin").click()
        expect(page.locator("#form-widgets-problem")).to_be_focused()
        page.keyboard.type("J'ai besoin de savoir qui a un site.")
        page.click("#form-buttons-save")
        page.wait_for_url(f"{staff}/{SHEET}")
        assert page.locator(".prai-completeness").get_by_role("link").all_inner_texts() == ["En bref"]

    def test_it_leads_there_on_a_slow_line_too_unless_she_has_gone_elsewhere(self, staff, person):
        page = person("redactrice")
        for elsewhere in (None, "#form-widgets-problem"):
            with late(page, "**/chunks/**"):
                page.goto("about:blank")
                page.goto(f"{staff}/{SHEET}/edit#formfield-form-widgets-in_brief", wait_until="commit")
                page.wait_for_selector("#form-buttons-save", state="attached")
                if elsewhere:
                    page.focus(elsewhere)
            settle(page)
            expect(page.locator(elsewhere or "#form-widgets-in_brief_ifr")).to_be_focused()
            page.keyboard.type("Ici.")
            assert page.frame_locator("#form-widgets-in_brief_ifr").locator("body").inner_text().strip() == (
                "" if elsewhere else "Ici."
            )
            assert ("Ici." in page.input_value("#form-widgets-problem")) == bool(elsewhere)
        page.goto(f"{staff}/{SHEET}")

    def test_she_submits_and_waits(self, staff, person):
        page = person("redactrice")
        act(page, f"{staff}/{SHEET}", "submit", "Première version")
        page.goto(f"{staff}/@@prai-redaction")
        assert desk_list(page, "soumises").get_by_role("link", name=TITLE, exact=True).count() == 1

    def test_the_reviewer_sends_it_back(self, staff, person):
        page = person("relecteur")
        page.goto(f"{staff}/@@prai-redaction")
        desk_list(page, "a-relire").get_by_role("link", name=TITLE, exact=True).click()
        page.wait_for_url(f"{staff}/{SHEET}")
        page.goto(f"{staff}/{SHEET}/@@prai-transition?workflow_action=publish")
        assert page.locator(".prai-missing li").all_inner_texts() == ["En bref"]
        assert page.locator(".prai-transition form button[type=submit]").count() == 0
        act(page, f"{staff}/{SHEET}", "send_back", COMMENT)

    def test_she_reads_the_comment_and_corrects(self, staff, person):
        page = person("redactrice")
        page.goto(f"{staff}/@@prai-redaction")
        sent_back = desk_list(page, "renvoyees")
        assert sent_back.locator("blockquote").inner_text() == COMMENT
        sent_back.get_by_role("link", name=f"Modifier {TITLE}").click()
        page.wait_for_url(f"{staff}/{SHEET}/edit")
        settle(page)
        page.frame_locator("#form-widgets-in_brief_ifr").locator("body").click()
        page.keyboard.type("Commencez par la liste des mairies.")
        page.click("#form-buttons-save")
        page.wait_for_url(f"{staff}/{SHEET}")
        assert page.locator(".prai-completeness").get_by_role("link").count() == 0
        act(page, f"{staff}/{SHEET}", "submit")

    def test_the_reviewer_publishes(self, staff, person):
        page = person("relecteur")
        act(page, f"{staff}/{SHEET}", "publish")
        assert page.url == f"{staff}/{SHEET}"
        assert page.locator("#plone-contentmenu-workflow .label-state-published").inner_text() == "Publié"

    def test_a_visitor_finds_and_reads_it(self, staff, without_scripts):
        page = without_scripts
        page.goto(f"{staff}/fiches-pratiques")
        page.click(f".prai-card a:has-text('{TITLE}')")
        assert page.url == f"{staff}/{SHEET}"
        text = page.locator("main").inner_text()
        assert "Commencez par la liste des mairies." in text
        assert page.locator(".prai-steps h3").all_inner_texts() == ["Écrire", "Relancer"]


class TestAWorkingCopy:
    def test_a_chapter_is_rewritten_beside_the_public_guide(self, staff, person, without_scripts):
        guide = f"{staff}/guides/guide-du-programme"
        page = person("redactrice")
        page.goto(f"{guide}/@@content-checkout")
        page.click(".prai-transition form button[type=submit]")
        page.wait_for_url(re.compile("/guides/.+/edit$"))
        copy = page.url.removesuffix("/edit")
        assert copy != guide
        settle(page)
        page.click("#form-buttons-save")
        page.wait_for_url(copy)
        page.goto(f"{copy}/chapitre-2/edit")
        settle(page)
        page.fill("#form-widgets-IBasic-title", "Deuxième chapitre, réécrit")
        page.click("#form-buttons-save")
        page.wait_for_url(re.compile("chapitre-2"))
        reader = without_scripts
        reader.goto(f"{guide}/chapitre-2")
        assert reader.locator("h1").inner_text() == "Chapitre 2"

        page = person("relecteur")
        page.goto(f"{staff}/@@prai-redaction")
        desk_list(page, "copies").get_by_role("link", name="Guide du programme", exact=True).click()
        page.wait_for_url(copy)
        page.goto(f"{copy}/@@content-checkin")
        page.fill("#prai-message", "Chapitre 2 réécrit")
        page.click(".prai-transition form button[type=submit]")
        page.wait_for_url(guide)
        reader.goto(f"{guide}/chapitre-2")
        assert reader.locator("h1").inner_text() == "Deuxième chapitre, réécrit"
        assert reader.goto(copy).status in (401, 404)
