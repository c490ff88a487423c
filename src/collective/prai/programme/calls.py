"""The calls and what refers to them, from the relations."""

from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.intid.interfaces import IIntIds


def referring(obj, attribute: str):
    """Items whose relation field of that name leads to this one; nobody's rights are asked."""
    intids = getUtility(IIntIds)
    own = intids.queryId(obj)
    if own is None:
        return
    for relation in getUtility(ICatalog).findRelations({"to_id": own, "from_attribute": attribute}):
        if relation.from_object is not None:
            yield relation.from_object


def applications_of(call):
    """Dossiers of a call: to be counted, never to be shown to whom they are not."""
    return [one for one in referring(call, "call") if one.portal_type == "prai.Application"]


def calls_of(measure):
    """Calls that a measure is carried out by."""
    return [one for one in referring(measure, "measure") if one.portal_type == "prai.Call"]


def call_of(application):
    """The call of a dossier, None where it has none any more."""
    relation = application.call
    return relation.to_object if relation is not None and not relation.isBroken() else None
