"""Appel: who may ask for what, until when, by which rules: dated rows with the body that decided."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import Figure
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from decimal import Decimal
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import Invalid
from zope.interface import invariant


ADVICE, INNOVATIVE = "advice", "innovative-project"


class IDecided(Interface):
    """Columns that tell since when a rule holds, and who decided so."""

    since = PartialDate(
        title=_("Since"), description=_("Empty: from the opening of the call."), required=False
    )
    decided_by = schema.TextLine(title=_("Decided by"), required=False)


class IThreshold(IDecided):
    """Strictly below: a municipality of 2 500 is not below 2 500."""

    type = term("organisation_types", required=True, title=_("Kind of body"))
    max_population = schema.Int(title=_("Fewer inhabitants than"), min=1, max=70_000_000)
    outside_urban_area = schema.Bool(title=_("Outside urban areas only"), required=False, default=False)
    effect = term("threshold_effects", required=True, title=_("Effect"))


class ICriterion(IDecided):
    """What the jury marks."""

    criterion = schema.TextLine(title=_("Criterion"))
    hint = schema.TextLine(title=_("What is looked at"), required=False)
    weight = Figure(title=_("Weight"), required=False)
    max_score = schema.Int(title=_("Highest mark"), min=1, max=100, required=False)


class IRequirement(Interface):
    """What a complete dossier holds or what its bearer engages in."""

    label = schema.TextLine(title=_("Requirement"))
    explanation = schema.TextLine(title=_("Explanation"), required=False)
    blocking = schema.Bool(title=_("Without it the dossier is not complete"), required=False, default=True)


class IRate(IDecided):
    """The part of the eligible cost that one funder takes."""

    funder = schema.TextLine(title=_("Funder"))
    percent = Figure(title=_("Percent of the eligible cost"))


class ICap(IDecided):
    """A ceiling, and what it bears on."""

    amount = Money(title=_("Ceiling (€)"), required=False)
    basis = term("cap_bases", title=_("What the ceiling bears on"))
    funder = schema.TextLine(
        title=_("Funder"), description=_("Where it bears on one funder's part."), required=False
    )
    note = schema.TextLine(title=_("Source or reading"), required=False)


class IMaximum(IDecided):
    """How many projects at most."""

    projects = schema.Int(title=_("Projects at most"), min=0, max=100_000)


class ICall(model.Schema):
    """No figure of the programme's rules is in code: they are here."""

    searchable("objectives", "eligible_costs", "exclusions")
    model.fieldset(
        "who",
        label=_("Who may apply"),
        fields=[
            "eligible_types",
            "thresholds",
            "requirements",
            "excluded_kinds",
            "excluded_themes",
            "exclusions",
        ],
    )
    model.fieldset(
        "aid",
        label=_("Aid"),
        fields=["expense_nature", "eligible_costs", "rates", "caps", "typical_days", "maxima"],
    )
    model.fieldset("choice", label=_("Selection"), fields=["criteria", "jury_every", "selection"])
    model.fieldset("apply", label=_("To apply"), fields=["form", "opening_hours", "example"])
    measure = relation("prai.Measure", title=_("Measure"))
    kind = term("call_kinds", title=_("Kind of call"))
    objectives = RichText(title=_("What for"), required=False)
    opens = schema.Datetime(title=_("Opens"), description=_("By the clock of the server."), required=False)
    closes = schema.Datetime(
        title=_("Closes"),
        description=_("The last moment at which an application is taken; empty: until further notice."),
        required=False,
    )
    rolling = schema.Bool(
        title=_("Rolling call"),
        description=_("Applications are examined as they come, jury after jury."),
        required=False,
        default=False,
    )
    eligible_types = terms(
        "organisation_types",
        title=_("Who may apply"),
        description=_("A group counts for its kinds: « Intercommunalité » takes communities and pays in."),
    )
    thresholds = rows(IThreshold, title=_("Population thresholds"))
    requirements = rows(IRequirement, title=_("Conditions and pieces"))
    excluded_kinds = terms("project_kinds", title=_("Kinds of project that are excluded"))
    excluded_themes = schema.List(
        title=_("Other exclusions"),
        description=_("One a line."),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    exclusions = RichText(title=_("Exclusions in detail"), required=False)
    expense_nature = schema.TextLine(
        title=_("Kind of expenses"),
        description=_("« Investissement », « jours de conseil »."),
        required=False,
    )
    eligible_costs = RichText(title=_("Eligible expenses"), required=False)
    rates = rows(IRate, title=_("Rates by funder"))
    caps = rows(
        ICap, title=_("Ceilings"), description=_("All that are in force bear; a new one has its date.")
    )
    typical_days = Figure(title=_("Days of advice, on average"), required=False)
    maxima = rows(IMaximum, title=_("Number of projects"))
    criteria = rows(ICriterion, title=_("Criteria of the jury"))
    jury_every = schema.Int(title=_("A jury every … months"), min=1, max=60, required=False)
    selection = RichText(title=_("How it is decided"), required=False)
    form = relation("EasyForm", title=_("Form of application"))
    opening_hours = schema.TextLine(title=_("Opening hours of the contact"), required=False)

    example = schema.Bool(
        title=_("Fictitious example"),
        description=_("Shown as such, and counted nowhere."),
        required=False,
        default=False,
    )

    @invariant
    def closes_after_it_opens(data):
        if data.opens and data.closes and data.closes.replace(tzinfo=None) <= data.opens.replace(tzinfo=None):
            raise Invalid(_("A call closes after it has opened."))


needs(ICall, "kind", "eligible_types", "opens")

#: What a criterion counts where its row does not say.
WEIGHT, MAX_SCORE = Decimal(1), 5


@implementer(ICall)
class Call(Book):
    """A call; its form may lie in it, applications name it."""
