"""Accompagnement: a mission of advice that the programme lends; internal."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Figure
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.interfaces import IJournaled
from plone.autoform import directives
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


#: Folder at the root; never public.
ADVICE_MISSIONS = "accompagnements"


class IDays(Interface):
    """Days that the provider spent."""

    date = PartialDate(title=_("Date"), required=False)
    days = Figure(title=_("Days"))
    purpose = schema.TextLine(title=_("What for"), required=False)


class ISurveyAnswer(Interface):
    """One answer of the beneficiary's office to the survey, as it was given."""

    question = schema.TextLine(title=_("Name of the question"))
    label = schema.Text(title=_("Question"), required=False)
    value = schema.Text(title=_("Answer"), required=False)


class IAdvice(model.Schema):
    """Days granted and used, and what followed."""

    lead = relation("prai.Organisation", title=_("Lead beneficiary"))
    beneficiaries = relations("prai.Organisation", title=_("Other beneficiaries"))
    application = relation("prai.Application", title=_("Dossier"))
    measure = relation("prai.Measure", title=_("Measure"))
    provider = relation("prai.Organisation", title=_("Provider"))
    purpose = term("advice_purposes", title=_("Purpose"))
    starts = PartialDate(title=_("Begins"), required=False)
    ends = PartialDate(title=_("Ends"), required=False)
    days_granted = Figure(title=_("Days granted"), required=False)
    days_used = rows(IDays, title=_("Days used"))
    follow_up = term("advice_follow_ups", title=_("What followed"))
    next_application = relation("prai.Application", title=_("Dossier that followed"))
    mission_sheet = relation("prai.MissionSheet", title=_("Mission sheet"))
    survey_sent_on = schema.Date(title=_("Survey sent on"), required=False)
    survey_answered_on = schema.Date(title=_("Survey answered on"), required=False)
    satisfaction = schema.Int(
        title=_("Satisfaction"),
        description=_("From 1 (not at all) to 4 (entirely)."),
        min=1,
        max=4,
        required=False,
    )
    directives.omitted("survey_answers")
    survey_answers = rows(ISurveyAnswer, title=_("Answers to the survey"))
    note = schema.Text(title=_("Note"), required=False)


@implementer(IAdvice, IJournaled)
class Advice(Sheet):
    """A mission of advice."""
