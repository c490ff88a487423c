"""Every page of the list: for everyone, on a phone, without scripts, with a keyboard, in valid HTML."""

from audit import visit
from audit.pages import EDITING
from audit.pages import PAGES
from audit.pages import PUBLIC
from audit.pages import STOCK_PARTS
from audit.pages import UNLISTED
from collective.prai.interfaces import IPraiLayer
from tests.site.browser.conftest import ITEMS
from tests.site.browser.conftest import PASSWORD
from zope.component import getGlobalSiteManager
from zope.component import provideHandler
from ZPublisher.interfaces import IPubAfterTraversal
import html5lib
import pytest
import requests


#: Pages whose checkers find faults that are not in a part that can be left out: page → check → why.
KNOWN = {}


def named(entry) -> str:
    """A page in the report of pytest."""
    return entry.name


def overflow(page) -> int:
    """Pixels by which the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def all_faults(page, leave_out=()) -> dict:
    """What one visit finds at both widths; enlarged, narrow, spaced where no toolbar of Plone takes its room."""
    visit.resize(page, visit.WIDE)
    found = {"wide": visit.axe_faults(page, leave_out)}
    visit.resize(page, visit.NARROW)
    found["narrow"] = visit.axe_faults(page, leave_out)
    found["overflow"] = overflow(page)
    found |= visit.structure(page) | ({} if leave_out else visit.sizes(page))
    found["forced colours"] = visit.forced_colours(page)
    return {check: faults for check, faults in found.items() if faults}


@pytest.fixture(scope="class")
def published():
    """Classes of the views that the server has published so far."""
    seen = set()

    def note(event):
        # What a browser asks for besides the page (styles, frames) is no page that somebody looked at.
        if event.request.getHeader("Sec-Fetch-Dest", "document") != "document":
            return
        view = event.request.get("PUBLISHED")
        seen.update(type(getattr(view, "__self__", view)).__mro__)

    provideHandler(note, [IPubAfterTraversal])
    yield seen
    getGlobalSiteManager().unregisterHandler(note, [IPubAfterTraversal])


@pytest.fixture(scope="class")
def served():
    """Name of a page of the list → its HTML, as the browser was given it."""
    return {}


@pytest.fixture(scope="class")
def fetch(staff, published, served):
    """HTML of a page of the list as its reader gets it, asked for once."""

    def fetch(entry):
        if entry.name not in served:
            auth = (entry.who, PASSWORD) if entry.who else None
            answer = requests.get(f"{staff}/{entry.at(ITEMS)}", auth=auth, timeout=60)
            assert answer.status_code == entry.status
            served[entry.name] = answer.text
        return served[entry.name]

    return fetch


@pytest.fixture(scope="class")
def look(staff, published, served):
    """look(page, entry): a page of the list in the browser, its scripts at rest."""

    def look(page, entry):
        visit.resize(page, visit.WIDE)
        answer = page.goto(f"{staff}/{entry.at(ITEMS)}", wait_until="load")
        assert answer.status == entry.status
        served[entry.name] = answer.text()
        visit.ready(page)

    return look


def pages_of_ours() -> dict[str, type]:
    """Module and name → class, of every page that our ZCML registers for people."""
    found = {}
    for registration in getGlobalSiteManager().registeredAdapters():
        factory, required = registration.factory, registration.required
        info = getattr(registration.info, "file", "") or str(registration.info)
        if "collective/prai/" not in info or len(required) != 2 or not hasattr(factory, "browserDefault"):
            continue
        if required[1].isOrExtends(IPraiLayer) and registration.name:
            room = info.rpartition("collective/prai/")[2].rpartition("/")[0]
            of = getattr(required[0], "__name__", str(required[0]))
            found[f"{room}:{registration.name}:{of}"] = factory
    return found


class TestEveryPage:
    @pytest.mark.parametrize("entry", PUBLIC, ids=named)
    def test_everyone_reads_it(self, look, desks, entry):
        page = desks("")
        look(page, entry)
        assert all_faults(page) == KNOWN.get(entry.name, {})

    @pytest.mark.parametrize("entry", EDITING, ids=named)
    def test_everyone_works_on_it(self, look, desks, entry):
        page = desks(entry.who)
        look(page, entry)
        assert all_faults(page, STOCK_PARTS) == KNOWN.get(entry.name, {})

    @pytest.mark.parametrize("entry", PUBLIC, ids=named)
    def test_reads_without_scripts(self, staff, without_scripts, entry):
        page = without_scripts
        page.goto(f"{staff}/{entry.at(ITEMS)}", wait_until="load")
        assert page.locator("main h1").first.is_visible()
        assert page.locator("#portal-globalnav a", has_text="Comprendre et se former").first.is_visible()
        assert page.locator("main").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box = page.locator("#portal-globalnav a").first.bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= 390, "the menu is in sight"

    @pytest.mark.parametrize("entry", PAGES, ids=named)
    def test_html_is_well_formed(self, fetch, entry):
        text = fetch(entry)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(text)
        assert "prai.css" in text
        assert "<main" in text, "the theme is on"
        assert tree.get("lang") == "fr"
        assert len([node for node in tree.iter("h1")]) == 1
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        assert {name for name in ids if ids.count(name) > 1} == set()
        if not entry.stock and not entry.who:
            lines = text.splitlines()
            errors = [(code, lines[line - 1][:200]) for (line, _column), code, _data in parser.errors]
            assert errors == []

    def test_no_page_of_ours_is_forgotten(self, fetch, published):
        """A page that is on no list is one that nobody looks at: neither the tests nor the audit."""
        for entry in PAGES:
            fetch(entry)
        forgotten = {name for name, factory in pages_of_ours().items() if factory not in published}
        assert not (left := sorted(forgotten - UNLISTED.keys())), f"not in audit/pages.py: {' '.join(left)}"
        assert not (idle := sorted(UNLISTED.keys() - forgotten)), f"needless in UNLISTED: {' '.join(idle)}"


class TestNavigation:
    def test_the_menu_of_a_phone_opens_and_leads(self, site, narrow):
        narrow.goto(site)
        narrow.click(".navbar-toggler >> visible=true")
        narrow.click("#portal-globalnav a:has-text('Être financé')")
        assert narrow.url.endswith("/etre-finance")

    def test_filter_and_focus_by_keyboard(self, site, wide):
        wide.goto(f"{site}/projets")
        wide.focus("#theme-tourisme")
        wide.keyboard.press("Space")
        wide.focus("#prai-cout-max")
        wide.keyboard.press("Tab")
        assert wide.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        wide.keyboard.press("Enter")
        wide.wait_for_url("**/projets?*theme=tourisme*")
        assert wide.locator(".prai-card").count() == 1

    def test_no_cookie_for_a_visitor(self, chromium, site):
        context = chromium.new_context()
        page = context.new_page()
        for path in ("", "projets", "mentions-legales", "projets/un-plan-numerique-de-quatre-ans"):
            page.goto(f"{site}/{path}")
        assert context.cookies() == []
        context.close()
