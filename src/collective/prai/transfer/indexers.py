"""What a card says of a deliverable: facts in the catalog, so that lists wake nothing."""

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
