"""Behaviors: where a sheet comes from, and when it must be read again."""

from collective.prai import _
from collective.prai.core.fields import relations
from collective.prai.core.fields import term
from plone.autoform import directives
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class IProvenance(model.Schema):
    """The document that a sheet was written from; filled by imports for copies of other sites."""

    model.fieldset(
        "provenance",
        label=_("Source"),
        fields=[
            "source", "source_url", "confidence", "derived_from", "copy_status",
            "source_site", "source_uid", "source_licence", "source_revision",
        ],
    )  # fmt: skip
    source = schema.Text(
        title=_("Source"),
        description=_("The document and the page that the facts come from."),
        required=False,
    )
    source_url = schema.URI(title=_("Address of the source"), required=False)
    confidence = term("confidence", title=_("How sure it is"))
    derived_from = relations(
        "prai.HowTo", "prai.Guide", "prai.TeachingPack", "prai.Study", "prai.Deliverable",
        title=_("Adapted from"),
    )  # fmt: skip
    copy_status = term("copy_status", title=_("State of the copy"))
    source_site = schema.TextLine(title=_("Site that it was copied from"), required=False)
    source_uid = schema.TextLine(title=_("Identifier on that site"), required=False)
    source_licence = term("licences", title=_("Licence on that site"))
    source_revision = schema.TextLine(title=_("Revision on that site"), required=False)
    # Imports write these; an editor never types an identifier of another site.
    directives.mode(
        source_site="hidden", source_uid="hidden", source_licence="hidden", source_revision="hidden",
        copy_status="hidden",
    )  # fmt: skip


@provider(IFormFieldProvider)
class IReviewDate(model.Schema):
    """When the text must be read again, and how often it was published."""

    model.fieldset("review", label=_("Review"), fields=["review_by", "revision"])
    review_by = schema.Date(
        title=_("To be reviewed by"),
        description=_("From that day on, readers are told that the text is to be reviewed."),
        required=False,
    )
    directives.mode(revision="display")
    revision = schema.Int(title=_("Revision"), default=0, required=False, readonly=True)
