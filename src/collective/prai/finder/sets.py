"""Sets of catalogued items as bits of integers: counting them costs nothing, whatever their number.

A facet count is the size of an intersection.  At ten thousand items the catalog's own sets need some 0.1 ms
for each; integers need a microsecond.  They are made from the indexes, kept in the memory of the process, and
made again for an index when its own counter says that it has changed; nothing that is not committed is kept.
"""

from AccessControl import getSecurityManager
from bisect import bisect_left
from bisect import bisect_right
from collections.abc import Iterable
from collections.abc import Iterator
from collective.prai.core.listing import folder_is_visible
from DateTime import DateTime
from functools import cached_property
from plone import api
from Products.CMFCore.indexing import processQueue
from Products.CMFCore.permissions import AccessInactivePortalContent
from threading import Lock
from weakref import WeakKeyDictionary


class Table:
    """The bits of one catalog: which record has which, and the sets that are made already.

    A record keeps its bit for as long as the process lives; records that are gone leave holes.
    """

    def __init__(self):
        self.bits: dict[int, int] = {}
        self.rids: list[int] = []
        self.folders: dict[str, int] = {}
        self.kept: dict[str, tuple] = {}
        self.postings: tuple[object, dict[str, int]] = (None, {})
        self.lock = Lock()

    def learn(self, rids: Iterable[int], paths):
        """Give a bit to each record that has none; its folder never changes: a move makes a new record."""
        with self.lock:
            for rid in rids:
                if rid in self.bits or (path := paths.get(rid)) is None:
                    continue
                bit = self.bits[rid] = len(self.rids)
                self.rids.append(rid)
                folder = path.rpartition("/")[0]
                self.folders[folder] = self.folders.get(folder, 0) | 1 << bit


#: Database → path of the catalog → its table.
_tables: WeakKeyDictionary = WeakKeyDictionary()
_tables_lock = Lock()


#: Byte → its bits that are set.
_BITS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))
#: Postings of single words that are kept: a set has 1,250 bytes at ten thousand items.
_POSTINGS = 4_000


def members(mask: int) -> Iterator[int]:
    """Bits that are set, from the lowest."""
    for place, byte in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        if byte:
            for bit in _BITS[byte]:
                yield place << 3 | bit


def has_changes(connection) -> bool:
    """Whether this transaction has changed anything; after a savepoint that is no longer with its objects."""
    return bool(
        connection._registered_objects or connection._added or connection._savepoint_storage is not None
    )


class Sets:
    """The sets of a catalog as one reader may see them, for one request."""

    def __init__(self, catalog=None):
        self.tool = catalog if catalog is not None else api.portal.get_tool("portal_catalog")
        self.catalog = self.tool._catalog
        processQueue()  # as every search of the catalog does
        self.table, self.settled = self._table()

    def _table(self) -> tuple[Table, bool]:
        """A transaction that has changed something counts on a table of its own, thrown away with it."""
        connection = self.tool._p_jar
        if connection is None or has_changes(connection):
            return Table(), False
        path = "/".join(self.tool.getPhysicalPath())
        with _tables_lock:
            return _tables.setdefault(connection.db(), {}).setdefault(path, Table()), True

    # Sets from indexes

    def values(self, name: str) -> dict:
        """Value of an index → the set of its items."""
        index = self.catalog.getIndex(name)
        return self.keep(f"values {name}", index.getCounter(), lambda: self._values(index))

    def _values(self, index) -> dict:
        self.table.learn(index._unindex.keys(), self.catalog.paths)
        return {
            value: self.of([found] if isinstance(found, int) else found)
            for value, found in index._index.items()
        }

    def keep(self, name: str, version, make):
        """What ``make`` gives, made again for another version; shared by all readers of the process."""
        found = self.table.kept.get(name)
        if found is not None and found[0] == version:
            return found[1]
        made = make()
        if self.settled:
            self.table.kept[name] = (version, made)
        return made

    def of(self, rids: Iterable[int]) -> int:
        """The set of these records; one that the catalog does not know is left out."""
        known = self.table.bits
        return self.of_bits(bit for rid in rids if (bit := known.get(rid)) is not None)

    def of_bits(self, bits: Iterable[int]) -> int:
        """The set of these bits."""
        content = bytearray(len(self.table.rids) // 8 + 1)
        for bit in bits:
            content[bit >> 3] |= 1 << (bit & 7)
        return int.from_bytes(content, "little")

    def any_of(self, name: str, values: Iterable) -> int:
        """Items that have one of these values; an unknown value has none."""
        known, found = self.values(name), 0
        for value in values:
            found |= known.get(value, 0)
        return found

    def between(self, name: str, low=None, high=None) -> int:
        """Items whose value, in an index of one value, is at least ``low`` and at most ``high``."""
        values, bits = self._sorted(name)
        start = 0 if low is None else bisect_left(values, low)
        end = len(values) if high is None else bisect_right(values, high)
        return self.of_bits(bits[start:end])

    def having(self, name: str) -> int:
        """Items of which the index knows a value."""
        index = self.catalog.getIndex(name)
        return self.keep(f"with {name}", index.getCounter(), lambda: self._having(index))

    def _having(self, index) -> int:
        self.table.learn(index._unindex.keys(), self.catalog.paths)
        return self.of(index._unindex.keys())

    def posting(self, index, value) -> int:
        """Items of one value of an index that has too many values to make all their sets."""
        version, known = self.table.postings
        if version != index.getCounter():
            version, known = index.getCounter(), {}
            if self.settled:
                self.table.postings = (version, known)
            self.table.learn(index._unindex.keys(), self.catalog.paths)
        if value not in known:
            found = index._index.get(value, ())
            if len(known) >= _POSTINGS:
                known.clear()
            known[value] = self.of([found] if isinstance(found, int) else found)
        return known[value]

    def in_folder(self, path: str) -> int:
        """Items that stand directly in the folder of this path."""
        self.having("portal_type")
        return self.table.folders.get(path, 0)

    # The reader

    @cached_property
    def readable(self) -> int:
        """What the current reader may be shown: granted, in force, in no folder closed to them."""
        user = getSecurityManager().getUser()
        allowed = self.any_of("allowedRolesAndUsers", self.tool._listAllowedRolesAndUsers(user))
        if not getSecurityManager().checkPermission(AccessInactivePortalContent, self.tool):
            allowed &= self.in_force
        portal = api.portal.get()
        for folder, mask in self.table.folders.items():
            if allowed & mask and not folder_is_visible(portal, folder):
                allowed &= ~mask
        return allowed

    @property
    def in_force(self) -> int:
        """Neither to come nor expired; the index counts in minutes, what changes in this one is asked."""
        index, now = self.catalog.getIndex("effectiveRange"), DateTime()
        minute = index._convertDateTime(now)
        found = self.keep(
            "in force", (index.getCounter(), minute), lambda: self._in_force(index, minute, now)
        )
        granted, unsure = found
        for rid in unsure:
            brain = self.catalog[rid]
            if not (brain.effective <= now < brain.expires):
                granted &= ~self.of([rid])
        return granted

    def _in_force(self, index, minute: int, now) -> tuple[int, list[int]]:
        self.table.learn(index._unindex.keys(), self.catalog.paths)
        granted, unsure = [], []
        for rid, (since, until) in index._unindex.items():
            if (since is None or since <= minute) and (until is None or minute <= until):
                granted.append(rid)
                if minute in (since, until):
                    unsure.append(rid)
        return self.of(granted), unsure

    # Items from sets

    def rids(self, mask: int) -> list[int]:
        """Records of a set, in no order."""
        return [self.table.rids[bit] for bit in members(mask)]

    def ordered(self, mask: int, name: str, descending: bool = False) -> Iterator[int]:
        """Records of a set by the value of an index of one value; those without a value come last."""
        _values, order = self._sorted(name)
        content = mask.to_bytes(len(self.table.rids) // 8 + 1, "little")
        for bit in reversed(order) if descending else order:
            if content[bit >> 3] & 1 << (bit & 7):
                yield self.table.rids[bit]
        yield from self.rids(mask & ~self.having(name))

    def _sorted(self, name: str) -> tuple[list, list[int]]:
        """Values of an index of one value, and the bits of their items, from the smallest."""
        index = self.catalog.getIndex(name)
        return self.keep(f"sorted {name}", index.getCounter(), lambda: self._sort(index))

    def _sort(self, index) -> tuple[list, list[int]]:
        self.table.learn(index._unindex.keys(), self.catalog.paths)
        bits = self.table.bits
        pairs = sorted((value, bits[rid]) for rid, value in index._unindex.items() if rid in bits)
        return [value for value, _bit in pairs], [bit for _value, bit in pairs]

    def brains(self, rids: Iterable[int]) -> list:
        """Catalog brains of records, in their order."""
        return [self.catalog[rid].__of__(self.tool) for rid in rids]
