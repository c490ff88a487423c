"""Plone's own feeds are off, and nothing of the site leads to them or to their settings."""

from plone import api
from plone.app.testing import applyProfile
from plone.base.interfaces.syndication import ISiteSyndicationSettings
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
import pytest


def configlet_is_shown(portal) -> bool:
    (found,) = [one for one in portal.portal_controlpanel.listActions() if one.getId() == "syndication"]
    return bool(found.visible)


@pytest.fixture
def settings(portal):
    return getUtility(IRegistry).forInterface(ISiteSyndicationSettings)


class TestStockFeeds:
    def test_they_are_off(self, portal, settings, http_request):
        assert not settings.allowed and not settings.search_rss_enabled
        assert not configlet_is_shown(portal)
        with api.env.adopt_roles(["Manager"]):
            for context in (portal, portal["fiches-pratiques"]):
                actions = portal.portal_actions.listFilteredActionsFor(context)
                shown = {action["id"] for listed in actions.values() for action in listed}
                assert not shown & {"rss", "syndication"} and "edit" in shown

    def test_older_sites_become_so(self, portal, settings):
        settings.allowed = settings.search_rss_enabled = True
        (found,) = [one for one in portal.portal_controlpanel.listActions() if one.getId() == "syndication"]
        found.visible = True
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai.upgrades:1001")
        assert not settings.allowed and not settings.search_rss_enabled and not configlet_is_shown(portal)

    def test_without_the_add_on_they_are_as_plone_has_them(self, portal, settings):
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai:uninstall")
        assert settings.allowed and settings.search_rss_enabled and configlet_is_shown(portal)
