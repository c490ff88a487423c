"""Séance: a jury or a steering committee, its members, its agenda, what it decided; private."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.interfaces import IJournaled
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


#: Folder at the root; never public.
SESSIONS = "seances"
JURY, STEERING = "jury", "steering-committee"


class IMember(Interface):
    """A seat: the account that holds it, and for whom it speaks."""

    account = schema.TextLine(
        title=_("Account"), description=_("Login name; empty for a seat without an account."), required=False
    )
    seat = schema.TextLine(title=_("Body or function"), required=False)


class IDecision(Interface):
    """What a session changed; targets, ceilings and criteria of calls refer to it by its date and body."""

    subject = schema.TextLine(title=_("Subject"))
    old = schema.TextLine(title=_("Before"), required=False)
    new = schema.TextLine(title=_("After"), required=False)
    reason = schema.TextLine(title=_("Reason"), required=False)


class ISession(model.Schema):
    """Jurors see the sessions in which they have a seat, from the convocation on."""

    kind = term("session_kinds", required=True, title=_("Kind of session"))
    rank = schema.Int(title=_("Number in the series"), min=1, max=10_000, required=False)
    held_on = PartialDate(title=_("Date"), description=_("A day, a month or a year."), required=False)
    starts_at = schema.TextLine(title=_("Time"), description=_("« 9 h 30 »"), required=False)
    place = schema.TextLine(title=_("Place"), required=False)
    members = rows(IMember, title=_("Members"))
    agenda = relations("prai.Application", title=_("Dossiers on the agenda"))
    programme_points = schema.List(
        title=_("Other points"),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    minutes = RichText(title=_("Minutes"), required=False)
    decisions = rows(IDecision, title=_("Decisions"))
    source = schema.Text(title=_("Source"), required=False)


@implementer(ISession, IJournaled)
class Session(Book):
    """A session; the reviews of its jurors lie in it."""
