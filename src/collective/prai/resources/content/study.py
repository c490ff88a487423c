"""Study: diagnostics, white papers, evaluations, reports."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from decimal import Decimal
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IConsulted(Interface):
    """A body that was heard."""

    organisation = schema.TextLine(title=_("Organisation"))
    round = schema.TextLine(title=_("Round"), required=False)


class IBudgetLine(Interface):
    """One amount of the budget that the study draws up."""

    label = schema.TextLine(title=_("Label"))
    amount = Money(title=_("Amount (€)"), required=False)
    kind = term("budget_kinds", title=_("Charge or income"))
    part_of = schema.TextLine(title=_("Part of"), required=False)


class IStudy(model.Schema):
    """Totals of the budget are shown, never forced: sources round and overlap."""

    searchable("summary", "method", "commissioned_by_name")
    model.fieldset(
        "edition",
        label=_("Edition and authors"),
        fields=[
            "issued", "planned_for", "version", "edition", "publisher", "commissioned_by",
            "commissioned_by_name", "authors", "funders",
        ],
    )  # fmt: skip
    model.fieldset(
        "method",
        label=_("Method and budget"),
        fields=["consulted", "method", "surveyed", "respondents", "budget"],
    )
    kind = term("study_kinds", title=_("Kind of study"))
    year = schema.Int(title=_("Year"), min=1900, max=2100, required=False)
    date_unknown = schema.Bool(
        title=_("Date unknown"), description=_("The source gives no date."), default=False, required=False
    )
    summary = RichText(title=_("Summary"), required=False)
    issued = PartialDate(title=_("Issued"), description=_("A day, a month or a year."), required=False)
    planned_for = PartialDate(
        title=_("Planned for"), description=_("A day, a month or a year."), required=False
    )
    version = schema.TextLine(title=_("Version"), required=False)
    edition = schema.TextLine(title=_("Edition"), required=False)
    publisher = relation("prai.Organisation", title=_("Publisher"))
    commissioned_by = relation("prai.Organisation", title=_("Commissioned by"))
    commissioned_by_name = schema.TextLine(title=_("Commissioned by (free name)"), required=False)
    authors = relations("prai.Organisation", title=_("Authors"))
    funders = relations("prai.Organisation", title=_("Funders"))
    consulted = rows(IConsulted, title=_("Who was heard"))
    method = RichText(title=_("Method"), required=False)
    surveyed = schema.Int(title=_("Surveyed"), min=0, max=1_000_000, required=False)
    respondents = schema.Int(title=_("Respondents"), min=0, max=1_000_000, required=False)
    budget = rows(IBudgetLine, title=_("Budget"))
    file = NamedBlobFile(title=_("File"), description=_("The study, as PDF."), required=False)
    file_licence = schema.Choice(
        title=_("Licence of the file"), vocabulary="collective.prai.file_licences", required=False
    )


needs(IStudy, ("year", "date_unknown"), "summary")


def budget_totals(lines: list | None) -> dict[str, Decimal]:
    """Euros by kind (``charge``, ``income``), of the lines that are part of no other line."""
    totals: dict[str, Decimal] = {}
    for line in lines or ():
        if line.get("amount") is not None and not line.get("part_of"):
            kind = line.get("kind") or "charge"
            totals[kind] = totals.get(kind, Decimal(0)) + line["amount"]
    return totals


@implementer(IStudy, ISyndicatable)
class Study(Book):
    """A study; long ones have chapters."""
