"""Where sheets are that do not say it: a deliverable where its project is, a project where its authority is.

What is lent is made of the items that the reader may be shown, and kept under their set: two readers share
it only when they may be shown the same ones; one that is closed, or has not begun, lends nothing.
"""

from collections.abc import Iterable
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.lenders import kinds_that_lend
from collective.prai.core.lenders import PLACE_FROM as _FROM
from collective.prai.core.lenders import SHEETS as LENDERS
from collective.prai.core.lenders import STEPS
from collective.prai.finder.sets import members
from collective.prai.finder.sets import Sets
from functools import cached_property


#: Indexes of a place; no item lends anything else.
INDEXES = ("departments", "epcis", "municipalities", "zone", "population_band")
#: Sets of lenders for which what they lend is kept.
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

    def entries(self, name: str, rid: int, steps: int = STEPS) -> list:
        """Values of one item in an index; the band of its inhabitants is of the whole of them."""
        own = self._own(name, rid)
        if own or not steps or name not in INDEXES:
            return own
        found = [value for other in self.sources(rid) for value in self.entries(name, other, steps - 1)]
        return list(dict.fromkeys(found))

    def population(self, rid: int, steps: int = STEPS) -> tuple[int, bool] | None:
        """Inhabitants, of several places the largest number, and whether it is of today's census.

        None while nothing that the reader may be shown says it.
        """
        known = self.catalog.data[rid][self.catalog.schema["prai_place"]]
        if isinstance(known, dict) and known.get("population") is not None:
            return known["population"], bool(known.get("today"))
        lent = [self.population(other, steps - 1) for other in self.sources(rid)] if steps else []
        return max((one for one in lent if one is not None), default=None)

    def sources(self, rid: int) -> list[int]:
        """Records whose place an item has, as far as the reader may be shown them."""
        uids, bits = self.catalog.getIndex("UID")._index, self.sets.table.bits
        found = [uids.get(uid) for uid in self.catalog.getIndex(_FROM)._unindex.get(rid) or ()]
        return [other for other in found if other in bits and self.lenders >> bits[other] & 1]

    @cached_property
    def lenders(self) -> int:
        """Projects, missions and local authorities that the reader may be shown."""
        authorities = self.sets.any_of("prai_kind", kinds_that_lend()) & self.sets.any_of(
            "portal_type", ["prai.Organisation"]
        )
        return (self.sets.any_of("portal_type", LENDERS) | authorities) & self.sets.readable

    def _own(self, name: str, rid: int) -> list:
        known = self.catalog.getIndex(name).getEntryForObject(rid)
        return [known] if isinstance(known, str) else list(known or ())

    def _values(self, name: str) -> dict:
        heirs, silent = self._heirs(), ~self.sets.having(name)
        lenders = self.lenders & self.sets.of_bits(heirs)
        found = dict(self.sets.values(name))
        for _step in range(STEPS):
            for value, mask in list(found.items()):
                lent = 0
                for bit in members(mask & lenders):
                    lent |= heirs[bit]
                found[value] = mask | lent & silent
        return _largest(found) if name == "population_band" else found

    def _heirs(self) -> dict[int, int]:
        """Bit of an item → what names it as the place that it comes from; for every reader the same."""
        uids, bits = self.catalog.getIndex("UID"), self.sets.table.bits
        found: dict[int, int] = {}
        for uid, mask in self.sets.values(_FROM).items():
            bit = bits.get(uids._index.get(uid))
            if bit is not None:
                found[bit] = mask
        return found


def _largest(found: dict) -> dict:
    """Bands of inhabitants, each item in the largest of its own alone."""
    seen, kept = 0, {}
    for band in reversed(POPULATIONS):
        if band.token in found:
            kept[band.token] = found[band.token] & ~seen
            seen |= found[band.token]
    return kept
