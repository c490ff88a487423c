"""Telling people what is new: each alert on its own, so that one that fails keeps nobody waiting.

An alert is taken (committed) before its mail leaves and marked as told (committed) behind it: two runs at
once send one mail, a server that refuses is asked again at the next run, and only a machine that stops
between the mail and the mark would send a second one.
"""

from collective.prai.alerts import mails
from collective.prai.alerts.store import Alert
from collective.prai.alerts.store import query_store
from collective.prai.core.listing import brain_url
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import ISearch
from plone import api
from typing import NamedTuple
from ZODB.POSException import ConflictError
import logging
import transaction


logger = logging.getLogger(__name__)
LANGUAGE = "fr"
_TRIES = 3


class Sent(NamedTuple):
    """Of one run: mails that left, alerts without news, mails that the server did not take."""

    mails: int = 0
    quiet: int = 0
    failed: int = 0


def send_due(now: float) -> Sent:
    """Commits for each alert."""
    store = query_store()
    ids = [id for id, alert in store.alerts.items() if alert.due(now)] if store is not None else []
    counts = {"mails": 0, "quiet": 0, "failed": 0}
    for id in ids:
        try:
            outcome = _send(id, now)
        except Exception:
            # Its texts may be in no log: they are somebody's.
            logger.exception("An alert could not be sent; the others go on.")
            transaction.abort()
            outcome = "failed"
        if outcome:
            counts[outcome] += 1
    return Sent(**counts)


def _send(id: str, now: float) -> str:
    """What became of one alert: a name of ``Sent``, "" where another run or its reader was quicker."""
    transaction.begin()
    alert = query_store().alerts.get(id)
    if alert is None or not alert.due(now):
        return ""
    search = ISearch(api.portal.get())
    items = _items(alert.new(search.found(alert.pairs)))
    if not items:
        return "quiet"
    if not _take(alert, now):
        return ""
    sent = mails.tell(alert, search.words(alert.pairs, LANGUAGE), [(one.title, one.url) for one in items])
    uids = [one.uid for one in items]

    def told(kept: Alert):
        kept.remember(uids)
        kept.sent = int(now)

    _settle(id, told if sent else lambda kept: None)
    return "mails" if sent else "failed"


def _take(alert: Alert, now: float) -> bool:
    """Whether this run is the one to send it."""
    alert.taken = int(now)
    try:
        transaction.commit()
    except ConflictError:
        transaction.abort()
        return False
    return True


def _settle(id: str, change):
    """Give the alert back; what was sent is written whatever else happens at the same time."""
    for left in reversed(range(_TRIES)):
        transaction.begin()
        alert = query_store().alerts.get(id)
        if alert is None:
            return  # stopped in the meantime: nothing of it is kept
        change(alert)
        alert.taken = 0
        try:
            transaction.commit()
        except ConflictError:
            transaction.abort()
            if not left:
                raise
        else:
            return


class Item(NamedTuple):
    uid: str
    title: str
    url: str


def _items(uids: list[str]) -> list[Item]:
    """Public at this moment, whatever the catalog says, the newest first."""
    portal = api.portal.get()
    brains = portal.portal_catalog.unrestrictedSearchResults(
        UID=uids, sort_on="effective", sort_order="descending"
    )
    here, public = portal.absolute_url(), mails.address_of_site()
    return [
        Item(brain.UID, brain.Title, public + brain_url(brain).removeprefix(here))
        for brain in brains
        if is_public(brain._unrestrictedGetObject())
    ]
