"""The tree that a sheet or a reuse stands in, read from the relation catalog as its reader may see it.

An original leads to its reuses, a reuse to the deliverable that was made of it, a sheet to what says that it
was adapted from it.  What the reader may not see is not there; an original that is gone, or not theirs to
see, is a place without a name, for that something came before is what the sheet itself says.
"""

from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IPraiContent
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.relations import referring
from collective.prai.transfer.reuses import call_is_over
from collective.prai.transfer.reuses import reuses_of
from collective.prai.transfer.tree import Branch
from collective.prai.transfer.tree import grow
from z3c.relationfield.interfaces import IRelationValue


#: Begins the id of an original that has no name for this reader; the rest is the id of what came of it.
GONE = "gone:"


def in_order(reuses: list) -> list:
    """The oldest first, those without a date after them, examples last."""
    return sorted(reuses, key=lambda one: (bool(one.example), one.date or "9999"))


class Lineage:
    """``items``: id (UID) → object, of everything that was looked at and may be seen."""

    def __init__(self, item, may_see=reader_may_see):
        self.item = item
        self.may_see = may_see
        self.items = {item.UID(): item}

    def tree(self) -> list[Branch]:
        """Of the item; [] where nothing came of it, and it of nothing."""
        found = grow(self.item.UID(), self.parents, self.children)
        return found if len(found) > 1 else []

    def parents(self, id: str) -> list[str]:
        item = self.items.get(id)
        if item is None:
            return []
        if IReuse.providedBy(item):
            known, lost = self._targets(item, "original")
        else:
            known, lost = self._targets(item, "derived_from")
            reuses = self._seen(referring(item, "derived_deliverable", IReuse))
            # Between both stands the reuse: it says more than « adapted from ».
            through = {uid for reuse in reuses for uid in self._targets(reuse, "original")[0]}
            known = [uid for uid in known if uid not in through] + self._ids(reuses)
            lost = lost and not reuses
        return known + ([f"{GONE}{id}"] if lost else [])

    def children(self, id: str) -> list[str]:
        if id.startswith(GONE):
            return [id.removeprefix(GONE)]
        item = self.items.get(id)
        if item is None:
            return []
        if IReuse.providedBy(item):
            return self._targets(item, "derived_deliverable")[0]
        reuses = in_order([one for one in self._seen(reuses_of(item)) if self._stays(one)])
        through = {uid for reuse in reuses for uid in self._targets(reuse, "derived_deliverable")[0]}
        adapted = self._seen(referring(item, "derived_from", IPraiContent))
        return self._ids(reuses) + [uid for uid in self._ids(adapted) if uid not in through]

    def _stays(self, reuse) -> bool:
        """A call for partners that is over is no reuse, unless something was made of it."""
        return (
            not call_is_over(reuse)
            or reuse.UID() == self.item.UID()
            or bool(self._targets(reuse, "derived_deliverable")[0])
        )

    def _targets(self, item, name: str) -> tuple[list[str], bool]:
        """Ids of what a relation field leads to, and whether it leads to something without a name."""
        value = getattr(item, name, None) or ()
        relations = [
            one
            for one in (value if isinstance(value, (list, tuple)) else (value,))
            if IRelationValue.providedBy(one)
        ]
        objects = [None if one.isBroken() else one.to_object for one in relations]
        seen = self._seen([obj for obj in objects if obj is not None])
        return self._ids(seen), len(seen) < len(relations)

    def _seen(self, items) -> list:
        return [item for item in items if self.may_see(item)]

    def _ids(self, items) -> list[str]:
        for item in items:
            self.items.setdefault(item.UID(), item)
        return [item.UID() for item in items]
