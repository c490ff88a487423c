"""What is like a sheet, with reasons; what refers to it; nothing that the reader may not see."""

from collective.prai.core.back_relations import back_relations
from collective.prai.finder.similar import SimilarView
from DateTime import DateTime
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.i18n import translate
import pytest


#: A town of 1,800 inhabitants and what it did.
GIROU = {"themes": ["petite-enfance", "tourisme"], "departments": ["31"], "population": 1_800}


@pytest.fixture
def similar(http_request):
    """similar(obj): title → reasons in words, in the order of the page."""

    def similar(obj):
        found = SimilarView(obj, http_request).items
        return {
            one.card.title: [translate(reason, target_language="fr") for reason in one.reasons]
            for one in found
        }

    return similar


@pytest.fixture
def girou(make_item):
    return make_item("prai.ProjectSheet", title="Girou", state="published", **GIROU)


class TestSimilar:
    def test_most_alike_first_each_saying_why(self, make_item, similar, girou):
        make_item(
            "prai.ProjectSheet",
            title="Un thème",
            state="published",
            project_kinds=["extranet"],
            themes=["tourisme"],
        )
        make_item("prai.ProjectSheet", title="Tout", state="published", **(GIROU | {"population": 1_650}))
        make_item(
            "prai.MissionSheet", title="Mission", state="published", themes=["tourisme"], departments=["31"]
        )
        make_item(
            "prai.HowTo", title="Autre famille", state="published", themes=["tourisme", "petite-enfance"]
        )
        found = similar(girou)
        assert list(found) == ["Tout", "Mission", "Un thème"]
        assert any("Portail Internet citoyen" in reason for reason in found["Tout"])
        assert any("1\u202f650" in reason for reason in found["Tout"])
        assert any("Tourisme" in reason for reason in found["Un thème"])

    def test_a_shared_deliverable_counts_most_and_is_named(self, make_item, similar):
        kit = make_item("prai.Deliverable", title="Questionnaire", state="published")
        secret = make_item("prai.Deliverable", title="Kit secret")
        own = make_item(
            "prai.ProjectSheet",
            title="A",
            state="published",
            deliverables=[relate(kit), relate(secret)],
            themes=["tourisme"],
        )
        make_item("prai.ProjectSheet", title="B", state="published", themes=["tourisme"])
        make_item("prai.ProjectSheet", title="C", state="published", deliverables=[relate(kit)])
        make_item(
            "prai.ProjectSheet",
            title="D",
            state="published",
            project_kinds=["extranet"],
            deliverables=[relate(secret)],
        )
        logout()
        found = similar(own)
        assert list(found)[0] == "C" and "Questionnaire" in found["C"][0]
        assert "D" not in found, "a hidden deliverable is no reason"

    def test_nearness_alone_is_no_likeness(self, make_item, similar, girou):
        make_item(
            "prai.ProjectSheet",
            title="Voisin",
            state="published",
            project_kinds=["extranet"],
            departments=["31"],
            population=1_700,
        )
        assert similar(girou) == {}

    def test_off_theme_archived_and_itself_are_left_out(self, make_item, similar, girou):
        make_item("prai.ProjectSheet", title="Recherche", state="published", off_theme=True, **GIROU)
        make_item("prai.ProjectSheet", title="Archivée", state="archived", **GIROU)
        assert similar(girou) == {}

    def test_organisations_have_none(self, make_item, render):
        assert 'id="similar"' not in render(make_item("prai.Organisation", state="published"))


HIDDEN = {
    "draft": {}, "in_review": {"state": "in_review"}, "withdrawn": {"state": "withdrawn"},
    "future": {"state": "published", "effective_date": DateTime() + 1},
    "expired": {"state": "published", "expiration_date": DateTime() - 1},
    "closed folder": {"state": "published", "container": "prive"},
}  # fmt: skip


def be(reader, portal):
    """The tests' own user made the items: a member is somebody else."""
    logout()
    if reader == "member":
        with api.env.adopt_roles(["Manager"]):
            api.user.create("membre@prai.example", "membre", "un-mot-de-passe-d-essai")
        login(portal, "membre")


class TestNothingHiddenIsShown:
    """Similar, back-relations and comparison × each way of being hidden × each reader."""

    @pytest.fixture
    def sheets(self, portal, make_item):
        """A public sheet, and a hidden one of each way that is like it, takes the same and points at it."""
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
        kit = make_item("prai.Deliverable", title="Questionnaire", state="published")
        public = make_item(
            "prai.ProjectSheet", title="Girou", state="published", deliverables=[relate(kit)], **GIROU
        )
        for name, values in HIDDEN.items():
            values = values | ({"container": folder} if "container" in values else {})
            make_item(
                "prai.ProjectSheet", title=f"SECRET {name}", deliverables=[relate(kit)],
                relatedItems=[relate(public)], **GIROU, **values,
            )  # fmt: skip
        return public, kit

    @pytest.mark.parametrize("reader", ["anonymous", "member"])
    def test_by_no_part_of_the_page(self, sheets, render, reader, portal):
        be(reader, portal)
        for sheet in sheets:
            assert "SECRET" not in render(sheet)

    @pytest.mark.parametrize("reader", ["anonymous", "member"])
    def test_by_no_comparison(self, sheets, render, reader, portal, http_request):
        with api.env.adopt_roles(["Manager"]):
            catalog = api.portal.get_tool("portal_catalog")
            uids = [brain.UID for brain in catalog.unrestrictedSearchResults(Title="SECRET")]
        assert len(uids) == len(HIDDEN)
        be(reader, portal)
        answers = set()
        for uid in [*uids, "0" * 32]:
            http_request.form["fiche"] = [sheets[0].UID(), uid]
            page = render(portal, "comparer")
            assert "SECRET" not in page and "Girou" in page
            answers.add(words(page.split('id="content-core"')[1]))
        assert len(answers) == 1, "hidden and unknown are told alike"

    def test_the_team_sees_what_refers_and_that_it_is_not_public(self, sheets, portal):
        setRoles(portal, TEST_USER_ID, ["Editor"])
        links = [deed.link for group in back_relations(sheets[0]) for deed in group.deeds]
        assert {link.title: link.public for link in links}["SECRET draft"] is False


class TestReferred:
    def test_grouped_by_meaning(self, make_item, render):
        kit = make_item("prai.Deliverable", title="Questionnaire", state="published")
        guide = make_item("prai.Guide", title="Livre", state="published")
        make_item(
            "prai.ProjectSheet",
            title="Le projet",
            state="published",
            deliverables=[relate(kit)],
            relatedItems=[relate(kit)],
        )
        make_item(
            "prai.HowTo", title="La fiche", state="published", deliverables=[relate(kit)], guide=relate(guide)
        )
        make_item("prai.Study", title="Une étude", state="published", relatedItems=[relate(kit)])
        logout()
        groups = {group.id: [deed.link.title for deed in group.deeds] for group in back_relations(kit)}
        assert groups == {
            "used-projects": ["Le projet"],
            "used-howtos": ["La fiche"],
            "citing": ["Une étude"],
        }
        page = render(kit).split('id="referred"')[1].split("</section>")[0]
        assert page.index("Le projet") < page.index("La fiche") < page.index("Une étude")
        assert "La fiche" in render(guide).split('id="of-guide"')[1]

    def test_a_project_does_not_list_twice_what_it_offers(self, make_item, render):
        sheet = make_item("prai.ProjectSheet", title="Le projet", state="published")
        kit = make_item("prai.Deliverable", title="Questionnaire", state="published", origin=relate(sheet))
        assert "Questionnaire" in render(sheet).split('id="referred"')[1]
        sheet.deliverables = [relate(kit)]
        assert 'id="referred"' not in render(sheet)

    def test_nobody_refers_no_heading(self, make_item, render):
        assert 'id="referred"' not in render(make_item("prai.HowTo", state="published"))
