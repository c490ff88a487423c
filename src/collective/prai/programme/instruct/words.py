"""What the journal calls the acts that are no transitions."""

from collective.prai import _
from collective.prai.programme.instruct.house import own_title
from plone import api


ACTS = {
    "create": _("Begun"),
    "save": _("Draft saved"),
    "resubmit": _("Handed in again"),
    "withdraw": _("Withdrawn"),
    "file_added": _("File added"),
    "file_removed": _("File removed"),
    "paper": _("Entered from paper"),
    "reminded": _("Reminder sent"),
    "link_sent": _("Link sent"),
    "edit": _("Changed"),
    "assign": _("Assigned"),
    "override": _("Rule decided otherwise"),
    "letter": _("Letter sent"),
    "review_give": _("Review given"),
    "review_take_back": _("Review taken back"),
    "review_conflict": _("Conflict of interest declared"),
    "operation_made": _("Row of the list of operations drafted"),
    "operation_paid": _("Payments written"),
    "sheet_made": _("Project sheet drafted"),
    "mission_made": _("Mission of advice opened"),
    "told": _("Members told by mail"),
}


def act_title(act: str, workflow: str):
    """Of an act of the journal, in the reader's language; the word of code where nobody knows it."""
    if act in ACTS:
        return ACTS[act]
    definition = api.portal.get_tool("portal_workflow").getWorkflowById(workflow)
    transition = definition.transitions.get(act) if definition is not None else None
    return own_title(transition.title) if transition is not None else act
