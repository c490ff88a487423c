"""What a card says of a project or a mission: facts in the catalog, so that lists wake nothing."""

from collective.prai.core.funding import funding_plan
from collective.prai.projects.content.mission_sheet import IMissionSheet
from collective.prai.projects.content.project_sheet import IProjectSheet
from plone.indexer import indexer


@indexer(IProjectSheet)
def project_card(obj):
    """Cost and own contribution in euros, as text; stage as token."""
    plan = funding_plan(obj)
    cost = obj.total_cost if obj.total_cost is not None else obj.eligible_cost
    own = plan.own_contribution if plan is not None else None
    return {
        "cost": str(cost) if cost is not None else None,
        "own_contribution": str(own) if own is not None else None,
        "stages": obj.stage,
    }


@indexer(IMissionSheet)
def mission_card(obj):
    """The period, in the words of the source."""
    return {"text": obj.period_text}


@indexer(IProjectSheet)
def off_theme(obj):
    """True for what lists leave out unless it is asked for; of all others, nothing."""
    if not obj.off_theme:
        raise AttributeError("prai_off_theme")
    return True
