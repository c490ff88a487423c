"""How far a deliverable has been tried: in the index, on its card, for partners, whatever changes around it."""

from collective.prai.core.structure import SECTION_OF
from collective.prai.core.subjects import TERRITORIES
from collective.prai.finder.asked import read_asked
from collective.prai.finder.cards import Cards
from collective.prai.finder.census import Census
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from collective.prai.finder.sets import Sets
from collective.prai.interfaces import ISyndicationRecord
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep
from DateTime import DateTime
from plone import api
from plone.app.testing import logout
from tests.site.conftest import relate
from zope.component.hooks import setSite
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import json
import pytest
import time


def indexed(obj):
    """Level in the index, and number of reusers on the card."""
    (brain,) = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(UID=obj.UID())
    catalog = api.portal.get_tool("portal_catalog")
    index = catalog._catalog.getIndex("maturity")
    return index.getEntryForObject(brain.getRID()), brain.prai_card["maturity"][1]


def change(obj, **values):
    for name, value in values.items():
        setattr(obj, name, value)
    notify(ObjectModifiedEvent(obj))


def transition(obj, name):
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(obj, name, comment="Une raison.")


@pytest.fixture
def project(make_item):
    return make_item("prai.ProjectSheet", state="published", title="Téléservice", stage="in-service")


@pytest.fixture
def kit(make_item, project):
    return make_item("prai.Deliverable", state="published", title="Questionnaire", origin=relate(project))


@pytest.fixture
def reused(make_item, kit):
    """reused("Foix", …): a reuse in service, published."""

    def reused(name="Pays de Foix", state="published", **values):
        return make_item("prai.Reuse", state=state, original=relate(kit), reuser_name=name, **values)

    return reused


class TestCounted:
    def test_in_service_reuses_of_others(self, kit, reused):
        assert indexed(kit) == ("in-service", 0)
        reused()
        assert indexed(kit) == ("reused-once", 1)
        reused("PAYS DE FOIX")  # the same again
        reused("Rodez", stage="planned")
        reused("Albi", kind="inspiration")
        reused("Cahors", example=True)
        reused("Auch", state="draft")
        assert indexed(kit) == ("reused-once", 1)
        reused("Castres")
        reused("Tarbes")
        assert indexed(kit) == ("reused-thrice", 3)

    def test_examples_count_nowhere(self, kit, reused, render, portal):
        for number in range(4):
            reused(f"Exemple {number}", example=True)
        assert indexed(kit) == ("in-service", 0)
        record = ISyndicationRecord(kit).content()["maturity"]
        assert record == {"level": "in-service", "reusers": 0}
        logout()
        assert "prai-takeup-counts" not in render(kit)

    def test_goes_back_when_a_reuse_goes(self, kit, reused, make_item):
        one, other = reused(), reused("Rodez")
        transition(one, "withdraw")
        assert indexed(kit) == ("reused-once", 1)
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(other, check_linkintegrity=False)
        assert indexed(kit) == ("in-service", 0)

    def test_follows_a_reuse_to_another_original(self, kit, reused, make_item):
        other = make_item("prai.Deliverable", state="published", title="Autre")
        reuse = reused()
        change(reuse, original=relate(other))
        assert (indexed(kit), indexed(other)) == (("in-service", 0), ("reused-once", 1))

    def test_follows_the_project(self, kit, project):
        change(project, stage="planned")
        assert indexed(kit)[0] == "prototype"
        transition(project, "withdraw")
        assert indexed(kit)[0] is None
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(project, check_linkintegrity=False)
        assert indexed(kit)[0] is None

    @pytest.mark.parametrize(
        "portal_type, left", [("prai.Reuse", "in-service"), ("prai.ProjectSheet", "reused-once")]
    )
    def test_follows_the_folders(self, portal, kit, reused, portal_type, left):
        reused()
        folder = portal[SECTION_OF[portal_type]]
        transition(folder, "reject")
        assert indexed(kit)[0] == left
        transition(folder, "publish")
        assert indexed(kit)[0] == "reused-once"
        change(folder, expiration_date=DateTime() - 1)
        assert indexed(kit)[0] == left

    def test_follows_the_clock(self, portal, kit, project):
        """A project that expires is no proof from that second on, and partners hear of it."""
        now = time.time()
        change(project, expiration_date=DateTime(now + 1_000))
        sweep(portal, now)
        assert indexed(kit)[0] == "in-service"
        project.expiration_date = DateTime(now - 5)  # as if the second had come: nobody saves anything
        sweep(portal, now + 2_000)
        assert indexed(kit)[0] is None


class TestForPartners:
    def stored(self, portal, obj):
        return json.loads(
            query_outbox(portal)
            .entry(obj.UID())
            .snap.data.replace(b"\xff", b"")
            .replace(b"\xfe", b"")
            .replace(b"\xfd", b"")
        )

    def test_written_again_with_each_reuse(self, portal, kit, reused):
        sweep(portal)
        assert self.stored(portal, kit)["content"]["maturity"] == {"level": "in-service", "reusers": 0}
        reuse = reused()
        sweep(portal)
        item = self.stored(portal, kit)
        assert item["content"]["maturity"] == {"level": "reused-once", "reusers": 1}
        assert [link["id"] for link in item["links"] if link["rel"] == "reuses"] == [
            f"urn:uuid:{reuse.UID()}"
        ]
        transition(reuse, "withdraw")
        sweep(portal)
        item = self.stored(portal, kit)
        assert item["content"]["maturity"]["level"] == "in-service"
        assert not [link for link in item["links"] if link["rel"] == "reuses"]

    def test_a_draft_is_not_told(self, portal, kit, reused):
        draft = reused("Commune secrète", state="draft")
        sweep(portal)
        entry = query_outbox(portal).entry(kit.UID())
        assert draft.UID().encode() not in entry.snap.data and b"secr" not in entry.snap.data


class TestFinder:
    def search(self, **form):
        titles, sets = Titles(), Sets()
        return Search(read_asked(form, titles.types), sets, base_of(sets, titles.types), SHEETS), titles, sets

    def listed(self, **form):
        search, _titles, sets = self.search(**form)
        return [brain.Title for brain in sets.brains(search.ordered("reprise"))]

    @pytest.fixture
    def some(self, make_item, kit, reused):
        girou = make_item(
            "prai.Organisation",
            state="published",
            title="Girou",
            organisation_type="commune",
            departments=["31"],
        )
        reused(title="Reprise à Foix")
        reused(None, title="Reprise au Girou", reuser=relate(girou), stage="planned")
        reused("Fictive", title="Reprise fictive", example=True, departments=["31"])
        make_item("prai.Deliverable", state="published", title="Inconnu")
        logout()

    def test_facets_and_order(self, some):
        assert self.listed(maturite="reused-once") == ["Questionnaire"]
        assert self.listed(maturite="prototype") == []
        assert self.listed(tri="maturite")[0] == "Questionnaire"
        assert self.listed(avancement="planned") == ["Reprise au Girou"]
        assert self.listed(etape="planned") == [], "the stage of a project is not that of a reuse"
        search, titles, _sets = self.search()
        named = {group.name: group for group in groups(search, titles)}
        assert [(one.token, one.count) for one in named["maturite"].options] == [("reused-once", 1)]
        assert {one.token for one in named["avancement"].options} == {"in-service", "planned"}

    def test_reuses_come_last_and_are_where_their_authority_is(self, some):
        assert set(self.listed()[-2:]) == {"Reprise à Foix", "Reprise au Girou"}
        assert self.listed(departement="31") == ["Reprise au Girou"]

    def test_examples_are_listed_in_their_section_alone(self, some, portal, render):
        assert "Reprise fictive" not in self.listed(q="fictive") + self.listed() + self.listed(
            departement="31"
        )
        census = Census()
        assert census.counts(TERRITORIES, census.of_type("prai.Reuse")) == {"31": 1}
        assert "Reprise fictive" in render(portal["reprises"], "prai-listing")

    def test_cards(self, some, kit):
        catalog = api.portal.get_tool("portal_catalog")
        (brain,) = catalog(UID=kit.UID())
        facts = [str(fact[1]) for fact in Cards().card(brain).facts]
        assert any("other organisation" in fact for fact in facts)
        assert not any("None" in fact or fact in ("False", "True") for fact in facts)


def test_a_whole_site_is_thrown_away_with_its_reuses(portal, make_item):
    """As `make demo` does: no site is in force then, and the numbers of its items have gone before them."""
    kit = make_item("prai.Deliverable", state="published")
    make_item("prai.Reuse", state="published", original=relate(kit))
    root = portal.aq_parent
    with api.env.adopt_roles(["Manager"]):
        setSite(None)
        try:
            root.manage_delObjects([portal.getId()])
        finally:
            setSite(portal)
    assert portal.getId() not in root.objectIds()
