"""Where the items of the catalog are: from their columns and from what they come from, as one may read it."""

from collective.prai.core.near import There
from collective.prai.finder.lent import Lent
from collective.prai.finder.lent import STEPS
from collective.prai.finder.sets import Sets
from plone import api


#: Types whose place may be that of what they lead to.
PLACED = ("prai.ProjectSheet", "prai.MissionSheet", "prai.Deliverable")


class Places:
    """Places of items for one reader; no object is woken."""

    def __init__(self, sets: Sets):
        self.sets = sets
        self.catalog = sets.catalog
        self.lent = Lent(sets)
        self.schema = self.catalog.schema

    def of(self, rid: int, steps: int = STEPS) -> There:
        """What is known of the place of a record, its own words before those of what it comes from."""
        own = self._own(rid)
        if steps and not (own.points and own.population is not None):
            own = own.filled(self.of(other, steps - 1) for other in self.lent.sources(rid))
        return own

    def _own(self, rid: int) -> There:
        known = self._column(rid, "prai_place")
        known = known if isinstance(known, dict) else {}
        departments = self._column(rid, "departments")
        departments = departments if isinstance(departments, (list, tuple)) else ()
        return There(
            known.get("population"),
            tuple(known.get("points") or ()),
            tuple(known.get("zone") or ()),
            tuple(known.get("departments") or departments),
            tuple(known.get("epcis") or ()),
            tuple(known.get("municipalities") or ()),
            bool(known.get("today")),
        )

    def _column(self, rid: int, name: str):
        return self.catalog.data[rid][self.schema[name]]


def after_import(event):
    """Subscriber of ISiteImported: relations come after the items, which are catalogued already."""
    catalog = api.portal.get_tool("portal_catalog")
    # Of all items, whoever imports and whatever their state.
    for brain in catalog.unrestrictedSearchResults(portal_type=PLACED):
        brain._unrestrictedGetObject().reindexObject(idxs=["prai_actors", "prai_place_from"])
