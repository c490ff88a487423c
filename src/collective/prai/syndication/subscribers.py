"""Any change of content makes one mark, and nothing else: the sweep decides what it means."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai.interfaces import ISiteImported
from collective.prai.interfaces import ISyndicatable
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.wake import wake_after_commit
from plone.base.interfaces import IPloneSiteRoot
from plone.uuid.interfaces import IUUID
from Products.CMFCore.interfaces import IContentish
from zope.component import adapter
from zope.component.hooks import getSite
from zope.container.interfaces import IContainerModifiedEvent


def _pending():
    """The marks of the present site, or None where the add-on is not installed."""
    site = getSite()
    outbox = query_outbox(site) if IPloneSiteRoot.providedBy(site) else None
    return outbox.pending if outbox is not None else None


def _owners(obj):
    """Syndicatable items that contain this one: its text or its files are theirs."""
    current = aq_parent(aq_inner(obj))
    while current is not None and IContentish.providedBy(current) and not IPloneSiteRoot.providedBy(current):
        if ISyndicatable.providedBy(current):
            yield current
        current = aq_parent(aq_inner(current))


def mark(obj):
    """Note that the public state of this item, of what contains it or of what is in it may have changed."""
    pending = None if IPloneSiteRoot.providedBy(obj) else _pending()
    if pending is None:
        return
    for item in (obj, *_owners(obj)):
        pending.add(IUUID(item, None) or "", "/".join(item.getPhysicalPath()))
    wake_after_commit()


def changed(obj, event):
    """Edited, shared, moved through the workflow, checked in, or its parts were put in order."""
    if IContainerModifiedEvent.providedBy(event) and not ISyndicatable.providedBy(obj):
        # A folder whose contents changed: what came or went is marked by its own event.
        if not any(_owners(obj)):
            return
    mark(obj)


def moved(obj, event):
    """Added, renamed, moved or removed; told once, for the root of what moved."""
    if aq_base(event.object) is not aq_base(obj):
        return
    pending = _pending()
    if pending is None:
        return
    uid = IUUID(obj, None) or ""
    for parent, name in ((event.oldParent, event.oldName), (event.newParent, event.newName)):
        if parent is None or not name:
            continue
        pending.add(uid, "/".join((*parent.getPhysicalPath(), name)))
        for owner in (parent, *_owners(parent)):
            if ISyndicatable.providedBy(owner):
                pending.add(IUUID(owner, None) or "", "/".join(owner.getPhysicalPath()))
    wake_after_commit()


@adapter(ISiteImported)
def imported(event):
    """UIDs, relations and states came without events, and a sweep between two commits saw half of them."""
    mark_all(event.object)
