"""One organisation once, found under each of its names."""

from plone import api
from tests.site.conftest import make
from tests.site.core.test_forms import add_form
from tests.site.core.test_forms import OWNER
import pytest
import requests
import transaction


SIREN = "233100007"  # a number whose check digit is right
HEADERS = {"Accept": "application/json", "Accept-Language": "fr"}


@pytest.fixture(scope="class")
def site(class_site):
    make(class_site, "prai.Organisation", title="Région Midi-Pyrénées", siren=SIREN)
    make(
        class_site, "prai.Organisation", title="Mnémotic", acronym="MVD",
        other_names=["Mnemo Tic Conseil", "Mission Ville Durable"],
    )  # fmt: skip
    transaction.commit()
    return class_site


def post(site, **fields):
    body = {"@type": "prai.Organisation", "title": "Autre", "organisation_type": "region"} | fields
    return requests.post(
        site.absolute_url() + "/organisations", json=body, auth=OWNER, headers=HEADERS, timeout=30
    )


class TestSiren:
    @pytest.mark.parametrize("typed", [SIREN, "233 100 007"])
    def test_a_number_that_is_taken_is_refused(self, site, typed):
        answer = post(site, siren=typed)
        assert answer.status_code == 400
        assert "Midi-Pyrénées" in answer.json()["message"]
        page = add_form(site, "prai.Organisation").send(**{
            "form.widgets.IBasic.title": "Autre", "form.widgets.organisation_type:list": "region",
            "form.widgets.siren": typed,
        })  # fmt: skip
        (said,) = page.text("//*[@id='form-widgets-siren-error']")
        assert "Midi-Pyrénées" in said
        assert page.value("form.widgets.siren") == typed

    @pytest.mark.parametrize("bad", ["233100008", "12", "abc", 233100007, ["233100007"]])
    def test_a_number_that_does_not_exist_is_refused(self, site, bad):
        assert post(site, siren=bad).status_code == 400

    def test_it_is_kept_without_spaces_and_its_own_item_may_be_saved_again(self, site):
        answer = post(site, siren="552 100 554")
        assert answer.status_code == 201, answer.text
        assert answer.json()["siren"] == "552100554"
        again = requests.patch(
            answer.json()["@id"], json={"siren": "552100554"}, auth=OWNER, headers=HEADERS, timeout=30
        )
        assert again.status_code == 204


class TestNames:
    def test_the_same_name_is_said_and_not_refused(self, site):
        page = add_form(site, "prai.Organisation").send(**{
            "form.widgets.IBasic.title": "MNEMOTIC", "form.widgets.organisation_type:list": "prestataire",
        })  # fmt: skip
        assert page.form is None
        assert "Mnémotic" in " ".join(page.text("//*[contains(@class, 'statusmessage-warning')]"))

    @pytest.mark.parametrize(
        "words", ["Mnémotic", "Mnemotic", "mnemotic", "MVD", "mission ville durable", "Mnemo*"]
    )
    def test_a_search_finds_each_name(self, site, words):
        with api.env.adopt_roles(["Manager"]):
            found = api.content.find(portal_type="prai.Organisation", SearchableText=words)
        assert "Mnémotic" in {brain.Title for brain in found}
