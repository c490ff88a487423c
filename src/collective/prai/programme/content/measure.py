"""Mesure (action, volet): the guide's four questions, its budget, its indicators."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.publication.needs import needs
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IBudgetShare(Interface):
    """What one funder planned, and from when on that figure holds."""

    funder = schema.TextLine(title=_("Funder"))
    planned = Money(title=_("Planned (€)"), required=False)
    since = PartialDate(title=_("Since"), required=False)
    decided_by = schema.TextLine(title=_("Decided by"), required=False)
    source = schema.TextLine(title=_("Source"), required=False)


class IMeasure(model.Schema):
    """Who, which services, how, when: the four questions of the programme's guide."""

    searchable("number", "who", "services", "how", "when")
    model.fieldset(
        "means",
        label=_("Means"),
        fields=[
            "operator", "contractor", "subcontractors", "procured_on", "planned_start", "actual_start",
            "ends", "budget_planned", "budget", "indicators",
        ],
    )  # fmt: skip
    number = schema.TextLine(
        title=_("Number"), description=_("As the programme writes it: 7.3."), required=False
    )
    other_numbers = schema.List(
        title=_("Other numbers"),
        description=_("One a line: under which it is found too."),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    programme = relation("prai.Programme", title=_("Programme"))
    need = term("programme_needs", title=_("Need that it answers"))
    who = RichText(title=_("Who is concerned?"), required=False)
    services = RichText(title=_("Which services?"), required=False)
    how = RichText(title=_("How?"), required=False)
    when = RichText(title=_("When?"), required=False)
    assessment = RichText(title=_("What came of it"), required=False)
    operator = relation("prai.Organisation", title=_("Who runs it"))
    contractor = relation("prai.Organisation", title=_("Contractor"))
    subcontractors = relations("prai.Organisation", title=_("Subcontractors"))
    procured_on = PartialDate(title=_("Contract awarded"), required=False)
    planned_start = PartialDate(title=_("Planned start"), required=False)
    actual_start = PartialDate(title=_("Actual start"), required=False)
    ends = PartialDate(title=_("Ends"), required=False)
    budget_planned = Money(title=_("Planned budget, all funders (€)"), required=False)
    budget = rows(
        IBudgetShare,
        title=_("Planned budget by funder"),
        description=_("A revised figure is a new line with its date; the latest one counts."),
    )
    indicators = relations("prai.Indicator", title=_("Indicators"))


needs(IMeasure, "number", "services")


@implementer(IMeasure)
class Measure(Sheet):
    """A measure; its calls and operations name it."""
