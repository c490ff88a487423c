"""Relations of the programme's items, read whoever asks: who shows one asks who may see it."""

from Acquisition import aq_base
from plone.app.relationfield.event import update_behavior_relations
from z3c.relationfield import RelationValue
from z3c.relationfield.event import updateRelations
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.component import queryUtility
from zope.intid.interfaces import IIntIds


def target(obj, name: str):
    """The item to which a field leads, or None; also None for no item."""
    relation = getattr(aq_base(obj), name, None) if obj is not None else None
    return relation.to_object if relation is not None else None


def targets(obj, name: str) -> list:
    """Items to which a field leads, in its order."""
    found = [relation.to_object for relation in getattr(aq_base(obj), name, None) or ()]
    return [item for item in found if item is not None]


def relate(obj) -> RelationValue | None:
    """A new relation to an item, None for no item."""
    if obj is None:
        return None
    ids = getUtility(IIntIds)
    return RelationValue(ids.queryId(obj) or ids.register(obj))


def index_relations(*items):
    """After a change by code, as after a save: those of the type, then those of behaviors."""
    for item in items:
        updateRelations(item, None)
        update_behavior_relations(item, None)


def sources(obj, name: str) -> list:
    """Items whose field of that name leads to this one, whoever asks."""
    catalog, ids = queryUtility(ICatalog), queryUtility(IIntIds)
    number = ids.queryId(obj) if ids is not None else None
    if catalog is None or number is None:
        return []
    found = catalog.findRelations({"to_id": number, "from_attribute": name})
    items = [relation.from_object for relation in found]
    return [item for item in items if item is not None]
