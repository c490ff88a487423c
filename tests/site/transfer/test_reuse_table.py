"""The table of reuses for data catalogues: public facts, none of an example, of a draft or of who is hidden."""

from collective.prai.transfer.datasets import COLUMNS
from collective.prai.transfer.datasets import ReuseDatasets
from collective.prai.transfer.datasets import Reuses
from datetime import date
from decimal import Decimal
from plone import api
from tests.site.conftest import Html
from tests.site.conftest import relate


def test_rows_are_public_facts(portal, make_item):
    kit = make_item("prai.Deliverable", state="published", title="Questionnaire")
    girou = make_item("prai.Organisation", state="published", title="Girou", departments=["31"])
    gone = make_item("prai.Organisation", state="withdrawn", title="Marqueurcache")
    public = {"state": "published", "original": relate(kit)}
    make_item(
        "prai.Reuse",
        title="Au Girou",
        reuser=relate(girou),
        reuser_name=None,
        days=12,
        actual_cost=Decimal("1500"),
        **public,
    )
    make_item("prai.Reuse", title="Ailleurs", reuser=relate(gone), reuser_name=None, stage="abandoned",
              outcome=Html("<p>Trop <b>long</b>.</p>"), **public)  # fmt: skip
    make_item("prai.Reuse", title="Exemple", example=True, **public)
    make_item("prai.Reuse", title="Brouillon", original=relate(kit))
    make_item(
        "prai.Reuse",
        title="Appel clos",
        stage="looking-for-partners",
        partners_until=date(2020, 1, 1),
        **public,
    )
    make_item("prai.Reuse", title="De rien de public", state="published")
    rows = {row["title"]: row for row in Reuses(portal).rows()}
    assert set(rows) == {"Au Girou", "Ailleurs", "De rien de public"}
    first, other, last = rows["Au Girou"], rows["Ailleurs"], rows["De rien de public"]
    assert (first["reuser"], first["departments"], first["days"]) == ("Girou", ["31"], 12)
    assert first["original_id"] == f"urn:uuid:{kit.UID()}" and first["confirmed_on"] == "2026-11-02"
    assert (other["reuser"], other["reuser_id"], other["lesson"]) == (None, None, "Trop long .")
    assert last["original"] is last["original_id"] is None
    assert set(first) == {column.name for column in COLUMNS}


def test_not_while_its_section_is_closed(portal):
    assert [one.id for one in ReuseDatasets(portal).all()] == ["reprises"]
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(portal["reprises"], "reject")
    assert ReuseDatasets(portal).all() == [] and ReuseDatasets(portal).get("reprises") is None
