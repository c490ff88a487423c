"""What an address answers to someone who may not read what is there."""

from DateTime import DateTime
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.conftest import make
import base64
import pytest
import requests
import transaction


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
MEMBER = ("membre", "Un-Simple-Compte-1")


def dated(obj, effective=None, expires=None):
    """Set the dates as a form would."""
    if effective is not None:
        obj.setEffectiveDate(DateTime() + effective)
    if expires is not None:
        obj.setExpirationDate(DateTime() + expires)
    obj.reindexObject()
    return obj


@pytest.fixture(scope="class")
def site(class_site):
    """A public sheet, and one for each reason to be hidden."""
    portal = class_site
    api.user.create("membre@example.org", MEMBER[0], MEMBER[1])
    with api.env.adopt_roles(["Manager"]):
        make(portal, "prai.HowTo", "published", title="Recenser", id="public")
        make(portal, "prai.HowTo", "draft", title="Brouillon", id="draft")
        dated(make(portal, "prai.HowTo", "published", title="Passée", id="expired"), expires=-1)
        dated(make(portal, "prai.HowTo", "published", title="À venir", id="future"), effective=1)
        make(portal, "prai.HowTo", "withdrawn", title="Retirée", id="withdrawn")
        for name, state in (("gone-guide", "withdrawn"), ("draft-guide", "draft")):
            guide = make(portal, "prai.Guide", "draft", title="Livre", id=name)
            make(portal, "prai.Chapter", "draft", container=guide, title="Chapitre", id="chapter")
            api.content.create(guide, "Image", "image", image=NamedBlobImage(PIXEL, filename="a.png"))
            api.content.create(guide, "File", "annexe", file=NamedBlobFile(b"texte", filename="a.txt"))
            if state == "withdrawn":
                for transition in ("publish", "withdraw"):
                    api.content.transition(guide, transition, comment="Le programme est clos.")
        page = api.content.create(portal, "Document", "history", title="Notre histoire")
        api.content.transition(page, "publish")
        folder = api.content.create(portal, "Folder", "prive", title="Privé")
        make(portal, "prai.HowTo", "published", container=folder, title="Enfant", id="child")
        closed = api.content.create(portal, "Folder", "clos", title="Clos")
        api.content.transition(closed, "publish")
        make(portal, "prai.HowTo", "published", container=closed, title="Enfant", id="child")
        dated(closed, expires=-1)
    transaction.commit()
    return portal.absolute_url()


def get(site, path, method="get", headers=HTML, auth=None):
    return requests.request(
        method, f"{site}/{path}", headers=headers, auth=auth, allow_redirects=False, timeout=30
    )


class TestGate:
    def test_a_page_may_bear_the_name_of_a_closed_view(self, site):
        assert "Notre histoire" in get(site, "history").text
        assert get(site, "history", headers=JSON).json()["title"] == "Notre histoire"
        assert get(site, "history/@@historyview").status_code != 200
        assert get(site, "history/@history", headers=JSON).status_code in (401, 404)

    @pytest.mark.parametrize("auth", [None, MEMBER, ("personne", "faux")])
    @pytest.mark.parametrize("headers", [HTML, JSON])
    @pytest.mark.parametrize(
        "path", ["fiches-pratiques/expired", "fiches-pratiques/future", "prive/child", "clos/child"]
    )
    def test_hidden_by_date_or_folder_is_not_found(self, site, path, headers, auth):
        assert get(site, path, headers=headers, auth=auth).status_code == 404

    @pytest.mark.parametrize(
        "view", ["view", "@@plone_context_state/object_title", "@@images/image", "@@search"]
    )
    @pytest.mark.parametrize("path", ["fiches-pratiques/expired", "prive/child"])
    def test_no_page_of_a_hidden_item_is_served(self, site, path, view):
        answer = get(site, f"{path}/{view}")
        assert answer.status_code == 404
        assert "Passée" not in answer.text

    @pytest.mark.parametrize("auth", [None, MEMBER, ("personne", "faux")])
    @pytest.mark.parametrize(
        "path",
        [
            "fiches-pratiques/withdrawn", "fiches-pratiques/withdrawn/view", "fiches-pratiques/withdrawn/edit",
            "fiches-pratiques/withdrawn/@@plone_context_state/object_title", "guides/gone-guide",
            "guides/gone-guide/chapter", "guides/gone-guide/annexe", "guides/gone-guide/annexe/@@download/file",
            "guides/gone-guide/image/@@images/image", "guides/gone-guide/image/@@images/image/mini",
        ],
    )  # fmt: skip
    def test_withdrawn_says_why(self, site, path, auth):
        answer = get(site, path, auth=auth)
        assert answer.status_code == 410
        assert "Remplacée par la suivante." in answer.text or "Le programme est clos." in answer.text
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Retirée" not in answer.text

    @pytest.mark.parametrize("auth", [None, MEMBER])
    @pytest.mark.parametrize("path", ["fiches-pratiques/withdrawn", "guides/gone-guide/chapter"])
    @pytest.mark.parametrize("api_prefix", ["", "++api++/"])
    def test_withdrawn_says_why_to_programs(self, site, path, auth, api_prefix):
        answer = get(site, api_prefix + path, headers=JSON, auth=auth)
        assert answer.status_code == 410
        body = answer.json()
        assert body["type"] == "Gone"
        assert body["reason"] in body["message"]
        assert body["withdrawn"].startswith(str(DateTime().year()))

    def test_head_of_hidden_and_withdrawn(self, site):
        for path, status in (("withdrawn", 410), ("expired", 404), ("public", 200)):
            # plone.rest knows no HEAD of a public item.
            for headers in (HTML,) if path == "public" else (HTML, JSON):
                answer = get(site, f"fiches-pratiques/{path}", "head", headers)
                assert (path, headers, answer.status_code, answer.text) == (path, headers, status, "")

    def test_draft_asks_people_to_log_in(self, site):
        answer = get(site, "fiches-pratiques/draft")
        assert answer.status_code == 302
        assert "require_login" in answer.headers["Location"]
        assert "Brouillon" not in answer.text

    def test_pages_about_a_draft_ask_to_log_in(self, site):
        answer = get(site, "fiches-pratiques/draft/@@plone_context_state/object_title")
        assert answer.status_code == 302
        assert "Brouillon" not in answer.text

    def test_draft_is_unauthorized_for_programs(self, site):
        answer = get(site, "fiches-pratiques/draft", headers=JSON)
        assert answer.status_code == 401
        assert "Brouillon" not in answer.text

    def test_deleted_is_not_found(self, site):
        answer = get(site, "fiches-pratiques/jamais-vue")
        assert answer.status_code == 404
        assert "@@search" in answer.text

    def test_editors_read_everything(self, site):
        for path in ("expired", "future", "withdrawn", "draft", "public"):
            assert get(site, f"fiches-pratiques/{path}", auth=OWNER).status_code == 200

    def test_unknown_child_of_a_hidden_item_tells_nothing(self, site):
        for path in ("fiches-pratiques/expired/rien", "guides/draft-guide/rien", "prive/rien"):
            answer = get(site, path)
            assert answer.status_code == 404
            assert not {"Passée", "Livre", "Privé"} & set(answer.text.split())
            assert "Passée" not in answer.text and "Privé" not in answer.text

    def test_head_answers_as_get_without_a_body(self, site):
        for path in ("", "fiches-pratiques", "fiches-pratiques/public", "fiches-pratiques/withdrawn", "rien"):
            url = f"{site}/{path}"
            head = requests.head(url, headers=HTML, timeout=30)
            assert (path, head.status_code) == (path, requests.get(url, headers=HTML, timeout=30).status_code)
            assert head.content == b""
