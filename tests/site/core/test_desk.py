"""« Ma rédaction »: each person finds what waits for them, and nothing else."""

from collective.prai.core.publication.acting import act
from collective.prai.core.publication.desk import DeskAfterLogin
from collective.prai.core.publication.desk import PAGE
from datetime import date
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.textfield import RichTextValue
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import pytest


def rich(html):
    return RichTextValue(html, "text/html", "text/x-html-safe")


@pytest.fixture(autouse=True)
def people(portal):
    with api.env.adopt_roles(["Manager"]):
        for name, group in (
            ("redactrice", "redacteurs"),
            ("collegue", "redacteurs"),
            ("relecteur", "relecteurs"),
        ):
            api.user.create(username=name, email=f"{name}@ardesi.example", password="Secret-123456")
            api.group.add_user(groupname=group, username=name)


@pytest.fixture
def write(portal):
    """A complete sheet of one author, brought to a state by the reviewer."""

    def factory(author="redactrice", title="Recenser", actions=(), **fields):
        with api.env.adopt_user(author):
            sheet = api.content.create(
                portal["fiches-pratiques"], "prai.HowTo", title=title,
                **{"problem": "J'ai besoin.", "in_brief": rich("<p>Écrivez.</p>")} | fields,
            )  # fmt: skip
        for action in actions:
            with api.env.adopt_user("redactrice" if action in ("submit", "flag") else "relecteur"):
                act(sheet, action, "Citez la source.")
        return sheet

    return factory


@pytest.fixture
def desk(portal, http_request):
    """Lists of one person: key → titles."""

    def read(user, **form):
        http_request.form.update(form)
        with api.env.adopt_user(user):
            view = api.content.get_view("prai-redaction", portal, http_request)
            return {s["listing"].key: s for s in view.sections()}

    return read


def titles(section):
    return [row.title for row in section["rows"]]


class TestLists:
    def test_each_item_is_in_its_list(self, write, desk):
        write(title="Brouillon")
        write(title="D'une collègue", author="collegue")
        write(title="Soumise", actions=["submit"])
        write(title="Renvoyée", actions=["submit", "send_back"])
        write(title="Publiée", actions=["publish"])
        write(title="À réviser", actions=["publish", "flag"])
        write(title="Retirée", actions=["publish", "withdraw"])
        found = {key: titles(section) for key, section in desk("redactrice").items()}
        assert found == {
            "renvoyees": ["Renvoyée"],
            "a-ecrire": [],
            "brouillons": ["Brouillon"],
            "soumises": ["Soumise"],
            "copies": [],
            "a-reviser": ["À réviser"],
            "echeance": [],
            "publiees": ["À réviser", "Publiée"],
        }

    def test_reviewers_see_what_was_submitted(self, write, desk):
        write(title="Soumise", actions=["submit"])
        (row,) = desk("relecteur")["a-relire"]["rows"]
        assert (row.title, row.comment, row.by) == ("Soumise", "Citez la source.", "redactrice")

    def test_what_was_sent_back_says_why_and_by_whom(self, write, desk):
        write(actions=["submit", "send_back"])
        (row,) = desk("redactrice")["renvoyees"]["rows"]
        assert (row.comment, row.by) == ("Citez la source.", "relecteur")
        assert row.edit.endswith("/edit")
        assert "workflow_action=submit" in row.submit

    def test_a_draft_tells_how_far_it_is(self, write, desk):
        write(problem=None)
        (row,) = desk("redactrice")["brouillons"]["rows"]
        assert 0 < row.percent < 100

    def test_past_review_date(self, write, desk):
        late = write(title="Ancienne", actions=["publish"])
        soon = write(title="Fraîche", actions=["publish"])
        for sheet, day in ((late, date(2008, 1, 1)), (soon, date(2999, 1, 1))):
            sheet.review_by = day
            sheet.reindexObject()
        assert titles(desk("relecteur")["echeance"]) == ["Ancienne"]

    def test_a_working_copy_is_in_its_own_list_only(self, write, desk):
        sheet = write(title="Publique", actions=["publish"])
        with api.env.adopt_user("redactrice"):
            copy = ICheckinCheckoutPolicy(sheet).checkout(sheet.aq_parent)
            copy.title = "En réécriture"
            notify(ObjectModifiedEvent(copy))
        found = {key: titles(section) for key, section in desk("redactrice").items()}
        assert found["copies"] == ["En réécriture"]
        assert found["brouillons"] == []
        with api.env.adopt_user("relecteur"):
            ICheckinCheckoutPolicy(copy).checkin("")
        found = {key: titles(section) for key, section in desk("redactrice").items()}
        assert (found["copies"], found["publiees"]) == ([], ["En réécriture"])

    def test_a_long_list_has_pages(self, write, desk):
        for number in range(PAGE + 2):
            write(title=f"Fiche {number}")
        first = desk("redactrice")["brouillons"]
        assert (len(first["rows"]), first["total"], first["previous"]) == (PAGE, PAGE + 2, None)
        second = desk("redactrice", **{"brouillons-debut": str(PAGE)})["brouillons"]
        assert len(second["rows"]) == 2
        assert not set(titles(first)) & set(titles(second))
        assert second["next"] is None

    @pytest.mark.parametrize("start", ["-1", "abc", "9" * 40, "²", ["1", "9" * 5000]])
    def test_a_wrong_page_is_no_error(self, write, desk, start):
        write()
        assert desk("redactrice", **{"brouillons-debut": start})["brouillons"]["total"] == 1

    def test_the_page_is_made(self, portal, http_request, write):
        write(title="Brouillon <b>")
        with api.env.adopt_user("redactrice"):
            html = api.content.get_view("prai-redaction", portal, http_request)()
        assert "Brouillon &lt;b&gt;" in html
        assert "<progress" in html


class TestLogin:
    @pytest.fixture
    def after_login(self, portal, http_request):
        def redirect(user, came_from):
            with api.env.adopt_user(user):
                return DeskAfterLogin(portal, http_request)(came_from)

        return redirect

    @pytest.mark.parametrize("page", [None, "", "/", "/login", "/logged_out"])
    def test_opens_at_login(self, portal, after_login, page):
        came_from = f"{portal.absolute_url()}{page}" if page else page
        assert after_login("redactrice", came_from) == f"{portal.absolute_url()}/@@prai-redaction"

    def test_a_page_that_was_asked_for_comes_first(self, portal, after_login):
        came_from = f"{portal.absolute_url()}/fiches-pratiques/recenser/edit"
        assert after_login("redactrice", came_from) == came_from

    def test_others_go_where_they_went(self, portal, after_login):
        with api.env.adopt_roles(["Manager"]):
            api.user.create(username="membre", email="membre@example.org", password="Secret-123456")
        assert after_login("membre", portal.absolute_url()) == portal.absolute_url()

    def test_the_menu_leads_to_it(self, portal, http_request):
        with api.env.adopt_user("redactrice"):
            state = api.content.get_view("plone_context_state", portal, http_request)
            assert "prai_redaction" in [action["id"] for action in state.actions("user")]
