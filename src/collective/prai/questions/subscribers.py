"""What follows from a change of the settings."""

from collective.prai.questions.settings import PREFIX
from plone import api


def purposes_changed(record, event):
    """Subscriber of IRecordModifiedEvent: searches know at once what officers see now."""
    if record.__name__ != f"{PREFIX}.officers_purposes":
        return
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="prai.Question"):
        brain._unrestrictedGetObject().reindexObjectSecurity()
