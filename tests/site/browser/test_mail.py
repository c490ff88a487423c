"""Mails that really leave, read from a server on a socket: of a question, of an alert to its last day."""

from Acquisition import aq_base
from audit.visit import axe_faults as faults
from collective.prai.alerts import views as alert_views
from collective.prai.alerts.sending import send_due
from collective.prai.alerts.sending import Sent
from collective.prai.alerts.store import query_store
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from collective.prai.core.sealed import seal
from collective.prai.transfer.declaring import views as declaring_views
from plone import api
from plone.keyring.interfaces import IKeyManager
from Products.MailHost.interfaces import IMailHost
from Products.MailHost.MailHost import MailHost
from tests.site.browser.conftest import log_in
from tests.site.browser.test_pages import overflow
from tests.site.conftest import make
from tests.site.conftest import rich
from tests.smtp_sink import SmtpSink
from zope.component import getSiteManager
from zope.component import getUtility
import pytest
import re
import requests
import time
import transaction


CENTRE, TOWN = "centre@ardesi.example", "mairie@gragnague.example"
REVIEWER, PRODUCER, PASSWORD = (
    "relectrice@ardesi.example",
    "creche@girou.example",
    "Un-Mot-De-Passe-D-Essai-1",
)
DAYS = 24 * 3600


def publish(portal, title, id):
    sheet = make(portal, "prai.HowTo", "published", title=title, id=id,
                 in_brief=rich("<p>La préinscription des enfants à la crèche.</p>"))  # fmt: skip
    transaction.commit()
    return sheet


def secret(ring: str) -> str:
    return next(key for key in getUtility(IKeyManager)[ring] if key)


@pytest.fixture(scope="class")
def sink():
    found = SmtpSink()
    yield found
    found.close()


@pytest.fixture(scope="class")
def mailed(class_site, sink):
    """The site, whose mails go to the sink."""
    manager, host = getSiteManager(class_site), MailHost("MailHost")
    class_site.MailHost = host
    manager.unregisterUtility(provided=IMailHost)
    manager.registerUtility(aq_base(host), IMailHost)
    api.portal.set_registry_record("plone.smtp_host", "localhost")
    api.portal.set_registry_record("plone.smtp_port", sink.port)
    api.portal.set_registry_record("plone.email_from_address", CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", class_site.absolute_url())
    publish(class_site, "Préinscrire les enfants", "preinscrire")
    return class_site


@pytest.fixture(autouse=True)
def quiet(sink, mailed):
    """As an hour later, with nothing in the box."""
    hourly.clear()
    alert_views.links.clear()
    declaring_views.links.clear()
    sink.received.clear()
    sink.refusing = False
    transaction.begin()


class Alerts:
    """What a reader without scripts does with the pages of alerts."""

    def __init__(self, portal, sink):
        self.url, self.sink = f"{portal.absolute_url()}/alertes", sink

    def ask(self, address=TOWN, age=10, **changed):
        values = {"adresse": address, "q": "crèche", "rythme": "week", "telecopie": ""} | changed
        values.setdefault("prai.moment", sign(int(time.time()) - age, "alertes", secret("_forms")))
        answer = requests.post(self.url, data=values, headers={"Accept-Language": "fr"}, timeout=30)
        transaction.begin()
        return answer

    def link(self) -> str:
        ((_to, mail),) = self.sink.wait(1)
        return re.search(r"http\S+/alertes/confirmer\?\S+", mail.get_content())[0]

    def confirm(self, **changed):
        self.ask(**changed)
        answer = requests.post(self.link(), timeout=30)
        transaction.begin()
        self.sink.received.clear()
        assert answer.status_code == 200
        return next(iter(query_store().alerts.values()))

    def stop_all(self):
        store = query_store()
        for id in list(store.alerts) if store is not None else ():
            store.remove(id)
        transaction.commit()


@pytest.fixture
def alerts(mailed, sink):
    found = Alerts(mailed, sink)
    found.stop_all()
    return found


class TestMails:
    def test_a_question_is_asked_and_its_receipt_is_read(self, mailed, sink, narrow):
        page = narrow
        page.goto(f"{mailed.absolute_url()}/fiches-pratiques/preinscrire")
        page.click(".prai-ask a")
        assert page.locator(".prai-ask-about").inner_text().endswith("Préinscrire les enfants")
        assert not page.locator("#form-widgets-postal_address").is_visible()
        page.check("input[value=conseil]")
        page.fill("#form-widgets-question", "Qui peut nous aider à écrire le cahier des charges ?")
        page.fill("#form-widgets-organisation", "Commune de Gragnague")
        page.fill("#form-widgets-email", TOWN)
        page.wait_for_timeout(3100)  # a person reads
        page.focus("#form-widgets-email")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=/Q-\\d{4}-\\d{4}/")
        number = re.search(r"Q-\d{4}-\d{4,}", page.locator("#content").inner_text())[0]
        assert faults(page) == [] and overflow(page) <= 0
        sink.wait(2)
        (receipt,), (told,) = sink.to(TOWN), sink.to(CENTRE)
        assert number in receipt["Subject"] and number in receipt.get_content()
        assert "cahier" not in receipt.get_content()
        assert told["Reply-To"] == TOWN and "cahier des charges" in told.get_content()
        assert "Préinscrire les enfants" in told.get_content()

    def test_a_partner_gets_a_receipt(self, mailed, sink):
        answers = {"organisation": "Association", "site": "https://www.association.example", "email": TOWN}
        data = {f"form.widgets.{name}": value for name, value in answers.items()}
        data |= {"form.buttons.submit": "Envoyer", "telecopie": ""}
        form = mailed["devenir-partenaire"]
        data["prai.moment"] = sign(int(time.time()) - 10, form.UID(), secret("_forms"))
        answer = requests.post(form.absolute_url(), data=data, timeout=30)
        number = re.search(r"\d{8}-[A-Z2-9]{4}", answer.text)[0]
        sink.wait(2)
        assert number in sink.to(TOWN)[0].get_content() and number in sink.to(CENTRE)[0]["Subject"]

    def test_a_search_becomes_an_alert_by_its_pages_alone(self, mailed, sink, alerts, wide, monkeypatch):
        monkeypatch.setattr("collective.prai.core.public_forms.moment.QUICKEST", 0)
        page = wide
        page.goto(f"{mailed.absolute_url()}/trouver?q=cr%C3%A8che")
        page.click(".prai-follow a[href*='/alertes?']")
        assert "crèche" in page.locator("#content").inner_text() and faults(page) == []
        page.fill("#adresse", "mairie")
        page.click("main form button[type=submit]")
        assert page.locator("#adresse").input_value() == "mairie" and faults(page) == []
        page.fill("#adresse", TOWN)
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=status]")
        assert query_store() is None or not query_store().alerts
        page.goto(alerts.link())
        assert TOWN in page.locator("#content").inner_text() and faults(page) == []
        page.click("main form button[type=submit]")
        page.wait_for_selector("[role=status]")
        transaction.begin()
        (alert,) = query_store().alerts.values()
        assert (alert.address, alert.pairs, alert.every) == (TOWN, (("q", "crèche"),), "week")

    def test_a_reuse_goes_from_a_phone_to_the_public_page(self, mailed, sink, narrow, monkeypatch):
        monkeypatch.setattr("collective.prai.core.public_forms.moment.QUICKEST", 0)
        page, base = narrow, mailed.absolute_url()
        with api.env.adopt_roles(["Manager"]):
            api.user.create(username="relectrice", email=REVIEWER, password=PASSWORD)
            api.group.add_user(groupname="relecteurs", username="relectrice")
        mailed["fiches-pratiques"]["preinscrire"].contact_email = PRODUCER
        transaction.commit()
        # On the phone, from the sheet: nothing but what is required, by the keyboard where it is quicker.
        page.goto(f"{base}/fiches-pratiques/preinscrire")
        page.click(".prai-actions a[href*='nous-lavons-repris']")
        assert faults(page) == [] and overflow(page) <= 0 and not page.locator("#jusquau").is_visible()
        page.fill("#organisation", "Commune de Gragnague")
        page.locator("#lieu").press_sequentially("gragn")
        page.wait_for_selector("#prai-town-list li")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert page.locator("#lieu").input_value() == "Gragnague (31)"
        page.check("[name=comment][value=adaptation]")
        page.check("[name=avancement][value=looking-for-partners]")
        assert page.locator("#jusquau").is_visible()
        page.fill("#adresse", TOWN)
        page.focus("#adresse")
        page.keyboard.press("Enter")
        page.wait_for_selector(".prai-errors")
        assert page.locator(".prai-errors a").count() == 2 and faults(page) == [] and overflow(page) <= 0
        assert page.locator("#organisation").input_value() == "Commune de Gragnague"
        page.check("[name=avancement][value=in-service]")
        page.check("#accord")
        page.click(".prai-declare-form button[type=submit]")
        page.wait_for_selector("[role=status] strong")
        assert faults(page) == [] and not mailed["reprises"].objectIds()
        # In the mail, hours later.
        ((_to, mail),) = sink.wait(1)
        sink.received.clear()
        page.goto(re.search(r"http\S+/nous-lavons-repris/confirmer\?\S+", mail.get_content())[0])
        assert "Gragnague (31)" in page.locator(".prai-facts").inner_text() and faults(page) == []
        page.click(".prai-declare-more summary")
        page.fill("#resultat", "Deux cents familles se sont préinscrites.")
        assert faults(page) == [] and overflow(page) <= 0
        page.click(".prai-declare-form button[type=submit]")
        page.wait_for_selector("[role=status] strong")
        transaction.begin()
        (reuse,) = mailed["reprises"].objectValues()
        assert sink.wait(1)[0][0] == [REVIEWER]
        assert page.goto(reuse.absolute_url()).status in (401, 404) or "/login" in page.url
        # At the desk of a reviewer.
        context = page.context.browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
        desk = context.new_page()
        log_in(desk, base, "relectrice", PASSWORD)
        desk.goto(f"{base}/@@prai-redaction")
        desk.click("#reprises .list-group-item a")
        desk.click("a[href$='@@prai-declarant']")
        assert TOWN in desk.locator("#content").inner_text() and overflow(desk) <= 0
        assert faults(desk, ["#edit-bar"]) == []
        sink.received.clear()
        desk.goto(f"{reuse.absolute_url()}/@@prai-transition?workflow_action=publish")
        desk.click(".formControls button.btn-primary")
        desk.wait_for_url(reuse.absolute_url())
        context.close()
        sink.wait(2)
        assert {to for (to,), _mail in sink.received} == {TOWN, PRODUCER}
        page.goto(reuse.absolute_url())
        text = page.locator("#content").inner_text()
        assert "Deux cents familles" in text and TOWN not in page.content()

    def test_news_are_told_once_and_stopped_by_one_click(self, mailed, sink, alerts):
        alert = alerts.confirm()
        now = time.time()
        assert send_due(now) == Sent() and send_due(now + 8 * DAYS) == Sent(quiet=1)
        publish(mailed, "Informatiser la crèche", "informatiser")
        gone = publish(mailed, "Fiche de crèche retirée", "retiree")
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(gone, "withdraw", comment="Remplacée.")
        make(mailed, "prai.HowTo", title="Brouillon de crèche")
        transaction.commit()
        sink.refusing = True
        assert send_due(now + 8 * DAYS) == Sent(failed=1) and sink.received == []
        sink.refusing = False
        assert send_due(now + 8 * DAYS).mails == 1
        assert send_due(now + 8 * DAYS) == Sent() and send_due(now + 16 * DAYS).mails == 0
        # Servers refuse lines that end otherwise; mail programs look for the address on that very line.
        assert sink.raw.count(b"\n") == sink.raw.count(b"\r\n") > 10
        assert b"\r\nList-Unsubscribe: <http" in sink.raw
        (mail,) = sink.to(TOWN)
        body = mail.get_content()
        assert "Informatiser la crèche" in body and "/fiches-pratiques/informatiser" in body
        assert not any(word in body for word in ("retirée", "Brouillon", "Préinscrire"))
        assert mail.get_content_type() == "text/plain" and not mail.is_multipart()
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        stop = mail["List-Unsubscribe"].strip(" <>\r\n")
        assert stop in body
        # Programs that open every link of a mail stop nothing.
        assert requests.get(stop, timeout=30).status_code == 200
        transaction.begin()
        assert alert.id in query_store().alerts
        answer = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=30)
        transaction.begin()
        assert answer.status_code == 200 and not query_store().alerts
        assert requests.get(stop, timeout=30).status_code == 404

    def test_a_link_serves_once_and_not_for_ever(self, alerts):
        alerts.ask()
        link = alerts.link()
        assert requests.get(link, timeout=30).status_code == 200
        transaction.begin()
        assert query_store() is None or not query_store().alerts
        assert [requests.post(link, timeout=30).status_code for _n in range(2)] == [200, 200]
        transaction.begin()
        assert len(query_store().alerts) == 1
        alerts.stop_all()
        assert requests.post(link, timeout=30).status_code == 404
        values = {"address": TOWN, "pairs": [["q", "x"]], "every": "week"}
        old = seal(values, secret("_system"), int(time.time()) - 3 * DAYS, "alertes")
        forged = seal(values, "another secret", int(time.time()), "alertes")
        for token in (old, forged, "", "\x00", "é", "a" * 9000):
            for step in ("confirmer", "arreter"):
                answer = requests.get(f"{alerts.url}/{step}", params={"jeton": token}, timeout=30)
                assert answer.status_code == 404 and "/trouver" in answer.text
            assert (
                requests.post(f"{alerts.url}/confirmer", params={"jeton": token}, timeout=30).status_code
                == 404
            )
        assert requests.get(f"{alerts.url}/autre", timeout=30).status_code == 404
        transaction.begin()
        assert not query_store().alerts

    def test_nobody_is_written_what_a_stranger_wrote(self, sink, alerts):
        words = "Gagnez un voyage http://evil.example"
        assert alerts.ask(q=words).status_code == 200
        ((_to, mail),) = sink.wait(1)
        assert "evil" not in str(mail) and "voyage" not in mail.get_content()

    @pytest.mark.parametrize(
        "changed",
        [
            {"address": "a@b.fr\r\nBcc: c@d.example"}, {"address": ""}, {"address": "a" * 9000}, {"telecopie": "0561"},
            {"prai.moment": "1.a"}, {"age": 0}, {"q": ""}, {"q": "\x00", "zone": "lune"},
        ],
    )  # fmt: skip
    def test_what_is_wrong_sends_nothing(self, sink, alerts, changed):
        answer = alerts.ask(**changed)
        assert answer.status_code == 200 and not sink.received

    def test_robots_wait(self, sink, alerts):
        answers = [alerts.ask().status_code for _n in range(4)]
        assert answers == [200, 200, 200, 429] and len(sink.received) == 3
        alert_views.links.clear()
        answers = [alerts.ask(f"service{n}@mairie.example").status_code for n in range(3)]
        assert answers[-1] == 429

    def test_no_door_shows_an_address(self, mailed, alerts, admin_auth):
        alert = alerts.confirm(address="alerte@secretariat.example")
        base = mailed.absolute_url()
        for path in (
            "/alertes",
            "/++api++",
            "/++api++/@search?fullobjects=1&SearchableText=secretariat",
            "/@@prai-settings",
        ):
            answer = requests.get(
                base + path, auth=admin_auth, headers={"Accept": "application/json, text/html"}, timeout=30
            )
            assert alert.id not in answer.text and "secretariat.example" not in answer.text
