"""Uninstalling takes settings away and leaves content, which a later installation finds again."""

from collective.prai.alerts.store import get_store
from collective.prai.core.vocabularies import title
from collective.prai.finder.missed import _store as missed_store
from collective.prai.interfaces import IPraiLayer
from collective.prai.questions.numbers import next_number
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep
from plone import api
from plone.app.testing import applyProfile
from plone.browserlayer.utils import registered_layers
from plone.registry.interfaces import IRegistry
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
import json
import pytest


@pytest.fixture
def item(make_item):
    return make_item("prai.HowTo", state="published", title="Recenser l'équipement")


@pytest.fixture
def uninstalled(portal, item):
    sweep(portal)
    with api.env.adopt_roles(["Manager"]):
        applyProfile(portal, "collective.prai:uninstall")
    return portal


def ours(portal) -> dict:
    actions = [
        action.getId()
        for category in portal.portal_actions.objectValues()
        for action in category.objectValues()
        if getattr(action, "i18n_domain", "") == "collective.prai"
    ]
    configlets = [
        action.id
        for action in portal.portal_controlpanel.listActions()
        if getattr(action, "appId", "") == "collective.prai"
    ]
    records = [name for name in getUtility(IRegistry).records if name.startswith("collective.prai.")]
    return {"actions": actions, "configlets": configlets, "records": records}


class TestUninstall:
    def test_layer_settings_and_log_are_gone(self, uninstalled):
        assert IPraiLayer not in registered_layers()
        assert ours(uninstalled) == {"actions": [], "configlets": [], "records": []}
        assert query_outbox(uninstalled) is None

    def test_addresses_of_readers_are_gone(self, portal, item):
        """Of alerts, and words that were looked for: no page is left that would erase them."""
        get_store().add("mairie@gragnague.example", [("q", "crèche")], "week", 1_800_000_000)
        missed_store(portal).add("zebulon", 1, 0, "2026-01-01")
        next_number(2026)
        kept = {name for name in IAnnotations(portal) if name.startswith("collective.prai.")}
        assert {"collective.prai.alerts", "collective.prai.missed", "collective.prai.questions.last"} <= kept
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai:uninstall")
        assert [name for name in IAnnotations(portal) if name.startswith("collective.prai.")] == []

    def test_log_is_kept_in_a_file_for_managers(self, uninstalled, item):
        (brain,) = api.content.find(portal_type="File", unrestricted=True)
        file = brain._unrestrictedGetObject()
        lines = [json.loads(line) for line in file.file.data.decode().splitlines()]
        assert item.UID() in json.dumps(lines)
        assert [role["name"] for role in file.rolesOfPermission("View") if role["selected"]] == ["Manager"]

    def test_content_is_left_usable(self, uninstalled, item):
        assert api.content.get_state(item) == "published"
        assert item.restrictedTraverse("view")()
        with api.env.adopt_roles(["Manager"]):
            item.title = "Recenser à nouveau"
            item.reindexObject()
            api.content.transition(item, "archive")
        assert api.content.find(SearchableText="nouveau")
        assert api.content.get_state(item) == "archived"
        assert "prai.HowTo" in uninstalled.portal_types

    def test_vocabularies_fall_back_to_the_shipped_terms(self, uninstalled, item):
        with api.env.adopt_roles(["Manager"]):
            item.themes = ["tourisme"]
        assert title("themes", "tourisme", "fr") == "Tourisme"

    def test_it_can_be_installed_again(self, portal, uninstalled, item):
        before = item.UID()
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai:default")
        assert IPraiLayer in registered_layers()
        assert api.portal.get_registry_record("collective.prai.vocabularies.themes")
        sweep(portal)
        assert query_outbox(portal).entry(before) is not None

    def test_second_uninstallation_does_no_harm(self, portal, uninstalled):
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai:uninstall")
