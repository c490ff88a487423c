"""What the list has named stays named so: name and label of a beneficiary are frozen by the publication."""

from collective.prai import _
from collective.prai.core.publication.memory import recall_all
from collective.prai.core.publication.memory import remember
from collective.prai.core.publication.refusals import bad_request
from collective.prai.core.publication.refusals import PublicationRefused
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.state import in_public_state
from collective.prai.programme.content.operation import IOperation
from collective.prai.programme.operations.codes import holder
from collective.prai.programme.relations import target
from plone.dexterity.browser.edit import DefaultEditForm
from z3c.form.interfaces import ActionExecutionError
from zExceptions import BadRequest
from zope.interface import Invalid


SENTENCE = _(
    "This operation is on the public list: its name, its code and the name of its beneficiary are frozen. "
    "Withdraw it with a reason to correct them. Nothing was saved."
)
#: Field → what is remembered of it.
FROZEN = {"title": "frozen_title", "code": "frozen_code", "beneficiary_label": "frozen_label"}


@bad_request
class FrozenSave(BadRequest):
    """A save would rename what the public list has named; 400 over REST, nothing changed."""

    def __init__(self):
        super().__init__(say(SENTENCE))


def before_transition(operation, event):
    """Whatever door or script it came by: what others have the code of is neither checked nor published."""
    if event.transition is None or event.transition.getId() not in ("check", "publish"):
        return
    taken = holder(operation.code, operation)
    if taken:
        raise PublicationRefused(_("« ${title} » already has this code.", mapping={"title": taken}))


def freeze(operation, event):
    """At publication: an empty label is the name that the beneficiary has today."""
    if event.transition is None or event.transition.getId() != "publish":
        return
    lead = target(operation, "lead")
    if not operation.beneficiary_label and lead is not None:
        operation.beneficiary_label = lead.title
        operation.reindexObject(idxs=["SearchableText"])
    remember(operation, **{memory: getattr(operation, name) for name, memory in FROZEN.items()})


def thawed(operation, data: dict) -> bool:
    """Whether ``data`` (field → value) would change a frozen name."""
    if not in_public_state(operation):
        return False
    known = recall_all(operation)
    return any(
        memory in known and name in data and (data[name] or None) != known[memory]
        for name, memory in FROZEN.items()
    )


def keep_frozen(operation, event):
    """After a save by any door."""
    if thawed(operation, {name: getattr(operation, name) for name in FROZEN}):
        raise FrozenSave


def check_form(event):
    """The edit form says it beside what was typed."""
    form = event.form
    if event.errors or not isinstance(form, DefaultEditForm) or not IOperation.providedBy(form.context):
        return
    data = {name.rsplit(".", 1)[-1]: value for name, value in event.data.items()}
    if form.actions.executedActions and thawed(form.context, data):
        raise ActionExecutionError(Invalid(say(SENTENCE)))
