"""A person's part of dossiers: all of it is told with its files; a draft goes, a dossier of an authority stays."""

from collective.prai.core.personal_data import collecting
from collective.prai.core.personal_data.retention import erase_due
from collective.prai.programme.applicants import address_of
from collective.prai.programme.applicants import get_store
from collective.prai.programme.applicants import query_store
from collective.prai.programme.content.application import APPLICATIONS
from collective.prai.programme.journal import is_whole
from collective.prai.programme.journal import lines_of
from datetime import date
from io import BytesIO
from plone import api
from plone.namedfile.file import NamedBlobFile
from zipfile import ZipFile
import pytest


TOWN, OTHER = "mairie@gragnague.example", "mairie@levignac.example"


@pytest.fixture
def dossiers(portal, make_item):
    """State → dossier of that address; the last is another's."""
    found = {
        state: make_item(
            "prai.Application", state=state, title=f"Dossier {state}", contact_email=TOWN, contact_function="Maire",
            answers=[{"question": "courriel", "label": "Courriel", "value": TOWN}],
        )
        for state in ("draft", "submitted", "awarded")
    }  # fmt: skip
    found["other"] = make_item("prai.Application", state="submitted", contact_email=OTHER, title="Un autre")
    for one in found.values():
        get_store().keep(one.UID(), one.contact_email, date.today())
    with api.env.adopt_roles(["Manager"]):
        blob = NamedBlobFile("Délibération.".encode(), filename="../../délibération.txt")
        api.content.create(found["submitted"], "File", "piece", title="Délibération", file=blob)
    return found


class TestDossiers:
    def test_are_told_with_their_files(self, dossiers):
        held = collecting.held_of(TOWN.upper())["dossiers"]
        assert [one["state"] for one in held] == ["draft", "submitted", "awarded"]
        assert OTHER not in str(held)
        archive = ZipFile(BytesIO(collecting.as_zip(TOWN)))
        (name,) = (name for name in archive.namelist() if name.startswith("dossiers/"))
        assert archive.read(name).decode() == "Délibération." and ".." not in name and name.count("/") == 1
        assert len(collecting.stays(TOWN)) == 2

    def test_lose_their_person_and_stay(self, portal, dossiers):
        assert collecting.erase(TOWN) == {"dossiers": 3}
        left = {one.getId() for one in portal[APPLICATIONS].objectValues()}
        assert left == {dossiers[name].getId() for name in ("submitted", "awarded", "other")}
        for name in ("submitted", "awarded"):
            one = dossiers[name]
            assert TOWN not in str(vars(one)) and "Maire" not in str(vars(one)) and address_of(one) is None
            line = lines_of(one)[-1]
            assert line.act == "erase_person" and TOWN not in str(lines_of(one)) and is_whole(one)
        assert TOWN not in str([vars(one) for one in query_store().applicants.values()])
        assert collecting.held_of(TOWN) == {} and len(collecting.held_of(OTHER)["dossiers"]) == 1
        assert TOWN not in str(collecting.erasures())

    def test_a_draft_ends_on_its_own_day(self, portal, dossiers):
        dossiers["draft"].erase_on = date.today()
        uid = dossiers["draft"].UID()
        assert erase_due(date.today())["drafts"] == 1
        assert uid not in query_store().applicants, "the address goes with it"
