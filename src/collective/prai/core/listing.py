"""Lists of items from the catalog's columns alone: no listed object is woken."""

from collective.prai.core.typography import bound
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from plone import api
from typing import NamedTuple
from zExceptions import NotFound


class Link(NamedTuple):
    """One item in a list; ``public`` is false when only an editor sees it."""

    title: str
    url: str
    description: str
    portal_type: str
    public: bool = True


def visible_brains(brains) -> list:
    """Those whose folder, too, the viewer may see: stock searches look at the item alone.

    Wakes each folder once, never the items.
    """
    portal = api.portal.get()
    folders: dict[str, bool] = {}
    found = []
    for brain in brains:
        parent = brain.getPath().rpartition("/")[0]
        if parent not in folders:
            folders[parent] = folder_is_visible(portal, parent)
        if folders[parent]:
            found.append(brain)
    return found


def folder_is_visible(portal, path: str) -> bool:
    if path == "/".join(portal.getPhysicalPath()):
        return True
    try:
        # Only asked whether it may be seen: nothing of it is shown.
        folder = portal.unrestrictedTraverse(path)
    except (KeyError, AttributeError, NotFound):
        return False
    return reader_may_see(folder)


def brain_url(brain) -> str:
    """Address of the page of an item: files and images have theirs behind ``/view``."""
    with_view = api.portal.get_registry_record("plone.types_use_view_action_in_listings", default=()) or ()
    url = brain.getURL()
    return f"{url}/view" if brain.portal_type in with_view else url


def brain_link(brain) -> Link:
    """What a list shows of a catalog brain."""
    return Link(bound(brain.Title), brain_url(brain), bound(brain.Description), brain.portal_type)


def public_items(portal_type: str) -> list:
    """Items of a type that everybody may read now, by title, whoever asks; each is woken."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        portal_type=portal_type, allowedRolesAndUsers=["Anonymous"], sort_on="sortable_title"
    )
    found = [brain._unrestrictedGetObject() for brain in brains]
    return [item for item in found if is_public(item)]
