"""Guide: one book of chapters, read on line or printed whole."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.namedfile.field import NamedBlobFile
from plone.namedfile.field import NamedBlobImage
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


class IGuide(model.Schema):
    """The text is in its chapters; ``body`` introduces them."""

    searchable("subtitle", "body")
    subtitle = schema.TextLine(title=_("Subtitle"), required=False)
    body = RichText(title=_("Introduction"), required=False)
    publisher = relation("prai.Organisation", title=_("Publisher"))
    issued = PartialDate(title=_("Issued"), description=_("A day, a month or a year."), required=False)
    cover = NamedBlobImage(title=_("Cover"), required=False)
    file = NamedBlobFile(title=_("File"), description=_("The printed guide, as PDF."), required=False)
    file_licence = schema.Choice(
        title=_("Licence of the file"), vocabulary="collective.prai.file_licences", required=False
    )


needs(IGuide, "publisher")


@implementer(IGuide, ISyndicatable)
class Guide(Book):
    """A guide and its chapters."""
