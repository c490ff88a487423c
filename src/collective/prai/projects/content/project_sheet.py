"""Fiche projet: what a project did, for how much, and what can be taken from it."""

from collective.prai import _
from collective.prai.core.conditions import ICondition
from collective.prai.core.content import Book
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from collective.prai.interfaces import ITransferable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IComponent(Interface):
    """One part of the project."""

    title = schema.TextLine(title=_("Component"))
    text = schema.Text(title=_("Services"), required=False)
    kind = term("project_kinds", title=_("Kind"))


class IEffort(Interface):
    """What it took: days of work, euros, months."""

    internal_days = schema.Int(title=_("Internal days"), min=0, max=1_000_000, required=False)
    provider_days = schema.Int(title=_("Provider days"), min=0, max=1_000_000, required=False)
    cost = Money(title=_("Cost (€)"), required=False)
    months = schema.Int(title=_("Months"), min=0, max=1_000_000, required=False)
    source = schema.TextLine(title=_("Source"), required=False)


class IReading(Interface):
    """An address for those who want more."""

    title = schema.TextLine(title=_("Title"))
    url = schema.URI(title=_("Address"))


class IProjectSheet(model.Schema):
    """Fields in the order of the programme's own brochure."""

    searchable("beneficiary_names", "the_project", "approach", "transferability", "highlights", "lessons",
               "components")  # fmt: skip
    model.fieldset(
        "transfer",
        label=_("To take up elsewhere"),
        fields=["transferability", "deliverables", "conditions", "condition_rows", "effort"],
    )
    model.fieldset("lessons", label=_("What was learnt"), fields=["highlights", "lessons", "further_reading"])
    lead = relation("prai.Organisation", title=_("Lead beneficiary"))
    beneficiaries = relations("prai.Organisation", title=_("Beneficiaries"))
    beneficiary_names = schema.Text(
        title=_("Beneficiaries (historical names)"),
        description=_("One a line, when they are not in the directory."),
        required=False,
    )
    partners = relations("prai.Organisation", title=_("Partners"))
    project_kinds = terms("project_kinds", title=_("Kinds of project"))
    stage = term("stages", title=_("Stage"))
    starts = PartialDate(title=_("Start"), description=_("A day, a month or a year."), required=False)
    ends = PartialDate(title=_("End"), description=_("A day, a month or a year."), required=False)
    the_project = RichText(title=_("The project"), required=False)
    components = rows(IComponent, title=_("Components"))
    approach = RichText(title=_("Approach"), required=False)
    transferability = RichText(title=_("What can be transferred"), required=False)
    deliverables = relations("prai.Deliverable", title=_("To take home"))
    conditions = terms("transfer_conditions", title=_("Conditions for taking it up"))
    condition_rows = rows(ICondition, title=_("Conditions in detail"))
    effort = rows(IEffort, title=_("Effort"))
    highlights = RichText(title=_("What makes it special"), required=False)
    lessons = RichText(title=_("Success factors and obstacles"), required=False)
    further_reading = rows(IReading, title=_("Further reading"))
    operation = relation(
        "prai.Operation",
        title=_("Operation"),
        description=_("The row of the list of operations that paid for it."),
    )
    off_theme = schema.Bool(
        title=_("Outside the programme's theme"),
        description=_("A research project, for example: lists show it only to who asks for it."),
        required=False,
        default=False,
    )


needs(IProjectSheet, ("lead", "beneficiaries", "beneficiary_names"), "project_kinds", "the_project")


@implementer(IProjectSheet, ISyndicatable, ITransferable)
class ProjectSheet(Book):
    """A project sheet; its images are inside."""
