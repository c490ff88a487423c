"""Whose place a sheet has that says none: a deliverable that of its project, a project that of its authority.

Lists ask the catalog (``finder.lent``), what leaves for partners asks the items themselves; both go by the
same relations, the index ``prai_place_from``, and by the same lenders.
"""

from Acquisition import aq_base
from collective.prai.core import vocabularies
from collective.prai.core.targets import find
from collective.prai.core.visibility import visibility
from plone import api
from plone.indexer.interfaces import IIndexer
from typing import NamedTuple
from zope.component import queryMultiAdapter


#: What lends its place, and of which kinds organisations do: a provider's or the Région's own address says
#: nothing about the work.
SHEETS = ("prai.ProjectSheet", "prai.MissionSheet")
AUTHORITIES = (
    "commune",
    "intercommunalite",
    "departement",
    "association-des-maires",
    "centre-de-gestion-de-la-fonction-publique",
    "etablissement-public",
)
#: From a deliverable to its project, to the authority that led it.
STEPS = 2
#: Index of the UIDs whose place an item has.
PLACE_FROM = "prai_place_from"


class Departments(NamedTuple):
    """``codes``: its own départements, else those that it is lent.

    ``asked``: UIDs of all whose place it would have, public or not; ``lenders``: those of them that lend.
    """

    codes: tuple[str, ...] = ()
    asked: frozenset[str] = frozenset()
    lenders: frozenset[str] = frozenset()


def kinds_that_lend() -> set[str]:
    """Kinds of organisations, with those below them."""
    return set().union(*(vocabularies.descendants("organisation_types", kind) for kind in AUTHORITIES))


def departments_of(obj, now: float, steps: int = STEPS) -> Departments:
    """As the public may know it at that second: who is not public lends nothing."""
    own = tuple(getattr(aq_base(obj), "departments", None) or ())
    if own or not steps:
        return Departments(own)
    codes: dict[str, None] = {}
    asked, lenders = set(), set()
    for uid in _place_from(obj):
        asked.add(uid)
        other = find(uid)
        if other is None or not _lends(other, now):
            continue
        lent = departments_of(other, now, steps - 1)
        asked |= lent.asked
        if lent.codes:
            codes |= dict.fromkeys(lent.codes)
            lenders |= {uid, *lent.lenders}
    return Departments(tuple(codes), frozenset(asked), frozenset(lenders))


def _place_from(obj) -> list[str]:
    indexer = queryMultiAdapter((obj, api.portal.get_tool("portal_catalog")), IIndexer, name=PLACE_FROM)
    try:
        return indexer() if indexer is not None else []
    except AttributeError:
        return []  # how an indexer says that there is nothing


def _lends(obj, now: float) -> bool:
    if obj.portal_type == "prai.Organisation":
        if getattr(aq_base(obj), "organisation_type", None) not in kinds_that_lend():
            return False
    elif obj.portal_type not in SHEETS:
        return False
    return visibility(obj).at(now)
