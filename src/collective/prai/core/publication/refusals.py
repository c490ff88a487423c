"""Why an item stays as it is: one exception for each reason, each with a sentence for its reader."""

from collective.prai import _
from collective.prai.core.publication.needs import Missing
from collective.prai.core.vocabularies import language
from plone.app.iterate.interfaces import CheckinException
from Products.CMFCore.WorkflowCore import WorkflowException
from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate


def say(message) -> str:
    """A message in the reader's language, with or without a request."""
    request = getRequest()
    if request is None:
        return translate(message, target_language=language())
    return translate(message, context=request)


def labels(missing: list[Missing]) -> str:
    """``Le besoin, En bref (parce que…)``: what must be filled; alternatives are joined by "or"."""
    or_ = f" {say(_('or'))} "
    return ", ".join(
        or_.join(say(title) for title in gap.titles) + (f" ({say(gap.why)})" if gap.why else "")
        for gap in missing
    )


class Refused(WorkflowException):
    """A transition that did not happen; ``str()`` is the sentence to show."""

    def __init__(self, message, missing: list[Missing] = ()):
        if isinstance(message, Refused):
            # The workflow tool raises a new exception of the same class from the one that it caught.
            message, missing = message.message, message.missing
        self.message = message
        self.missing = list(missing)
        super().__init__(say(message))


class PublicationRefused(Refused):
    """The item is incomplete: ``missing`` names what must be filled."""

    @classmethod
    def of(cls, missing: list[Missing]):
        message = _(
            "This item cannot be published: something is still to be filled in. Missing: ${names}.",
            mapping={"names": labels(missing)},
        )
        return cls(message, missing)


class ReasonMissing(Refused):
    """The transition needs a comment, and got none."""


class WorkingCopyRefused(Refused):
    """A working copy is checked in, never published."""


class ReplacementRefused(Refused):
    """What should replace a withdrawn item is not a public item of the same type."""


def bad_request(cls):
    """plone.rest reads the status of an answer from the name of the exception's class."""
    cls.__name__ = "BadRequest"
    return cls


@bad_request
class IncompleteSave(BadRequest):
    """A save would leave a public item incomplete; 400 over REST."""

    def __init__(self, missing: list[Missing]):
        self.missing = list(missing)
        message = _(
            "This item is public and must stay complete: nothing was saved. Missing: ${names}.",
            mapping={"names": labels(missing)},
        )
        super().__init__(say(message))


@bad_request
class CheckinRefused(BadRequest, CheckinException):
    """A working copy that would make its public item incomplete or undo a change; nothing changed."""

    def __init__(self, message, missing: list[Missing] = ()):
        self.missing = list(missing)
        super().__init__(say(message))

    @classmethod
    def of(cls, missing: list[Missing]):
        message = _(
            "This working copy cannot replace the public page yet. Missing: ${names}.",
            mapping={"names": labels(missing)},
        )
        return cls(message, missing)

    @classmethod
    def clash(cls, titles: list[str]):
        """Parts that were changed on the public page since the check-out, and in the copy too."""
        message = _(
            "These parts were also changed on the public page since the working copy was made: ${names}. "
            "Take over what matters, then confirm on the check-in page that they may be replaced.",
            mapping={"names": ", ".join(titles)},
        )
        return cls(message)


@bad_request
class NoVersion(BadRequest):
    """The version that should come back is none of this item; nothing changed."""


@bad_request
class BadTransition(BadRequest):
    """What a program is told when a transition did not happen; nothing changed."""
