"""What our doors know of each workflow, said once: public states, checks, reasons."""

from typing import NamedTuple


class Rules(NamedTuple):
    """Of one workflow: ids of states and of transitions."""

    #: States in which Anonymous may view an item.
    public: tuple[str, ...]
    #: Transitions that put an item before the public: they pass the completeness check.
    publishing: tuple[str, ...]
    #: Transitions that need a reason written by their author.
    with_reason: tuple[str, ...]


#: Of what the editorial team writes.
PUBLICATION = "prai_publication_workflow"
#: Of what readers declare, and the team checks: who took something up.
DECLARATION = "prai_reuse_workflow"
#: Of what officers announce, list, examine and convene.
CALLS = "prai_call_workflow"
OPERATIONS = "prai_operation_workflow"
APPLICATIONS = "prai_application_workflow"
SITTINGS = "prai_session_workflow"
#: Those that our doors (form, menu, REST, bulk action) know; an item has one of them at most.
WORKFLOWS = {
    PUBLICATION: Rules(
        ("published", "to_revise", "archived"), ("publish", "restore"), ("send_back", "withdraw")
    ),
    DECLARATION: Rules(("published",), ("publish",), ("withdraw", "reject")),
    CALLS: Rules(("open", "closed", "archived"), ("open", "reopen"), ("take_back",)),
    OPERATIONS: Rules(("published", "settled"), ("check", "publish", "reopen"), ("send_back", "withdraw")),
    APPLICATIONS: Rules(
        (), (), ("ask_completion", "declare_ineligible", "examine_again", "reject", "cancel_award")
    ),
    SITTINGS: Rules((), (), ()),
}
#: Those of the editorial desk, whose mails go to authors and reviewers.
EDITORIAL = (PUBLICATION, DECLARATION)
#: States of editorial content in which Anonymous may view it.
PUBLIC_STATES = WORKFLOWS[PUBLICATION].public
#: State of a declaration that waits for a reviewer.
CONFIRMED = "confirmed"
