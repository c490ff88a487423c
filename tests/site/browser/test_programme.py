"""From a call to the figures of the programme: five roles, each in its own browser, in the order of a real dossier."""

from audit.visit import axe_faults as faults
from audit.visit import ready as settle
from collective.prai.core.public_forms.guard import hourly
from collective.prai.programme.apply import candidater
from datetime import date
from datetime import datetime
from datetime import timedelta
from decimal import Decimal
from plone import api
from tests.site.browser.conftest import log_in
from tests.site.browser.story import answer
from tests.site.browser.story import box
from tests.site.browser.story import do
from tests.site.browser.story import links
from tests.site.browser.story import mail_to
from tests.site.browser.story import read
from tests.site.browser.test_desk import act
from tests.site.browser.test_pages import overflow
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.mailing import send_to
from tests.smtp_sink import SmtpSink
from types import SimpleNamespace
import pytest
import transaction


CENTRE, OFFICE = "centre@ardesi.example", "prai@region.example"
GIROU, LEVIGNAC = "mairie@girou.example", "mairie@levignac.example"
PASSWORD = "Un-Mot-De-Passe-D-Essai-1"
#: Account → group, address.
ACCOUNTS = {
    "agente": ("agents-region", "agente@region.example"),
    "lea": ("jures", "lea@ardesi.example"),
    "marc": ("jures", "marc@maires.example"),
    "relectrice": ("relecteurs", "relectrice@ardesi.example"),
}
PHONE = {"width": 390, "height": 844}
TITLE, OTHER = "Portail citoyen et préinscription en crèche", "Panneaux lumineux de Lévignac"
#: Words that the public never reads: of needs, requests, marks, reasons, addresses.
PRIVATE = (
    "Les familles se déplacent", "Il manque la date", "Marque-du-jury", "Reserve-de-marc", "Trop-de-panneaux",
    "Lévignac", GIROU, LEVIGNAC,
)  # fmt: skip
ANSWERS = {
    "lead_name": "Communauté de communes des Coteaux du Girou",
    "population": "18000",
    "project_title": TITLE,
    "summary": "Les familles se déplacent deux fois.",
    "goals": "Quatre démarches en ligne.",
    "schedule": "Au printemps.",
    "total_cost": "98 541,50",
    "eligible_cost": "82 050",
}
ANSWERS_OF_LEVIGNAC = ANSWERS | {
    "lead_name": "Commune de Lévignac",
    "population": "2100",
    "project_title": OTHER,
    "summary": "Nous voulons des panneaux.",
    "schedule": "En juin.",
    "total_cost": "20000",
    "eligible_cost": "20000",
}


@pytest.fixture(scope="class")
def sink():
    found = SmtpSink()
    yield found
    found.close()


@pytest.fixture(scope="class")
def told(class_site, sink):
    """The site, its accounts, a call that nobody has opened; what the story learns goes here too."""
    portal = class_site
    send_to(sink, portal, CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", portal.absolute_url())
    with api.env.adopt_roles(["Manager"]):
        for name, (group, address) in ACCOUNTS.items():
            api.user.create(address, name, PASSWORD)
            api.group.add_user(groupname=group, username=name)
    girou = make(portal, "prai.Organisation", "published", title=ANSWERS["lead_name"])
    programme = make(
        portal, "prai.Programme", "published", title="PRAI", id="prai", funds=["FEDER", "Région"]
    )
    measure = make(portal, "prai.Measure", "published", title="Projets innovants", number="7.4",
                   programme=relate(programme))  # fmt: skip
    make(
        portal, "prai.Call", title="Appel à projets innovants", id="innovants", kind="innovative-project",
        measure=relate(measure), eligible_types=["commune", "intercommunalite"], contact_email=OFFICE,
        contact_function="Service du numérique", contact_organisation=relate(girou),
        opens=datetime.now() - timedelta(days=2), closes=datetime.now() + timedelta(days=30),  # noqa: DTZ005 (as forms keep it)
        requirements=[{"label": "Un référent est nommé", "explanation": "", "blocking": True}],
        rates=[{"funder": "FEDER", "percent": Decimal(50), "since": None, "decided_by": None},
               {"funder": "Région", "percent": Decimal(30), "since": None, "decided_by": None}],
        criteria=[{"criterion": "Exemplarité", "hint": None, "weight": Decimal(2), "max_score": 5, "since": None, "decided_by": None},
                  {"criterion": "Transférabilité", "hint": None, "weight": None, "max_score": 10, "since": None, "decided_by": None}],
    )  # fmt: skip
    transaction.commit()
    base = portal.absolute_url()
    return SimpleNamespace(base=base, call=f"{base}/appels/innovants", portal=portal, sink=sink)


@pytest.fixture(autouse=True)
def quick(told, monkeypatch):
    """As an hour later; nobody waits here for the time that a person reads."""
    monkeypatch.setattr("collective.prai.core.public_forms.moment.QUICKEST", 0)
    hourly.clear()
    candidater.links.clear()
    told.sink.received.clear()


@pytest.fixture(scope="class")
def person(chromium, told):
    """person("agente"): a browser of her own, in which she logged in; a town or a visitor has a telephone."""
    pages = {}

    def person(name):
        if name not in pages:
            phone = {"viewport": PHONE, "java_script_enabled": name != LEVIGNAC}
            options = {"viewport": {"width": 1280, "height": 900}} if name in ACCOUNTS else phone
            pages[name] = chromium.new_context(locale="fr-FR", **options).new_page()
            pages[name].set_default_timeout(60_000)
            if name in ACCOUNTS:
                log_in(pages[name], told.base, name, PASSWORD)
        return pages[name]

    yield person
    for page in pages.values():
        page.context.close()


class TestTheStoryOfACall:
    def test_an_officer_makes_the_form_and_opens_the_call(self, told, person):
        page, visitor = person("agente"), person("visitor")
        assert page.url == f"{told.base}/dossiers"
        assert visitor.goto(told.call).status in (401, 404) or "/login" in visitor.url
        page.goto(told.call)
        page.click("a[href$='@@preparer-la-candidature']")
        page.click("form[action$='@@preparer-la-candidature'] button")
        page.wait_for_selector("a[href$='/candidature/fields']")
        act(page, told.call, "open")
        assert page.locator("#plone-contentmenu-workflow .label-state-open").count() == 1
        visitor.goto(f"{told.base}/appels")
        visitor.click("main a:has-text('Appel à projets innovants')")
        visitor.locator("a[href$='/@@candidater']").first.click()
        visitor.wait_for_selector(box("lead_name"))
        assert faults(visitor) == [] and overflow(visitor) <= 0

    @pytest.mark.parametrize(
        ("address", "answers", "kind", "town", "aid"),
        [
            (GIROU, ANSWERS, "communaute-de-communes", "Gragnague (31)", "65 640"),
            (LEVIGNAC, ANSWERS_OF_LEVIGNAC, "commune", "Lévignac (31)", "16 000"),
        ],
    )
    def test_a_town_applies_from_a_telephone(self, told, person, address, answers, kind, town, aid):
        page = person(address)
        page.goto(told.call)
        page.locator("a[href$='/@@candidater']").first.click()
        page.fill("#adresse", address)
        answer(page, answers, kind, town)
        page.click("button[name=verifier]")
        page.wait_for_url("**/mon-dossier/verifier?**")
        said = read(page)
        assert aid in said and "délibération" not in said.partition("Un référent")[0]
        assert page.locator(".prai-apply-rule").count() >= 2 and overflow(page) <= 0
        assert not told.sink.to(OFFICE)
        page.click("main form[action*='verifier'] button[type=submit]")
        page.wait_for_url("**fait=depose**")
        number = page.locator(".prai-apply-number").inner_text()
        receipt = next(
            mail for mail in [mail_to(told, address)] if number in mail["Subject"] + mail.get_content()
        )
        assert "familles" not in receipt.get_content() and "panneaux" not in receipt.get_content()
        assert "délibération.pdf" in read(page)
        setattr(told, kind.partition("-")[0], number)

    def test_the_officer_asks_what_is_missing_and_the_town_completes(self, told, person):
        page = person("agente")
        page.goto(f"{told.base}/dossiers")
        numbers = told.communaute, told.commune
        assert all(page.get_by_role("link", name=number, exact=True).count() == 1 for number in numbers)
        urls = [page.get_by_role("link", name=number, exact=True).get_attribute("href") for number in numbers]
        told.girou, told.levignac = urls
        do(page, told.girou, "ask_completion", "Il manque la date de votre délibération.")
        asked = mail_to(told, GIROU)
        assert "Il manque la date" in asked.get_content()
        town = person(GIROU)
        town.goto(next(link for link in links(asked) if "jeton=" in link))
        assert "Il manque la date" in town.locator("blockquote").inner_text()
        town.click("a[href*='/mon-dossier/modifier']")
        assert town.input_value(box("eligible_cost")) == "82 050"
        town.fill(box("schedule"), "Délibération du 4 octobre, travaux au printemps.")
        town.click("button[name=verifier]")
        town.wait_for_url("**/mon-dossier/verifier?**")
        town.click("main form[action*='verifier'] button[type=submit]")
        town.wait_for_url("**fait=depose**")
        assert "Il manque la date" in read(town) and town.locator("blockquote").count() == 0
        page.goto(told.girou)
        assert "4 octobre" in read(page)

    def test_a_session_is_made_and_its_jurors_are_convened(self, told, person):
        page = person("agente")
        for url in (told.girou, told.levignac):
            do(page, url, "declare_eligible")
        page.goto(f"{told.base}/seances")
        page.click("main a[href$='++add++prai.Session']")
        page.wait_for_url("**/++add++prai.Session")
        settle(page)
        page.fill("#form-widgets-IBasic-title", "Jury n° 1")
        page.select_option("[name='form.widgets.kind:list']", "jury")
        page.fill(box("held_on"), "2026-12-13")
        page.fill(box("place"), "Toulouse")
        for name, seat in (("lea", "ARDESI"), ("marc", "Association des maires")):
            page.locator("#form-widgets-members [data-prai-add]").click()
            page.keyboard.type(name)
            page.keyboard.press("Tab")
            page.keyboard.type(seat)
        page.click("#form-buttons-save")
        page.wait_for_url(f"{told.base}/seances/jury-n**")
        told.session = page.url.removesuffix("/view")
        page.locator("form:has(input[name=do][value=add]) button[type=submit]").click()
        page.wait_for_selector(".prai-office-agenda li")
        assert page.locator(".prai-office-agenda > li").count() == 2
        lea = person("lea")
        assert lea.url == f"{told.base}/seances"
        assert lea.goto(told.girou).status == 404
        do(page, told.session, "convene")
        for name, (group, address) in ACCOUNTS.items():
            if group == "jures":
                text = mail_to(told, address).get_content()
                assert told.session in text and "Toulouse" in text, name
                assert "Lévignac" not in text and "Girou" not in text
        assert faults(page, ["#edit-bar"]) == []

    def test_a_juror_with_a_conflict_sees_the_other_dossier_alone(self, told, person):
        page = person("lea")
        page.goto(told.session)
        page.locator(f".prai-office-agenda li:has-text('{OTHER}') a[href*='@@avis']").click()
        told.review_of_levignac = page.url
        page.locator("details:has(#sure) summary").click()
        page.check("#sure")
        page.click("button[name=do][value=conflict]")
        page.wait_for_url(told.session)
        for url in (told.levignac, told.review_of_levignac):
            assert page.goto(url).status == 404
        for url in (f"{told.base}/seances", told.session, f"{told.session}/@@comparaison",
                    f"{told.base}/@@search?SearchableText=panneaux"):  # fmt: skip
            page.goto(url)
            assert OTHER not in page.locator("main").first.inner_text()
            assert told.commune not in page.locator("main").inner_text()

    def test_averages_show_once_the_own_review_is_given(self, told, person):
        marc, lea = person("marc"), person("lea")
        self.review(told, marc, TITLE, "5", "8", "Marque-du-jury : un bon exemple.")
        marc.goto(f"{told.session}/@@comparaison")
        assert "93,3" in read(marc)
        lea.goto(f"{told.session}/@@comparaison")
        assert "93,3" not in read(lea)
        self.review(told, lea, TITLE, "4", "6", "Marque-du-jury : à suivre.")
        assert "83,3" in read(lea)
        self.review(told, marc, OTHER, "1", "2", "Reserve-de-marc : peu d'usages.")
        assert faults(marc, ["#edit-bar"]) == []

    def review(self, told, page, title, first, second, comment):
        page.goto(told.session)
        page.locator(f".prai-office-agenda li:has-text('{title}') a[href*='@@avis']").click()
        page.fill("#score-0", first)
        page.fill("#score-1", second)
        page.select_option("#recommendation", "favourable")
        page.fill("#comment", comment)
        page.click("button[name=do][value=give]")
        page.wait_for_selector("button[value=take_back]")

    def test_the_jury_gives_its_opinion_and_the_region_decides(self, told, person):
        page = person("agente")
        do(page, told.session, "start")
        for title, opinion in ((TITLE, "favourable"), (OTHER, "unfavourable")):
            line = page.locator(f".prai-office-agenda > li:has-text('{title}')")
            line.locator("summary").click()
            line.locator("[name=opinion]").select_option(opinion)
            line.locator("[name=opinion_comment]").fill("Marque-du-jury")
            line.locator("form:has(input[name=do][value=opinion]) button").click()
            page.wait_for_load_state()
        do(page, told.session, "close")
        assert not page.locator("#actions form:has(input[value=close])").count()
        for url, action, reason in ((told.girou, "award", ""), (told.levignac, "reject", "Trop-de-panneaux")):
            page.goto(f"{url}/@@decision")
            assert page.input_value("#awarded_aid").replace("\u202f", " ") == (
                "65 640,00" if action == "award" else ""
            )
            page.check(f"#d-{action}")
            page.fill("#decision_body", "Commission permanente")
            page.fill("#decision_on", date.today().isoformat())
            page.fill("#decision_act", "26-CP-0312")
            page.fill("#decision_reason", reason)
            page.click("form:has(#decision_body) button[type=submit]")
            page.wait_for_url(url)
        for url, model, address, words in (
            (told.girou, "favorable", GIROU, ("65 640 €", "26-CP-0312", told.communaute)),
            (told.levignac, "refus", LEVIGNAC, ("Trop-de-panneaux", "26-CP-0312", told.commune)),
        ):
            told.sink.received.clear()
            page.goto(f"{url}/@@courrier?modele={model}")
            page.click("button[name=do][value=send]")
            page.wait_for_url(f"{url}#files")
            text = " ".join(mail_to(told, address).get_content().split())
            assert all(word in text for word in words) and "$" not in text
            assert "Marque-du-jury" not in text
        town = person(GIROU)
        town.reload()
        assert "Marque-du-jury" not in read(town)

    def test_the_reviewer_completes_and_publishes_the_sheet(self, told, person):
        page = person("relectrice")
        page.goto(f"{told.base}/@@prai-redaction")
        page.get_by_role("link", name=TITLE, exact=True).first.click()
        page.wait_for_url(f"{told.base}/projets/**")
        told.sheet = page.url
        page.goto(f"{told.sheet}/edit")
        settle(page)
        page.frame_locator("#form-widgets-the_project_ifr").locator("body").click()
        page.keyboard.type("Un portail en quatre volets.")
        page.click("#form-buttons-save")
        page.wait_for_url(lambda at: not at.endswith("/edit"))
        act(page, told.sheet, "publish")
        assert page.locator("#plone-contentmenu-workflow .label-state-published").count() == 1

    def test_the_officer_checks_and_publishes_the_operation(self, told, person):
        page = person("agente")
        page.goto(told.girou)
        page.locator("main a[href*='/operations/']").first.click()
        page.wait_for_url(f"{told.base}/operations/**")
        told.operation = page.url
        page.goto(f"{told.operation}/edit")
        settle(page)
        page.fill("#form-widgets-summary", "Portail citoyen et téléservice petite enfance.")
        page.click("#form-buttons-save")
        page.wait_for_url(lambda at: not at.endswith("/edit"))
        for action in ("check", "publish"):
            act(page, told.operation, action)
        assert page.locator("#plone-contentmenu-workflow .label-state-published").count() == 1

    def test_a_visitor_reads_what_is_public_and_nothing_else(self, told, person):
        page = person("visitor")
        seen = []

        def visit(path):
            page.goto(path if path.startswith("http") else f"{told.base}/{path}")
            seen.append((path, page.content()))
            return read(page)

        row = visit("operations")
        assert TITLE in row and "82 050" in row and "41 025" in row
        assert TITLE in visit("trouver?q=portail")
        sheet = visit(told.sheet)
        assert "quatre volets" in sheet and "24 615" in sheet
        assert "41 025" in visit(told.operation)
        figures = visit("tableau-de-bord")
        assert "82 050" in figures
        assert TITLE not in visit("trouver?q=panneaux")
        for path in (
            "",
            "appels",
            told.call,
            "projets",
            "sitemap",
            "operations/operations.csv",
            "tableau-de-bord.csv",
        ):
            answer = page.request.get(path if path.startswith("http") else f"{told.base}/{path}")
            assert answer.status == 200, path
            seen.append((path, answer.text()))
        for path, content in seen:
            assert not [word for word in PRIVATE if word in content], path
        for url in (told.girou, told.levignac, told.session):
            assert page.goto(url).status == 404
