"""The programme: sections, officers' folders; each step may run twice.  XML settings: profiles/1004."""

from collective.prai.core.structure import create_sections
from collective.prai.core.structure import set_aside
from collective.prai.programme.setup import create_programme_content
from collective.prai.questions.following import take_over
from collective.prai.questions.setup import open_to_officers
from plone import api


#: Root names that pages of version 1004 have; an item there would hide the page.
PAGES = ("mon-dossier", "suivre-ma-demande", "tableau-de-bord", "tableau-de-bord-interne")
#: Sections that version 1004 makes.
MADE = ("programme", "appels", "operations")


def free_addresses(setup_tool):
    """What the editors have at an address that is ours from now on is kept under another name."""
    portal = api.portal.get()
    for name in MADE:
        if name in portal.objectIds() and portal[name].portal_type != "Folder":
            set_aside(name)
    for name in PAGES:
        set_aside(name)


def add_programme(setup_tool):
    """Sections and folders; those that are there stay as they are."""
    create_sections(*MADE)
    create_programme_content()


def follow_requests(setup_tool):
    """Questions of version 1003 keep the state that was chosen by hand, as a line of their history."""
    open_to_officers()
    for brain in api.portal.get_tool("portal_catalog").unrestrictedSearchResults(portal_type="prai.Question"):
        take_over(brain._unrestrictedGetObject())
