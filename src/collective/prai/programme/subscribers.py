"""What happens in this room when something changes."""

from collective.prai.programme.agendas import dossiers_of
from collective.prai.programme.content.session import ISession
from zope.lifecycleevent.interfaces import IObjectRemovedEvent


def session_changed(session, event):
    """Members, agenda or state: the catalog learns who reads the dossiers now."""
    session.reindexObjectSecurity()
    for application in dossiers_of(session):
        application.reindexObjectSecurity()


def review_changed(review, event):
    """A conflict of interest closes a dossier to its juror at once."""
    if IObjectRemovedEvent.providedBy(event) and not ISession.providedBy(event.oldParent):
        return
    relation = review.application
    application = relation.to_object if relation is not None else None
    if application is not None:
        application.reindexObjectSecurity()
