"""« Nous l'avons repris » over HTTP: from a form and a mail to the reviewers' desk; of robots nothing stays."""

from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from collective.prai.core.sealed import seal
from collective.prai.interfaces import IToRead
from collective.prai.transfer import declarants
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declarants import forget_of
from collective.prai.transfer.declarants import kept_of
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import views
from collective.prai.transfer.declaring.answers import Answers
from collective.prai.transfer.declaring.answers import SHORT
from collective.prai.transfer.declaring.answers import typed
from collective.prai.transfer.declaring.yearly import ask_due
from collective.prai.transfer.declaring.yearly import Asked
from collective.prai.transfer.declaring.yearly import erase_old
from datetime import date
from dateutil.relativedelta import relativedelta
from email import message_from_bytes
from email.policy import default
from lxml import html as lxml_html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.exportimport.exporters import get_exporter
from plone.keyring.interfaces import IKeyManager
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.component import getUtility
import pytest
import random
import re
import requests
import time
import transaction


CENTRE, REVIEWER, TOWN = "centre@ardesi.example", "relecteur@ardesi.example", "secretariat@gragnague.example"
PRODUCER = "accueil@girou.example"
PUBLIC = "https://centre.example.org"
PASSWORD = "Un-Compte-De-Test-1"
ANSWERS = {
    "organisation": "Commune de Gragnague",
    "lieu": "Gragnague (31)",
    "comment": "adaptation",
    "avancement": "in-service",
    "depuis": "03/2026",
    "modifications": "Deux questions de plus\nsur le Wi-Fi des écoles.\n\nEt une <b>page</b> & une carte.",
    "jours": "4",
    "cout": "1 500,50",
    "freins": ["time", "skills", "absent"],
    "resultat": "Toutes les mairies ont répondu.",
    "lien": "www.gragnague.example/questionnaire",
    "adresse": TOWN,
    "accord": "oui",
    "telecopie": "",
}


def secret(ring: str) -> str:
    return next(key for key in getUtility(IKeyManager)[ring] if key)


class Visitor:
    """Who declares, without scripts; and what the site has sent and kept."""

    def __init__(self, portal):
        self.portal, self.base = portal, portal.absolute_url()
        self.url = f"{self.base}/nous-lavons-repris"
        self.sheet = portal["livrables"]["questionnaire"]

    def get(self, path="", **params):
        answer = requests.get(self.url + path, params=params, headers={"Accept-Language": "fr"}, timeout=60)
        transaction.begin()
        return answer

    def declare(self, age=10, sheet=None, **changed):
        values = (
            ANSWERS | {"prai.moment": sign(int(time.time()) - age, views.PAGE, secret("_forms"))} | changed
        )
        answer = requests.post(
            self.url,
            params={"fiche": sheet or self.sheet.UID()},
            data=values,
            headers={"Accept-Language": "fr"},
            timeout=60,
        )
        transaction.begin()
        return answer

    def post(self, link: str, data=None):
        answer = requests.post(link, data=data or {}, headers={"Accept-Language": "fr"}, timeout=60)
        transaction.begin()
        return answer

    def sent(self) -> list:
        return [message_from_bytes(raw, policy=default) for raw in self.portal.MailHost.messages]

    def sent_to(self, address: str) -> list:
        return [mail for mail in self.sent() if mail["To"] == address]

    def empty(self):
        del self.portal.MailHost.messages[:]
        transaction.commit()

    def link(self) -> str:
        (mail,) = self.sent_to(TOWN)
        return re.search(r"https\S+jeton=\S+", mail.get_content())[0].replace(PUBLIC, self.base)

    def reuses(self) -> list:
        return [item for item in self.portal["reprises"].objectValues() if item.portal_type == "prai.Reuse"]

    def confirmed(self, **changed):
        """A reuse that was declared and confirmed; the box of mails is empty again."""
        before = {item.getId() for item in self.reuses()}
        self.declare(**changed)
        link = self.link()
        assert self.post(link).status_code == 200
        (reuse,) = [item for item in self.reuses() if item.getId() not in before]
        self.empty()
        return reuse

    def forget(self):
        hourly.clear()
        views.links.clear()
        self.empty()
        with api.env.adopt_roles(["Manager"]):
            for item in self.reuses():
                self.portal["reprises"].manage_delObjects([item.getId()])
        transaction.commit()


def act(item, *transitions, comment="Relue."):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        for transition in transitions:
            api.content.transition(item, transition, comment=comment)
    transaction.commit()


def wrong_fields(answer) -> set[str]:
    """Fields that the summary names, each of which has its sentence beside it."""
    tree = lxml_html.fromstring(answer.content)
    names = set()
    for node in tree.cssselect(".prai-errors a"):
        field = tree.get_element_by_id(node.get("href")[1:])
        names.add(field.get("name"))
        assert tree.get_element_by_id(f"{field.get('name')}-erreur").text_content().strip()
    return names


@pytest.fixture(scope="class")
def site(class_site):
    portal = class_site
    api.portal.set_registry_record("plone.email_from_address", CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
    # An open edit form would keep the next test from what it takes away.
    api.portal.set_registry_record("plone.lock_on_ttw_edit", False)
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("relecteur", "relecteurs"), ("redactrice", "redacteurs")):
            api.user.create(username=name, email=f"{name}@ardesi.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    girou = make(portal, "prai.Organisation", "published", title="Coteaux du Girou", id="girou", email=PRODUCER,
                 acronym="C3G", other_names=["Communauté du Girou"])  # fmt: skip
    make(
        portal,
        "prai.Deliverable",
        "published",
        title="Questionnaire d'équipement",
        id="questionnaire",
        producer=relate(girou),
    )
    make(portal, "prai.Deliverable", title="Cahier des charges secret", id="secret")
    make(portal, "prai.Indicator", "published", title="Communes équipées", id="communes-equipees")
    transaction.commit()
    return portal


@pytest.fixture
def visitor(site):
    found = Visitor(site)
    found.forget()
    return found


class TestDeclaring:
    def test_from_the_sheet_to_the_published_reuse(self, site, visitor):
        page = requests.get(visitor.sheet.absolute_url(), headers={"Accept-Language": "fr"}, timeout=60)
        # Among what can be done with the sheet, and beside who took it up.
        assert page.text.count(f"/nous-lavons-repris?fiche={visitor.sheet.UID()}") == 2
        section = requests.get(f"{visitor.base}/reprises", timeout=60).text
        assert f'href="{visitor.url}"' in section.partition('id="content"')[2]
        answer = visitor.declare()
        assert answer.status_code == 200 and wrong_fields(answer) == set()
        assert visitor.reuses() == [] and query_store() is None
        ((mail),) = visitor.sent()
        assert mail["To"] == TOWN and "Questionnaire d'équipement" in mail.get_content()
        assert not any(word in str(mail.get_content()) for word in ("Gragnague ", "Wi-Fi", "Commune de"))
        link = visitor.link()
        # What programs that open every link do.
        shown = requests.get(link, headers={"Accept-Language": "fr"}, timeout=60)
        assert shown.status_code == 200 and shown.headers["Referrer-Policy"] == "no-referrer"
        assert "Wi-Fi" in shown.text and TOWN in shown.text and visitor.reuses() == []
        done = visitor.post(link)
        assert done.status_code == 200 and visitor.post(link).status_code == 200
        (reuse,) = visitor.reuses()
        assert reuse.Title() == "Commune de Gragnague\u00a0: Questionnaire d'équipement"
        assert (reuse.reuser_name, reuse.reuser, reuse.kind, reuse.stage) == (
            "Commune de Gragnague", None, "adaptation", "in-service",
        )  # fmt: skip
        assert (reuse.date, reuse.days, str(reuse.actual_cost), reuse.cost_avoided) == (
            "2026-03",
            4,
            "1500.50",
            None,
        )
        assert reuse.adaptations.raw == (
            "<p>Deux questions de plus<br />sur le Wi-Fi des écoles.</p><p>Et une &lt;b&gt;page&lt;/b&gt; &amp; une carte.</p>"
        )
        assert (
            reuse.obstacle_kinds == ["time", "skills"]
            and reuse.url == "https://www.gragnague.example/questionnaire"
        )
        assert (reuse.municipalities, reuse.departments, reuse.confirmed_on) == (
            ["31228"],
            ["31"],
            date.today(),
        )
        assert (reuse.licence, reuse.attribution) == ("etalab-2.0", "Commune de Gragnague")
        assert reuse.original.to_object.UID() == visitor.sheet.UID()
        assert api.content.get_state(reuse) == "confirmed"
        (told,) = visitor.sent_to(REVIEWER)
        assert TOWN not in str(told) and f"{PUBLIC}/reprises/{reuse.getId()}" in told.get_content()
        url = reuse.absolute_url()
        assert (
            requests.get(url, timeout=60, headers={"Accept": "text/html"}, allow_redirects=False).status_code
            != 200
        )
        desk = requests.get(f"{visitor.base}/@@prai-redaction", auth=("relecteur", PASSWORD), timeout=60)
        assert f'href="{url}"' in desk.text.partition('id="reprises"')[2].partition("</section>")[0]
        assert (
            'id="reprises"'
            not in requests.get(
                f"{visitor.base}/@@prai-redaction", auth=("redactrice", PASSWORD), timeout=60
            ).text
        )
        visitor.empty()
        act(reuse, "publish")
        (thanks,), (producer,) = visitor.sent_to(TOWN), visitor.sent_to(PRODUCER)
        assert (
            f"{PUBLIC}/reprises/" in thanks.get_content()
            and "Commune de Gragnague (en service)" in producer.get_content()
        )
        assert "Commune de Gragnague" in requests.get(url, timeout=60).text
        visitor.empty()
        act(reuse, "withdraw", "restore_draft", "publish")
        assert visitor.sent() == []

    def test_no_door_shows_the_address(self, site, visitor, admin_auth, tmp_path):
        address = "jardin.secret@declarant.example"
        visitor.declare(adresse=address)
        (mail,) = visitor.sent_to(address)
        visitor.post(re.search(r"https\S+jeton=\S+", mail.get_content())[0].replace(PUBLIC, visitor.base))
        (reuse,) = visitor.reuses()
        act(reuse, "publish")
        with api.env.adopt_roles(["Manager"]):
            copy = api.content.copy(reuse, site["reprises"])
        transaction.commit()
        assert declarant_of(copy) is None and declarant_of(reuse).email == address
        path, wanted = f"/reprises/{reuse.getId()}", b"jardin.secret"
        for auth in (None, admin_auth, ("redactrice", PASSWORD)):
            for place, accept in (
                (path, "text/html"), (path, "application/json"), (f"{path}/@history", "application/json"),
                (f"{path}/edit", "text/html"), ("/reprises?fullobjects=1", "application/json"),
                ("/@search?fullobjects=1&SearchableText=jardin", "application/json"),
                ("/@search?metadata_fields=_all&portal_type=prai.Reuse", "application/json"),
                ("/@changes", "application/json"), ("/diffusion/atom.xml", "text/html"), ("/diffusion/feed.json", "text/html"),
                ("/diffusion/rss.xml", "text/html"), ("/sitemap.xml", "text/html"),
                ("/diffusion/oai?verb=ListRecords&metadataPrefix=oai_dc", "text/html"), ("/diffusion/catalogue.ttl", "text/html"),
                (visitor.sheet.absolute_url().removeprefix(visitor.base), "text/html"), ("/@@prai-redaction", "text/html"),
                ("/trouver?q=jardin", "text/html"), ("/@@historyview", "text/html"), (f"{path}/@@prai-declarant", "text/html")
            ):  # fmt: skip
                answer = requests.get(visitor.base + place, auth=auth, headers={"Accept": accept}, timeout=60)
                seen = wanted in answer.content
                assert answer.status_code < 500, (place, answer.text[:300])
                allowed = place.endswith("@@prai-declarant") and auth == admin_auth
                assert seen == allowed, (place, accept, auth)
        with api.env.adopt_user(SITE_OWNER_NAME):
            exported = get_exporter(site).export_site(tmp_path)
        assert len(exported) > 10
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and wanted in path.read_bytes()]
        catalog = site.portal_catalog
        brain = catalog.unrestrictedSearchResults(UID=reuse.UID())[0]
        assert address not in str([brain[name] for name in catalog.schema()])
        assert address not in str(catalog.getIndexDataForRID(brain.getRID()))
        assert address not in str(vars(reuse)) and address not in str(dict(reuse.__annotations__))

    def test_a_robot_leaves_nothing(self, site, visitor):
        quick = [visitor.declare(age=0).status_code for _n in range(20)]
        filled = [visitor.declare(telecopie="0561000000").status_code for _n in range(20)]
        blind = [visitor.declare(**{"prai.moment": "1.a"}).status_code for _n in range(20)]
        assert set(quick + filled + blind) == {200} and visitor.sent() == []
        patient = [visitor.declare(adresse=f"robot{n}@robot.example").status_code for n in range(40)]
        assert patient.count(200) == 5 and set(patient[5:]) == {429}
        assert len(visitor.sent()) == 5
        assert visitor.reuses() == [] and not query_store_is_filled()
        assert not site.portal_catalog.unrestrictedSearchResults(portal_type="prai.Reuse")

    def test_a_link_serves_once_and_not_for_ever(self, site, visitor):
        visitor.declare()
        link = visitor.link()
        assert [visitor.post(link).status_code for _n in range(3)] == [200, 200, 200]
        assert len(visitor.reuses()) == 1
        visitor.empty()
        with api.env.adopt_roles(["Manager"]):
            site["reprises"].manage_delObjects([visitor.reuses()[0].getId()])
        transaction.commit()
        assert not query_store().declarants and visitor.post(link).status_code == 404
        sealed = {"fiche": visitor.sheet.UID(), "texts": ANSWERS}
        old = seal(sealed, secret("_system"), int(time.time()) - 3 * 24 * 3600, views.PAGE)
        alert = seal(sealed, secret("_system"), int(time.time()), "alertes")
        hidden = seal(
            sealed | {"fiche": site["livrables"]["secret"].UID()},
            secret("_system"),
            int(time.time()),
            views.PAGE,
        )
        for token in (old, alert, hidden, "", "\x00", "é", "a" * 9000):
            for step in ("/confirmer", "/toujours-vrai"):
                answer = visitor.get(step, jeton=token)
                assert answer.status_code == 404 and "secret" not in words(answer.text)
        assert visitor.get("/autre").status_code == 404 and visitor.reuses() == []

    def test_it_is_corrected_on_the_page_of_the_link(self, visitor):
        visitor.declare(organisation="Communaute du girou", lieu="")
        link, more = visitor.link(), "x" * 2500
        answer = visitor.post(link, {**ANSWERS, "organisation": "", "adresse": "other@robot.example"})
        assert wrong_fields(answer) == {"organisation"} and visitor.reuses() == []
        assert (
            visitor.post(
                link, {**ANSWERS, "organisation": "c3g", "resultat": more, "adresse": "x@y.example"}
            ).status_code
            == 200
        )
        (reuse,) = visitor.reuses()
        assert reuse.reuser.to_object.getId() == "girou" and reuse.Title().startswith(
            "Coteaux du Girou\u00a0: "
        )
        assert more in reuse.outcome.raw and declarant_of(reuse).email == TOWN
        act(reuse, "publish")
        assert visitor.sent_to(PRODUCER) == []  # who took up their own is not told of it

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"organisation": ""}, "organisation"), ({"organisation": "a" * 10_000}, "organisation"),
            ({"organisation": "maire@mairie.example"}, "organisation"), ({"organisation": "\x00"}, "organisation"),
            ({"organisation": "Commune\u202e de X"}, "organisation"), ({"lieu": "Villeneuve"}, "lieu"),
            ({"lieu": "Gragnage"}, "lieu"), ({"lieu": "x" * 10_000}, "lieu"), ({"comment": ""}, "comment"),
            ({"comment": "lune"}, "comment"), ({"avancement": ["in-service", "planned"], "comment": ["", "x"]}, "comment"),
            ({"avancement": "lune"}, "avancement"), ({"avancement": "looking-for-partners"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "2020-01-01"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "2099-01-01"}, "jusquau"),
            ({"avancement": "looking-for-partners", "jusquau": "demain"}, "jusquau"),
            ({"avancement": "abandoned", "resultat": ""}, "resultat"), ({"depuis": "31/02/2020"}, "depuis"),
            ({"depuis": "2035"}, "depuis"), ({"depuis": "1901"}, "depuis"), ({"jours": "-3"}, "jours"),
            ({"jours": "9" * 400}, "jours"), ({"jours": "٤"}, "jours"), ({"cout": "beaucoup"}, "cout"),
            ({"cout_evite": "1e9"}, "cout_evite"), ({"modifications": "x" * 10_000}, "modifications"),
            ({"lien": "javascript:alert(1)"}, "lien"), ({"lien": "https://user:pass@x.example"}, "lien"),
            ({"adresse": ""}, "adresse"), ({"adresse": "a@b.fr\r\nBcc: c@d.example"}, "adresse"),
            ({"adresse": "a" * 9000}, "adresse"), ({"accord": ""}, "accord"),
        ],
    )  # fmt: skip
    def test_each_wrong_answer_has_its_sentence(self, site, changed, field):
        errors = Answers(typed(ANSWERS | changed), date.today(), SHORT).errors
        assert set(errors) == {field} and errors[field]

    def test_what_is_wrong_is_said_beside_its_field_and_kept(self, visitor):
        wrong = {
            "organisation": "maire@mairie.example", "lieu": "Gragnage", "comment": "", "avancement": "\x00", "depuis": "hier",
            "modifications": "mot " * 2_500, "jours": "peu", "cout": ["beaucoup", "trop"], "cout_evite": "?", "lien": "ici", "adresse": "",
            "accord": "",
        }  # fmt: skip
        answer = visitor.declare(**wrong)
        assert answer.status_code == 200 and wrong_fields(answer) == set(wrong) and visitor.sent() == []
        tree = lxml_html.fromstring(answer.content)
        assert tree.get_element_by_id("lieu").get("value") == "Gragnage" and tree.cssselect("details[open]")
        assert tree.get_element_by_id("cout").get("value") == "beaucoup"
        assert tree.get_element_by_id("modifications").text.strip() == wrong["modifications"].strip()
        assert [node.get("value") for node in tree.cssselect("input[type=checkbox][checked]")] == [
            "time",
            "skills",
        ]
        names = [node.get("href") for node in tree.cssselect(".prai-errors a")]
        assert names[:3] == ["#organisation", "#lieu", "#comment-0"]

    def test_what_is_odd_but_known_is_taken(self, visitor):
        # « or » is a word of the query language by which the directory is asked.
        reuse = visitor.confirmed(organisation="Conseil de la Côte-d'Or et AND NOT", lieu="35000 Rennes", avancement="looking-for-partners", jusquau=str(date.today()), cout="",
                                  freins=[], lien="", resultat="", modifications="é\x00\r\nè")  # fmt: skip
        assert reuse.reuser_name == "Conseil de la Côte-d'Or et AND NOT"
        assert (reuse.location, reuse.municipalities, reuse.partners_until) == (
            "35000 Rennes",
            [],
            date.today(),
        )
        assert reuse.adaptations.raw == "<p>é<br />è</p>" and reuse.outcome is None

    def test_long_texts_fit_in_a_mail_that_is_read(self, visitor):
        text = "Nous avons ajouté des questions sur le raccordement des écoles, et retiré celles du fax. " * 6
        visitor.declare(modifications=text, freins_detail=text, resultat=text)
        assert len(visitor.link()) < 2000
        strange = "".join(chr(0x4E00 + random.Random(n).randrange(20_000)) for n in range(590))
        assert wrong_fields(
            visitor.declare(
                modifications=strange, freins_detail=strange[::-1], resultat=strange[::3] + strange[1::3]
            )
        ) == {"modifications"}

    def test_a_hidden_sheet_is_never_named(self, site, visitor):
        for uid in (
            site["livrables"]["secret"].UID(),
            site["indicateurs"]["communes-equipees"].UID(),
            "x",
            "0" * 32,
            "\x00",
            "é" * 10_000,
        ):
            for answer in (visitor.get(fiche=uid), visitor.declare(sheet=uid)):
                assert answer.status_code in (404, 414, 400, 431), uid[:20]
                assert "secret" not in words(answer.text) and "Communes équipées" not in words(answer.text)
        assert visitor.sent() == []

    def test_without_a_sheet_one_is_found(self, visitor):
        answer = visitor.get()
        assert answer.status_code == 200 and f"fiche={visitor.sheet.UID()}" in answer.text
        assert f"fiche={visitor.sheet.UID()}" in visitor.get(q="equipement").text
        for odd in ("secret", "*", "AND (", '"', "\x00", "x" * 5000, "a b c d e f g h i j k"):
            answer = visitor.get(q=odd)
            assert answer.status_code == 200 and "Cahier des charges" not in answer.text
        assert (
            requests.get(
                visitor.url, params=[("q", "a"), ("q", "b"), ("fiche", "a"), ("fiche", "b")], timeout=60
            ).status_code
            == 404
        )


def query_store_is_filled() -> bool:
    store = query_store()
    return store is not None and bool(store.declarants)


class TestAfterwards:
    def test_a_rejection_is_told_without_its_reason(self, visitor):
        reuse = visitor.confirmed()
        act(reuse, "reject", comment="Doublon de la fiche 12.")
        (mail,) = visitor.sent()
        assert mail["To"] == TOWN and "Doublon" not in str(mail) and "Gragnague" in mail.get_content()
        assert declarant_of(reuse).until == date.today() + relativedelta(months=3)

    def test_is_it_still_true(self, site, visitor):
        reuse = visitor.confirmed()
        act(reuse, "publish")
        visitor.empty()
        today = date.today()
        assert ask_due(today) == Asked() and ask_due(today + relativedelta(months=11)) == Asked()
        next_year = today + relativedelta(months=12)
        assert ask_due(next_year) == Asked(mails=1) and ask_due(next_year) == Asked()
        link = visitor.link()
        page = requests.get(link, timeout=60, headers={"Accept-Language": "fr"})
        assert "Gragnague" in page.text and TOWN not in page.text
        transaction.begin()
        reuse.confirmed_on = today - relativedelta(months=12)
        transaction.commit()
        assert visitor.post(link, {"vrai": "oui"}).history == []
        assert reuse.confirmed_on == today and api.content.get_state(reuse) == "published"
        assert visitor.post(link, {"vrai": "oui"}).status_code == 404

    def test_a_change_goes_to_the_reviewer_first(self, site, visitor):
        reuse = visitor.confirmed()
        act(reuse, "publish")
        visitor.empty()
        assert ask_due(date.today() + relativedelta(months=12)).mails == 1
        link = visitor.link()
        visitor.empty()
        change = {"change": "oui", "avancement": "abandoned", "depuis": "2025", "resultat": ""}
        assert wrong_fields(visitor.post(link, change)) == {"resultat"}
        assert wrong_fields(visitor.post(link, {"change": "oui", "avancement": "\x00"})) == {"avancement"}
        assert (
            visitor.post(link, change | {"resultat": "Plus d'animateur <i>depuis</i> 2025."}).status_code
            == 200
        )
        assert reuse.stage == "in-service" and IToRead.providedBy(reuse)
        (told,) = visitor.sent_to(REVIEWER)
        assert f"/reprises/{reuse.getId()}/@@prai-declarant" in told.get_content() and TOWN not in str(told)
        assert ask_due(date.today() + relativedelta(months=24)) == Asked()
        desk, page = f"{visitor.base}/@@prai-redaction", f"{reuse.absolute_url()}/@@prai-declarant"
        with requests.Session() as reviewer:
            reviewer.auth = ("relecteur", PASSWORD)
            assert (
                reuse.getId()
                in reviewer.get(desk, timeout=60)
                .text.partition('id="reprises"')[2]
                .partition("</section>")[0]
            )
            shown = reviewer.get(page, timeout=60)
            assert f"mailto:{TOWN}" in shown.text and "animateur" in shown.text
            token = re.search(r'name="_authenticator"\s+value="(\w+)"', shown.text)[1]
            assert reviewer.post(page, data={"reprendre": "1"}, timeout=60).status_code == 403
            reviewer.post(page, data={"reprendre": "1", "_authenticator": token}, timeout=60)
            transaction.begin()
            assert (reuse.stage, reuse.date, reuse.confirmed_on) == ("abandoned", "2025", date.today())
            assert (
                "Toutes les mairies" in reuse.outcome.raw and "&lt;i&gt;depuis&lt;/i&gt;" in reuse.outcome.raw
            )
            assert not IToRead.providedBy(reuse)
            reviewer.post(page, data={"effacer": "1", "_authenticator": token}, timeout=60)
            transaction.begin()
        assert declarant_of(reuse) is None
        assert (
            requests.get(page, auth=("redactrice", PASSWORD), timeout=60, allow_redirects=False).status_code
            != 200
        )

    def test_addresses_go_on_their_day_or_when_asked(self, site, visitor):
        reuse, today = visitor.confirmed(), date.today()
        assert erase_old(today + relativedelta(months=24), time.time()) == 0
        assert (
            query_store().spent
            and erase_old(today, time.time() + 3 * 24 * 3600) == 0
            and not query_store().spent
        )
        assert erase_old(today + relativedelta(months=25), time.time()) == 1 and declarant_of(reuse) is None
        transaction.abort()
        (kept,) = kept_of(TOWN.upper())
        assert (kept["address"], kept["reuse"]) == (TOWN, reuse.UID()) and kept_of("x@y.example") == []
        assert forget_of(f" {TOWN.upper()} ") == 1 and declarant_of(reuse) is None and forget_of(TOWN) == 0
        transaction.abort()
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(reuse, "autre-nom")
            assert declarant_of(reuse).email == TOWN
            api.content.delete(reuse)
        assert not query_store().declarants
        transaction.abort()

    def test_an_address_has_so_many_declarations_at_once(self, visitor, monkeypatch):
        monkeypatch.setattr(views, "WAITING", 1)
        visitor.confirmed()
        visitor.declare(organisation="Commune de Lavalette")
        assert visitor.post(visitor.link()).status_code == 200 and len(visitor.reuses()) == 1

    def test_an_example_and_an_import_tell_nobody(self, site, visitor):
        item = make(
            site, "prai.Reuse", "confirmed", title="Exemple", original=relate(visitor.sheet), example=True
        )
        act(item, "publish")
        other = make(site, "prai.Reuse", "confirmed", title="Importée", original=relate(visitor.sheet))
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(other, "publish", tell_nobody=True)
        transaction.commit()
        assert visitor.sent() == []

    def test_the_annotation_has_one_name(self):
        assert declarants.KEY == "collective.prai.declarants"
