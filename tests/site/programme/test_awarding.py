"""From the decision to the drafts: what an award makes, once, and what it never takes along."""

from collective.prai.core.publication.state import state_of
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import ISyndicationRecord
from collective.prai.programme.journal import lines_of
from collective.prai.programme.operations.comparing import compare
from collective.prai.programme.relations import target
from collective.prai.programme.relations import targets
from datetime import date
from decimal import Decimal
from plone import api
from tests.site.conftest import decide_anew
from tests.site.conftest import relate
from tests.site.conftest import words
import pytest


#: Words that stand in the dossier and may stand nowhere else.
PRIVATE = ("Marqueur-reponse", "marqueur@girou.example", "Marqueur-note", "Marqueur-besoin")


@pytest.fixture
def girou(make_item):
    return make_item(
        "prai.Organisation", state="published", title="Communauté de communes des Coteaux du Girou"
    )


@pytest.fixture
def dossier(make_item, girou):
    """Before the decision of the Région: 82 050 € of eligible cost, 65 640 € of aid."""
    measure = make_item("prai.Measure", state="published", title="Projets innovants", number="7.4")
    rates = [{"funder": "FEDER", "percent": Decimal(50)}, {"funder": "Région", "percent": Decimal(30)}]
    call = make_item("prai.Call", state="open", measure=relate(measure), rates=rates)
    return make_item(
        "prai.Application", state="opinion_given", title="Un plan numérique de quatre ans", number="D-2007-0001",
        call=relate(call), lead=relate(girou), other_applicants=["Syndicat du Girou"], project_kinds=["sig"],
        themes=["petite-enfance"], departments=["31"], total_cost=Decimal(82050), awarded_eligible_cost=Decimal(82050),
        awarded_aid=Decimal(65640), summary="Marqueur-besoin", contact_email="marqueur@girou.example",
        internal_note="Marqueur-note", answers=[{"question": "q", "label": "Q", "value": "Marqueur-reponse"}],
        decision_on=date(2007, 6, 1), decision_body="Commission permanente", decision_act="07-06-123",
        opinion="favourable",
    )  # fmt: skip


def act(item, transition):
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(item, transition, comment="Décision de la commission permanente.")


class TestAward:
    def test_makes_the_draft_of_the_sheet_and_the_operation(self, portal, dossier, girou):
        act(dossier, "award")
        sheet, operation = target(dossier, "project_sheet"), target(dossier, "operation")
        assert (state_of(sheet), state_of(operation)) == ("draft", "draft")
        assert sheet.__parent__.getId() == "projets" and operation.__parent__.getId() == "operations"
        assert sheet.title == operation.title == "Un plan numérique de quatre ans"
        assert target(sheet, "lead") == target(operation, "lead") == girou
        assert sheet.beneficiary_names == "Syndicat du Girou"
        assert (sheet.project_kinds, sheet.themes, sheet.departments) == (["sig"], ["petite-enfance"], ["31"])
        assert sheet.sources == [
            {"funder": "FEDER", "amount": Decimal("41025.00"), "status": "granted"},
            {"funder": "Région", "amount": Decimal("24615.00"), "status": "granted"},
        ]
        assert (operation.eligible_cost, operation.erdf, operation.region) == (82050, 41025, 24615)
        assert operation.code == "OP-7.4-001"
        assert target(operation, "measure").number == "7.4"

    def test_links_lead_both_ways(self, dossier):
        act(dossier, "award")
        sheet, operation = target(dossier, "project_sheet"), target(dossier, "operation")
        assert targets(operation, "sheets") == [sheet]
        assert target(sheet, "operation") == operation

    def test_nothing_of_the_dossier_that_is_private_goes_along(self, dossier, render):
        act(dossier, "award")
        for item in (target(dossier, "project_sheet"), target(dossier, "operation")):
            stored = repr({name: getattr(value, "raw", value) for name, value in vars(item).items()})
            page = render(item, "view")
            assert not [word for word in PRIVATE if word in stored or word in page]

    def test_award_cancel_award_does_not_double(self, portal, dossier):
        act(dossier, "award")
        made = target(dossier, "project_sheet"), target(dossier, "operation")
        for step in ("cancel_award", "examine_again"):
            act(dossier, step)
        decide_anew(dossier)
        for step in ("declare_eligible", "to_jury", "give_opinion", "award"):
            act(dossier, step)
        assert (target(dossier, "project_sheet"), target(dossier, "operation")) == made
        assert len(portal["operations"]) == 1 and len(portal["projets"]) == 1
        assert [line.act for line in lines_of(dossier)].count("operation_made") == 1

    def test_an_officer_awards_without_a_right_in_the_section_of_sheets(self, portal, dossier):
        with api.env.adopt_roles(["Programme Officer"]):
            api.content.transition(dossier, "award")
        assert target(dossier, "project_sheet") is not None

    def test_what_an_officer_linked_by_hand_stays(self, portal, make_item, dossier):
        known = make_item("prai.Operation", title="Faite à la main")
        dossier.operation = relate(known)
        act(dossier, "award")
        assert target(dossier, "operation") == known
        assert len(portal["operations"]) == 1

    def test_shares_that_do_not_add_up_are_not_guessed(self, dossier):
        dossier.awarded_aid = Decimal(50000)
        act(dossier, "award")
        operation = target(dossier, "operation")
        assert (operation.erdf, operation.region, operation.other_public) == (None, None, None)
        assert target(dossier, "project_sheet").sources == [
            {"funder": "Programme", "amount": Decimal(50000), "status": "granted"}
        ]

    def test_unknown_amounts_stay_unknown(self, dossier):
        dossier.awarded_aid = dossier.awarded_eligible_cost = dossier.total_cost = None
        dossier.awarded_days = Decimal(5)
        act(dossier, "award")
        operation = target(dossier, "operation")
        assert (operation.total_cost, operation.eligible_cost, operation.erdf) == (None, None, None)


class TestSettlement:
    def test_what_was_paid_goes_to_an_operation_without_payments(self, dossier):
        for step in ("award", "sign"):
            act(dossier, step)
        operation = target(dossier, "operation")
        operation.summary = "Portail citoyen."
        for step in ("check", "publish"):
            act(operation, step)
        dossier.paid_aid, dossier.settled_on = Decimal(65640), date(2009, 3, 2)
        act(dossier, "settle")
        assert state_of(operation) == "settled"
        assert [(row["date"], row["funder"], row["amount"]) for row in operation.payments] == [
            ("2009-03-02", "FEDER", Decimal("41025.00")), ("2009-03-02", "Région", Decimal("24615.00")),
        ]  # fmt: skip

    def test_payments_that_are_there_stay(self, dossier):
        for step in ("award", "sign"):
            act(dossier, step)
        operation = target(dossier, "operation")
        operation.payments = [{"date": "2008", "funder": "FEDER", "amount": Decimal(100)}]
        dossier.paid_aid = Decimal(65640)
        act(dossier, "settle")
        assert [row["amount"] for row in operation.payments] == [Decimal(100)]


class TestDifferences:
    def test_both_figures_and_a_cancelled_award_are_shown_to_who_may_read_the_dossier(self, dossier):
        act(dossier, "award")
        operation = target(dossier, "operation")
        with api.env.adopt_roles(["Manager"]):
            assert not compare(operation).differences
        operation.eligible_cost, operation.erdf = Decimal(80000), Decimal(41000)
        act(dossier, "cancel_award")
        for role, subjects, sentences in (
            ("Manager", {"eligible_cost", "aid", "erdf"}, 1),
            ("Site Administrator", {"eligible_cost", "aid", "erdf"}, 0),
        ):
            with api.env.adopt_roles([role]):
                found = compare(operation)
            assert {one.subject for one in found.differences} == subjects
            assert len(found.wrong) == sentences
            assert ("dossier" in {kind for kind, _item in found.items.values()}) is bool(sentences)


class TestSheet:
    def test_the_page_names_a_public_operation_alone(self, make_item, render):
        for state, seen in (("draft", False), ("published", True)):
            operation = make_item("prai.Operation", state=state, title=f"Opération {state}")
            sheet = make_item("prai.ProjectSheet", state="published", operation=relate(operation))
            with api.env.adopt_roles(["Anonymous"]):
                assert (f"Opération {state}" in words(render(sheet))) is seen
            record = ISyndicationRecord(sheet)
            assert [link["title"] for link in record.links()] == ([f"Opération {state}"] if seen else [])
            assert operation.UID() in record.references()
            assert is_public(operation) is seen
