"""Finished bytes of answers, kept in the memory of the process: what is made once is sent many times.

The key names everything that the bytes depend on, so that nothing here is ever out of date: what has
changed is asked for under another key, and the old bytes leave when room is needed.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
import os


#: Bytes of memory for each of the two stores, of what is sent compressed and of what is sent as it is.
ROOM = int(float(os.environ.get("PRAI_KEPT_MB", "64")) * 2**20)
#: A larger share of its store than this nothing gets: one reader of large pages would empty it.
SHARE = 8
#: What a key and its place in the store weigh, roughly.
_OVERHEAD = 500


class Kept:
    """A bounded store of bytes for all threads; the least recently used leaves first."""

    def __init__(self, room: int = ROOM):
        self.room = room
        self.size = 0
        self._bodies: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> bytes | None:
        with self._lock:
            body = self._bodies.get(key)
            if body is not None:
                self._bodies.move_to_end(key)
            return body

    def put(self, key: Hashable, body: bytes):
        """Keep it, if it is small enough."""
        weight = len(body) + _OVERHEAD
        if weight * SHARE > self.room:
            return
        with self._lock:
            if key not in self._bodies:
                self._bodies[key] = body
                self.size += weight
            while self.size > self.room:
                _key, gone = self._bodies.popitem(last=False)
                self.size -= len(gone) + _OVERHEAD

    def clear(self):
        with self._lock:
            self._bodies.clear()
            self.size = 0


#: Compressed bodies cost the most to make and the least to keep: large plain ones must not drive them out.
zipped, plain = Kept(), Kept()
