"""Finished bytes of answers, kept in the memory of the process: what is made once is sent many times.

The key names everything that the bytes depend on, so that nothing here is ever out of date: what has
changed is asked for under another key, and the old bytes leave when room is needed.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any
import os


#: Bytes of memory for each of the two stores, of what is sent compressed and of what is sent as it is.
ROOM = int(float(os.environ.get("PRAI_KEPT_MB", "64")) * 2**20)
#: A larger share of its store than this nothing gets: one reader of large pages would empty it.
SHARE = 8
#: What a key and its place in the store weigh, roughly.
_OVERHEAD = 500


class Kept:
    """A bounded store for all threads; the least recently used leaves first."""

    def __init__(self, room: int = ROOM):
        self.room = room
        self.size = 0
        self._held: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable) -> Any:
        """What was put there, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value, size: int | None = None):
        """Keep it, if it is small enough; ``size``: its bytes, where it is not bytes itself."""
        weight = (len(value) if size is None else size) + _OVERHEAD
        if weight * SHARE > self.room:
            return
        with self._lock:
            self.size += weight - self._held.pop(key, (None, 0))[1]
            self._held[key] = (value, weight)
            while self.size > self.room:
                _key, (_value, gone) = self._held.popitem(last=False)
                self.size -= gone

    def clear(self):
        with self._lock:
            self._held.clear()
            self.size = 0


#: Compressed bodies cost the most to make and the least to keep: large plain ones must not drive them out.
zipped, plain = Kept(), Kept()
