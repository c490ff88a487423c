"""Every door over HTTP: a sentence, and nothing changed, when an item may not be published."""

from collective.prai.syndication.outbox import query_outbox
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.conftest import make
import json
import pytest
import re
import requests
import transaction


JSON = {"Accept": "application/json"}
PASSWORD = "Secret-123456"
REVIEWER = ("relecteur", PASSWORD)
EDITOR = ("redactrice", PASSWORD)


@pytest.fixture(scope="class")
def site(class_site):
    portal = class_site
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("redactrice", "redacteurs"), ("relecteur", "relecteurs")):
            api.user.create(username=name, email=f"{name}@ardesi.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    transaction.commit()
    return portal


@pytest.fixture
def item(site):
    """A fresh item, committed; its id is its own."""
    count = {"n": len(site["fiches-pratiques"])}

    def factory(portal_type="prai.HowTo", **kw):
        count["n"] += 1
        transaction.begin()
        obj = make(site, portal_type, title=f"Fiche {count['n']}", **kw)
        transaction.commit()
        return obj

    return factory


def fresh(obj):
    """The item as the database has it now."""
    transaction.begin()
    obj._p_jar.sync()
    return obj


def state(obj):
    return api.content.get_state(fresh(obj))


def call(method, url, auth=REVIEWER, **kw):
    return requests.request(method, url, auth=auth, timeout=30, allow_redirects=False, **kw)


def token(url, auth=REVIEWER):
    page = call("get", url, auth).text
    (tag, *_rest) = re.findall(r'<input[^>]*name="_authenticator"[^>]*>', page)
    return re.search(r'value="([0-9a-f]+)"', tag)[1]


def post(url, auth=REVIEWER, **form):
    form["_authenticator"] = token(url, auth)
    return call("post", url, auth, data=form)


class TestForm:
    def submit(self, obj, action, auth=REVIEWER, **form):
        url = f"{obj.absolute_url()}/@@prai-transition"
        asked = token(f"{url}?workflow_action={action}", auth)
        data = {"workflow_action": action, "form.submitted": "1", "_authenticator": asked} | form
        return call("post", url, auth, data=data)

    def test_publishes(self, item):
        sheet = item()
        answer = self.submit(sheet, "publish")
        assert (answer.status_code, answer.headers["Location"]) == (302, sheet.absolute_url())
        assert state(sheet) == "published"
        assert sheet.effective_date is not None

    def test_names_and_links_what_is_missing(self, item):
        sheet = item(problem=None)
        page = call("get", f"{sheet.absolute_url()}/@@prai-transition?workflow_action=publish").text
        assert f"{sheet.absolute_url()}/edit#formfield-form-widgets-problem" in page
        assert 'name="comment"' not in page
        answer = self.submit(sheet, "publish")
        assert (answer.status_code, 'role="alert"' in answer.text) == (200, True)
        assert state(sheet) == "draft"
        assert sheet.effective_date is None

    def test_a_missing_behavior_field_is_linked_too(self, item):
        guide = item("prai.Guide", licence=None)
        page = call("get", f"{guide.absolute_url()}/@@prai-transition?workflow_action=publish").text
        link = f"{guide.absolute_url()}/edit#formfield-form-widgets-ILicence-licence"
        assert link in page
        anchor = link.split("#")[1]
        assert f'id="{anchor}"' in call("get", f"{guide.absolute_url()}/edit").text

    def test_a_reason_is_asked_and_what_was_typed_is_kept(self, item):
        sheet = item(state="published")
        answer = self.submit(sheet, "withdraw", comment="   ")
        assert 'role="alert"' in answer.text
        assert state(sheet) == "published"
        self.submit(sheet, "withdraw", comment="Données fausses.")
        assert state(sheet) == "withdrawn"

    def test_offers_a_replacement(self, item):
        new, old = item(state="published"), item(state="published")
        page = call("get", f"{old.absolute_url()}/@@prai-transition?workflow_action=withdraw").text
        assert f'value="{new.UID()}"' in page
        self.submit(old, "withdraw", comment="Remplacée.", replacement=new.UID())
        assert state(old) == "withdrawn"
        gone = call("get", old.absolute_url(), None)
        assert gone.status_code == 410
        assert new.absolute_url() in gone.text

    @pytest.mark.parametrize("action", ["", "inconnu", "restore", "<script>", "send_back"])
    def test_a_wrong_action_is_a_sentence(self, item, action):
        sheet = item()
        answer = call("get", f"{sheet.absolute_url()}/@@prai-transition", params={"workflow_action": action})
        assert answer.status_code == 200
        assert "<script>" not in answer.text.split('id="content"')[1].split("</article>")[0]

    def test_repeated_parameters_are_no_error(self, item):
        sheet = item()
        for query in ("workflow_action=publish&workflow_action=submit", "comment:list=a"):
            assert call("get", f"{sheet.absolute_url()}/@@prai-transition?{query}").status_code < 500

    def test_without_a_token_nothing_happens(self, item):
        sheet = item()
        data = {"workflow_action": "publish", "form.submitted": "1"}
        assert call("post", f"{sheet.absolute_url()}/@@prai-transition", data=data).status_code == 403
        assert state(sheet) == "draft"

    def test_an_editor_does_not_publish(self, item):
        sheet = item()
        page = call("get", f"{sheet.absolute_url()}/@@prai-transition?workflow_action=publish", EDITOR)
        assert page.status_code == 200
        assert 'value="publish"' not in page.text

    def test_strangers_have_no_form(self, item):
        sheet = item(state="published")
        answer = call("get", f"{sheet.absolute_url()}/@@prai-transition?workflow_action=withdraw", None)
        assert answer.status_code in (302, 401)


class TestStockPages:
    def modify(self, obj, action, **form):
        form["_authenticator"] = token(f"{obj.absolute_url()}/@@prai-transition?workflow_action={action}")
        url = f"{obj.absolute_url()}/content_status_modify"
        return call("post", url, data={"workflow_action": action} | form)

    def test_content_status_modify_leads_to_the_form(self, item):
        sheet = item(problem=None)
        answer = self.modify(sheet, "publish")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("/@@prai-transition?workflow_action=publish")
        assert (state(sheet), sheet.effective_date) == ("draft", None)

    def test_content_status_modify_publishes(self, item):
        sheet = item()
        self.modify(sheet, "publish", comment="Bon.")
        assert state(sheet) == "published"

    @pytest.mark.parametrize("name", ["workflow_action", "comment"])
    def test_a_value_given_twice_counts_as_none(self, item, name):
        sheet = item(state="published")
        twice = {"workflow_action": "withdraw", "comment": "Close."} | {name: ["withdraw", "flag"]}
        asked = token(f"{sheet.absolute_url()}/@@prai-transition?workflow_action=withdraw")
        url = f"{sheet.absolute_url()}/content_status_modify"
        answer = call("post", url, data=twice | {"_authenticator": asked})
        assert answer.status_code == 302
        assert "@@prai-transition" in answer.headers["Location"]
        assert state(sheet) == "published"
        folder = sheet.aq_parent.absolute_url()
        twice |= {"paths:list": "/".join(sheet.getPhysicalPath()), "_authenticator": asked}
        assert call("post", f"{folder}/folder_publish", data=twice).status_code == 302
        assert state(sheet) == "published"

    def test_a_reason_is_asked(self, item):
        sheet = item(state="published")
        assert "@@prai-transition" in self.modify(sheet, "withdraw").headers["Location"]
        assert state(sheet) == "published"

    def test_the_advanced_page_leads_to_the_form(self, item):
        sheet = item()
        answer = call("get", f"{sheet.absolute_url()}/content_status_history?workflow_action=submit")
        assert answer.headers["Location"].endswith("/@@prai-transition?workflow_action=submit")

    def test_the_bulk_action_changes_what_it_can_and_names_the_rest(self, site, item):
        good, bad = item(), item(problem=None)
        folder = site["fiches-pratiques"]
        answer = call("post", f"{folder.absolute_url()}/@@fc-workflow", data={
            "selection": json.dumps([good.UID(), bad.UID()]),
            "transition": "publish",
            "_authenticator": token(f"{good.absolute_url()}/@@prai-transition?workflow_action=publish"),
        })  # fmt: skip
        found = answer.json()
        assert (state(good), state(bad), bad.effective_date) == ("published", "draft", None)
        assert found["status"] == "warning"
        assert bad.title in found["msg"]
        assert good.title not in found["msg"]

    def test_bulk_dates_are_told_of_items_and_of_folders(self, site, item):
        sheet, folder = item(state="published"), site["fiches-pratiques"]
        with api.env.adopt_roles(["Manager"]):
            shelf = api.content.create(site, "Folder", "etagere", title="Étagère")
        transaction.commit()
        before = {mark.key for mark in query_outbox(site).pending}
        owner = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
        answer = call("post", f"{folder.absolute_url()}/@@fc-properties", owner, data={
            "selection": json.dumps([sheet.UID(), shelf.UID()]),
            "expirationDate": "2020-01-01",
            "_authenticator": token(f"{sheet.absolute_url()}/edit", owner),
        })  # fmt: skip
        assert (answer.status_code, answer.json()["status"]) == (200, "success")
        assert fresh(sheet).expiration_date.year() == 2020
        marked = {mark.uid for mark in query_outbox(site).pending if mark.key not in before}
        assert {sheet.UID(), shelf.UID()} <= marked

    def test_the_bulk_page_of_a_folder_does_the_same(self, site, item):
        good, bad = item(), item(problem=None)
        folder = site["fiches-pratiques"]
        call("post", f"{folder.absolute_url()}/folder_publish", data={
            "paths:list": ["/".join(good.getPhysicalPath()), "/".join(bad.getPhysicalPath())],
            "workflow_action": "publish",
            "_authenticator": token(f"{good.absolute_url()}/@@prai-transition?workflow_action=publish"),
        })  # fmt: skip
        assert (state(good), state(bad), bad.effective_date) == ("published", "draft", None)


class TestRest:
    def act(self, obj, action, body=None, auth=REVIEWER):
        url = f"{obj.absolute_url()}/@workflow/{action}"
        return call("post", url, auth, headers=JSON, json=body or {})

    def test_publishes_with_a_comment(self, item):
        sheet = item()
        answer = self.act(sheet, "publish", {"comment": "Relue."})
        assert (answer.status_code, answer.json()["review_state"]) == (200, "published")
        assert answer.json()["comments"] == "Relue."
        assert state(sheet) == "published"

    def test_incomplete_is_400_and_leaves_the_date_alone(self, item):
        sheet = item(problem=None)
        answer = self.act(sheet, "publish", {"effective": "2020-01-01T00:00:00"})
        assert (answer.status_code, answer.json()["type"]) == (400, "BadRequest")
        assert answer.json()["message"]
        assert (state(sheet), sheet.effective_date) == ("draft", None)

    @pytest.mark.parametrize("body", [{}, {"comment": " "}, {"comment": ["x"]}, {"comment": "x", "replacement": 3},
                                      {"comment": "x", "replacement": "inconnu"}])  # fmt: skip
    def test_a_bad_reason_or_replacement_is_400(self, item, body):
        sheet = item(state="published")
        assert self.act(sheet, "withdraw", body).status_code == 400
        assert state(sheet) == "published"

    @pytest.mark.parametrize("action", ["inconnu", "restore", ""])
    def test_a_wrong_transition_is_400(self, item, action):
        assert self.act(item(), action).status_code in (400, 404)

    def test_an_editor_gets_400(self, item):
        sheet = item(state="in_review")
        assert self.act(sheet, "publish", auth=EDITOR).status_code == 400
        assert state(sheet) == "in_review"

    def test_a_date_may_be_chosen(self, item):
        sheet = item()
        self.act(sheet, "publish", {"effective": "2030-01-01T00:00:00+00:00"})
        assert fresh(sheet).effective_date.year() == 2030

    def test_patch_of_a_public_item_keeps_it_complete(self, item):
        sheet = item(state="published")
        answer = call("patch", sheet.absolute_url(), headers=JSON, json={"problem": "", "title": "Changé"})
        assert answer.status_code == 400
        assert answer.json()["message"]
        assert fresh(sheet).title != "Changé"
        assert sheet.problem
        answer = call("patch", sheet.absolute_url(), headers=JSON, json={"problem": "Autre besoin."})
        assert answer.status_code == 204
        assert (fresh(sheet).problem, sheet.revision) == ("Autre besoin.", 2)

    def test_working_copy_of_an_incomplete_text_is_400(self, item):
        sheet = item(state="published")
        url = sheet.absolute_url()
        copy = call("post", f"{url}/@workingcopy", EDITOR, headers=JSON).json()["@id"]
        assert call("patch", copy, EDITOR, headers=JSON, json={"problem": ""}).status_code == 204
        assert call("patch", f"{url}/@workingcopy", EDITOR, headers=JSON).status_code in (401, 403)
        assert call("patch", f"{url}/@workingcopy", headers=JSON).status_code == 400
        assert fresh(sheet).problem
        assert call("get", copy, None, headers=JSON).status_code == 401
        call("patch", copy, EDITOR, headers=JSON, json={"problem": "Réécrit."})
        assert call("patch", f"{url}/@workingcopy", headers=JSON).status_code == 204
        assert (fresh(sheet).problem, sheet.revision, state(sheet)) == ("Réécrit.", 2, "published")

    @pytest.mark.parametrize("method", ["patch", "delete"])
    def test_no_working_copy_is_400(self, item, method):
        sheet = item(state="published")
        assert (
            call(
                method, f"{sheet.absolute_url()}/@workingcopy", ("admin", "secret"), headers=JSON
            ).status_code
            == 400
        )


class TestEditForm:
    def test_an_incomplete_save_is_shown_at_the_field(self, item):
        sheet = item(state="published")
        url = f"{sheet.absolute_url()}/edit"
        data = {
            "form.widgets.problem": "  ",
            "form.widgets.IBasic.title": "Nouveau titre tapé",
            "form.widgets.in_brief": "<p>Tapé.</p>",
            "form.widgets.in_brief.mimeType": "text/html",
            "form.buttons.save": "Save",
            "_authenticator": token(url),
        }
        answer = call("post", url, data=data)
        assert answer.status_code == 200
        assert "Nouveau titre tapé" in answer.text
        field = answer.text.split('id="formfield-form-widgets-problem"')[1][:1500]
        assert "invalid-feedback" in field or "fieldErrorBox" in field
        assert fresh(sheet).title != "Nouveau titre tapé"
        assert (sheet.problem, sheet.revision) == ("J'ai besoin de recenser l'équipement.", 1)
        data |= {"form.widgets.problem": "Besoin rempli.", "_authenticator": token(url)}
        assert call("post", url, data=data).status_code == 302
        assert fresh(sheet).problem == "Besoin rempli."

    def test_a_draft_is_saved_as_it_is(self, item):
        sheet = item(problem=None)
        url = f"{sheet.absolute_url()}/edit"
        data = {
            "form.widgets.IBasic.title": "Brouillon",
            "form.buttons.save": "Save",
            "_authenticator": token(url),
        }
        assert call("post", url, data=data).status_code == 302
        assert fresh(sheet).title == "Brouillon"


class TestBar:
    def test_leads_to_what_is_missing(self, item):
        sheet = item(problem=None)
        page = call("get", sheet.absolute_url(), EDITOR).text
        assert f"{sheet.absolute_url()}/edit#formfield-form-widgets-problem" in page
        assert "<progress" in page
        assert (
            'href="#formfield-form-widgets-problem"'
            in call("get", f"{sheet.absolute_url()}/edit", EDITOR).text
        )

    def test_is_not_for_readers(self, item):
        sheet = item(state="published")
        assert "prai-completeness" not in call("get", sheet.absolute_url(), None).text
        assert "prai-completeness" in call("get", sheet.absolute_url()).text


class TestPagesOfWorkingCopies:
    def test_make_write_and_check_in(self, item):
        sheet = item(state="published")
        url = f"{sheet.absolute_url()}/@@content-checkout"
        made = post(url, EDITOR, **{"form.submitted": "1"})
        copy = made.headers["Location"].removesuffix("/edit")
        assert "copy" in copy
        again = call("get", url, EDITOR)
        assert (again.status_code, again.headers["Location"]) == (302, sheet.absolute_url())
        refused = call("get", f"{copy}/@@content-checkin", EDITOR)
        assert refused.status_code == 403
        done = post(f"{copy}/@@content-checkin", **{"form.submitted": "1", "checkin_message": "Réécrite"})
        assert done.headers["Location"] == sheet.absolute_url()
        assert call("get", copy).status_code == 404

    def test_cancel(self, item):
        sheet = item(state="published")
        made = post(f"{sheet.absolute_url()}/@@content-checkout", EDITOR, **{"form.submitted": "1"})
        copy = made.headers["Location"].removesuffix("/edit")
        post(f"{copy}/@@content-cancel-checkout", EDITOR, **{"form.submitted": "1"})
        assert call("get", copy).status_code == 404
        assert state(sheet) == "published"

    @pytest.mark.parametrize(("who", "kept_out"), [(REVIEWER, False), (EDITOR, True)])
    def test_anothers_open_form_keeps_out_ones_own_does_not(self, item, who, kept_out):
        sheet = item(state="published")
        made = post(f"{sheet.absolute_url()}/@@content-checkout", **{"form.submitted": "1"})
        copy = made.headers["Location"].removesuffix("/edit")
        assert call("get", f"{copy}/edit", who).status_code == 200
        if kept_out:
            assert call("get", f"{copy}/@@content-checkin").headers["Location"] == copy
        else:
            done = post(f"{copy}/@@content-checkin", **{"form.submitted": "1"})
            assert done.headers["Location"] == sheet.absolute_url()
