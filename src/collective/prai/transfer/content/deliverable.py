"""Livrable: a thing made in one place that another can take up."""

from collective.prai import _
from collective.prai.core.conditions import ICondition
from collective.prai.core.content import Book
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from collective.prai.interfaces import ITransferable
from collective.prai.transfer.adapting import forbidden
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobFile
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IVersion(Interface):
    """One released version."""

    version = schema.TextLine(title=_("Version"))
    date = PartialDate(title=_("Date"), required=False)
    changes = schema.Text(title=_("What changed"), required=False)
    files = schema.TextLine(title=_("Files of this version"), required=False)


class IEffort(Interface):
    """What it took somewhere: days of work, euros, months."""

    internal_days = schema.Int(title=_("Internal days"), min=0, max=1_000_000, required=False)
    provider_days = schema.Int(title=_("Provider days"), min=0, max=1_000_000, required=False)
    cost = Money(title=_("Cost (€)"), required=False)
    months = schema.Int(title=_("Months"), min=0, max=1_000_000, required=False)
    source = schema.TextLine(title=_("Source"), required=False)


class IDeliverable(model.Schema):
    """``product_licence`` is the thing's own; the sheet's text has its own licence beside it."""

    searchable("purpose", "instructions", "producer_name")
    model.fieldset(
        "use",
        label=_("How to take it up"),
        fields=["conditions", "condition_rows", "conditions_text", "instructions", "effort"],
    )
    model.fieldset(
        "origin",
        label=_("Origin and versions"),
        fields=[
            "producer",
            "producer_name",
            "origin",
            "adaptation_allowed",
            "version",
            "history",
            "catalogue_url",
        ],
    )
    kind = term("deliverable_kinds", required=True, title=_("Kind of deliverable"))
    purpose = RichText(title=_("What it is for"), required=False)
    availability = term("availabilities", title=_("How to get it"))
    file = NamedBlobFile(title=_("File"), required=False)
    repository = schema.URI(title=_("Repository or download address"), required=False)
    form = relation("EasyForm", title=_("Form"))
    product_licence = term("product_licences", title=_("Licence of the deliverable"))
    open_source = schema.Bool(title=_("Open source"), required=False, default=None)
    producer = relation("prai.Organisation", title=_("Produced by"))
    producer_name = schema.TextLine(title=_("Produced by (free name)"), required=False)
    origin = relation(
        "prai.ProjectSheet",
        "prai.MissionSheet",
        "prai.Study",
        title=_("Project or mission that it comes from"),
    )
    adaptation_allowed = schema.Text(
        title=_("Agreement to the adaptation"),
        description=_("Who allowed it, and when: an office or an organisation, never a person's name."),
        required=False,
    )
    version = schema.TextLine(title=_("Version"), required=False)
    history = rows(
        IVersion,
        title=_("History"),
        description=_(
            "One line for each version. Files: their names inside this deliverable, with « ; » between "
            "them; the file of this sheet is that of the latest version."
        ),
    )
    conditions = terms("transfer_conditions", title=_("Conditions for taking it up"))
    condition_rows = rows(ICondition, title=_("Conditions one by one"))
    conditions_text = RichText(title=_("Conditions in detail"), required=False)
    instructions = RichText(title=_("How to use it"), required=False)
    effort = rows(IEffort, title=_("Effort"), description=_("What it took, one line for each known case."))
    catalogue_url = schema.URI(title=_("Entry in a catalogue"), required=False)


def is_download(obj, data) -> bool:
    """Whether the (possibly unsaved) availability promises a download."""
    return data.get("availability", getattr(obj, "availability", None)) == "download"


needs(IDeliverable, "purpose", "availability")
needs(
    IDeliverable,
    ("file", "form", "repository"),
    when=is_download,
    note=_("a file, a form or an address is necessary to publish a download"),
)
needs(
    IDeliverable,
    "adaptation_allowed",
    when=forbidden,
    note=_("necessary to publish what was adapted from something whose licence does not allow it"),
)


@implementer(IDeliverable, ISyndicatable, ITransferable)
class Deliverable(Book):
    """A deliverable and its files."""
