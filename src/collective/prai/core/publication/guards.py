"""Save incomplete, never publish incomplete: what the workflow asks before and does after a transition.

Every door (form, menu, REST, bulk action, script, import) ends in these subscribers.
"""

from collective.prai import _
from collective.prai.core.licences import house_defaults
from collective.prai.core.publication.mails import tell
from collective.prai.core.publication.memory import forget
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.refusals import PublicationRefused
from collective.prai.core.publication.refusals import ReasonMissing
from collective.prai.core.publication.refusals import ReplacementRefused
from collective.prai.core.publication.refusals import WorkingCopyRefused
from collective.prai.core.publication.revisions import count_revision
from collective.prai.core.publication.withdrawal import may_replace
from collective.prai.core.publication.workflow import EDITORIAL
from collective.prai.core.publication.workflow import WORKFLOWS
from DateTime import DateTime
from plone.app.iterate.interfaces import IWorkingCopy


def _transition(event) -> str | None:
    """Id of the transition, None for another workflow or for the creation of the item."""
    if event.transition is None or event.workflow.getId() not in WORKFLOWS:
        return None
    return event.transition.getId()


def before_transition(obj, event):
    """Refuse, before anything changed, what would put an incomplete item before the public."""
    action = _transition(event)
    if action is None:
        return
    given = event.kwargs or {}
    if IWorkingCopy.providedBy(obj) and action not in ("submit", "send_back"):
        raise WorkingCopyRefused(
            _("This is a working copy: check it in, and the public page takes its content.")
        )
    rules = WORKFLOWS[event.workflow.getId()]
    if action in rules.with_reason and not str(given.get("comment") or "").strip():
        raise ReasonMissing(_("Write a reason: those who read or wrote this item will be told."))
    if given.get("replacement") and not may_replace(obj, given["replacement"]):
        raise ReplacementRefused(_("The replacement must be a public item of the same type."))
    if action in rules.publishing:
        gaps = all_missing(obj)
        if gaps:
            raise PublicationRefused.of(gaps)


def after_transition(obj, event):
    """Defaults, date and revision of what is public now, and the mails unless ``tell_nobody`` is given."""
    action = _transition(event)
    if action is None:
        return
    indexes = ["prai_desk"]
    if action in WORKFLOWS[event.workflow.getId()].publishing:
        filled = house_defaults(obj)
        for name, value in filled.items():
            setattr(obj, name, value)
        indexes += [name for name in filled if name == "licence"]
        if obj.effective_date is None:
            obj.effective_date = DateTime()
            indexes += ["effective", "effectiveRange", "Date"]
        count_revision(obj)
    obj.reindexObject(idxs=indexes)
    if event.workflow.getId() in EDITORIAL and not (event.kwargs or {}).get("tell_nobody"):
        tell(obj, action)


def forget_on_copy(obj, event):
    """A copy was never published: it has no revision, no publication date, no withdrawal."""
    forget(obj)
    if getattr(obj, "revision", None):
        obj.revision = 0
    obj.effective_date = None
