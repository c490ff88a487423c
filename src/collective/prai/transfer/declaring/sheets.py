"""What can be taken up: the sheet of an address, and the way to find one.  Public sheets alone are named."""

from collective.prai.core.listing import brain_link
from collective.prai.core.listing import Link
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.visibility import is_public
from collective.prai.transfer.content.reuse import ORIGINALS
from plone import api
import re


#: Sheets among which one chooses on one page.
MOST = 20
_UID = re.compile(r"[0-9a-f]{32}", re.A)
_WORD = re.compile(r"\w+")


def item_of(uid: str, portal_type=None):
    """Whatever its state: who asks decides what is done with it.  None where there is none."""
    if not isinstance(uid, str) or not _UID.fullmatch(uid):
        return None
    query = {"UID": uid} | ({"portal_type": portal_type} if portal_type else {})
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(**query)
    return brains[0]._unrestrictedGetObject() if len(brains) == 1 else None


def sheet_of(uid: str):
    """The public sheet that can be taken up; None for anything else, which is never named."""
    item = item_of(uid, ORIGINALS)
    return item if item is not None and is_public(item) else None


def find_sheets(text: str) -> list[Link]:
    """Public sheets of these words; without any, the latest deliverables."""
    words = _WORD.findall(text[:200])[:8]
    query = {"portal_type": ORIGINALS, "SearchableText": " AND ".join(f"{word}*" for word in words)}
    if not words:
        query = {"portal_type": "prai.Deliverable", "sort_on": "effective", "sort_order": "descending"}
    # Unrestricted: what everybody may see is asked of each item.
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog.unrestrictedSearchResults(review_state=list(PUBLIC_STATES), **query)
    found = []
    for brain in brains[: 3 * MOST]:
        if len(found) < MOST and is_public(brain._unrestrictedGetObject()):
            found.append(brain_link(brain)._replace(url=brain.UID))
    return found
