"""Programme: the frame of measures and calls; another Région describes its own here."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.publication.needs import needs
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IProgramme(model.Schema):
    """Who decides, who pays, from when to when, and the one place to ask."""

    searchable("acronym", "presentation", "objectives", "governance")
    model.fieldset(
        "bodies",
        label=_("Who runs it"),
        fields=["authority", "resource_centre", "funds", "governance", "disclaimer", "logos"],
    )
    acronym = schema.TextLine(title=_("Acronym"), required=False)
    strand = schema.TextLine(
        title=_("Strand"), description=_("The part of the programme that this site is about."), required=False
    )
    starts = PartialDate(title=_("Begins"), description=_("A day, a month or a year."), required=False)
    ends = PartialDate(title=_("Ends"), description=_("As planned at the beginning."), required=False)
    extended_until = PartialDate(title=_("Extended until"), required=False)
    presentation = RichText(title=_("The programme"), required=False)
    objectives = schema.List(
        title=_("Objectives"),
        description=_("One a line."),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    method = RichText(title=_("How it goes about it"), required=False)
    opening_hours = schema.TextLine(
        title=_("Opening hours of the contact"),
        description=_("When the office answers the telephone."),
        required=False,
    )
    authority = relation("prai.Organisation", title=_("Managing authority"))
    resource_centre = relation("prai.Organisation", title=_("Resource centre"))
    funds = schema.List(
        title=_("Funds"),
        description=_("One a line, in the order in which they are named."),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    governance = RichText(title=_("Governance"), required=False)
    disclaimer = schema.Text(
        title=_("Funders' line"), description=_("Printed below calls, letters and lists."), required=False
    )
    logos = NamedBlobImage(title=_("Logos of the funders"), required=False)


needs(IProgramme, "presentation", "starts", "authority")


@implementer(IProgramme)
class Programme(Sheet):
    """A programme; measures name it."""
