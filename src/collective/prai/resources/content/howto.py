"""Fiche pratique: one how-to sheet that a town hall can act on."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IStep(Interface):
    """One step, in the order of the work."""

    title = schema.TextLine(title=_("Step"))
    text = schema.Text(title=_("What to do"), required=False)


class ILink(Interface):
    """An address elsewhere."""

    title = schema.TextLine(title=_("Title"))
    url = schema.URI(title=_("Address"))


class IHowTo(model.Schema):
    """Anyone may copy a published sheet: no field may hold personal data."""

    searchable("problem", "in_brief", "steps", "watch_points")
    problem = schema.Text(
        title=_("The need"),
        description=_("As a mayor would say it: « J'ai besoin de… »."),
        required=False,
    )
    in_brief = RichText(title=_("In brief"), description=_("The answer in a few lines."), required=False)
    steps = rows(IStep, title=_("Steps"), description=_("In the order of the work."))
    watch_points = RichText(title=_("Points to watch"), required=False)
    effort_days = schema.Int(
        title=_("Working time (days)"),
        description=_("Days of work for the authority, all persons together."),
        min=0,
        max=10_000,
        required=False,
    )
    deliverables = relations("prai.Deliverable", title=_("To take home"))
    guide = relation("prai.Guide", title=_("Guide that it belongs to"))
    links = rows(ILink, title=_("Useful links"))


needs(IHowTo, "problem", "in_brief")


@implementer(IHowTo, ISyndicatable)
class HowTo(Sheet):
    """A fiche pratique."""
