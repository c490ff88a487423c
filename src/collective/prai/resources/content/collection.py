"""Recueil: sheets that an editor picks and orders, with an editorial and what they have in common."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.publication.needs import field_value
from collective.prai.core.publication.needs import needs
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


#: What can stand in a recueil: each is read whole in its PDF.
SHEETS = ("prai.ProjectSheet", "prai.MissionSheet", "prai.HowTo", "prai.Deliverable")
#: With fewer, only an editorial makes it worth reading.
FEW = 2


class ICollection(model.Schema):
    """The texts of the sheets stay theirs: the recueil shows each as it is today."""

    searchable("subtitle", "editorial", "common_points")
    model.fieldset("edition", label=_("Edition"), fields=["publisher", "issued", "funders", "cover"])
    subtitle = schema.TextLine(title=_("Subtitle"), required=False)
    editorial = RichText(
        title=_("Editorial"), description=_("Why these sheets are read together."), required=False
    )
    sheets = relations(
        *SHEETS,
        title=_("Sheets of the collection"),
        description=_("In reading order. Readers see those that are published, the others wait."),
    )
    common_points = RichText(
        title=_("What they have in common"),
        description=_("What the sheets show together, and where they differ."),
        required=False,
    )
    starts = PartialDate(title=_("Start"), description=_("A day, a month or a year."), required=False)
    ends = PartialDate(title=_("End"), description=_("A day, a month or a year."), required=False)
    publisher = relation("prai.Organisation", title=_("Publisher"))
    issued = PartialDate(title=_("Issued"), description=_("A day, a month or a year."), required=False)
    funders = relations("prai.Organisation", title=_("Funders"))
    cover = NamedBlobImage(title=_("Cover"), required=False)


def has_few_sheets(obj, data: dict) -> bool:
    return len(field_value(obj, ICollection, "sheets", data) or ()) < FEW


needs(
    ICollection,
    "editorial",
    when=has_few_sheets,
    note=_("necessary to publish with fewer than two sheets"),
)


@implementer(ICollection)
class Collection(Book):
    """A recueil; images of its texts are inside."""
