"""What happens to a deliverable when a reuse of it, or the project that it comes from, changes."""

from Acquisition import aq_base
from collective.prai.core.targets import find
from collective.prai.interfaces import IPraiContent
from collective.prai.interfaces import IRecordStale
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.relations import stands
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import deliverables_of
from plone import api
from zope.component.hooks import getSite
from zope.container.interfaces import IContainerModifiedEvent
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


#: UID of the original for which a reuse was counted last.
_COUNTED = "counted_for"
#: Types on which the maturity of a deliverable bears, besides itself.
BEARING = ("prai.Reuse", "prai.ProjectSheet", "prai.MissionSheet", "prai.Study")


@implementer(IRecordStale)
class RecordStale(ObjectEvent):
    """See the interface."""


def count_again(item, event):
    """Its maturity is of what the public sees now, in lists and for partners.

    Of the deliverable itself another subscriber tells the partners.
    """
    if getSite() is None:
        return  # the whole site is thrown away: there is nobody to tell
    count([item])
    if IReuse.providedBy(item):
        _count_where_it_was(item)


def _count_where_it_was(reuse):
    """A reuse that is given another original leaves one: the relation that was saved no longer names it."""
    original = target(reuse, "original")
    now = original.UID() if original is not None else ""
    before = reuse.__dict__.get(_COUNTED, now)
    if reuse.__dict__.get(_COUNTED) != now:
        setattr(aq_base(reuse), _COUNTED, now)
    if before != now and (left := find(before)) is not None and IDeliverable.providedBy(left):
        count([left])
        notify(RecordStale(left))


def count_below(folder, event):
    """A folder was opened or closed, or has other dates: everything below it comes or goes with it."""
    if IPraiContent.providedBy(folder) or IContainerModifiedEvent.providedBy(event):
        return
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(
        path="/".join(folder.getPhysicalPath()), portal_type=list(BEARING)
    )
    count([brain._unrestrictedGetObject() for brain in brains])


def count(items: list):
    """Anew of each deliverable that one of the items bears on, once."""
    found = {one.UID(): one for item in items for one in deliverables_of(item)}
    for deliverable in found.values():
        if stands(deliverable):
            deliverable.reindexObject(idxs=["maturity", "prai_card"])
            if deliverable not in items:
                notify(RecordStale(deliverable))
