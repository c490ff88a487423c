"""Syndication in every form; each step may run twice.  Settings in XML are in profiles/1001."""

from collective.prai.core.ready_pages import DIFFUSION
from collective.prai.core.structure import create_pages
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.registration.setup import create_partners_content
from collective.prai.syndication.sweep import mark_all
from contextlib import suppress
from plone import api
from plone.api.exc import InvalidParameterError


#: Version 1000 had a page here, which now belongs to the formats.
TAKEN = "diffusion"
KEPT_AS = "diffusion-page-precedente"


def index_log(setup_tool):
    """OAI-PMH finds what changed between two dates without reading the log; its figures are counted."""
    outbox = query_outbox()
    if outbox is not None:
        outbox.index_log()


def serialise_again(setup_tool):
    """Files and images have addresses that no move breaks: the next sweep writes the items that have any."""
    if query_outbox() is not None:
        mark_all(api.portal.get())


def free_diffusion_address(setup_tool):
    """An item of that name would hide every address below it.

    ARDESI may have written in it: it is kept under another name, no longer public, and a link to the new
    page stands in its place.
    """
    portal = api.portal.get()
    if TAKEN in portal.objectIds():
        page = api.content.rename(portal[TAKEN], new_id=KEPT_AS, safe_id=True)
        page.exclude_from_nav = True
        with suppress(InvalidParameterError):  # another workflow: its editors decide
            api.content.transition(page, to_state="private")
        page.reindexObject(idxs=["exclude_from_nav"])
    create_pages([DIFFUSION])


def welcome_partners(setup_tool):
    """The form by which partners make themselves known, and the team's folder for them."""
    create_partners_content()
