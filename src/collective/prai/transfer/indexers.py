"""What a card says of a deliverable: facts in the catalog, so that lists wake nothing."""

from collective.prai.core.indexers import related_uids
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.content.reuse import LOOKING
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import maturity_of
from plone.indexer import indexer


@indexer(IDeliverable)
def deliverable_card(obj):
    """Kind, availability and licence of the thing, as tokens; its maturity and how many took it up."""
    tried = maturity_of(obj)
    return {
        "deliverable_kinds": obj.kind,
        "availabilities": obj.availability,
        "product_licences": obj.product_licence,
        "maturity": (tried.level or "", tried.reusers),
    }


@indexer(IDeliverable)
def maturity(obj):
    """Token of the level; a deliverable of which nothing is known has none."""
    level = maturity_of(obj).level
    if level is None:
        raise AttributeError("maturity")
    return level


@indexer(IReuse)
def reuse_of(obj):
    """UID of what was taken up."""
    return related_uids(obj, "original")


@indexer(IReuse)
def reuse_card(obj):
    """Who, what and how, and how far it is; until when a call for partners holds; whether it is an example.

    Organisation and original as identifiers: who shows the card asks who may see them.
    """
    body, original = target(obj, "reuser"), target(obj, "original")
    return {
        "lead": body.UID() if body is not None else None,
        "who": obj.reuser_name if body is None else None,
        "original": original.UID() if original is not None else None,
        "reuse_kinds": obj.kind,
        "reuse_stages": obj.stage,
        "partners_until": obj.partners_until.isoformat()
        if obj.stage == LOOKING and obj.partners_until
        else None,
        "example": True if obj.example else None,
    }


@indexer(IReuse)
def reuse_stage(obj):
    """Token: how far it is; projects have stages of their own."""
    if not obj.stage:
        raise AttributeError("prai_reuse_stage")
    return obj.stage


@indexer(IReuse)
def example(obj):
    """True of a fictitious one; the others are not in the index."""
    if not obj.example:
        raise AttributeError("prai_example")
    return True


@indexer(IReuse)
def no_stage(obj):
    """What is asked of the stage of projects is not asked of reuses."""
    raise AttributeError("stage")


@indexer(IReuse)
def reuse_place_from(obj):
    """Where it was taken up: the place of who did."""
    return related_uids(obj, "reuser")


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
