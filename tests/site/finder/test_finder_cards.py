"""What a card of a list says, and the ways to show a list."""

from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from tests.site.conftest import relate
from tests.site.conftest import words
import re


class TestCards:
    def test_who_and_what_to_take_are_named_only_to_who_may_know(self, make_item, render, portal):
        fields = {
            "lead": relate(make_item("prai.Organisation", title="Pays secret")),
            "beneficiary_names": "Pays X",
        }
        takes = [
            make_item("prai.Deliverable", title="Secret"),
            make_item("prai.Deliverable", state="published"),
        ]
        make_item(
            "prai.ProjectSheet", state="published", deliverables=[relate(one) for one in takes], **fields
        )
        logout()
        page = words(render(portal["projets"], "prai-listing"))
        assert "Pays X" in page and "secret" not in page
        assert re.search(r"(To take up|À reprendre) 1\b", page)

    def test_an_editor_sees_that_a_draft_is_none_of_the_public(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Brouillon à moi")
        http_request.form["q"] = "brouillon"
        setRoles(portal, TEST_USER_ID, ["Editor"])
        assert "prai-badge" in render(portal, "trouver")

    def test_map_list_and_cards(self, make_item, render, portal, http_request):
        make_item("prai.ProjectSheet", title="Un portail", state="published", departments=["81"])
        make_item(
            "prai.ProjectSheet",
            title="Un extranet",
            state="published",
            departments=["31"],
            epcis=["200034957"],
        )
        logout()
        for view, mark in (
            ("cartes", 'class="prai-card"'),
            ("liste", 'class="prai-rows"'),
            ("carte", "prai-map-81"),
        ):
            http_request.form["vue"] = view
            page = render(portal, "trouver")
            assert mark in page or (view == "carte" and "departement=81" in page)
        http_request.form["departement"] = "31"
        assert "epci=200034957" in render(portal, "trouver")
