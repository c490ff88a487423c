"""Where the items of the catalog are: from their columns and from what they come from, as one may read it."""

from collective.prai.core import vocabularies
from collective.prai.finder.near import There
from collective.prai.finder.sets import Sets
from functools import cached_property
from plone import api


#: Organisations whose own place is that of a project; a provider's or the Région's is not.
AUTHORITIES = (
    "commune",
    "intercommunalite",
    "departement",
    "association-des-maires",
    "centre-de-gestion-de-la-fonction-publique",
    "etablissement-public",
)
#: Types whose place may be that of what they lead to.
PLACED = ("prai.ProjectSheet", "prai.MissionSheet", "prai.Deliverable")
#: From a deliverable to its project, to the authority that led it.
STEPS = 2


class Places:
    """Places of items for one reader; no object is woken."""

    def __init__(self, sets: Sets):
        self.sets = sets
        self.catalog = sets.catalog
        self.sources = self.catalog.getIndex("prai_place_from")
        self.uids = self.catalog.getIndex("UID")
        self.schema = self.catalog.schema

    def of(self, rid: int, steps: int = STEPS) -> There:
        """What is known of the place of a record, its own words before those of what it comes from."""
        own = self._own(rid)
        if steps and not (own.points and own.population is not None):
            own = own.filled(self.of(other, steps - 1) for other in self._sources(rid))
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
        )

    def _column(self, rid: int, name: str):
        return self.catalog.data[rid][self.schema[name]]

    def _sources(self, rid: int) -> list[int]:
        """Records that it comes from, those that this reader may see and that are authorities or sheets."""
        found = []
        for uid in self.sources._unindex.get(rid) or ():
            other = self.uids._index.get(uid)
            bit = self.sets.table.bits.get(other) if other is not None else None
            if bit is None or not self.sets.readable >> bit & 1:
                continue
            if (
                self._column(other, "portal_type") == "prai.Organisation"
                and self._column(other, "prai_kind") not in self.authorities
            ):
                continue
            found.append(other)
        return found

    @cached_property
    def authorities(self) -> set[str]:
        """Kinds of organisation that are local authorities, those below them too."""
        return set().union(*(vocabularies.descendants("organisation_types", token) for token in AUTHORITIES))


def after_import(event):
    """Subscriber of ISiteImported: relations come after the items, which are catalogued already."""
    catalog = api.portal.get_tool("portal_catalog")
    # Of all items, whoever imports and whatever their state.
    for brain in catalog.unrestrictedSearchResults(portal_type=PLACED):
        brain._unrestrictedGetObject().reindexObject(idxs=["prai_actors", "prai_place_from"])
