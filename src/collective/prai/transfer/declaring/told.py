"""What follows from a reviewer's answer: the declarant and the producer are told, each once."""

from collective.prai.core.publication.workflow import DECLARATION
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declarants import get_store
from collective.prai.transfer.declaring import mails
from datetime import date
from dateutil.relativedelta import relativedelta
from plone.app.iterate.interfaces import IWorkingCopy


#: Months for which the address of a rejected declaration stays: its declarant may answer.
AFTER_REJECTION = 3


def tell(reuse, event):
    """Subscriber of IAfterTransitionEvent; an example is nobody's, and ``tell_nobody`` is for imports."""
    if event.transition is None or event.workflow.getId() != DECLARATION:
        return
    action = event.transition.getId()
    silent = reuse.example or IWorkingCopy.providedBy(reuse) or (event.kwargs or {}).get("tell_nobody")
    if action == "publish" and not silent:
        _published(reuse)
    elif action == "reject":
        _rejected(reuse, bool(silent))


def _published(reuse):
    store, uid = get_store(), reuse.UID()
    if uid in store.told:
        return
    store.told.insert(uid)
    declarant = declarant_of(reuse)
    if declarant is not None:
        mails.tell_declarant(reuse, declarant, "published")
    mails.tell_producer(reuse, declarant.email if declarant is not None else "")


def _rejected(reuse, silent: bool):
    declarant = declarant_of(reuse)
    if declarant is None:
        return
    declarant.until = min(declarant.until, date.today() + relativedelta(months=AFTER_REJECTION))
    if not silent:
        mails.tell_declarant(reuse, declarant, "rejected")
