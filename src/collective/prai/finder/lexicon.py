"""Index ``prai_words``: the stems of every item that readers may look for."""

from collective.prai.finder.words import indexed
from plone import api
from plone.dexterity.interfaces import IDexterityContent
from plone.indexer import indexer
from plone.indexer.interfaces import IIndexer
from Products.CMFCore.utils import getToolByName
from zope.component import queryMultiAdapter


#: Stock types that answer a question; our own all do.
STOCK_TYPES = ("News Item", "Event", "Document", "File")


@indexer(IDexterityContent)
def words(obj):
    """Stems and their marks; folders, links and images are no answers."""
    if not obj.portal_type.startswith("prai.") and obj.portal_type not in STOCK_TYPES:
        raise AttributeError("prai_words")
    catalog = getToolByName(obj, "portal_catalog")
    whole = queryMultiAdapter((obj, catalog), IIndexer, name="SearchableText")
    text = whole() if whole is not None else ""
    text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return indexed(obj.Title(), obj.Description(), text)


def fill_words():
    """Index the words of all items there are, whatever their state; hence unrestricted."""
    catalog = api.portal.get_tool("portal_catalog")
    # A search that asks nothing finds nothing.
    for brain in list(catalog.getAllBrains()):
        if brain.portal_type.startswith("prai.") or brain.portal_type in STOCK_TYPES:
            catalog.reindexObject(brain._unrestrictedGetObject(), idxs=["prai_words"], update_metadata=0)
