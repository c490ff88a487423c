"""A form leaves one site as a file, is taken up on a second fresh one, and collects answers there."""

from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.plan import plan
from collective.prai.corpus.writer import Writer
from collective.prai.transfer.forms.export import form_file
from collective.prai.transfer.forms.package import _digest
from lxml import html as lxml_html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing.utils import MockMailHost
from plone.distribution.api import site as site_api
from Products.MailHost.interfaces import IMailHost
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.form_visitor import FormVisitor
from tests.site.form_visitor import text
from tests.site.form_visitor import wrong_fields
from tests.site.setup.test_permission_matrix import READERS
from zope.component import getSiteManager
from zope.component.hooks import site as in_site
import csv
import io
import json
import pytest
import requests
import transaction
import zipfile


ANSWERS = {
    "site_id": "copie", "title": "Copie", "description": "", "default_language": "fr",
    "portal_timezone": "Europe/Paris", "setup_content": False,
}  # fmt: skip
FORM, PASSWORD = "questionnaire-equipement", "Un-Compte-De-Test-1"
FRENCH = {"Accept-Language": "fr"}


class TownHall(FormVisitor):
    """A town hall that answers the questionnaire."""

    form = "questionnaire-dequipement-des-mairies"
    answers = {  # noqa: RUF012 (as in its base)
        "commune": "Gragnague", "habitants": "1 800", "postes": "4", "acces": "ADSL ou SDSL", "serveur": "Non",
        "priorite": "=1+1 \u00ab former \u00bb <b>", "logiciels": ["Paie", "Comptabilité"],
    }  # fmt: skip

    def send(self, **changed):
        with in_site(self.portal):
            tree = lxml_html.fromstring(requests.get(self.url, timeout=60).content)
            # As the page has them: a choice is sent by its token.
            words = {label.get("for"): label.text_content().strip() for label in tree.cssselect("label")}
            tokens = {
                (box.get("name"), words[box.get("id")]): box.get("value")
                for box in tree.cssselect("input[type=radio], input[type=checkbox]")
            }
            assert tree.cssselect("[role=group][aria-labelledby=form-widgets-acces-label] input[type=radio]")
            raw = {}
            for name, value in (self.answers | changed).items():
                for key in (f"form.widgets.{name}", f"form.widgets.{name}:list"):
                    found = [
                        tokens.get((key, one)) for one in (value if isinstance(value, list) else [value])
                    ]
                    if all(found):
                        raw[key] = found
            changed |= {
                name: None for name in self.answers | changed
                if {f"form.widgets.{name}", f"form.widgets.{name}:list"} & set(raw)
            }  # fmt: skip
            return super().send(raw=raw, **changed)


def as_editor(portal):
    """An account of the team on that site."""
    with in_site(portal), api.env.adopt_roles(["Manager"]):
        for name in ("redacteur", "relecteur", "member"):
            groups, _roles = READERS[name]
            api.user.create(f"{name}@example.org", name, PASSWORD)
            for group in groups:
                api.group.add_user(groupname=group, username=name)


@pytest.fixture(scope="class")
def origin(class_site):
    """The form and its deliverable, as the demonstration site has them."""
    portal = class_site
    api.portal.set_registry_record("collective.prai.public_url", "https://centre.example")
    with api.env.adopt_roles(["Manager"]):
        drafts = [one for one in plan(list(DEMO_FOLDERS)).drafts if one.portal_type == "EasyForm"]
        writer = Writer(portal)
        writer.write(drafts)
        assert writer.refusals == []
        make(
            portal, "prai.Deliverable", "published", title="Questionnaire", id="questionnaire",
            form=relate(portal[FORM]), product_licence="etalab-2.0", attribution="ARDESI",
            availability="download",
        )  # fmt: skip
    as_editor(portal)
    transaction.commit()
    return portal


@pytest.fixture(scope="class")
def copy(origin):
    """A second fresh site of ours."""
    app = origin.aq_parent
    app._p_jar._cache.cache_size = 100_000
    with api.env.adopt_user(user=app.acl_users.getUser(SITE_OWNER_NAME)):
        site = site_api.create(app, "prai", ANSWERS)
    site.MailHost = MockMailHost("MailHost")
    with in_site(site):
        getSiteManager().registerUtility(site.MailHost.aq_base, IMailHost)
    as_editor(site)
    transaction.commit()
    return site


def exported(portal):
    return requests.get(f"{portal[FORM].absolute_url()}/@@prai-formulaire-export", timeout=60)


def brought(site, raw, who="redacteur", where=""):
    url = f"{site.absolute_url()}{where}/@@prai-formulaire-import"
    auth = (who, PASSWORD) if who else None
    page = requests.get(url, auth=auth, headers=FRENCH, timeout=60, allow_redirects=False)
    if page.status_code != 200:
        return page
    token = (
        lxml_html.fromstring(page.content).cssselect("#content input[name=_authenticator]")[0].get("value")
    )
    answer = requests.post(
        url, auth=auth, headers=FRENCH, timeout=60, data={"form.buttons.take": "Reprendre", "_authenticator": token},
        files={"form.widgets.file": ("formulaire.json", raw, "application/json")},
    )  # fmt: skip
    transaction.begin()
    return answer


class TestTaken:
    def test_offered_on_its_page(self, origin):
        page = text(requests.get(origin.livrables.questionnaire.absolute_url(), headers=FRENCH, timeout=60))
        assert "JSON" in page and "collective.easyform" in page

    def test_the_file(self, origin):
        answer = exported(origin)
        data = answer.json()
        assert answer.headers["Content-Type"] == "application/json"
        assert f'filename="{FORM}.json"' in answer.headers["Content-Disposition"]
        assert (data["licence"], data["attribution"], data["revision"]) == ("etalab-2.0", "ARDESI", 1)
        assert data["source"] == "https://centre.example/livrables/questionnaire"
        assert "collective.easyform.actions.SaveData" in data["actions_model"]
        assert exported(origin).content == answer.content
        assert form_file(origin.livrables.questionnaire) == (f"{FORM}.json", answer.content)
        kit = requests.get(
            f"{origin.livrables.questionnaire.absolute_url()}/@@kit-de-transfert.zip", timeout=60
        )
        with zipfile.ZipFile(io.BytesIO(kit.content)) as packed:
            assert answer.content in [
                packed.read(name) for name in packed.namelist() if name.endswith(".json")
            ]
        fields = requests.get(f"{origin[FORM].absolute_url()}/@@prai-formulaire-champs.xml", timeout=60)
        assert fields.text == data["fields_model"]

    def test_not_offered_without_a_free_licence(self, origin):
        for changed in ("on-request", None, "etalab-2.0"):
            origin.livrables.questionnaire.product_licence = changed
            transaction.commit()
            answer = exported(origin)
            page = requests.get(origin.livrables.questionnaire.absolute_url(), timeout=60).text
            free = changed == "etalab-2.0"
            assert (answer.status_code == 200) == free == ("@@prai-formulaire-export" in page)
            assert form_file(origin.livrables.questionnaire) is not None or not free
            assert answer.status_code in (200, 404) and answer.text
        other = requests.get(
            f"{origin.absolute_url()}/poser-une-question/@@prai-formulaire-export", timeout=60
        )
        assert other.status_code == 404

    def test_collects_answers_on_another_site(self, origin, copy):
        raw = exported(origin).content
        answer = brought(copy, raw)
        assert answer.url == f"{copy.absolute_url()}/{TownHall.form}", text(answer)
        taken = copy[TownHall.form]
        with in_site(copy):
            assert api.content.get_state(taken) == "private"
        assert requests.get(taken.absolute_url(), timeout=60, allow_redirects=False).status_code in (
            302,
            401,
            404,
        )
        assert "https://centre.example/livrables/questionnaire" in answer.text
        assert "Licence Ouverte" in text(answer) and "ARDESI" in text(answer)
        with in_site(copy), api.env.adopt_roles(["Manager"]):
            api.content.transition(taken, "publish")
        transaction.commit()

        visitor = TownHall(copy)
        assert {"commune", "acces"} <= wrong_fields(visitor.send(commune="", acces=None))
        answer = visitor.send()
        assert wrong_fields(answer) == set() and "Merci" in text(answer)
        assert "Merci" in text(visitor.send(commune="Lavalette", postes="2", logiciels=["Paie"]))
        visitor.is_told_of_junk(commune="<script>alert(1)</script>")
        assert visitor.sent() == []

        page = requests.get(
            f"{visitor.url}/@@prai-resultats", auth=("redacteur", PASSWORD), headers=FRENCH, timeout=60
        )
        tree = lxml_html.fromstring(page.content)
        rows = {
            row.cssselect("th")[0].text_content(): [cell.text_content() for cell in row.cssselect("td")]
            for row in tree.cssselect("#question-logiciels tbody tr")
        }
        assert rows["Comptabilité"][0] == "2" and rows["Paie"] == ["3", "100 %"]
        assert len(tree.cssselect("#question-acces svg rect")) == 6
        assert "=1+1 « former » <b>" in tree.get_element_by_id("question-priorite").text_content()
        table = requests.get(f"{visitor.url}/@@prai-resultats.csv", auth=("redacteur", PASSWORD), timeout=60)
        lines = list(csv.DictReader(io.StringIO(table.content.decode())))
        assert [line["postes"] for line in lines] == ["4", "2", "4"]
        assert lines[0]["priorite"].startswith("'=1+1") and lines[0]["logiciels"] == "Comptabilité|Paie"

    def test_results_are_the_teams(self, origin):
        for address in ("@@prai-resultats", "@@prai-resultats.csv"):
            url = f"{origin[FORM].absolute_url()}/{address}"
            for auth in (None, ("member", PASSWORD)):
                answer = requests.get(url, auth=auth, timeout=60, allow_redirects=False)
                assert answer.status_code in (302, 401, 403)
            assert requests.get(url, auth=("redacteur", PASSWORD), timeout=60).status_code == 200
            # Not those of a form whose answers name people.
            other = f"{origin.absolute_url()}/devenir-partenaire/{address}"
            assert requests.get(other, auth=("relecteur", PASSWORD), timeout=60).status_code == 404

    def test_what_is_hostile_makes_nothing(self, origin, copy):
        data = exported(origin).json()
        before = sorted(copy.objectIds())
        changes = (
            ('name="commune"', 'name="commune" easyform:TDefault="python:1"'),
            ("<required>True</required>", "<required>True</required><default>a&#10;b</default>"),
        )
        for old, new in changes:
            wrong = data | {"fields_model": data["fields_model"].replace(old, new, 1)}
            wrong["sha256"] = _digest({key: value for key, value in wrong.items() if key != "sha256"})
            answer = brought(copy, json.dumps(wrong).encode())
            assert answer.status_code == 200 and wrong_fields(answer) == {"file"}, new
        answer = brought(copy, b"\x00\xff")
        assert answer.status_code == 200 and wrong_fields(answer) == {"file"}
        # A section takes its own types only.
        assert wrong_fields(brought(copy, exported(origin).content, where="/guides")) == {"file"}
        transaction.begin()
        assert sorted(copy.objectIds()) == before and len(copy.guides.objectIds()) == 0
        for who in ("", "member"):
            assert brought(copy, exported(origin).content, who).status_code in (302, 401, 403)
