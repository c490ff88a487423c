"""Indicator: a series of observations, each with its date, qualifier and source."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Figure
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IObservation(Interface):
    """One measured or announced value."""

    date = PartialDate(title=_("Date"))
    value = Figure(title=_("Value"))
    qualifier = term("qualifiers", title=_("Qualifier"))
    territory = schema.TextLine(title=_("Territory or category"), required=False)
    series = schema.TextLine(title=_("Series"), required=False)
    source = schema.TextLine(title=_("Source"), required=False)
    note = schema.TextLine(title=_("Note"), required=False)


class IRevisedTarget(Interface):
    """A target that a body decided later."""

    value = Figure(title=_("Target"))
    decided_on = PartialDate(title=_("Decided on"), required=False)
    body = schema.TextLine(title=_("Decided by"), required=False)
    reason = schema.TextLine(title=_("Reason"), required=False)


class IIndicator(model.Schema):
    """Series of different sources are never joined silently."""

    searchable("code", "definition")
    model.fieldset(
        "targets",
        label=_("Targets"),
        fields=["direction", "initial_target", "initial_target_due", "revised_targets"],
    )
    code = schema.TextLine(title=_("Code"), required=False)
    definition = schema.Text(
        title=_("Definition"), description=_("What is counted, where, by whom."), required=False
    )
    kind = term("indicator_kinds", title=_("Kind"))
    unit = term("units", title=_("Unit"))
    counted = schema.TextLine(
        title=_("What is counted"), description=_("« communes », « élus », « foyers »…"), required=False
    )
    direction = term("directions", title=_("Wished direction"))
    initial_target = Figure(title=_("Initial target"), required=False)
    initial_target_due = PartialDate(title=_("Target due"), required=False)
    revised_targets = rows(IRevisedTarget, title=_("Revised targets"))
    observations = rows(
        IObservation, title=_("Observations"), description=_("One line for each value that a source gives.")
    )
    method = RichText(title=_("Method"), required=False)
    computed = term("computed_figures", title=_("Computed by the site"))


needs(IIndicator, "definition", "unit")


@implementer(IIndicator, ISyndicatable)
class Indicator(Sheet):
    """An indicator, its table and its drawing."""
