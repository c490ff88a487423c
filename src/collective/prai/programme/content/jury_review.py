"""Avis d'un juré: marks on the call's own criteria, or a conflict of interest; lies in its session."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Figure
from collective.prai.core.fields import relation
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.interfaces import IJournaled
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IScore(Interface):
    """The mark for one criterion, as the call called and weighted it that day."""

    criterion = schema.TextLine(title=_("Criterion"))
    weight = Figure(title=_("Weight"), required=False)
    max_score = schema.Int(title=_("Highest mark"), required=False)
    score = Figure(title=_("Mark"), required=False)
    comment = schema.Text(title=_("Comment"), required=False)


class IJuryReview(model.Schema):
    """One juror, one dossier, one session."""

    # Who judges what is settled when the page makes the review: nobody takes the place of another.
    directives.write_permission(
        application="cmf.ManagePortal", juror="cmf.ManagePortal", conflict_of_interest="cmf.ManagePortal"
    )
    application = relation("prai.Application", title=_("Dossier"))
    juror = schema.TextLine(title=_("Account of the juror"), required=False)
    conflict_of_interest = schema.Bool(
        title=_("I have a conflict of interest"),
        description=_("The dossier is hidden from you, and you are out of its average."),
        required=False,
        default=False,
    )
    scores = rows(IScore, title=_("Marks"))
    recommendation = term("opinions", title=_("Recommendation"))
    comment = schema.Text(title=_("Comment"), required=False)


@implementer(IJuryReview, IJournaled)
class JuryReview(Sheet):
    """A review."""
