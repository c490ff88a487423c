"""What a relation field leads to, and what leads to an item; whoever may see it."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from plone.base.interfaces import IPloneSiteRoot
from z3c.relationfield.interfaces import IRelationValue
from zc.relation.interfaces import ICatalog
from zope.component import queryUtility
from zope.intid.interfaces import IIntIds


def target(obj, name: str):
    """What a relation field leads to; None where it leads nowhere (any more)."""
    return next(iter(targets(obj, name)), None)


def targets(obj, name: str) -> list:
    """The same of a field that may hold several."""
    value = getattr(obj, name, None) or ()
    values = value if isinstance(value, (list, tuple)) else (value,)
    return [one.to_object for one in values if IRelationValue.providedBy(one) and not one.isBroken()]


def referring(obj, field: str, interface) -> list:
    """Items of that interface whose relation field leads to this one; whoever may see them."""
    intids, relations = queryUtility(IIntIds), queryUtility(ICatalog)
    own = intids.queryId(obj) if intids is not None else None
    if own is None or relations is None:
        return []
    found = relations.findRelations({"to_id": own, "from_attribute": field})
    items = {one.from_id: one.from_object for one in found if not one.isBroken()}
    named = [item for item in items.values() if interface.providedBy(item) and stands(item)]
    # In the order of their making, which an export to another site keeps.
    return sorted(named, key=lambda item: (item.created(), item.UID()))


def stands(obj) -> bool:
    """Whether it is still in its place: while something is removed, relations still lead to it."""
    item = aq_inner(obj)
    while not IPloneSiteRoot.providedBy(item):
        parent = aq_parent(item)
        if parent is None or aq_base(parent.get(item.getId())) is not aq_base(item):
            return False
        item = aq_inner(parent)
    return True
