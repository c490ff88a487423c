"""Base classes of our types: a sheet stands alone, a book contains its parts."""

from collective.prai.interfaces import IPraiContent
from plone.dexterity.content import Container
from plone.dexterity.content import Item
from zope.interface import implementer


@implementer(IPraiContent)
class Sheet(Item):
    """An item without parts."""


@implementer(IPraiContent)
class Book(Container):
    """An item with parts (chapters, files, images) that live and die with it."""
