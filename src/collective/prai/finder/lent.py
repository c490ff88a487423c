"""Where deliverables are: one has no place of its own, it is where the project that it comes from is.

What is lent is made of the projects that the reader may be shown, and kept under their set: two readers
share it only when they may be shown the same projects; one that is closed, or has not begun, lends nothing.
"""

from collections.abc import Iterable
from collective.prai.finder.sets import members
from collective.prai.finder.sets import Sets
from functools import cached_property


#: Indexes of a place; no item lends anything else.
INDEXES = ("departments", "epcis", "municipalities", "zone", "population_band")
#: What lends its place; a producer's or a provider's own address says nothing about the work.
LENDERS = ("prai.ProjectSheet", "prai.MissionSheet")
_FROM = "prai_place_from"
#: Sets of projects for which what they lend is kept.
_READERS = 8


class Lent:
    """The sets of a catalog for one reader, with what lies where something else does."""

    def __init__(self, sets: Sets):
        self.sets = sets
        self.catalog = sets.catalog
        self._made: dict[str, dict] = {}

    def values(self, name: str) -> dict:
        """Value of an index → the set of its items; what says nothing itself has what it is lent."""
        if name not in INDEXES:
            return self.sets.values(name)
        if name not in self._made:
            versions = tuple(
                self.catalog.getIndex(other).getCounter() for other in (name, _FROM, "UID", "portal_type")
            )
            kept = self.sets.keep(f"lent {name}", versions, dict)
            found = kept.get(self.lenders)
            if found is None:
                found = self._values(name)
                if len(kept) >= _READERS:
                    kept.clear()
                kept[self.lenders] = found
            self._made[name] = found
        return self._made[name]

    def any_of(self, name: str, values: Iterable) -> int:
        """Items that have one of these values, their own or lent; an unknown value has none."""
        known, found = self.values(name), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def having(self, name: str) -> int:
        """Items of which a value is known."""
        found = self.sets.having(name)
        for mask in self.values(name).values() if name in INDEXES else ():
            found |= mask
        return found

    def entries(self, name: str, rid: int) -> list:
        """Values of one item in an index."""
        own = self._own(name, rid)
        if own or name not in INDEXES:
            return own
        return list(dict.fromkeys(value for other in self.sources(rid) for value in self._own(name, other)))

    def sources(self, rid: int) -> list[int]:
        """Records whose place an item has, as far as the reader may be shown them."""
        uids, bits = self.catalog.getIndex("UID")._index, self.sets.table.bits
        found = [uids.get(uid) for uid in self.catalog.getIndex(_FROM)._unindex.get(rid) or ()]
        return [other for other in found if other in bits and self.lenders >> bits[other] & 1]

    @cached_property
    def lenders(self) -> int:
        """Projects and missions that the reader may be shown."""
        return self.sets.any_of("portal_type", LENDERS) & self.sets.readable

    def _own(self, name: str, rid: int) -> list:
        known = self.catalog.getIndex(name).getEntryForObject(rid)
        return [known] if isinstance(known, str) else list(known or ())

    def _values(self, name: str) -> dict:
        heirs, silent = self._heirs(), ~self.sets.having(name)
        lenders = self.lenders & self.sets.of_bits(heirs)
        found = dict(self.sets.values(name))
        for value, mask in found.items():
            lent = 0
            for bit in members(mask & lenders):
                lent |= heirs[bit]
            found[value] = mask | lent & silent
        return found

    def _heirs(self) -> dict[int, int]:
        """Bit of an item → what names it as the place that it comes from; for every reader the same."""
        uids, bits = self.catalog.getIndex("UID"), self.sets.table.bits
        found: dict[int, int] = {}
        for uid, mask in self.sets.values(_FROM).items():
            bit = bits.get(uids._index.get(uid))
            if bit is not None:
                found[bit] = mask
        return found
