"""Listings below private folders: only for those whom every folder lets in."""

from plone import api
from plone.app.testing import login
from plone.app.testing import logout
import pytest


class TestNestedPrivateFolders:
    @pytest.fixture(autouse=True)
    def _folders(self, portal, make_item):
        with api.env.adopt_roles(["Manager"]):
            outer = api.content.create(portal, "Folder", "dehors")
            inner = api.content.create(outer, "Folder", "dedans")
            make_item("prai.HowTo", state="published", container=inner, title="Au fond")
            for name in ("un-seul", "les-deux"):
                api.user.create(f"{name}@example.org", name, "Un-Compte-De-Test-1")
                outer.manage_setLocalRoles(name, ["Reader"])
            # What is given on the outer folder is not taken over by the inner one.
            inner.__ac_local_roles_block__ = True
            inner.manage_setLocalRoles("les-deux", ["Reader"])
            outer.reindexObjectSecurity()
        self.portal = portal

    def found(self):
        return [brain.Title for brain in api.content.find(portal_type="prai.HowTo")]

    @pytest.mark.parametrize(("reader", "titles"), [("un-seul", []), ("les-deux", ["Au fond"])])
    def test_a_reader_of_one_folder_finds_nothing(self, reader, titles):
        login(self.portal, reader)
        assert self.found() == titles

    def test_the_public_finds_nothing(self):
        logout()
        assert self.found() == []
