"""Where an item stands: its state, whether it is public, which transitions its reader may do."""

from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.publication.workflow import WORKFLOWS
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy


def workflow_of(obj) -> str | None:
    """Id of the workflow that puts it before the public."""
    chain = api.portal.get_tool("portal_workflow").getChainFor(obj)
    return next((name for name in WORKFLOWS if name in chain), None)


def has_our_workflow(obj) -> bool:
    """Chapters and files have none: they live and die with their book."""
    return workflow_of(obj) is not None


def state_of(obj) -> str | None:
    """Id of the publication state; None for an item without our workflow."""
    return last_status(obj).get("review_state")


def in_public_state(obj) -> bool:
    """Whether the item itself is before the public (its folders and dates left aside)."""
    return not IWorkingCopy.providedBy(obj) and state_of(obj) in PUBLIC_STATES


def allowed_transitions(obj) -> list[dict]:
    """Of the current user, in the workflow's order: id, title, description.

    A working copy is only submitted and sent back: the rest belongs to its public item.
    """
    name = workflow_of(obj)
    if name is None:
        return []
    tool = api.portal.get_tool("portal_workflow")
    definition = tool.getWorkflowById(name)
    found = []
    for transition in tool.getTransitionsFor(obj):
        if IWorkingCopy.providedBy(obj) and transition["id"] not in ("submit", "send_back"):
            continue
        tdef = definition.transitions[transition["id"]]
        found.append({"id": tdef.getId(), "title": tdef.title, "description": tdef.description})
    return found


def last_status(obj) -> dict:
    """Latest entry of the publication history: action, actor, comments, time, review_state; or {}."""
    name = workflow_of(obj)
    return (name and api.portal.get_tool("portal_workflow").getStatusOf(name, obj)) or {}
