"""Dossier pédagogique: what a trainer needs for one session."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class ISequenceStep(Interface):
    """One part of the session."""

    title = schema.TextLine(title=_("Part"))
    minutes = schema.Int(title=_("Minutes"), min=0, max=10_000, required=False)
    method = schema.Text(title=_("Method"), required=False)
    material = schema.Text(title=_("Material"), required=False)


class ITeachingPack(model.Schema):
    """Sheets for trainer and participants are its chapters."""

    searchable("objectives", "prerequisites", "sequence")
    objectives = RichText(
        title=_("Objectives"), description=_("What participants can do at the end."), required=False
    )
    prerequisites = RichText(title=_("Prerequisites"), required=False)
    sequence = rows(ISequenceStep, title=_("Course of the session"))
    resources = relations(
        "prai.HowTo", "prai.Guide", "prai.Study", "prai.Deliverable", "prai.Indicator",
        title=_("Documents to use"),
    )  # fmt: skip
    publisher = relation("prai.Organisation", title=_("Publisher"))
    file = NamedBlobFile(title=_("File"), description=_("The printed pack, as PDF."), required=False)
    file_licence = schema.Choice(
        title=_("Licence of the file"), vocabulary="collective.prai.file_licences", required=False
    )


needs(ITeachingPack, "objectives")


@implementer(ITeachingPack, ISyndicatable)
class TeachingPack(Book):
    """A dossier pédagogique."""
