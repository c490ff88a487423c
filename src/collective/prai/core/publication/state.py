"""Where an item stands: its state, whether it is public, which transitions its reader may do."""

from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.publication.workflow import Rules
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


def rules_of(obj) -> Rules | None:
    """What our doors know of its workflow; None for an item without one of ours."""
    return WORKFLOWS.get(workflow_of(obj))


def in_public_state(obj) -> bool:
    """Whether the item itself is before the public (its folders and dates left aside)."""
    rules = rules_of(obj)
    return rules is not None and not IWorkingCopy.providedBy(obj) and state_of(obj) in rules.public


def is_public_state(portal_type: str, state) -> bool:
    """The same of what the catalog knows: a state's name alone does not tell, ``settled`` is public of an
    operation and not of a dossier.  Parts of a book and stock items have their own way: what has no state
    is seen with its book.
    """
    if not isinstance(state, str) or not state:
        return True
    chain = api.portal.get_tool("portal_workflow").getChainForPortalType(portal_type)
    return any(state in rules.public for name, rules in WORKFLOWS.items() if name in chain) or (
        not any(name in chain for name in WORKFLOWS) and state in PUBLIC_STATES
    )


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
