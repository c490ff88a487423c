"""Chapter of a guide, a study or a teaching pack: published and withdrawn with its book."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.interfaces import IOwnedBy
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope.interface import implementer


class IChapter(model.Schema):
    """No workflow of its own: who may read the book may read the chapter."""

    searchable("body")
    body = RichText(title=_("Text"), required=False)


@implementer(IChapter, IOwnedBy)
class Chapter(Book):
    """May hold the images of its text."""
