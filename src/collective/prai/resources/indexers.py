"""What a card says of each resource: facts in the catalog, so that lists wake nothing."""

from collective.prai.resources.charts import points
from collective.prai.resources.content.collection import ICollection
from collective.prai.resources.content.guide import IGuide
from collective.prai.resources.content.howto import IHowTo
from collective.prai.resources.content.indicator import IIndicator
from collective.prai.resources.content.study import IStudy
from collective.prai.resources.content.teaching_pack import ITeachingPack
from plone.indexer import indexer


@indexer(IGuide)
def guide_card(obj):
    """Day, month or year of issue."""
    return {"date": obj.issued}


@indexer(IHowTo)
def howto_card(obj):
    """Days of work."""
    return {"days": obj.effort_days}


@indexer(ITeachingPack)
def teaching_pack_card(obj):
    """Length of the session in minutes."""
    return {"minutes": sum(row.get("minutes") or 0 for row in obj.sequence or ()) or None}


@indexer(IStudy)
def study_card(obj):
    """Kind as token, year."""
    return {"study_kinds": obj.kind, "text": str(obj.year) if obj.year else None}


@indexer(IIndicator)
def indicator_card(obj):
    """The latest value of the only series; several are not one figure."""
    found = points(obj.observations)
    if not found or len({point.series for point in found}) > 1:
        return {}
    last = found[-1]
    return {"value": [str(last.value), obj.unit, obj.counted, last.qualifier, last.date]}


@indexer(ICollection)
def collection_card(obj):
    """Day, month or year of issue: how many sheets readers see changes without the recueil."""
    return {"date": obj.issued}
