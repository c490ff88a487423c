"""Where rooms add to the page of their own form."""

from zope.viewlet.interfaces import IViewletManager


class IFormTop(IViewletManager):
    """Above the fields, behind the text that the editors wrote; the view of a viewlet is the form."""


class IFormEnd(IViewletManager):
    """Between the last field and the button: hidden fields, what becomes of the answers."""
