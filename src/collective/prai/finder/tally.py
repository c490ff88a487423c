"""Points for the members of sets, counted in the bits of integers (pure).

Row ``n`` of a tally holds bit ``n`` of every member's points, so that giving points to five thousand items,
and finding the few that have most, costs a handful of operations on integers and no loop over items.
"""

from collections.abc import Iterator


class Tally:
    """Points of items; a set is an integer, its bits are the items."""

    def __init__(self):
        self.rows: list[int] = []

    def give(self, items: int, points: int):
        """Each of these items gets so many points more; points are a whole number, not negative."""
        row = 0
        while points:
            if points & 1:
                self._add(items, row)
            points >>= 1
            row += 1

    def _add(self, items: int, row: int):
        while items:
            while len(self.rows) <= row:
                self.rows.append(0)
            self.rows[row], items = self.rows[row] ^ items, self.rows[row] & items
            row += 1

    def of(self, item: int) -> int:
        """Points of one item, given as its bit's number."""
        return sum(1 << row for row, items in enumerate(self.rows) if items >> item & 1)

    def ranks(self, among: int) -> Iterator[tuple[int, int]]:
        """Points and the set of the items that have as many, most first; none without points."""
        yield from self._ranks(among, len(self.rows) - 1, 0)

    def _ranks(self, among: int, row: int, points: int) -> Iterator[tuple[int, int]]:
        if not among:
            return
        if row < 0:
            if points:
                yield points, among
            return
        yield from self._ranks(among & self.rows[row], row - 1, points | 1 << row)
        yield from self._ranks(among & ~self.rows[row], row - 1, points)
