"""One way to change the state of an item: the forms, the menus and the REST service all use it."""

from collective.prai import _
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.state import allowed_transitions
from collective.prai.core.publication.workflow import WORKFLOWS
from plone import api
from plone.dexterity.utils import iterSchemata


def act(obj, action: str, comment: str = "", replacement: str | None = None):
    """Do the transition for the current user.

    Refused, with its sentence and before anything changed, if that cannot be.
    """
    if action not in {transition["id"] for transition in allowed_transitions(obj)}:
        raise Refused(not_possible(action))
    given = {"comment": comment.strip()}
    if replacement:
        given["replacement"] = replacement
    api.portal.get_tool("portal_workflow").doActionFor(obj, action, **given)


def not_possible(action: str):
    """The sentence for a transition that is not open to this reader in the present state."""
    tool = api.portal.get_tool("portal_workflow")
    if not any((action or "") in tool.getWorkflowById(name).transitions for name in WORKFLOWS):
        return _("There is no such action. Choose one of those that are offered.")
    return _("This item is not in a state in which you can do that: it may have changed meanwhile.")


def edit_link(obj, name: str) -> str:
    """Address of one field in the edit form."""
    return f"{obj.absolute_url()}/edit#formfield-form-widgets-{widget_name(obj, name)}"


def widget_name(obj, name: str) -> str:
    """As the form names it: fields of a behavior carry the name of its schema."""
    for position, schema in enumerate(iterSchemata(obj)):
        if name in schema:
            return f"{schema.__name__}-{name}" if position else name
    return name
