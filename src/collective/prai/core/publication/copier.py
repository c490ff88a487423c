"""Working copies: a public item, its parts included, rewritten aside and put back in one go.

Stock copiers make no copy of a book's children and lose emptied relation lists at check-in.
Here the children are copied too; at check-in each finds its original, which keeps its UID,
address and history.  An address does not change at check-in, even if the copy was renamed.
"""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai.core.publication.memory import recall
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.parts import find_clashes
from collective.prai.core.publication.parts import merge_parts
from collective.prai.core.publication.parts import note_originals
from collective.prai.core.publication.parts import put_fields
from collective.prai.core.publication.parts import uids_of_copies
from collective.prai.core.publication.refusals import CheckinRefused
from collective.prai.core.publication.revisions import mark_merging
from collective.prai.core.publication.state import in_public_state
from collective.prai.interfaces import IPraiContent
from plone import api
from plone.app.iterate.dexterity.copier import ContentCopier
from plone.app.iterate.dexterity.copier import update_relation_catalog
from plone.app.iterate.dexterity.utils import get_baseline
from plone.app.iterate.dexterity.utils import get_checkout_relation
from plone.app.iterate.event import WorkingCopyDeletedEvent
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import IWorkingCopy
from plone.locking.interfaces import ILockable
from zc.relation.interfaces import ICatalog
from zope.component import adapter
from zope.component import getUtility
from zope.event import notify
from zope.interface import alsoProvides


@adapter(IPraiContent)
class Copier(ContentCopier):
    """One copier for sheets and books."""

    def _copyBaseline(self, container):
        copy = super()._copyBaseline(container)
        # Marked before anything asks whether it is public or lists it as somebody's draft.
        alsoProvides(copy, IWorkingCopy)
        lockable = ILockable(copy, None)
        if lockable is not None and lockable.locked():
            lockable.clear_locks()
        # Who rewrites is told of the answer, and finds the copy among their own.
        copy.setCreators([api.user.get_current().getId()])
        note_originals(self.context, copy)
        copy.reindexObject()
        return copy

    def merge(self):
        """Put the working copy in the place of its public item, or refuse and change nothing."""
        copy, baseline = self.context, self._getBaseline()
        if in_public_state(baseline):
            gaps = all_missing(copy)
            if gaps:
                raise CheckinRefused.of(gaps)
        if not recall(copy, "overwrite"):
            if clashes := find_clashes(baseline, copy):
                raise CheckinRefused.clash([part.Title() for part, _copy in clashes])
        self._deleteWorkingCopyRelation()
        links = uids_of_copies(baseline, copy)
        mark_merging(baseline)
        try:
            # The reviewer who checks in answers for the whole: parts may come and go with it.
            with api.env.adopt_roles(["Manager"]):
                merge_parts(baseline, copy, links)
                put_fields(copy, baseline, links)
                parent = aq_parent(aq_inner(copy))
                parent._delObject(copy.getId())
        finally:
            mark_merging(baseline, False)
        update_relation_catalog(baseline)
        baseline.reindexObject()
        return baseline


def release_baseline(copy, event):
    """A working copy that is deleted like any item leaves its public item free again."""
    if not IWorkingCopy.providedBy(copy):
        return
    relation = get_checkout_relation(copy)
    baseline = get_baseline(copy)
    if relation is None or baseline is None or not IBaseline.providedBy(baseline):
        return
    getUtility(ICatalog).unindex(relation)
    notify(WorkingCopyDeletedEvent(copy, baseline, relation))
