"""Who took up what; each step may run twice.  Settings in XML are in profiles/1003."""

from collective.prai.core.seeding import seed_vocabularies
from collective.prai.core.structure import create_sections
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.structure import set_aside
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import mark_all
from plone import api


#: Root names that pages of version 1003 have; an item there would hide the page.
PAGES = ("nous-lavons-repris",)
#: Root names of what version 1003 makes → its type.
MADE = {SECTION_OF["prai.Reuse"]: "Folder"}


def free_addresses(setup_tool):
    """What the editors have at an address that is ours from now on is kept under another name."""
    portal = api.portal.get()
    for name, portal_type in MADE.items():
        if name in portal.objectIds() and portal[name].portal_type != portal_type:
            set_aside(name)
    for name in PAGES:
        set_aside(name)


def add_reuses_section(setup_tool):
    """The section « Ils l'ont repris »; sections that are there stay as they are."""
    create_sections(SECTION_OF["prai.Reuse"])


def add_terms(setup_tool):
    """Conditions that came with « Transférable chez moi ? »; edited and retired terms stay as they are."""
    seed_vocabularies()


def index_maturity(setup_tool):
    """Of each deliverable; whatever its state, hence unrestricted."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="prai.Deliverable"):
        brain._unrestrictedGetObject().reindexObject(idxs=["maturity"])


def mark_placed(setup_tool):
    """The next sweep writes deliverables with the départements that their project lends them."""
    if query_outbox() is not None:
        mark_all(api.portal.get())
