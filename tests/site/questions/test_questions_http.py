"""A question asked through the site: numbered, kept for the team, told, acknowledged; and nothing else."""

from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.erasing import erase_of
from collective.prai.questions.erasing import erase_old
from collective.prai.questions.numbers import Last
from datetime import date
from lxml import html as lxml_html
from plone import api
from plone.registry.interfaces import IRegistry
from tests.site.conftest import make
from tests.site.form_visitor import FormVisitor
from tests.site.form_visitor import JUNK
from tests.site.form_visitor import text
from tests.site.form_visitor import wrong_fields
from zope.component import getUtility
import csv
import io
import pytest
import re
import requests
import transaction


CENTRE, ADVICE = "centre@ardesi.example", "conseil@ardesi.example"
ANSWERS = {
    "purpose": ["conseil"],
    "question": "Comment préinscrire les enfants à la crèche en ligne ?",
    "organisation": "Commune de Gragnague",
    "office": "Secrétaire de mairie",
    "commune": "Gragnague",
    "email": "mairie@gragnague.example",
    "delivery": ["courriel"],
}


class Visitor(FormVisitor):
    form = "poser-une-question"
    answers = ANSWERS

    def kept(self):
        return list(self.portal[QUESTIONS].objectValues())

    def forget(self):
        super().forget()
        with api.env.adopt_roles(["Manager"]):
            for name in list(self.portal[QUESTIONS].objectIds()):
                self.portal[QUESTIONS].manage_delObjects([name])
        transaction.commit()


def number_on(answer) -> str:
    found = re.search(r"Q-\d{4}-\d{4,}", text(answer))
    assert found, text(answer)
    return found[0]


@pytest.fixture(scope="class")
def site(class_site):
    api.portal.set_registry_record("plone.email_from_address", CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", "https://centre.example.org")
    api.portal.set_registry_record("collective.prai.questions.advice_to", f"{ADVICE}, {CENTRE}")
    make(class_site, "prai.Guide", "published", title="Intercommunalité et TIC", id="intercommunalite")
    make(class_site, "prai.HowTo", "published", title="Choisir un prestataire", id="choisir")
    make(class_site, "prai.HowTo", title="Brouillon secret", id="brouillon")
    transaction.commit()
    return class_site


@pytest.fixture
def visitor(site):
    found = Visitor(site)
    found.forget()
    return found


class TestForm:
    def test_a_question_is_numbered_kept_told_and_acknowledged(self, site, visitor):
        sheet = site["fiches-pratiques"]["choisir"]
        number = number_on(visitor.send(raw={"page": sheet.UID()}))
        (kept,) = visitor.kept()
        assert (kept.number, kept.getId(), kept.purpose) == (number, number.lower(), "conseil")
        assert (kept.about, kept.about_url) == (
            sheet.title,
            "https://centre.example.org/fiches-pratiques/choisir",
        )
        assert (kept.erase_on - kept.created().asdatetime().date()).days >= 365
        told, also, receipt = visitor.sent()
        assert {told["To"], also["To"], receipt["To"]} == {ADVICE, CENTRE, ANSWERS["email"]}
        assert told["Reply-To"] == ANSWERS["email"] and number in told["Subject"]
        body = told.get_content()
        assert all(
            word in body
            for word in (
                "crèche",
                "Gragnague",
                "Choisir un prestataire",
                number,
                f"/questions?numero={number}",
            )
        )
        # Nothing that the asker wrote goes to an address that may be a stranger's.
        said = receipt.get_content()
        assert (
            number in said
            and number in receipt["Subject"]
            and "crèche" not in said
            and "Gragnague" not in said
        )

    def test_no_link_leads_where_a_stranger_says(self, site, visitor):
        """Who asks writes the Host header; it says nothing while the site does not know its own address."""
        name = "collective.prai.public_url"
        address = api.portal.get_registry_record(name)
        getUtility(IRegistry)[name] = None
        transaction.commit()
        try:
            number_on(visitor.send(raw={"page": site["fiches-pratiques"]["choisir"].UID()}))
        finally:
            api.portal.set_registry_record(name, address)
            transaction.commit()
        (kept,) = visitor.kept()
        assert kept.about == "Choisir un prestataire" and not kept.about_url
        assert all("http" not in mail.get_content() for mail in visitor.sent())

    def test_numbers_follow_one_another_and_no_purpose_is_left_without_a_team(self, visitor):
        first = number_on(visitor.send(purpose=["atelier"]))
        second = number_on(visitor.send(purpose=["autre"], email=None, phone="05 61 00 00 00"))
        assert int(second[-4:]) == int(first[-4:]) + 1
        # A phone number alone: nobody to write a receipt to.
        assert [mail["To"] for mail in visitor.sent()] == [CENTRE, ANSWERS["email"], CENTRE]

    def test_a_guide_by_post(self, site, visitor):
        guide = site["guides"]["intercommunalite"].UID()
        asked = {"purpose": ["guide"], "delivery": ["courrier"], "email": None, "phone": "0561000000"}
        answer = visitor.send(**asked)
        assert wrong_fields(answer) == {"guide", "postal_address"} and visitor.kept() == []
        assert ANSWERS["question"] in answer.text
        number_on(
            visitor.send(**asked, guide=[guide], postal_address="1 place de la Mairie\n31380 Gragnague")
        )
        (kept,) = visitor.kept()
        assert (kept.guide, kept.delivery) == ("Intercommunalité et TIC", "courrier")
        assert "31380" in visitor.sent()[0].get_content()
        # What only a guide needs is not kept of who asks for something else.
        visitor.forget()
        number_on(visitor.send(guide=[guide], postal_address="1 place de la Mairie"))
        assert (visitor.kept()[0].guide, visitor.kept()[0].postal_address) == (None, None)

    @pytest.mark.parametrize(
        ("changed", "fields"),
        [
            ({"email": None}, {"email"}),
            ({"email": "mairie"}, {"email"}),
            ({"email": None, "phone": "rappelez-moi"}, {"phone"}),
            ({"question": None, "organisation": None, "purpose": None}, {"question", "organisation", "purpose"}),
            ({"organisation": "A\r\nBcc: tous@mairie.example"}, {"organisation"}),
            ({"purpose": ["guide"], "guide": ["inconnu"]}, {"guide"}),
        ],
    )  # fmt: skip
    def test_errors_are_said_beside_the_fields_and_nothing_is_lost(self, visitor, changed, fields):
        answer = visitor.send(raw={"page": "/diffusion"}, **changed)
        assert wrong_fields(answer) >= fields
        assert ANSWERS["office"] in answer.text and 'value="/diffusion"' in answer.text
        assert (visitor.kept(), visitor.sent()) == ([], [])

    def test_robots_draw_no_number(self, visitor):
        for answer in (
            visitor.send(age=0),
            visitor.send(raw={"telecopie": "0561"}),
            visitor.send(raw={"prai.moment": "1.a"}),
        ):
            assert answer.status_code == 200 and ANSWERS["office"] in answer.text
        assert visitor.kept() == [] and not visitor.sent()
        first = number_on(visitor.send())
        for n in range(4):
            visitor.send(email=f"service{n}@mairie.example")
        refused = visitor.send(email="encore@mairie.example")
        assert refused.status_code == 429 and len(visitor.kept()) == 5
        assert sorted(one.number for one in visitor.kept())[0] == first

    def test_an_address_is_sent_few_receipts(self, visitor):
        answers = [visitor.send(email=email) for email in (ANSWERS["email"], ANSWERS["email"].upper()) * 2]
        assert "Q-" not in text(answers[-1])
        assert len(visitor.kept()) == 3
        assert len([mail for mail in visitor.sent() if "gragnague" in mail["To"].lower()]) == 3

    @pytest.mark.parametrize(
        "changed",
        [
            *JUNK, {"question": "\x00\x08"}, {"question": "a" * 200_000}, {"purpose": ["bombe", "x"]},
            {"delivery": None},
        ],
    )  # fmt: skip
    def test_junk_is_an_error_of_the_sender(self, visitor, changed):
        visitor.is_told_of_junk(**changed)

    def test_the_folder_comes_back_if_somebody_deleted_it(self, site, visitor):
        with api.env.adopt_roles(["Manager"]):
            site.manage_delObjects([QUESTIONS])
        transaction.commit()
        number_on(visitor.send())
        assert len(visitor.kept()) == 1


class TestPage:
    """The page from which a question is asked."""

    def about(self, site, value) -> str:
        answer = requests.get(f"{site.absolute_url()}/poser-une-question", params={"page": value}, timeout=30)
        assert answer.status_code == 200
        found = lxml_html.fromstring(answer.content).cssselect(".prai-ask-about a")
        return found[0].text if found else ""

    def test_is_named_to_who_may_see_it(self, site):
        sheet, draft = site["fiches-pratiques"]["choisir"], site["fiches-pratiques"]["brouillon"]
        for value in (sheet.UID(), "/fiches-pratiques/choisir", "/fiches-pratiques/choisir/"):
            assert self.about(site, value) == sheet.title
        assert self.about(site, "/diffusion")
        for value in (draft.UID(), "/fiches-pratiques/brouillon", "/questions", "/acl_users", "/../etc", "//evil.example",
                      "https://evil.example/", "javascript:alert(1)", "/<b>", "\x00", "a" * 10_000, "", ["a", "b"]):  # fmt: skip
            assert self.about(site, value) == ""

    def test_every_public_page_leads_to_the_form(self, site):
        sheet, guide = site["fiches-pratiques"]["choisir"], site["guides"]["intercommunalite"]
        for path, wanted in (
            ("", "poser-une-question"), ("/fiches-pratiques/choisir", f"?page={sheet.UID()}"),
            ("/diffusion", "?page=%2Fdiffusion"), ("/projets", "?page="), ("/absente", "poser-une-question"),
            ("/guides/intercommunalite", f"?page={guide.UID()}&form.widgets.guide%3Alist={guide.UID()}"),
        ):  # fmt: skip
            tree = lxml_html.fromstring(requests.get(site.absolute_url() + path, timeout=30).content)
            (link,) = tree.cssselect(".prai-ask a")
            assert link.get("href").endswith(wanted) or wanted == "?page=" and wanted in link.get("href")
        own = requests.get(f"{site.absolute_url()}/poser-une-question", timeout=30)
        assert "prai-ask-phone" not in own.text and 'class="prai-ask"' not in own.text
        assert "no-cache" in own.headers["Cache-Control"]
        chosen = requests.get(lxml_html.fromstring(own.content).base_url or link.get("href"), timeout=30)
        assert chosen.status_code == 200

    def test_contact_leads_to_the_form_as_long_as_there_is_one(self, site):
        address = site.absolute_url()
        answer = requests.get(f"{address}/contact-info", allow_redirects=False, timeout=30)
        assert answer.status_code == 302 and answer.headers["Location"] == f"{address}/poser-une-question"
        site["poser-une-question"].manage_permission("View", ["Manager"], acquire=False)
        transaction.commit()
        stock = requests.get(f"{address}/contact-info", allow_redirects=False, timeout=30)
        assert stock.status_code == 200 and lxml_html.fromstring(stock.content).cssselect("h1")
        site["poser-une-question"].manage_permission("View", [], acquire=True)
        transaction.commit()

    def test_the_phone_and_its_hours_stand_beside_the_form(self, site):
        api.portal.set_registry_record("collective.prai.questions.phone", "05 61 00 00 00")
        api.portal.set_registry_record("collective.prai.questions.hours", "Le matin")
        transaction.commit()
        page = requests.get(f"{site.absolute_url()}/poser-une-question", timeout=30).text
        assert 'href="tel:0561000000"' in page and "Le matin" in page


class TestTeam:
    def test_the_list_and_the_table_are_for_the_team(self, site, visitor, admin_auth):
        visitor.send(organisation='=HYPERLINK("http://x")', question="motsecret", purpose=["atelier"])
        (kept,) = visitor.kept()
        base = site.absolute_url()
        rest = f"{base}/++api++"
        for url in (
            f"{base}/questions", f"{base}/questions/@@prai-questions", f"{base}/questions/@@prai-questions.csv",
            f"{base}/projets/@@prai-questions", f"{base}/projets/@@prai-questions.csv", kept.absolute_url(),
            f"{rest}/questions", f"{rest}/questions/{kept.getId()}", f"{rest}/@search?portal_type=prai.Question&fullobjects=1",
            f"{rest}/@search?SearchableText=motsecret&metadata_fields=_all", f"{base}/@@search?SearchableText=motsecret",
            f"{base}/sitemap.xml", f"{rest}/@changes", f"{rest}/poser-une-question",
        ):  # fmt: skip
            answer = requests.get(
                url, headers={"Accept": "application/json" if "++api++" in url else "*/*"}, timeout=60
            )
            text = answer.text.replace("SearchableText=motsecret", "").replace('value="motsecret"', "")
            assert "gragnague" not in text and "HYPERLINK" not in text, url
            assert kept.getId() not in text.replace(f"/{kept.getId()}", "") or kept.getId() in url
        listed = requests.get(f"{base}/questions", auth=admin_auth, timeout=30).text
        assert kept.number in listed and "Organiser un atelier" in listed
        table = requests.get(f"{base}/questions/@@prai-questions.csv", auth=admin_auth, timeout=30)
        (row,) = csv.DictReader(io.StringIO(table.content.decode()))
        assert row["organisme"].startswith("'=HYPERLINK") and row["numero"] == kept.number
        page = requests.get(kept.absolute_url(), auth=admin_auth, timeout=30)
        assert page.status_code == 200 and "motsecret" in page.text

    def test_nobody_counts_them_from_outside(self, site, visitor, admin_auth):
        """Numbers follow one another: one that was given is answered as one that was not."""
        visitor.send()
        (kept,) = visitor.kept()
        for accept in ("text/html", "application/json"):
            given, other = (
                requests.get(url, headers={"Accept": accept}, allow_redirects=False, timeout=30)
                for url in (kept.absolute_url(), f"{kept.aq_parent.absolute_url()}/q-1999-0001")
            )
            assert (given.status_code, other.status_code) == (404, 404)
            assert given.headers["Content-Type"] == other.headers["Content-Type"]
            assert "login" not in given.headers.get("Location", "") and kept.number not in given.text
        base = f"{site.absolute_url()}/questions?numero={kept.number}"
        assert requests.get(base, auth=admin_auth, timeout=30).url == kept.absolute_url()

    def test_nobody_writes_one_by_another_way(self, site, admin_auth):
        answer = requests.post(
            f"{site.absolute_url()}/++api++/questions", json={"@type": "prai.Question", "title": "x"},
            headers={"Accept": "application/json"}, timeout=30,
        )  # fmt: skip
        assert answer.status_code == 401


class TestEnd:
    def test_questions_end_on_their_day_or_when_asked(self, visitor):
        for email in ("a@mairie.example", "b@mairie.example", "c@mairie.example"):
            visitor.send(email=email)
        first, second, _third = sorted(visitor.kept(), key=lambda one: one.email)
        first.erase_on, second.erase_on = date.today(), None
        assert erase_old(date.today()) == 1 and erase_of("C@mairie.example ") == 1
        assert [one.email for one in visitor.kept()] == ["b@mairie.example"]
        transaction.commit()


class TestNumbers:
    def test_a_year_begins_anew_and_never_goes_back(self):
        last = Last(2026, 41)
        assert [last.draw(year) for year in (2026, 2027, 2026)] == [
            "Q-2026-0042",
            "Q-2027-0001",
            "Q-2027-0002",
        ]
        assert Last(2026, 9999).draw(2026) == "Q-2026-10000"
