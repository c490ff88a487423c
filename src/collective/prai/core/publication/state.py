"""Where an item stands: its state, whether it is public, which transitions its reader may do."""

from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.publication.workflow import PUBLICATION
from plone import api
from plone.app.iterate.interfaces import IWorkingCopy


def has_our_workflow(obj) -> bool:
    """Chapters and files have none: they live and die with their book."""
    return PUBLICATION in api.portal.get_tool("portal_workflow").getChainFor(obj)


def state_of(obj) -> str | None:
    """Id of the publication state; None for an item without our workflow."""
    if not has_our_workflow(obj):
        return None
    tool = api.portal.get_tool("portal_workflow")
    return tool.getStatusOf(PUBLICATION, obj)["review_state"] if tool.getStatusOf(PUBLICATION, obj) else None


def in_public_state(obj) -> bool:
    """Whether the item itself is before the public (its folders and dates left aside)."""
    return not IWorkingCopy.providedBy(obj) and state_of(obj) in PUBLIC_STATES


def allowed_transitions(obj) -> list[dict]:
    """Of the current user, in the workflow's order: id, title, description.

    A working copy is only submitted and sent back: the rest belongs to its public item.
    """
    if not has_our_workflow(obj):
        return []
    tool = api.portal.get_tool("portal_workflow")
    definition = tool.getWorkflowById(PUBLICATION)
    found = []
    for transition in tool.getTransitionsFor(obj):
        if IWorkingCopy.providedBy(obj) and transition["id"] not in ("submit", "send_back"):
            continue
        tdef = definition.transitions[transition["id"]]
        found.append({"id": tdef.getId(), "title": tdef.title, "description": tdef.description})
    return found


def last_status(obj) -> dict:
    """Latest entry of the publication history: action, actor, comments, time, review_state."""
    return api.portal.get_tool("portal_workflow").getStatusOf(PUBLICATION, obj) or {}
