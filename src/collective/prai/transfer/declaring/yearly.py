"""Once a year a declarant is asked whether it is still so; each day, what is past its day is erased.

An address is taken (committed) before its mail leaves: two runs at once ask once, and what the server refuses
is asked again at the next run.
"""

from collective.prai.core.visibility import is_public
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import mails
from collective.prai.transfer.declaring.settings import YEAR
from collective.prai.transfer.declaring.sheets import item_of
from datetime import date
from dateutil.relativedelta import relativedelta
from typing import NamedTuple
from ZODB.POSException import ConflictError
import logging
import transaction


logger = logging.getLogger(__name__)


class Asked(NamedTuple):
    """Of one run: questions that left, and those that the server did not take."""

    mails: int = 0
    failed: int = 0


def erase_old(today: date, now: float) -> int:
    """Addresses whose day has come, or whose reuse is gone; what is kept of old links goes as well."""
    store = query_store()
    if store is None:
        return 0
    old = store.of(lambda declarant: declarant.until <= today)
    gone = [uid for uid in store.declarants if item_of(uid, "prai.Reuse") is None]
    store.clean(now)
    return sum(map(store.forget, {*old, *gone}))


def ask_due(today: date) -> Asked:
    """Commits for each declarant; one that fails keeps nobody waiting."""
    store = query_store()
    counts = {True: 0, False: 0}
    for uid in list(store.declarants) if store is not None else ():
        try:
            left = _ask(uid, today)
        except Exception:
            # No word of it in the log: it is somebody's.
            logger.exception("A declarant could not be asked; the others go on.")
            transaction.abort()
            left = False
        if left is not None:
            counts[left] += 1
    return Asked(counts[True], counts[False])


def is_due(reuse, declarant, today: date) -> bool:
    """Whether a year has passed since it was last confirmed, and asked; a change is being read."""
    last = max(reuse.confirmed_on or declarant.since, declarant.asked or declarant.since)
    return declarant.change is None and today >= last + relativedelta(months=YEAR)


def _ask(uid: str, today: date) -> bool | None:
    """Whether the mail has left; None where nobody is to be asked."""
    transaction.begin()
    store, reuse = query_store(), item_of(uid, "prai.Reuse")
    declarant = store.declarants.get(uid)
    if declarant is None or not IReuse.providedBy(reuse) or not is_public(reuse):
        return None
    if not is_due(reuse, declarant, today):
        return None
    before, secret = declarant.asked, store.ask(uid, today)
    try:
        transaction.commit()
    except ConflictError:
        transaction.abort()
        return None  # another run was quicker
    transaction.begin()
    left = mails.ask_again(reuse, declarant, secret)
    if not left and uid in store.declarants:
        store.answered(uid)
        declarant.asked = before
    # Also what a queue of the machine takes leaves with the commit.
    transaction.commit()
    return left
