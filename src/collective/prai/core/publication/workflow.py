"""Names of the publication workflow, said once."""

PUBLICATION = "prai_publication_workflow"
#: States in which Anonymous may view an item.
PUBLIC_STATES = ("published", "to_revise", "archived")
#: Transitions that put an item before the public: they pass the completeness check.
PUBLISHING = ("publish", "restore")
#: Transitions that need a reason written by their author.
WITH_REASON = ("send_back", "withdraw")
