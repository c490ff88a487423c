"""The snippet on a partner's page: another origin, a strict policy, a phone, a keyboard, a screen reader."""

from audit.visit import axe_faults as faults
from collective.prai.core.safe_html import ATTRIBUTES
from collective.prai.core.safe_html import TAGS
from collective.prai.syndication.embed.samples import samples
from collective.prai.syndication.embed.script import SOURCE
from collective.prai.syndication.sweep import sweep as run_sweep
from pathlib import Path
from playwright.sync_api import expect
from plone import api
from plone.namedfile.file import NamedBlobFile
from tests.site.browser.partner import PAGE
from tests.site.browser.partner import PartnerSite
from tests.site.browser.test_pages import overflow
from tests.site.conftest import make
from tests.site.conftest import rich
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import pytest
import re
import requests
import transaction


DOCS = Path(__file__).resolve().parents[3] / "docs" / "partners.md"
TEXT = """<h2>Étapes</h2><p>Écrire, <a href="https://www.example.org/">relancer</a>.</p>
<table><tr><th scope="col">Étape de l’enquête</th><th scope="col">Durée</th><th scope="col">Remarque</th></tr>
<tr><td>Relances</td><td>2 jours</td><td>anticonstitutionnellement-intergouvernementalisations</td></tr></table>
<table><tr><th scope="col">Une seconde</th></tr><tr><td>x</td></tr></table>"""
LINK = '<a href="https://centre.example.org/">Sur le site du centre</a>'
#: What no page of a partner may run, show or follow.
HOSTILE = """<p onclick="x()" style="color:red" class="c" id="i">Bonjour</p><script>hacked=1</script>
<img src="x" onerror="hacked=1"><svg onload="hacked=1"></svg><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>
<a href="javascript:hacked=1">lien</a><style>*{display:none}</style><form action="/x"><input></form>
<math><mtext><table><mglyph><style><img src=x onerror="hacked=1"></style></mglyph></table></mtext></math>"""


class Centre:
    """The centre's site, whose editors do things while partners' pages are open."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        api.portal.set_registry_record("collective.prai.public_url", self.url)
        credit = "ARDESI – Centre de Ressources"
        fields = {"themes": ["tourisme"], "departments": ["09"], "attribution": credit}
        make(portal, "prai.Study", "published", title="Étude des offices", licence="CC-BY-4.0", **fields)
        run_sweep(portal)
        self.sheet = make(
            portal, "prai.HowTo", "published", title="Recenser l’<équipement>", in_brief=rich(TEXT),
            description="Un questionnaire & un relevé.", **fields,
        )  # fmt: skip
        self.file = make(
            portal, "prai.Deliverable", "published", title="Questionnaire", product_licence="etalab-2.0",
            availability="download", file=NamedBlobFile(b"x" * 4000, filename="questionnaire.pdf"),
        )  # fmt: skip
        self.save()

    def save(self):
        run_sweep(self.portal)
        transaction.commit()

    def add(self, title, **fields):
        made = make(self.portal, "prai.HowTo", "published", title=title, **fields)
        self.save()
        return made

    def change(self, item, **values):
        with api.env.adopt_roles(["Manager"]):
            for name, value in values.items():
                setattr(item, name, value)
            item.reindexObject()
        notify(ObjectModifiedEvent(item))
        self.save()

    def withdraw(self, item, reason):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "withdraw", comment=reason)
        self.save()


@pytest.fixture(scope="class")
def centre(class_site):
    return Centre(class_site)


@pytest.fixture(scope="class")
def partner(centre):
    found = PartnerSite(centre.url)
    yield found
    found.close()


@pytest.fixture
def open_page(chromium):
    """open_page(address): a page that notes each breach of its policy in ``page.breaches``."""
    contexts = []

    def open_page(address):
        context = chromium.new_context()
        contexts.append(context)
        page = context.new_page()
        page.breaches = []
        page.expose_function("noteBreach", lambda breach: page.breaches.append(breach))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => noteBreach(`${e.violatedDirective} ${e.blockedURI}`))"
        )
        page.on("pageerror", lambda error: page.breaches.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def good(page) -> bool:
    """Nothing for axe to find, nothing wider than the screen, no breach: on a desk and on a phone."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert (faults(page), overflow(page) <= 0) == ([], True), width
    assert page.breaches == []
    return True


def element(page, name="prai-liste"):
    """The element once it has what it asked for."""
    found = page.locator(name).first
    expect(found).to_have_attribute("etat", "charge")
    return found


def sheet(item, **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<prai-fiche id="{item.UID()}"{more}>{LINK}</prai-fiche>'


class TestSnippet:
    def test_list_under_a_strict_policy(self, centre, partner, open_page):
        address = partner.paste(
            f'<prai-liste theme="tourisme" departement="09" titre="Tourisme" niveau="2">{LINK}</prai-liste>'
        )
        page = open_page(address)
        found = element(page)
        expect(page.get_by_role("heading", level=2, name="Tourisme")).to_be_visible()
        expect(found.get_by_role("listitem")).to_have_count(2)
        expect(page.get_by_role("link", name="Sur le site du centre")).to_be_hidden()
        assert found.locator("[part=lien]").all_inner_texts() == [
            "Recenser l’<équipement>",
            "Étude des offices",
        ]
        first = found.get_by_role("listitem").first
        credit = first.get_by_role("link", name="ARDESI – Centre de Ressources")
        assert credit.get_attribute("href") == centre.sheet.absolute_url()
        licence = first.get_by_role("link", name="Licence Ouverte 2.0")
        assert licence.get_attribute("rel") == "license"
        expect(found.get_by_role("link", name="CC-BY-4.0")).to_be_visible()
        assert (
            found.get_by_role("link", name="Voir tout")
            .get_attribute("href")
            .endswith("/trouver?theme=tourisme&departement=09")
        )
        assert found.locator("[part=credit]").first.evaluate("n => getComputedStyle(n).fontSize") == "14px"
        assert good(page)

    def test_sheet_under_a_strict_policy(self, centre, partner, open_page):
        address = partner.paste(sheet(centre.sheet, niveau=2) + sheet(centre.file))
        page = open_page(address)
        found = element(page, "prai-fiche")
        expect(found.get_by_role("heading", level=2)).to_have_text("Recenser l’<équipement>")
        expect(found.get_by_role("heading", level=4)).to_have_text("Étapes")
        expect(found.get_by_role("table")).to_have_count(2)
        expect(found.get_by_role("link", name="relancer")).to_be_visible()
        expect(found.get_by_role("link", name="ARDESI – Centre de Ressources")).to_be_visible()
        expect(found.get_by_role("link", name="Licence Ouverte 2.0")).to_be_visible()
        other = page.locator("prai-fiche").nth(1)
        expect(other.get_by_text("Questionnaire (PDF, 4 Ko)")).to_be_visible()
        assert good(page)
        found.locator("[part=tableau]").first.focus()
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.localName") == "div"

    def test_english_page(self, centre, partner, open_page):
        page = open_page(partner.paste(sheet(centre.sheet) + "<prai-liste></prai-liste>", lang="en-GB"))
        found = element(page, "prai-fiche")
        expect(found.locator("[part=credit]")).to_contain_text("Licence: Open Licence 2.0 · Updated on ")
        assert found.locator("[part=titre]").get_attribute("lang") == "fr"
        expect(element(page).get_by_role("link", name="See all")).to_be_visible()

    def test_look_is_the_host_s(self, centre, partner, open_page):
        css = "<style>prai-liste{--prai-couleur:#800000;--prai-police:monospace} prai-liste::part(type){display:none}</style>"
        page = open_page(partner.paste(f"{css}<prai-liste></prai-liste>", policy=""))
        found = element(page)
        link = found.locator("[part=lien]").first
        assert link.evaluate("n => getComputedStyle(n).color") == "rgb(128, 0, 0)"
        assert link.evaluate("n => getComputedStyle(n).fontFamily") == "monospace"
        expect(found.locator("[part=type]").first).to_be_hidden()

    def test_follows_a_change_and_a_withdrawal(self, centre, partner, open_page):
        item = centre.add("Titre d’avant", themes=["urbanisme"])
        page = open_page(
            partner.paste(
                f'<prai-liste theme="urbanisme" rafraichir="1">{LINK}</prai-liste>'
                + sheet(item, rafraichir=1)
            )
        )
        listed, shown = element(page), element(page, "prai-fiche")
        validators = []
        page.on("request", lambda request: validators.append(request.all_headers().get("if-none-match")))
        listed.locator("[part=lien]").focus()
        centre.change(item, title="Titre d’après")
        expect(listed.locator("[part=lien]")).to_have_text("Titre d’après")
        expect(shown.locator("[part=titre]")).to_have_text("Titre d’après")
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.textContent") == "Titre d’après"
        centre.withdraw(item, "Remplacée par le guide.")
        expect(listed.get_by_role("listitem")).to_have_count(0)
        expect(listed.get_by_text("Aucun contenu ne correspond.")).to_be_visible()
        expect(shown.get_by_role("status")).to_have_text("Ce contenu a été retiré. Remplacée par le guide.")
        expect(shown).to_have_attribute("etat", "retire")
        expect(shown.locator("[part=texte]")).to_have_count(0)
        expect(shown.get_by_role("link", name="Sur le site du centre")).to_be_visible()
        assert page.breaches == []
        assert faults(page) == []

    def test_known_answer_is_asked_for_with_its_tag(self, centre, partner, open_page):
        # So long a time that a timer would overflow, and fire at once.
        page = open_page(partner.paste('<prai-liste rafraichir="1e9"></prai-liste>'))
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        element(page)
        page.wait_for_timeout(100)
        assert asked == []
        with page.expect_response("**/liste.json*") as answer:
            page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert answer.value.request.all_headers()["if-none-match"]
        assert answer.value.request.sizes()["responseBodySize"] == 0

    def test_source_that_does_not_answer_is_announced(self, partner, open_page):
        nobody = "http://localhost:9/diffusion"
        page = open_page(partner.paste(f'<prai-liste source="{nobody}">{LINK}</prai-liste>', policy=""))
        found = page.locator("prai-liste")
        expect(found).to_have_attribute("etat", "erreur")
        expect(found.get_by_role("status")).to_have_text("La source ne répond pas.")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Sur le site du centre"
        assert faults(page) == []

    def test_wrong_attribute_is_said(self, partner, open_page):
        page = open_page(
            partner.paste(
                f'<prai-liste theme="sport" lang="en">{LINK}</prai-liste><prai-fiche id="x">{LINK}</prai-fiche>'
            )
        )
        expect(page.locator("prai-liste").get_by_role("status")).to_contain_text(
            "is no known value of « theme »"
        )
        expect(page.locator("prai-fiche").get_by_role("status")).to_have_text("Ce contenu n’existe pas.")
        expect(page.get_by_role("link", name="Sur le site du centre")).to_have_count(2)
        page.evaluate("document.querySelector('prai-liste').setAttribute('source', 'http://')")
        expect(page.locator("prai-liste").get_by_role("status")).to_have_text("The source does not answer.")

    def test_attribute_that_changes(self, centre, partner, open_page):
        page = open_page(partner.paste(f'<prai-liste nombre="1">{LINK}</prai-liste>'))
        found = element(page)
        expect(found.get_by_role("listitem")).to_have_count(1)
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        found.evaluate(
            "n => { n.setAttribute('nombre', 3); n.setAttribute('type', 'Study'); n.setAttribute('titre', 'Études') }"
        )
        expect(found.get_by_role("heading", level=3, name="Études")).to_be_visible()
        assert found.locator("[part=lien]").all_inner_texts() == ["Étude des offices"]
        assert len(asked) == 1

    def test_elements_share_a_request_and_leave_it(self, centre, partner, open_page):
        twice = '<prai-liste></prai-liste><prai-liste titre="Encore"></prai-liste>'
        page = open_page("about:blank")
        asked, failed = [], []
        page.on("request", lambda request: "liste.json" in request.url and asked.append(request))
        page.on("requestfailed", lambda request: failed.append(request.failure))
        page.goto(partner.paste(twice + "<script src='/again.js'></script>"))
        expect(element(page).get_by_role("listitem").first).to_be_visible()
        expect(page.get_by_role("heading", name="Encore")).to_be_visible()
        assert len(asked) == 1
        page.route("**/liste.json*", lambda route: None)
        page.evaluate("document.querySelectorAll('prai-liste').forEach(n => n.setAttribute('nombre', 7))")
        with page.expect_event("requestfailed"):
            page.evaluate("document.querySelectorAll('prai-liste').forEach(n => n.remove())")
        assert "ABORTED" in failed[-1]

    def test_comes_again_when_the_source_says(self, centre, partner, open_page):
        page = open_page("about:blank")
        answers = [503]

        def answer(route):
            if answers:
                cors = {"Access-Control-Allow-Origin": "*", "Retry-After": "1"}
                route.fulfill(
                    status=answers.pop(), headers=cors | {"Access-Control-Expose-Headers": "Retry-After"}
                )
            else:
                route.continue_()

        page.route("**/liste.json*", answer)
        page.goto(partner.paste("<prai-liste></prai-liste>"))
        expect(page.locator("prai-liste")).to_have_attribute("etat", "erreur")
        element(page)

    def test_hostile_text_does_nothing(self, centre, partner, open_page):
        item = requests.get(f"{centre.url}/diffusion/fiche/{centre.sheet.UID()}.json", timeout=30).json()
        item["content"]["html"] = HOSTILE
        item["title"] = item["licence"]["attribution"] = "<img src=x onerror=hacked=1>"
        item["url"] = "javascript:hacked=1//x"
        page = open_page("about:blank")
        page.route(
            "**/fiche/*.json*",
            lambda route: route.fulfill(json=item, headers={"Access-Control-Allow-Origin": "*"}),
        )
        page.goto(partner.paste(sheet(centre.sheet), policy=""))
        found = element(page, "prai-fiche")
        expect(found.locator("[part=texte] p")).to_have_text("Bonjour")
        assert (
            found.locator("[part=texte]").evaluate("n => n.innerHTML").split()
            == "<p>Bonjour</p> <img> <a>lien</a>".split()
        )
        assert found.get_by_text("<img src=x").first.get_attribute("href") is None
        assert page.evaluate("typeof hacked") == "undefined"

    def test_script_as_module_and_pasted_twice(self, centre, partner, open_page):
        again = f'<script src="{centre.url}/diffusion/prai.js" async></script>'
        page = open_page(partner.paste(f"<prai-liste></prai-liste>{again}", script='type="module"'))
        element(page)
        assert page.breaches == []

    def test_script_keeps_what_the_server_keeps_and_its_words_are_documented(self):
        source = SOURCE.read_text(encoding="utf-8")
        text = " ".join(source.replace('" +', "").replace('"', "").split())
        for name, wanted in (("TAGS", TAGS), ("ATTRIBUTES", set().union(*ATTRIBUTES.values()))):
            assert set(text.partition(f"const {name} = ")[2].partition(";")[0].split()) == wanted
        documented = (
            DOCS.read_text(encoding="utf-8").partition("## Coller un extrait")[2].partition("\n## ")[0]
        )
        observed = (
            re.search(r"return \[\.\.\.FILTERS, (.*)\];", source)[1]
            + ", "
            + re.search(r"const FILTERS = \[(.*)\];", source)[1]
        )
        words = [f"`{name}`" for name in re.findall(r'"(\w+)"', observed)]
        words += set(re.findall(r"--prai-\w+", source))
        words += [f"`{name}`" for name in re.findall(r'make\([^,]+, "(\w+)"', source)]
        assert [word for word in words if word not in documented] == []

    def test_each_sample_runs(self, centre, partner, open_page):
        pages = samples(centre.url, centre.sheet.UID())
        page = open_page(partner.serve(pages["liste"]))
        expect(element(page).get_by_role("listitem")).to_have_count(2)
        page.goto(partner.serve(pages["fiche"]))
        expect(element(page, "prai-fiche").get_by_role("heading", level=2)).to_be_visible()
        page.goto(partner.serve(included(pages["fragment"], centre.url)))
        expect(page.get_by_role("listitem")).to_have_count(2)
        assert good(page)
        page.goto(partner.serve(pages["cadre"]))
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("listitem")).to_have_count(2)
        assert good(page)
        leads_out(page, frame.get_by_role("link", name="Recenser"), centre.sheet)

    def test_pasted_address_becomes_a_frame(self, centre, partner, open_page):
        query = {"url": centre.sheet.absolute_url()}
        found = requests.get(f"{centre.url}/diffusion/oembed", params=query, timeout=30).json()
        page = open_page(partner.serve(PAGE.format(lang="fr", head="", body=found["html"])))
        link = page.frame_locator("iframe").get_by_role("link", name="ARDESI – Centre de Ressources")
        leads_out(page, link, centre.sheet)
        assert page.breaches == []

    def test_frames_are_good_pages_by_themselves(self, centre, open_page):
        page = open_page("about:blank")
        for path in (
            f"fiche/{centre.sheet.UID()}.html",
            "liste.html?theme=tourisme",
            f"fiche/{'0' * 32}.html",
        ):
            page.goto(f"{centre.url}/diffusion/{path}")
            assert good(page), path
            style = page.evaluate("getComputedStyle(document.body).overflowWrap")
            assert style == "break-word", "the style is let in by its hash"


def leads_out(page, link, item):
    """A link leads out of its frame: the rest of the site may not be framed."""
    with page.expect_request(item.absolute_url()) as asked:
        link.click()
    assert asked.value.frame == page.main_frame


def included(page, site):
    """What a server that knows includes makes of the page."""
    before, _sign, rest = page.partition('<!--#include virtual="/centre')
    path, _sign, after = rest.partition('" -->')
    return before + requests.get(site + path, timeout=30).text + after
