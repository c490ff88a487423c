"""How long dossiers are kept, and their end: drafts, what was refused or withdrawn, what is settled.

What is being examined, awarded or agreed is never erased by a command.  Of an erased dossier a line of
figures stays, with nobody's name in it: how many there were, and what was decided, can still be told.
"""

from collective.prai.core.publication.state import last_status
from collective.prai.core.publication.state import state_of
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from collective.prai.interfaces import IRetention
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.jurors import all_reviews_of
from collective.prai.programme.retention_settings import months_after
from datetime import date
from dateutil.relativedelta import relativedelta
from persistent.list import PersistentList
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from Products.CMFCore.indexing import processQueue
from zope.component import adapter
from zope.interface import implementer


#: Lines of the dossiers that were erased: an annotation of the site.
KEY = "collective.prai.programme.erased"
#: State → what the count calls it.
ENDED = {
    "draft": "drafts",
    "ineligible": "refused dossiers",
    "rejected": "refused dossiers",
    "withdrawn": "withdrawn dossiers",
    "settled": "settled dossiers",
}
#: Facts of the decision that stay: of no person, and of no authority by name.
FIGURES = (
    "number", "applicant_kind", "decision_on", "computed_aid", "awarded_aid", "awarded_eligible_cost",
    "awarded_days", "paid_aid",
)  # fmt: skip


def day_of_end(application) -> date | None:
    """The day from which it is erased: its own, else so many months after its last change of state.

    None for a dossier that is not at its end.  A draft has had no change: its last save counts.
    """
    state = state_of(application)
    if state not in ENDED:
        return None
    if application.erase_on is not None:
        return application.erase_on
    moment = application.modified() if state == "draft" else last_status(application).get("time")
    months = months_after(state)
    if moment is None or not months:
        return None
    return moment.asdatetime().date() + relativedelta(months=months)


def erase_due(today: date) -> dict[str, int]:
    """What was erased → how many, of every state in which a dossier ends."""
    counts = dict.fromkeys(ENDED.values(), 0)
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(portal_type="prai.Application")
    for brain in brains:
        application = brain._unrestrictedGetObject()
        day = day_of_end(application) if IApplication.providedBy(application) else None
        if day is not None and day <= today:
            counts[ENDED[state_of(application)]] += 1
            end(application)
    return counts


def end(application):
    """A dossier with its files, its reviews and its applicant; a draft leaves nothing, not even a figure."""
    if state_of(application) != "draft":
        get_site_store(KEY, PersistentList).append(_figures(application))
    with api.env.adopt_roles(["Manager"]):
        for review in all_reviews_of(application):
            api.content.delete(review, check_linkintegrity=False)
        # The session is told that a dossier leaves its agenda, and asks the catalog what lies in it.
        processQueue()
        # Whoever keeps an address or a key beside the dossier forgets it when the dossier is removed.
        api.content.delete(application, check_linkintegrity=False)


def _figures(application) -> dict:
    call = application.call.to_object if application.call is not None else None
    return {name: getattr(application, name, None) for name in FIGURES} | {
        "call": call.UID() if call is not None else None,
        "state": state_of(application),
        "year": application.received_on.year if application.received_on else None,
    }


def erased_dossiers() -> list[dict]:
    """What is still told of the dossiers that are erased: FIGURES, ``call`` (UID), ``state``, ``year``."""
    return [dict(line) for line in query_site_store(KEY) or ()]


@implementer(IRetention)
@adapter(IPloneSiteRoot)
class Retention:
    """Of dossiers."""

    def __init__(self, context):
        self.context = context

    def erase_due(self, today: date) -> dict[str, int]:
        return erase_due(today)
