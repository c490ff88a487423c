"""What the catalog knows for « Ma rédaction »: which list of the desk an item belongs to."""

from collective.prai.core.publication.state import last_status
from collective.prai.core.publication.state import workflow_of
from collective.prai.core.publication.workflow import CONFIRMED
from collective.prai.core.publication.workflow import EDITORIAL
from collective.prai.interfaces import IPraiContent
from collective.prai.interfaces import IToRead
from collective.prai.interfaces import IToWrite
from plone.app.iterate.interfaces import IWorkingCopy
from plone.indexer import indexer


#: Tokens of the index ``prai_desk``.
WORKING_COPY, SENT_BACK, PLAIN, TO_READ = "working-copy", "sent-back", "plain", "to-read"
TO_WRITE = "to-write"


@indexer(IPraiContent)
def desk(obj):
    """One of the five tokens; nothing for parts of a book and for what officers handle."""
    if IWorkingCopy.providedBy(obj):
        return WORKING_COPY
    if workflow_of(obj) not in EDITORIAL:
        raise AttributeError("prai_desk")
    status = last_status(obj)
    if IToRead.providedBy(obj) or status.get("review_state") == CONFIRMED:
        return TO_READ
    if status.get("action") == "send_back":
        return SENT_BACK
    return TO_WRITE if IToWrite.providedBy(obj) and status.get("review_state") == "draft" else PLAIN
