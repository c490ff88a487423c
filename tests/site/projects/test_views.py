from decimal import Decimal
from plone import api
from plone.app.testing import logout
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.conftest import words
import pytest


GIROU = {
    "title": "Un plan numérique de quatre ans",
    "total_cost": Decimal("82050.00"),
    "eligible_cost": Decimal("82050.00"),
    "sources": [
        {"funder": "FEDER", "amount": Decimal("41025.00"), "status": "paid"},
        {"funder": "Région Midi-Pyrénées", "amount": Decimal("24615.00"), "status": "paid"},
    ],
    "departments": ["31"],
    "stage": "in-service",
}


class TestProjectSheet:
    @pytest.fixture
    def sheet(self, make_item):
        return make_item("prai.ProjectSheet", state="published", **GIROU)

    def test_figures_are_exact(self, sheet, render):
        page = words(render(sheet))
        for figure in ("82 050 €", "41 025 €", "24 615 €", "16 410 €", "50 %", "30 %", "20 %"):
            assert figure in page, figure

    def test_what_remains_to_pay_comes_first(self, sheet, render):
        facts = render(sheet).split('class="prai-facts"')[1]
        assert facts.index("16\u202f410") < facts.index("82\u202f050")

    def test_empty_parts_say_so(self, sheet, render):
        page = render(sheet)
        for name in ("approach", "transferability", "highlights", "lessons", "further_reading"):
            part = page.split(f'id="{name}"')[1].split("</section>")[0]
            assert "prai-absent" in part, name

    def test_unknown_cost_is_not_zero(self, make_item, render):
        page = render(make_item("prai.ProjectSheet", state="published"))
        assert "0\u00a0€" not in page
        assert "prai-absent" in page.split('id="funding"')[1].split("</section>")[0]

    def test_warning_of_the_funding_is_for_editors(self, make_item, render, portal):
        sheet = make_item(
            "prai.ProjectSheet",
            state="published",
            total_cost=Decimal(10),
            sources=[{"funder": "FEDER", "amount": Decimal(20)}],
        )
        with api.env.adopt_roles(["Manager"]):
            assert "prai-notice-editor" in render(sheet)
        logout()
        assert "prai-notice-editor" not in render(sheet)

    def test_private_deliverable_is_not_named(self, make_item, render):
        hidden = make_item("prai.Deliverable", title="Brouillon secret")
        shown = make_item("prai.Deliverable", title="Questionnaire public", state="published")
        sheet = make_item(
            "prai.ProjectSheet", state="published", deliverables=[relate(hidden), relate(shown)]
        )
        logout()
        page = render(sheet)
        assert "Questionnaire public" in page
        assert "Brouillon secret" not in page and hidden.getId() not in page

    def test_published_deliverable_of_a_private_folder_is_not_named(self, make_item, render, portal):
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
        hidden = make_item("prai.Deliverable", title="Livrable caché", state="published", container=folder)
        sheet = make_item("prai.ProjectSheet", state="published", deliverables=[relate(hidden)])
        logout()
        assert "Livrable caché" not in render(sheet)

    def test_licence_in_words_credit_and_identifier(self, make_item, render):
        sheet = make_item("prai.ProjectSheet", state="published", attribution="ARDESI – Centre de Ressources")
        page = render(sheet)
        assert "Licence Ouverte 2.0" in page and "ARDESI – Centre de Ressources" in page
        assert f"urn:uuid:{sheet.UID()}<" in page  # as partners get it in every format

    @pytest.mark.parametrize(
        "state, notice", [("archived", "prai-notice-archive"), ("to_revise", "prai-notice")]
    )
    def test_notice_of_the_state(self, make_item, render, state, notice):
        assert notice in render(make_item("prai.ProjectSheet", state=state))
        assert "prai-notice" not in render(make_item("prai.ProjectSheet", state="published", title="Autre"))


class TestMissionSheet:
    def test_order_of_the_model_and_the_qualified_counts(self, make_item, render):
        citica = make_item("prai.Organisation", state="published", title="CITICA")
        region = make_item("prai.Organisation", state="published", title="Région Midi-Pyrénées")
        sheet = make_item(
            "prai.MissionSheet", state="published", client=relate(region), provider=relate(citica),
            mission_count=30, mission_count_qualifier="about", period_text="de décembre 2006 à juin 2008",
            role="Cabinet associé", the_project=rich("<p>La Région voulait.</p>"),
        )  # fmt: skip
        page = render(sheet)
        order = [
            page.index(f'id="{n}"')
            for n in (
                "the_project",
                "method",
                "results",
                "transferability",
                "deliverables",
                "highlights",
                "provider",
            )
        ]
        assert order == sorted(order)
        assert "environ 30" in words(page) and "CITICA" in page
