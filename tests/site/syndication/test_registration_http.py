"""A partner makes itself known: through the form, without scripts, and without a robot's help."""

from collective.easyform.api import get_actions
from collective.prai.syndication.content.partner_site import listed_partners
from lxml import html as lxml_html
from plone import api
from tests.site.form_visitor import FormVisitor
from tests.site.form_visitor import JUNK
from tests.site.form_visitor import text
from tests.site.form_visitor import wrong_fields
from urllib.parse import urlencode
import pytest
import re
import requests
import transaction


HOME = "centre@ardesi.example"
ANSWERS = {
    "organisation": "Association des maires de l’Ariège",
    "site": "https://www.maires-ariege.example/",
    "email": "communication@maires-ariege.example",
    "format": ["script"],
    "message": "Nous prenons les fiches de l’Ariège.",
    "listed": ["selected"],
}


class Visitor(FormVisitor):
    """A webmaster."""

    form = "devenir-partenaire"
    answers = ANSWERS

    def rows(self):
        form = self.portal["devenir-partenaire"]
        return list(get_actions(form)["demandes"].getSavedFormInput())

    def forget(self):
        super().forget()
        get_actions(self.portal["devenir-partenaire"])["demandes"].clearSavedFormInput()
        transaction.commit()


@pytest.fixture(scope="class")
def site(class_site):
    api.portal.set_registry_record("plone.email_from_address", HOME)
    api.portal.set_registry_record("plone.email_from_name", "Centre de ressources")
    api.portal.set_registry_record("collective.prai.public_url", "https://centre.example.org")
    transaction.commit()
    return class_site


@pytest.fixture
def visitor(site):
    found = Visitor(site)
    found.forget()
    return found


class TestForm:
    def test_a_request_is_kept_told_and_acknowledged(self, visitor):
        answer = visitor.send()
        number = re.search(r"\d{8}-[A-Z2-9]{4}", text(answer))[0]
        (row,) = visitor.rows()
        assert row["number"] == number and row["organisation"] == ANSWERS["organisation"]
        told, receipt = visitor.sent()
        assert (told["To"], receipt["To"]) == (HOME, ANSWERS["email"])
        assert number in told["Subject"] and number in receipt["Subject"]
        body = told.get_content()
        assert all(word in body for word in ("maires-ariege", "fiches de l’Ariège", "/partenaires/", number))
        # Nothing that the sender wrote goes to an address that may be a stranger's.
        assert "Ariège" not in receipt.get_content() and "fiches" not in receipt.get_content()
        assert "https://centre.example.org/diffusion" in receipt.get_content()

    def test_it_becomes_a_sheet_that_only_the_team_sees(self, site, visitor, admin_auth):
        visitor.send()
        sheet = site["partenaires"].objectValues()[-1]
        assert (sheet.portal_type, sheet.stage, sheet.listed) == ("prai.PartnerSite", "asked", True)
        assert sheet.contact_email == ANSWERS["email"]
        for path in ("", "/view", "/++api++", "/@@download"):
            base = (
                sheet.absolute_url()
                if path != "/++api++"
                else sheet.absolute_url().replace(site.absolute_url(), f"{site.absolute_url()}/++api++")
            )
            answer = requests.get(base + (path if path != "/++api++" else ""), timeout=30)
            assert ANSWERS["email"] not in answer.text
            assert answer.status_code in (401, 404) or "login" in answer.url
        found = requests.get(
            f"{site.absolute_url()}/++api++/@search?portal_type=prai.PartnerSite&fullobjects=1", timeout=30
        )
        assert found.json()["items"] == []
        assert requests.get(f"{sheet.absolute_url()}/edit", auth=admin_auth, timeout=30).status_code == 200
        transaction.begin()  # the edit form took a lock
        assert listed_partners() == []
        sheet.stage = "active"
        sheet.filters = "departement=09"
        transaction.commit()
        page = requests.get(
            f"{site.absolute_url()}/diffusion", timeout=30, headers={"Accept-Language": "fr"}
        ).text
        assert ANSWERS["organisation"] in page and "Ariège, Code à coller" in page
        assert ANSWERS["email"] not in page

    def test_errors_are_said_beside_the_fields_and_nothing_is_lost(self, visitor):
        answer = visitor.send(site="pas une adresse", email="x@y", organisation="")
        tree = lxml_html.fromstring(answer.content)
        assert wrong_fields(answer) == {"organisation", "site", "email"}
        assert tree.get_element_by_id("form-widgets-message").text == ANSWERS["message"]
        assert tree.get_element_by_id("form-widgets-site").get("value") == "pas une adresse"
        assert (visitor.rows(), visitor.sent()) == ([], [])

    def test_robots_are_stopped_in_a_sentence(self, visitor):
        forged = {"prai.moment": "1800000000." + "a" * 64}
        for answer in (
            visitor.send(age=0), visitor.send(age=100_000), visitor.send(raw={"telecopie": "0561"}),
            visitor.send(raw=forged), visitor.send(raw={"prai.moment": None}),
        ):  # fmt: skip
            assert answer.status_code == 200
            alert = lxml_html.fromstring(answer.content).cssselect("#content [role=alert]")
            assert len(alert) == 1 and ANSWERS["message"] in answer.text
        assert (visitor.rows(), visitor.sent()) == ([], [])

    @pytest.mark.parametrize("page", ["", "/view", "/@@embedded", "/embedded"])
    def test_no_page_of_the_form_goes_round_the_guard(self, visitor, page):
        visitor.url += page
        visitor.send(raw={"prai.moment": ""})
        query = {f"form.widgets.{name}": value for name, value in ANSWERS.items()}
        query |= {"form.buttons.submit": "Envoyer", "telecopie": "", "prai.moment": visitor.token()}
        assert requests.get(f"{visitor.url}?{urlencode(query, doseq=True)}", timeout=30).status_code < 500
        transaction.begin()
        assert visitor.rows() == [] and not visitor.sent()
        visitor.send()
        assert len(visitor.rows()) == 1

    def test_a_correction_may_be_quick(self, visitor):
        first = lxml_html.fromstring(visitor.send(email="x@y").content)
        (token,) = first.cssselect("[name='prai.moment']")
        assert "Numéro" in text(visitor.send(raw={"prai.moment": token.get("value")}))

    def test_one_receipt_an_hour_for_one_address(self, visitor):
        visitor.send()
        again = visitor.send(organisation="Une autre", email=ANSWERS["email"].upper())
        assert again.status_code == 200 and len(visitor.rows()) == 1 and len(visitor.sent()) == 2

    def test_many_messages_from_one_place_wait(self, visitor):
        answers = [visitor.send(email=f"service{n}@mairie.example") for n in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert int(answers[-1].headers["Retry-After"]) > 60
        assert len(visitor.rows()) == 5

    @pytest.mark.parametrize(
        "changed",
        [
            *JUNK, {"organisation": "A\r\nBcc: tous@mairie.example"}, {"message": "\x00\x08"}, {"format": ["bombe", "x"]},
            {"organisation": "<script>alert(1)</script>" * 40}, {"message": "a" * 200_000}, {"site": "javascript:alert(1)"},
            {"format": None, "listed": ["zzz"]}, {"email": None, "organisation": None, "site": None},
        ],
    )  # fmt: skip
    def test_junk_is_an_error_of_the_sender(self, visitor, changed):
        visitor.is_told_of_junk(**changed)

    def test_wrong_shapes_are_no_error_of_ours(self, visitor):
        for body in (
            "form.buttons.submit=1",
            "form.widgets.email.x:record=1&form.buttons.submit=1",
            "%ff=%ff",
            "x" * 9,
        ):
            answer = requests.post(
                visitor.url,
                data=body,
                headers={"Content-Type": "application/x-www-form-urlencoded"},
                timeout=30,
            )
            assert answer.status_code in (200, 400)
        assert requests.put(visitor.url, data="x", timeout=30).status_code < 500


class TestWherever:
    """A sheet is for the team in any folder, published or not."""

    def test_no_folder_shows_it(self, site, visitor, admin_auth):
        visitor.send(organisation="Secretariat", message="motsecret")
        rest = f"{site.absolute_url()}/++api++"
        asked = {"auth": admin_auth, "headers": {"Accept": "application/json"}, "timeout": 30}
        fields = {"@type": "prai.PartnerSite", "title": "Au dehors", "url": "https://dehors.example.org"}
        made = requests.post(rest, json=fields | {"message": "motsecret"}, **asked).json()["@id"]
        assert requests.post(f"{rest}/partenaires/@workflow/publish", json={}, **asked).ok
        plain = {"headers": {"Accept": "application/json"}, "timeout": 30}
        assert requests.get(made.replace(site.absolute_url(), rest), **plain).status_code == 401
        for query in (
            "/@search?SearchableText=dehors&fullobjects=1", "/@search?portal_type=prai.PartnerSite", "/partenaires",
            "/partenaires?fullobjects=1", "/partenaires/@contents",
        ):  # fmt: skip
            text = requests.get(f"{rest}{query}", **plain).text
            assert "motsecret" not in text and "dehors.example" not in text and "Secretariat" not in text
        assert "au-dehors" not in requests.get(f"{site.absolute_url()}/sitemap.xml", timeout=60).text

    @pytest.mark.parametrize("url", ["pas une adresse", "https://x.example.org/\u202eab", "javascript:x"])
    def test_wrong_address_is_said(self, site, admin_auth, url):
        answer = requests.post(
            f"{site.absolute_url()}/++api++/partenaires", auth=admin_auth, timeout=30,
            json={"@type": "prai.PartnerSite", "title": "Faux", "url": url},
            headers={"Accept": "application/json", "Accept-Language": "fr"},
        )  # fmt: skip
        assert answer.status_code == 400 and ("adresse" in answer.text or "caract" in answer.text)


class TestTeam:
    def test_answers_are_read_by_the_team_alone(self, site, visitor, admin_auth):
        visitor.send(organisation='=HYPERLINK("http://x")')
        data = f"{visitor.url}/actions/demandes/@@data"
        assert "HYPERLINK" not in requests.get(data, timeout=30).text
        assert "HYPERLINK" in requests.get(data, auth=admin_auth, timeout=30).text
        action = get_actions(site["devenir-partenaire"])["demandes"]
        for delimiter in ("", b";", ","):
            assert "'=HYPERLINK" in action.getSavedFormInputForEdit(delimiter=delimiter)

    def test_programs_see_the_page_and_not_how_it_works(self, site, visitor, admin_auth):
        visitor.send()
        address = visitor.url.replace(site.absolute_url(), f"{site.absolute_url()}/++api++")
        for url in (address, f"{site.absolute_url()}/++api++/@search?portal_type=EasyForm&fullobjects=1"):
            answer = requests.get(url, timeout=30)
            assert answer.status_code == 200
            for secret in (
                "actions_model",
                "fields_model",
                "savedDataStorage",
                ANSWERS["email"],
                "thanksPageOverride",
            ):
                assert secret not in answer.text
        told = requests.get(address, auth=admin_auth, timeout=30, headers={"Accept": "application/json"})
        assert ANSWERS["email"] in told.text
