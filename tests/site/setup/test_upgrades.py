"""A site of an older version becomes what a new site is, however often the upgrade runs."""

from AccessControl.PermissionRole import rolesForPermissionOn
from BTrees.LLBTree import LLBTree
from collective.prai.core import reserved
from collective.prai.core.settings import ISettings
from collective.prai.core.settings import PREFIX
from collective.prai.setuphandlers import HiddenProfiles
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import query_outbox
from collective.prai.upgrades.to_1001 import KEPT_AS
from collective.prai.upgrades.to_1002 import PAGES
from decimal import Decimal
from plone import api
from plone.app.textfield import RichTextValue
from tests.site.conftest import relate
from tests.site.setup.site_state import baseline
from tests.site.setup.site_state import bring_back
from tests.site.setup.site_state import state_of
import pytest


PROFILE = "collective.prai:default"


@pytest.fixture
def setup(portal):
    with api.env.adopt_roles(["Manager"]):
        yield portal.portal_setup


@pytest.fixture
def new(portal):
    """The settings of a new site; the layer changes one."""
    api.portal.set_registry_record(f"{PREFIX}.throttle_rate", ISettings["throttle_rate"].default)
    return state_of(portal)


@pytest.fixture
def at_1000(portal, setup, new):
    """The same site as version 1000 had made it, with a log whose stamps fall."""
    outbox = query_outbox(portal)
    for number, stamp in enumerate((1_200_000_100, 1_200_000_000, 1_200_000_200)):
        outbox.write(Entry(f"uid-{number}", state="withdrawn", stamp=stamp))
        outbox.log[outbox.head].stamp = stamp
    del outbox.stamps, outbox.seq.published
    bring_back(portal, baseline())
    setup.setLastVersionForProfile(PROFILE, "1000")
    return portal


def upgrade(setup):
    setup.upgradeProfile(PROFILE)
    return setup.getLastVersionForProfile(PROFILE)


class TestUpgrade:
    def test_profile_version_is_where_the_last_step_leads(self, setup):
        steps = [step for group in setup.listUpgrades(PROFILE, show_old=True) for step in _flat(group)]
        version = (setup.getVersionForProfile(PROFILE),)
        assert max(step["dest"] for step in steps) == version == setup.getLastVersionForProfile(PROFILE)

    def test_baseline_is_of_version_1000(self, at_1000):
        """The way back leads where it should: otherwise the next test would see nothing."""
        old, state = baseline(), state_of(at_1000)
        for name in state["records"].keys() - old["records"].keys():
            assert "prai" not in name
            del state["records"][name]
        for name in state["roles"].keys() - old["roles"].keys():  # code names a permission before any profile
            assert state["roles"].pop(name) == ["Manager"]
        assert _differences(state, old) == []

    def test_site_becomes_what_a_new_one_is(self, at_1000, setup, new):
        for _run in ("once", "and again"):
            assert upgrade(setup) == (setup.getVersionForProfile(PROFILE),)
            state = state_of(at_1000)
            assert state["top"].pop(KEPT_AS) == "Document"
            assert _differences(state, new) == []
            assert setup.listUpgrades(PROFILE) == []
            setup.setLastVersionForProfile(PROFILE, "1000")

    def test_page_that_stood_in_the_way_is_kept_for_its_editors(self, at_1000, setup):
        at_1000["diffusion"].text = RichTextValue("<p>Écrit par ARDESI.</p>")
        for _run in ("once", "and again"):
            upgrade(setup)
            page = at_1000[KEPT_AS]
            assert "ARDESI" in page.text.raw and page.exclude_from_nav
            assert "Anonymous" not in rolesForPermissionOn("View", page)
            assert "diffusion" not in at_1000
            assert len([name for name in at_1000.objectIds() if name.startswith(KEPT_AS)]) == 1
            setup.setLastVersionForProfile(PROFILE, "1000")

    def test_what_stands_at_addresses_of_new_pages_is_kept_for_its_editors(self, at_1000, setup, monkeypatch):
        types = dict.fromkeys((*PAGES, "presentations", "recueils", "poser-une-question"), "Document")
        types["questions"] = "Folder"
        with monkeypatch.context() as before:
            before.setattr(reserved, "RESERVED", frozenset({"diffusion"}))  # as version 1001 had it
            for name, portal_type in types.items():
                if name in at_1000:
                    api.content.delete(at_1000[name], check_linkintegrity=False)
                api.content.create(at_1000, portal_type, name, title=f"Écrit par ARDESI : {name}")
        for _run in ("once", "and again"):
            upgrade(setup)
            for name in types:
                page = at_1000[f"{name}-page-precedente"]
                assert name in page.title and page.exclude_from_nav
                assert "Anonymous" not in rolesForPermissionOn("View", page)
                assert f"{name}-page-precedente-1" not in at_1000
            assert not set(PAGES) & set(at_1000.objectIds())
            assert at_1000["questions"].getLayout() == "prai-questions"
            made = ("presentations", "recueils", "poser-une-question")
            assert [at_1000[name].portal_type for name in made] == ["Folder", "Folder", "EasyForm"]
            setup.setLastVersionForProfile(PROFILE, "1000")

    def test_log_is_indexed_and_its_stamps_are_in_order(self, at_1000, setup):
        outbox = query_outbox(at_1000)
        before = outbox.epoch, outbox.head, [entry.uid for entry in outbox.entries()]
        for _run in ("once", "and again"):
            upgrade(setup)
            stamps = [entry.stamp for entry in outbox.entries()]
            assert stamps == [1_200_000_100, 1_200_000_100, 1_200_000_200]
            assert isinstance(outbox.stamps, LLBTree)
            assert outbox.seqs_between(stamps[0], stamps[0]) == (outbox.head - 2, outbox.head - 1)
            setup.setLastVersionForProfile(PROFILE, "1000")
        assert (outbox.epoch, outbox.head, [entry.uid for entry in outbox.entries()]) == before

    def test_sitemap_is_switched_on(self, at_1000, setup):
        api.portal.set_registry_record("plone.enable_sitemap", False)
        upgrade(setup)
        assert api.portal.get_registry_record("plone.enable_sitemap") is True


#: Index that an upgrade brings → a value that the sheet of ``written`` has.
FILLED = {
    "prai_words": "t:recens", "prai_year": "2006", "stage": "in-service", "cost_band": "50000-100000", "zone": "rural",
    "population_band": "1000-2000", "municipalities": "31228", "prai_off_theme": True, "prai_cost": 82_050.0,
}  # fmt: skip


class TestFilled:
    """An index that is there and empty would find nothing, and say nothing of it."""

    @pytest.fixture
    def written(self, make_item):
        lead = make_item("prai.Organisation", state="published")
        project = make_item(
            "prai.ProjectSheet", state="published", title="Recenser les mairies", starts="2006", stage="in-service", zone=["rural"],
            population=1_800, municipalities=["31228"], total_cost=Decimal(82_050), off_theme=True, lead=relate(lead),
        )  # fmt: skip
        return lead, project, make_item("prai.Deliverable", state="published", origin=relate(project))

    def test_new_indexes_know_what_was_there_before(self, written, at_1000, setup):
        catalog = api.portal.get_tool("portal_catalog")
        lead, project, deliverable = written
        assert not {*FILLED, "prai_place_from", "prai_actors"} & set(catalog.indexes())
        upgrade(setup)

        def found(name, value) -> set:
            return {b.UID for b in catalog.unrestrictedSearchResults(**{name: value})}

        for name, value in FILLED.items():
            assert project.UID() in found(name, value), name
        assert found("prai_place_from", lead.UID()) == found("prai_actors", lead.UID()) == {project.UID()}
        assert found("prai_place_from", project.UID()) == {deliverable.UID()}
        (brain,) = catalog.unrestrictedSearchResults(UID=project.UID())
        assert brain.prai_place["population"] == 1_800 and brain.prai_card["stages"] == "in-service"


class TestHidden:
    def test_no_one_installs_an_upgrade_by_hand(self, setup):
        ours = {
            profile["id"]
            for profile in setup.listProfileInfo()
            if profile["product"].startswith("collective.prai")
        }
        assert "collective.prai.upgrades:1001" in ours
        hidden = set(HiddenProfiles().getNonInstallableProfiles())
        assert ours - hidden == {PROFILE}
        assert "collective.prai.upgrades" in HiddenProfiles().getNonInstallableProducts()


def _flat(step):
    return step if isinstance(step, list) else [step]


def _differences(one: dict, other: dict) -> list[str]:
    return [
        f"{kind} {name}: {one[kind].get(name)} != {other[kind].get(name)}"
        for kind in other
        for name in sorted(one[kind].keys() | other[kind].keys())
        if one[kind].get(name) != other[kind].get(name)
    ]
