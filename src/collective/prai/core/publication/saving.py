"""A public item stays complete: a save that would leave it incomplete is refused at every door."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core.licences import house_defaults
from collective.prai.core.publication.needs import all_missing
from collective.prai.core.publication.needs import Missing
from collective.prai.core.publication.refusals import IncompleteSave
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.revisions import count_revision
from collective.prai.core.publication.state import in_public_state
from collective.prai.interfaces import IPraiContent
from plone.base.interfaces import IPloneSiteRoot
from plone.dexterity.browser.edit import DefaultEditForm
from z3c.form.interfaces import ActionExecutionError
from z3c.form.interfaces import IErrorViewSnippet
from z3c.form.interfaces import INPUT_MODE
from z3c.relationfield.interfaces import IRelationBrokenEvent
from zope.component import getMultiAdapter
from zope.container.interfaces import IContainerModifiedEvent
from zope.interface import Invalid


def check_save(obj, data: dict) -> list[Missing]:
    """What a save of ``data`` would leave missing on a public item; empty for any other item.

    ``data`` is what a form extracted: field name, with or without its schema's prefix → value.
    """
    if not in_public_state(obj):
        return []
    return all_missing(obj, {name.rsplit(".", 1)[-1]: value for name, value in data.items()})


def keep_complete(obj, event):
    """After a save by any door: refuse what is incomplete, count the revision of the rest."""
    if not in_public_state(obj):
        return
    # What it led to was deleted: nobody saves this item, and its page says that something is gone.
    if not (IContainerModifiedEvent.providedBy(event) or IRelationBrokenEvent.providedBy(event)):
        for name, value in house_defaults(obj).items():
            setattr(obj, name, value)
        gaps = all_missing(obj)
        if gaps:
            raise IncompleteSave(gaps)
    count_revision(obj)


def count_with_book(obj, event):
    """A changed chapter, image or file is a new revision of the public book that contains it."""
    parent = aq_parent(aq_inner(obj))
    while parent is not None and not IPloneSiteRoot.providedBy(parent):
        if IPraiContent.providedBy(parent) and in_public_state(parent):
            count_revision(parent)
            return
        parent = aq_parent(aq_inner(parent))


def check_form(event):
    """The edit form of a public item names what is missing at its field; what was typed stays there."""
    form = event.form
    if event.errors or not isinstance(form, DefaultEditForm) or not _is_whole(form, event.data):
        return
    gaps = check_save(form.context, event.data)
    if not gaps:
        return
    for gap in gaps:
        _show_at_field(form, gap)
    sentence = _(
        "This item is public and must stay complete: nothing was saved. Missing: ${names}.",
        mapping={"names": labels(gaps)},
    )
    raise ActionExecutionError(Invalid(say(sentence)))


def _is_whole(form, data: dict) -> bool:
    """A form with fieldsets reports twice: first without them.  Inline validation saves nothing."""
    if not form.actions.executedActions:
        return False
    grouped = {
        name for group in form.groups for name, widget in group.widgets.items() if widget.mode == INPUT_MODE
    }
    return not grouped or bool(grouped & set(data))


def _show_at_field(form, gap: Missing):
    for part in (form, *getattr(form, "groups", ())):
        for name, widget in part.widgets.items():
            if name.rsplit(".", 1)[-1] == gap.field:
                error = Invalid(say(_("A public item must have this.")))
                view = getMultiAdapter(
                    (error, form.request, widget, widget.field, part, form.context), IErrorViewSnippet
                )
                view.update()
                widget.error = view
                part.widgets.errors += (view,)
                return
