"""What a card says of a project or a mission: facts in the catalog, so that lists wake nothing."""

from collective.prai.core.funding import funding_plan
from collective.prai.core.indexers import related_uids
from collective.prai.projects.content.mission_sheet import IMissionSheet
from collective.prai.projects.content.project_sheet import IProjectSheet
from plone.indexer import indexer
from z3c.relationfield.interfaces import IRelationValue


@indexer(IProjectSheet)
def project_card(obj):
    """Cost and own contribution in euros, as text; stage as token; who and what to take, as UIDs.

    Of related items the identity alone: their title and whether a reader may know it are asked when shown.
    """
    plan = funding_plan(obj)
    cost = obj.total_cost if obj.total_cost is not None else obj.eligible_cost
    own = plan.own_contribution if plan is not None else None
    return {
        "cost": str(cost) if cost is not None else None,
        "own_contribution": str(own) if own is not None else None,
        "stages": obj.stage,
        "lead": next(iter(_uids([obj.lead])), None),
        "who": ", ".join((obj.beneficiary_names or "").split("\n")).strip(", ")[:200],
        "deliverables": _uids(obj.deliverables),
    }


def _uids(relations) -> list[str]:
    whole = [one for one in relations or () if IRelationValue.providedBy(one) and not one.isBroken()]
    return [one.to_object.UID() for one in whole]


@indexer(IMissionSheet)
def mission_card(obj):
    """The period, in the words of the source; the client's UID."""
    return {"text": obj.period_text, "lead": next(iter(_uids([obj.client])), None)}


@indexer(IProjectSheet)
def off_theme(obj):
    """True for what lists leave out unless it is asked for; of all others, nothing."""
    if not obj.off_theme:
        raise AttributeError("prai_off_theme")
    return True


@indexer(IProjectSheet)
def project_place_from(obj):
    """Whose place says where it is, beside its own territory; who reads it asks who may see them."""
    return related_uids(obj, "lead", "beneficiaries")


@indexer(IMissionSheet)
def mission_place_from(obj):
    """The same of a mission."""
    return related_uids(obj, "client", "beneficiaries")
