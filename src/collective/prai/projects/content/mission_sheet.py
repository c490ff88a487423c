"""Fiche mission: what an adviser did, how, and what came of it."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IMissionSheet(model.Schema):
    """``period_text`` is the source's own words; the dates beside it may contradict them."""

    searchable("the_project", "method", "results", "transferability", "highlights", "role")
    model.fieldset(
        "figures",
        label=_("Figures and kinds"),
        fields=[
            "mission_count", "mission_count_qualifier", "funded_projects", "funded_projects_qualifier",
            "beneficiary_types", "project_kinds", "zones",
        ],
    )  # fmt: skip
    model.fieldset(
        "transfer",
        label=_("To take up elsewhere"),
        fields=["transferability", "deliverables", "highlights"],
    )
    client = relation("prai.Organisation", title=_("Client"))
    beneficiaries = relations("prai.Organisation", title=_("Beneficiaries"))
    provider = relation("prai.Organisation", title=_("Provider"))
    role = schema.TextLine(title=_("Role of the provider"), required=False)
    associates = relations("prai.Organisation", title=_("Associated firms"))
    period_text = schema.TextLine(
        title=_("Date of the mission"), description=_("In the words of the source."), required=False
    )
    starts = PartialDate(title=_("Start"), description=_("A day, a month or a year."), required=False)
    ends = PartialDate(title=_("End"), description=_("A day, a month or a year."), required=False)
    the_project = RichText(title=_("The project"), required=False)
    method = RichText(title=_("Method of the mission"), required=False)
    results = RichText(title=_("Results"), required=False)
    mission_count = schema.Int(title=_("Number of missions"), min=0, max=1_000_000, required=False)
    mission_count_qualifier = term("qualifiers", title=_("Qualifier of the number of missions"))
    funded_projects = schema.Int(title=_("Projects funded afterwards"), min=0, max=1_000_000, required=False)
    funded_projects_qualifier = term("qualifiers", title=_("Qualifier of the number of projects"))
    beneficiary_types = terms("organisation_types", title=_("Types of beneficiaries"))
    project_kinds = terms("project_kinds", title=_("Kinds of project"))
    zones = terms("zones", title=_("Kinds of area"))
    transferability = RichText(title=_("What can be transferred"), required=False)
    deliverables = relations("prai.Deliverable", title=_("To take home"))
    highlights = RichText(title=_("What makes it special"), required=False)


needs(IMissionSheet, "client")


@implementer(IMissionSheet, ISyndicatable)
class MissionSheet(Sheet):
    """A mission sheet."""
