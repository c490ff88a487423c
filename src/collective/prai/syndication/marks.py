"""Marks: hints of editors' saves that the public state of something may have changed.

A save only adds one key, under which its marks are; no two transactions ever write the same key, so that
editors who save at once never conflict.  The sweep reads, acts and deletes exactly the marks that it has
read.  However many marks an import makes, the trees that others write too get one key of it: they stay of
one bucket, and a tree of one bucket resolves its conflicts.
"""

from BTrees.OOBTree import OOBTree
from BTrees.OOBTree import OOTreeSet
from collections.abc import Iterator
from persistent import Persistent
from typing import NamedTuple
import secrets
import time
import transaction


SHARDS = 64
#: Never deleted: a bucket that becomes empty cannot resolve a conflict.
SENTINEL = ""
#: ``TREE``: what was touched and everything below its path; the others are one item that the
#: sweep found by itself: to be serialised again, or only if its public state moved.
TREE, FULL, LIGHT = "t", "f", "l"


class Mark(NamedTuple):
    """One hint; ``path`` is given for a TREE only, ``uid`` may be empty there.

    ``bundle``: key under which its transaction's marks are; "" for a mark that stands in the shard itself, as
    all did before version 1002.  ``since``: the second in which its transaction made it, 0 in a mark of 1000.
    """

    shard: int
    key: str
    kind: str
    uid: str
    path: str
    bundle: str = ""

    @property
    def since(self) -> int:
        return int(self.key.partition("|")[0].partition(".")[2] or "0", 16)


class Pending(Persistent):
    """All marks that no sweep has handled yet."""

    def __init__(self):
        self.shards = tuple(OOBTree({SENTINEL: None}) for _number in range(SHARDS))

    def add(self, uid: str, path: str = "", kind: str = TREE):
        """One mark in this transaction's own shard and under its own keys; twice is once."""
        manager = transaction.get()
        try:
            token = manager.data(self)
        except KeyError:
            # Its second is in the key: a place where all would write the latest would conflict.
            token = f"{secrets.token_hex(8)}.{int(time.time()):x}"
            manager.set_data(self, token)
        shard = self.shards[int(token[:2], 16) % SHARDS]
        # Asked of the tree, not of a memory beside it: a savepoint that is rolled back takes it away.
        bundle = shard.get(token)
        if bundle is None:
            bundle = shard[token] = OOTreeSet()
        key = "|".join((token, kind, uid, path))
        if key not in bundle:
            bundle.add(key)

    def __iter__(self) -> Iterator[Mark]:
        for number, shard in enumerate(self.shards):
            if len(shard) > 1:
                for key, bundle in shard.items():
                    if bundle is not None:
                        for mark in bundle:
                            yield Mark(number, mark, *mark.split("|", 3)[1:], bundle=key)
                    elif key != SENTINEL:
                        yield Mark(number, key, *key.split("|", 3)[1:])

    def __bool__(self):
        return any(len(shard) > 1 for shard in self.shards)

    def discard(self, mark: Mark):
        shard = self.shards[mark.shard]
        if not mark.bundle:
            del shard[mark.key]
            return
        bundle = shard[mark.bundle]
        bundle.remove(mark.key)
        if not bundle:
            del shard[mark.bundle]
