"""What the form of a transition says: the desk's own words, of other workflows those of their profile."""

from collective.prai import _
from collective.prai.core.publication.state import rules_of
from collective.prai.core.publication.state import workflow_of
from collective.prai.core.publication.workflow import EDITORIAL
from plone import api
from typing import NamedTuple
from zope.i18nmessageid import Message


class Words(NamedTuple):
    """Heading, what will happen, what the comment is for, label of the button."""

    heading: Message
    effect: Message
    comment_label: Message
    button: Message


#: Of the editorial desk: transition → its words.
WORDS = {
    "submit": (
        _("Submit for review"),
        _("The reviewers receive a mail. You can no longer change the text until they answer."),
        _("A word to the reviewers"),
        _("Submit"),
    ),
    "send_back": (
        _("Send back to its author"),
        _("The item becomes a draft again, and its author receives your comment by mail."),
        _("What is to be changed"),
        _("Send back"),
    ),
    "publish": (
        _("Publish for reuse"),
        _("Everyone can read the item, and partner sites can take it up."),
        _("Comment"),
        _("Publish"),
    ),
    "flag": (
        _("Flag for revision"),
        _("The item stays public; its readers are told that it is to be revised."),
        _("What is to be revised"),
        _("Flag"),
    ),
    "withdraw": (
        _("Withdraw"),
        _("The item leaves the site and the partner sites. Its address then shows your reason."),
        _("Reason of the withdrawal (public)"),
        _("Withdraw it"),
    ),
    "archive": (
        _("Archive"),
        _("The item stays public with a notice, and leaves the default search."),
        _("Comment"),
        _("Archive it"),
    ),
    "restore": (
        _("Take out of the archive"),
        _("The item is published again."),
        _("Comment"),
        _("Publish again"),
    ),
    "confirm": (
        _("Confirm the declaration"),
        _("You have checked with its declarant that it is theirs. A reviewer can now publish it."),
        _("How it was checked"),
        _("Confirm"),
    ),
    "reject": (
        _("Reject the declaration"),
        _("It is not shown to anybody, and is kept with your reason for the team."),
        _("Reason (for the team)"),
        _("Reject it"),
    ),
    "restore_draft": (
        _("Take back as a draft"),
        _("The item becomes a draft: it can be changed, then published again."),
        _("Comment"),
        _("Take back"),
    ),
}


def words_of(obj, action: str) -> Words:
    """Of a transition that the workflow of the item has."""
    name = workflow_of(obj)
    if name in EDITORIAL:
        return Words(*WORDS[action])
    transition = api.portal.get_tool("portal_workflow").getWorkflowById(name).transitions[action]
    comment = _("Reason") if action in rules_of(obj).with_reason else _("Comment")
    return Words(_own(transition.title), _own(transition.description), comment, _own(transition.title))


def _own(text: str) -> Message:
    """A text of our profile, in the reader's language."""
    return Message(text, domain="collective.prai")
