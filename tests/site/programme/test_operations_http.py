"""Through the doors: frozen names and codes, the list as files, the survey of a mission as its body fills it in."""

from collective.prai.programme.advising.survey import code_of
from collective.prai.programme.advising.survey import FORM
from io import BytesIO
from lxml import html
from openpyxl import load_workbook
from tests.site.conftest import make
from tests.site.form_visitor import FormVisitor
from tests.site.form_visitor import text
from tests.site.form_visitor import wrong_fields
import pytest
import requests
import transaction


JSON = {"Accept": "application/json"}


class Body(FormVisitor):
    form = FORM


@pytest.fixture(scope="class")
def site(class_site):
    portal = class_site
    make(
        portal,
        "prai.Operation",
        "published",
        title="=1+1",
        id="une",
        code="PRAI-1",
        summary="Un portail citoyen.",
    )
    make(portal, "prai.Operation", title="Brouillon", id="deux", code="PRAI-2")
    make(portal, "prai.Advice", title="Un conseil", id="un-conseil")
    transaction.commit()
    return portal


class TestDoors:
    def test_names_are_frozen_and_codes_are_of_one_operation(self, site, admin_auth):
        url = f"{site.absolute_url()}/operations"
        patch = {"auth": admin_auth, "headers": JSON, "timeout": 60}
        for body in ({"title": "Autre"}, {"code": "PRAI-9"}, {"beneficiary_label": "Un autre"}):
            answer = requests.patch(f"{url}/une", json=body, **patch)
            assert answer.status_code == 400, answer.text
        assert requests.patch(f"{url}/une", json={"eligible_cost": "98 541,50"}, **patch).status_code == 204
        taken = requests.patch(f"{url}/deux", json={"code": "prai-1"}, **patch)
        assert taken.status_code == 400 and "=1+1" in taken.text
        again = {"@type": "prai.Operation", "title": "Trois", "code": "PRAI-1"}
        assert requests.post(url, json=again, **patch).status_code == 400
        assert requests.get(f"{url}/une", headers=JSON, timeout=60).json()["title"] == "=1+1"

    def test_the_edit_form_says_that_a_name_is_frozen(self, site, admin_auth):
        url = f"{site.absolute_url()}/operations/une/edit"
        page = html.fromstring(requests.get(url, auth=admin_auth, timeout=60).content)
        form = next(form for form in page.forms if "form.widgets.code" in form.fields)
        values = [pair for pair in form.form_values() if pair[0] != "form.widgets.IBasic.title"]
        values += [("form.widgets.IBasic.title", "Autre nom"), ("form.buttons.save", "Enregistrer")]
        answer = requests.post(url, data=values, auth=admin_auth, timeout=60)
        transaction.begin()
        assert answer.status_code == 200 and site["operations"]["une"].title == "=1+1"
        assert 'value="Autre nom"' in answer.text, "what was typed stays"
        said = html.fromstring(answer.content).cssselect(".portalMessage, .prai-errors, .alert")
        assert any(("figés" in one.text_content() or "frozen" in one.text_content()) for one in said)

    def test_files_are_for_everyone_and_hold_no_formula(self, site):
        url = f"{site.absolute_url()}/operations"
        found = {
            name: requests.get(f"{url}/operations.{name}", timeout=60) for name in ("csv", "xlsx", "json")
        }
        assert found["csv"].text.splitlines()[1].startswith("'=1+1;")
        assert "Brouillon" not in found["csv"].text + found["json"].text
        cell = load_workbook(BytesIO(found["xlsx"].content)).worksheets[0]["A2"]
        assert (cell.value, cell.data_type) == ("=1+1", "s")
        assert all(
            'filename="operations-programme.' in one.headers["Content-Disposition"] for one in found.values()
        )
        service = f"{site.absolute_url()}/++api++/operations/@operations"
        first = requests.get(service, headers=JSON, timeout=60)
        kept = requests.get(service, headers=JSON | {"If-None-Match": first.headers["ETag"]}, timeout=60)
        assert (first.status_code, kept.status_code) == (200, 304)
        hostile = (
            "profil=x",
            "mesure=%00",
            "annee=" + "9" * 9000,
            "departement=31&departement=09",
            "inconnu=1",
        )
        for query in hostile:
            assert requests.get(f"{service}?{query}", headers=JSON, timeout=60).status_code == 400
            assert requests.get(f"{url}?{query}", timeout=60).status_code == 200


class TestSurvey:
    def test_who_has_the_link_answers_and_reads_nothing(self, site):
        visitor, mission = Body(site), site["accompagnements"]["un-conseil"]
        code = code_of(mission)
        transaction.commit()
        page = requests.get(f"{visitor.url}?form.widgets.code={code}", timeout=60)
        assert code in page.text and "Un conseil" not in page.text
        wrong = visitor.send(code="inconnu-de-tous", satisfaction=["4"])
        assert wrong_fields(wrong) == {"code"} and not mission.survey_answers
        thanks = visitor.send(code=code, satisfaction=["3"], brought="=1+1", follow_up=["project-submitted"])
        assert "Merci de vos réponses" in text(thanks) and "Un conseil" not in text(thanks)
        assert (mission.satisfaction, mission.follow_up) == (3, "project-submitted")
        assert "=1+1" in [row["value"] for row in mission.survey_answers]
        assert requests.get(mission.absolute_url(), timeout=60).status_code == 404
