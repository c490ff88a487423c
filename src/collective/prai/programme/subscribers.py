"""What happens in this room when something changes."""

from collective.prai.programme.agendas import dossiers_of
from collective.prai.programme.content.session import ISession
from zope.container.interfaces import IContainerModifiedEvent
from zope.lifecycleevent.interfaces import IObjectRemovedEvent


def session_changed(session, event):
    """Members, agenda or state: the catalog learns who reads the dossiers now.

    Not when a review came or went: nothing of the session has changed, and the catalog may still know one
    that is gone, whose path would lead to a page of the same name.
    """
    if IContainerModifiedEvent.providedBy(event):
        return
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
