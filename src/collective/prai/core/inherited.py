"""What the catalog knows of visibility: an item is no more visible than the folders it is in.

Stock Plone indexes the item alone, so that searches, listings, navigation, the sitemap and the
vocabulary of relations show the public child of a private folder, and the chapters, images and
files of an expired or future book. Two indexes decide in every stock search; both are told of
the ancestors here, so that each search door is closed at once:

- ``allowedRolesAndUsers``: Anonymous and Authenticated are dropped below an item that they may
  not view. Plone reindexes it below a folder at each change of its state or of its sharing.
- ``effectiveRange``: reads ``visible_since`` and ``visible_until`` instead of the item's own
  dates; ``effective`` and ``expires`` stay the item's own, for sorting and for editors.
  ``reindex_parts`` renews it below a folder whose dates may have changed.

Only sites of ours are concerned: the same process may serve others.
"""

from Acquisition import aq_base
from collective.prai.core.visibility import lineage
from collective.prai.core.visibility import own_dates
from DateTime import DateTime
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from plone.indexer import indexer
from Products.CMFCore.interfaces import IContentish
from Products.CMFCore.utils import getToolByName
from Products.CMFPlone.CatalogTool import allowedRolesAndUsers as stock_roles
from zope.container.interfaces import IContainerModifiedEvent
from zope.interface import Interface
from zope.lifecycleevent.interfaces import IAttributes


#: Roles that one has without being named: what they may view is public.
PUBLIC_ROLES = ("Anonymous", "Authenticated", "Member")
INDEX = "effectiveRange"
STOCK_FIELDS = ("effective", "expires")
OUR_FIELDS = ("visible_since", "visible_until")


def is_ours(obj) -> bool:
    """Whether the site of this item reads the inherited dates.

    By acquisition: the queue of the catalog may be emptied when no site is set any more.
    """
    catalog = getToolByName(obj, "portal_catalog", None)
    index = catalog.Indexes.get(INDEX) if catalog is not None else None
    return index is not None and index.getSinceField() == OUR_FIELDS[0]


@indexer(IContentish)
def allowed_roles_and_users(obj):
    """As stock Plone, less what an ancestor refuses to everybody."""
    roles = stock_roles(obj)()
    if not set(PUBLIC_ROLES) & set(roles) or not is_ours(obj):
        return roles
    # None: no ancestor hides it; else those who may view every ancestor that does.
    inside = None
    for ancestor in list(lineage(obj))[1:]:
        above = stock_roles(ancestor)()
        if "Anonymous" not in above:
            roles = [role for role in roles if role not in PUBLIC_ROLES or role in above]
            inside = above if inside is None else [role for role in inside if role in above]
    # Those who may view the folders (their team, their readers) still find what is inside.
    roles += [role for role in inside or () if role not in roles]
    return roles


@indexer(Interface)
def visible_since(obj):
    """The latest effective date of the item and its ancestors; None: always."""
    starts = [start for start, _end in map(own_dates, lineage(obj)) if start is not None]
    return DateTime(max(starts)) if starts else None


@indexer(Interface)
def visible_until(obj):
    """The earliest expiry date of the item and its ancestors; None: for ever."""
    ends = [end for _start, end in map(own_dates, lineage(obj)) if end is not None]
    return DateTime(min(ends)) if ends else None


def read_inherited_dates():
    """Make the site's index read the inherited dates, and index anew if it did not.

    Not in catalog.xml: an import of an index clears it, each time that the profile is applied.
    """
    _read(OUR_FIELDS)


def read_own_dates():
    """Give the index back to stock Plone."""
    _read(STOCK_FIELDS)


def _read(fields):
    catalog = api.portal.get_tool("portal_catalog")
    index = catalog.Indexes[INDEX]
    if (index.getSinceField(), index.getUntilField()) == fields:
        return
    index._edit(*fields)
    for brain in catalog.getAllBrains():
        obj = brain._unrestrictedGetObject()
        if not IPloneSiteRoot.providedBy(obj):
            obj.reindexObject(idxs=[INDEX, "allowedRolesAndUsers"])


def after_modified(obj, event):
    """A folder was edited: renew its parts unless its dates were left alone."""
    if IContainerModifiedEvent.providedBy(event):
        return
    changed = {
        name.rpartition(".")[2]
        for attributes in event.descriptions
        if IAttributes.providedBy(attributes)
        for name in attributes.attributes
    }
    if not changed or changed & {"effective", "expires", "effective_date", "expiration_date"}:
        reindex_parts(obj)


def after_transition(obj, event):
    """A transition may set the effective date; the initial one finds no parts."""
    if event.transition is not None:
        reindex_parts(obj)


def reindex_parts(obj):
    """Tell the catalog of the inherited dates of everything inside; costs nothing where it is empty."""
    if not getattr(aq_base(obj), "isPrincipiaFolderish", False) or not is_ours(obj):
        return
    catalog = api.portal.get_tool("portal_catalog")
    path = "/".join(obj.getPhysicalPath())
    for brain in catalog._unrestrictedSearchResults(path={"query": path}):
        if brain.getPath() != path:
            part = brain._unrestrictedGetObject()
            part.reindexObject(idxs=[INDEX])
