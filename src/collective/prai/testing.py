"""Test layers: a Plone site with the add-on, rolled back or behind a real server."""

from plone import api
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
from plone.app.testing import MOCK_MAILHOST_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.testing.zope import WSGI_SERVER_FIXTURE
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
import os


#: Objects that a connection keeps, as those of a real site do: ZODB's own 400 are less than one page takes.
KEPT_OBJECTS = 30_000


class PraiLayer(PloneSandboxLayer):
    """French, like the real site."""

    defaultBases = (MOCK_MAILHOST_FIXTURE,)

    def setUpZope(self, app, configurationContext):
        import collective.prai

        app._p_jar.db().setCacheSize(KEPT_OBJECTS)
        # The server of the functional layer announces itself like a real one.
        os.environ["PRAI_SWEEPER"] = "off"
        self.loadZCML(package=collective.prai)

    def setUpPloneSite(self, portal):
        # The test fixture leaves content without a workflow, unlike a real site.
        portal.portal_workflow.setDefaultChain("simple_publication_workflow")
        api.portal.set_registry_record("plone.available_languages", ["fr", "en"])
        api.portal.set_registry_record("plone.default_language", "fr")
        portal.language = "fr"
        applyProfile(portal, "plonetheme.barceloneta:default")
        applyProfile(portal, "collective.prai:default")
        # The whole suite is one client; the test of the limit sets its own.
        api.portal.set_registry_record("collective.prai.throttle_rate", 0)


class DemoLayer(PloneSandboxLayer):
    """The demonstration site, with the whole corpus."""

    def setUpPloneSite(self, portal):
        portal._p_jar.db().setCacheSize(KEPT_OBJECTS)
        setRequest(portal.REQUEST)
        with api.env.adopt_roles(["Manager"]):
            applyProfile(portal, "collective.prai:demo")
        clearRequest()


FIXTURE = PraiLayer()
DEMO_FIXTURE = DemoLayer(bases=(FIXTURE,), name="DemoLayer")
INTEGRATION_TESTING = IntegrationTesting(bases=(FIXTURE,), name="PraiLayer:Integration")
FUNCTIONAL_TESTING = FunctionalTesting(bases=(FIXTURE, WSGI_SERVER_FIXTURE), name="PraiLayer:Functional")
DEMO_INTEGRATION_TESTING = IntegrationTesting(bases=(DEMO_FIXTURE,), name="DemoLayer:Integration")
DEMO_FUNCTIONAL_TESTING = FunctionalTesting(
    bases=(DEMO_FIXTURE, WSGI_SERVER_FIXTURE), name="DemoLayer:Functional"
)
