"""Markers of the room."""

from zope.publisher.interfaces import IPublishTraverse


class IDiffusion(IPublishTraverse):
    """The page for partners; each format is a page registered for it, below its address."""
