"""Behavior: what a sheet is about and for whom."""

from collective.prai import _
from collective.prai.core.fields import terms
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from zope.interface import provider


@provider(IFormFieldProvider)
class IClassification(model.Schema):
    """Terms by which a reader, a feed and a partner find the sheet."""

    model.fieldset("classification", label=_("Classification"), fields=["themes", "audiences"])
    themes = terms("themes", title=_("Themes"), description=_("What the sheet is about."))
    audiences = terms("audiences", title=_("Audiences"), description=_("Who will make use of it."))
