"""What a card says of a deliverable: facts in the catalog, so that lists wake nothing."""

from collective.prai.core.indexers import related_uids
from collective.prai.transfer.content.deliverable import IDeliverable
from plone.indexer import indexer


@indexer(IDeliverable)
def deliverable_card(obj):
    """Kind, availability and licence of the thing, as tokens."""
    return {
        "deliverable_kinds": obj.kind,
        "availabilities": obj.availability,
        "product_licences": obj.product_licence,
    }


@indexer(IDeliverable)
def availability(obj):
    """Token: lists put what can be had first."""
    if not obj.availability:
        raise AttributeError("prai_availability")
    return obj.availability


@indexer(IDeliverable)
def place_from(obj):
    """What it comes from and who made it: it has no territory of its own.

    Only the relation is kept; the place is looked up when it is asked for, by who may see the project.
    So it never is of yesterday, and a project that is closed tells nothing.
    """
    return related_uids(obj, "origin", "producer")
