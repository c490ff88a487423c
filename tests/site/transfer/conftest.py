"""The site on which reuses are declared, and who does."""

from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.transfer.declarations import CENTRE
from tests.site.transfer.declarations import PASSWORD
from tests.site.transfer.declarations import PRODUCER
from tests.site.transfer.declarations import PUBLIC
from tests.site.transfer.declarations import Visitor
import pytest
import transaction


@pytest.fixture(scope="class")
def declared_site(class_site):
    portal = class_site
    api.portal.set_registry_record("plone.email_from_address", CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", PUBLIC)
    # An open edit form would keep the next test from what it takes away.
    api.portal.set_registry_record("plone.lock_on_ttw_edit", False)
    with api.env.adopt_roles(["Manager"]):
        for name, group in (("relecteur", "relecteurs"), ("redactrice", "redacteurs")):
            api.user.create(username=name, email=f"{name}@ardesi.example", password=PASSWORD)
            api.group.add_user(groupname=group, username=name)
    girou = make(portal, "prai.Organisation", "published", title="Coteaux du Girou", id="girou", email=PRODUCER,
                 acronym="C3G", other_names=["Communauté du Girou"])  # fmt: skip
    make(
        portal,
        "prai.Deliverable",
        "published",
        title="Questionnaire d'équipement",
        id="questionnaire",
        producer=relate(girou),
    )
    make(portal, "prai.Deliverable", title="Cahier des charges secret", id="secret")
    make(portal, "prai.Indicator", "published", title="Communes équipées", id="communes-equipees")
    transaction.commit()
    return portal


@pytest.fixture
def visitor(declared_site):
    found = Visitor(declared_site)
    found.forget()
    return found
