"""Going back to an old version over HTTP: a save like any other, for those who may save."""

from tests.site.core.test_publication_http import call
from tests.site.core.test_publication_http import EDITOR
from tests.site.core.test_publication_http import fresh
from tests.site.core.test_publication_http import item  # noqa: F401
from tests.site.core.test_publication_http import JSON
from tests.site.core.test_publication_http import REVIEWER
from tests.site.core.test_publication_http import site  # noqa: F401
from tests.site.core.test_publication_http import token
import pytest


def rewrite(obj, auth=REVIEWER, **values):
    assert call("patch", obj.absolute_url(), auth, headers=JSON, json=values).status_code == 204


def go_back(obj, body, auth=REVIEWER):
    return call("patch", f"{obj.absolute_url()}/@history", auth, headers=JSON, json=body)


@pytest.fixture
def sheet(item):  # noqa: F811
    """Public, with two versions: number 0 has the first text, number 1 the second."""
    sheet = item(state="published", problem="Premier besoin.")
    rewrite(sheet, problem="Deuxième besoin.")
    rewrite(sheet, problem="Troisième besoin.")
    assert fresh(sheet).revision == 3
    return sheet


class TestService:
    def test_an_editor_leaves_the_public_page_alone(self, sheet):
        assert go_back(sheet, {"version": 0}, EDITOR).status_code in (401, 403)
        assert (fresh(sheet).problem, sheet.revision) == ("Troisième besoin.", 3)

    def test_a_reviewer_goes_back_by_one_more_revision(self, sheet):
        published = sheet.effective_date
        assert go_back(sheet, {"version": 0}).status_code == 204
        assert (fresh(sheet).problem, sheet.revision) == ("Premier besoin.", 4)
        assert (sheet.effective_date, sheet.portal_workflow.getInfoFor(sheet, "review_state")) == (
            published,
            "published",
        )

    @pytest.mark.parametrize(
        "body", [{}, {"version": 99}, {"version": -1}, {"version": "0"}, {"version": True},
                 {"version": None}, {"version": [0]}, {"version": 10**30}, []]
    )  # fmt: skip
    def test_what_is_no_version_is_400(self, sheet, body):
        answer = go_back(sheet, body)
        assert answer.status_code == 400
        assert answer.json()["message"]
        assert fresh(sheet).problem == "Troisième besoin."

    def test_an_incomplete_version_does_not_become_public(self, item):  # noqa: F811
        sheet = item(problem=None)
        for values in ({"title": "Sans besoin"}, {"problem": "Un besoin."}):
            rewrite(sheet, **values)
        url = f"{sheet.absolute_url()}/@workflow/publish"
        assert call("post", url, headers=JSON, json={}).status_code == 200
        answer = go_back(sheet, {"version": 0})
        assert answer.status_code == 400
        assert answer.json()["message"]
        assert (fresh(sheet).problem, sheet.revision) == ("Un besoin.", 1)

    def test_an_author_goes_back_in_a_draft(self, item):  # noqa: F811
        sheet = item(problem="Premier besoin.")
        rewrite(sheet, problem="Deuxième besoin.")
        rewrite(sheet, problem="Troisième besoin.")
        assert go_back(sheet, {"version": 0}).status_code == 204
        assert fresh(sheet).problem == "Premier besoin."


class TestPage:
    def post(self, obj, version):
        data = {"version_id": version, "_authenticator": token(f"{obj.absolute_url()}/edit")}
        return call("post", f"{obj.absolute_url()}/revertversion", data=data)

    def test_does_the_same(self, sheet):
        assert self.post(sheet, "0").status_code == 302
        assert (fresh(sheet).problem, sheet.revision) == ("Premier besoin.", 4)

    @pytest.mark.parametrize("version", ["", "x", "99", "9" * 5000])
    def test_what_is_no_version_is_refused(self, sheet, version):
        assert self.post(sheet, version).status_code == 400
        assert fresh(sheet).problem == "Troisième besoin."
