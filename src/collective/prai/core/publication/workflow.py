"""Names of the workflows that put an item before the public, said once."""

#: Of what the editorial team writes.
PUBLICATION = "prai_publication_workflow"
#: Of what readers declare, and the team checks: who took something up.
DECLARATION = "prai_reuse_workflow"
#: Those that our doors (form, menu, REST, bulk action) know; an item has one of them at most.
WORKFLOWS = (PUBLICATION, DECLARATION)
#: States in which Anonymous may view an item.
PUBLIC_STATES = ("published", "to_revise", "archived")
#: State of a declaration that waits for a reviewer.
CONFIRMED = "confirmed"
#: Transitions that put an item before the public: they pass the completeness check.
PUBLISHING = ("publish", "restore")
#: Transitions that need a reason written by their author.
WITH_REASON = ("send_back", "withdraw", "reject")
