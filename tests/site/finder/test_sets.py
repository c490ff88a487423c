"""The sets count what the catalog finds, for every reader, at every moment."""

from collective.prai.finder.sets import Sets
from DateTime import DateTime
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
import pytest
import transaction


@pytest.fixture
def sheets(make_item):
    """Eight sheets of four kinds of visibility."""
    now = DateTime()
    return [
        make_item("prai.HowTo", title="Recenser", state="published", themes=["tourisme", "haut-debit"]),
        make_item("prai.HowTo", title="Former", state="published", themes=["tourisme"]),
        make_item("prai.HowTo", title="Secret", themes=["tourisme"]),
        make_item("prai.HowTo", title="Retirée", state="withdrawn", themes=["tourisme"]),
        make_item(
            "prai.HowTo", title="Demain", state="published", themes=["tourisme"], effective_date=now + 1
        ),
        make_item(
            "prai.HowTo", title="Hier", state="published", themes=["tourisme"], expiration_date=now - 1
        ),
        make_item(
            "prai.ProjectSheet", state="published", themes=["haut-debit"], population=1_800, total_cost=82_050
        ),
        make_item("prai.ProjectSheet", title="Autre", state="published", total_cost=12_000),
    ]


def titles(sets, mask):
    return sorted(brain.Title for brain in sets.brains(sets.rids(mask)))


class TestSets:
    def test_visitor_counts_what_the_catalog_finds(self, portal, sheets):
        logout()
        sets = Sets()
        found = sets.any_of("themes", ["tourisme"]) & sets.readable
        assert titles(sets, found) == ["Former", "Recenser"]
        catalog = api.portal.get_tool("portal_catalog")
        assert sets.readable.bit_count() == len(catalog(path="/".join(portal.getPhysicalPath())))

    def test_editor_sees_drafts(self, portal, sheets):
        setRoles(portal, TEST_USER_ID, ["Editor"])
        sets = Sets()
        assert "Secret" in titles(sets, sets.any_of("themes", ["tourisme"]) & sets.readable)

    def test_nothing_of_a_closed_folder(self, portal, sheets):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(portal["fiches-pratiques"], to_state="private")
        logout()
        sets = Sets()
        assert titles(sets, sets.any_of("themes", ["tourisme"]) & sets.readable) == []
        login(portal, TEST_USER_NAME)

    def test_numbers(self, sheets):
        logout()
        sets = Sets()
        assert sets.between("prai_cost", high=30_000).bit_count() == 1
        assert sets.any_of("population_band", ["1000-2000"]).bit_count() == 1
        costs = list(sets.ordered(sets.readable & sets.having("prai_cost"), "prai_cost"))
        assert [brain.Title for brain in sets.brains(costs)] == ["Autre", "Fiche"]

    def test_unknown_value_and_unknown_record_are_in_no_set(self, sheets):
        sets = Sets()
        assert sets.any_of("themes", ["inconnu", ""]) == 0
        assert sets.of([-1, 2**31 - 1]) == 0

    def test_a_date_inside_this_minute_is_looked_at(self, make_item):
        soon = make_item(
            "prai.HowTo", title="Bientôt", state="published", effective_date=DateTime() + 30 / 86400
        )
        logout()
        sets = Sets()
        assert soon.Title() not in titles(sets, sets.readable)


class TestKept:
    def test_what_is_not_committed_is_not_kept(self, functional):
        portal = functional["portal"]
        transaction.commit()
        before = Sets().values("themes").keys()
        with api.env.adopt_roles(["Manager"]):
            api.content.create(portal["fiches-pratiques"], "prai.HowTo", title="A", themes=["urbanisme"])
            assert "urbanisme" in Sets().values("themes")
        transaction.abort()
        assert Sets().values("themes").keys() == before

    def test_a_committed_change_is_counted_at_once(self, functional):
        portal = functional["portal"]
        assert Sets().values("themes").get("urbanisme", 0) == 0
        with api.env.adopt_roles(["Manager"]):
            obj = api.content.create(
                portal["fiches-pratiques"], "prai.HowTo", title="A", themes=["urbanisme"]
            )
            transaction.commit()
            assert Sets().values("themes")["urbanisme"].bit_count() == 1
            api.content.delete(obj)
            transaction.commit()
        assert Sets().values("themes").get("urbanisme", 0) == 0
