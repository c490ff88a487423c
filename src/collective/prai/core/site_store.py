"""What a room keeps of the whole site beside its content: one annotation of the site, made on first use."""

from plone import api
from zope.annotation.interfaces import IAnnotations


def query_site_store(key: str):
    """The store, None before its first use; never writes."""
    return IAnnotations(api.portal.get()).get(key)


def get_site_store(key: str, factory):
    """The store, made if there is none."""
    notes = IAnnotations(api.portal.get())
    if key not in notes:
        notes[key] = factory()
    return notes[key]
