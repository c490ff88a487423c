"""Parts of a file as HTTP asks for them (RFC 9110, section 14), read from disk as they are sent."""

from collections.abc import Iterator
from typing import BinaryIO
from zope.interface import implementer
from ZPublisher.HTTPRangeSupport import expandRanges
from ZPublisher.HTTPRangeSupport import parseRange
from ZPublisher.Iterators import IStreamIterator
import re
import secrets


#: More parts than this, or parts that overlap, are an attack: the whole file is cheaper.
MOST_PARTS = 8
#: Bytes of several parts together: they are not one file that the server can read by itself, so a thread
#: writes them, and waits for a client who does not take them.  This much goes into the server's buffer.
LARGEST_PARTS = 2**20
_RANGES = re.compile(r"bytes *= *[0-9, -]{1,200}", re.A | re.I)
BLOCK = 1 << 16


def wanted_parts(header: str | None, size: int) -> list[tuple[int, int]] | None:
    """(start, end) of each part that a Range header asks for, the end not included.

    ``None``: send the whole file, there is no such header or it makes no sense; an empty list: there
    is nothing in the file where it asks (416).
    """
    if not header or not _RANGES.fullmatch(header.strip()):
        return None
    asked = parseRange(header.lower())
    if not asked:
        return None
    # A suffix longer than the file means all of it; Zope's function would begin before the start.
    parts = [(max(start, 0), end) for start, end in expandRanges(asked, size)]
    together = sum(end - start for start, end in parts)
    if len(parts) > MOST_PARTS or together > size or (len(parts) > 1 and together > LARGEST_PARTS):
        return None
    return parts


@implementer(IStreamIterator)
class FilePart:
    """Bytes ``start`` to ``end`` of an open file, as a file of its own.

    The server reads it without holding a thread: it has ``seek`` and ``tell``.  It is no ``io`` class,
    as the publisher would take it for the whole file.
    """

    def __init__(self, stream: BinaryIO, start: int, end: int):
        self._stream, self._start, self._end = stream, start, end
        stream.seek(start)

    def __len__(self) -> int:
        return self._end - self._start

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        data = self.read(BLOCK)
        if not data:
            raise StopIteration
        return data

    def read(self, size: int = -1) -> bytes:
        left = max(self._end - self._stream.tell(), 0)
        return self._stream.read(left if size is None or size < 0 else min(size, left))

    def tell(self) -> int:
        return self._stream.tell() - self._start

    def seek(self, offset: int, whence: int = 0) -> int:
        origin = {0: self._start, 1: self._stream.tell(), 2: self._end}[whence]
        self._stream.seek(max(origin + offset, self._start))
        return self.tell()

    def close(self):
        self._stream.close()


@implementer(IStreamIterator)
class FileParts:
    """Several parts of an open file as ``multipart/byteranges``; ``media_type`` has its boundary."""

    def __init__(self, stream: BinaryIO, parts: list[tuple[int, int]], size: int, media_type: str):
        boundary = secrets.token_hex(12)
        self.media_type = f"multipart/byteranges; boundary={boundary}"
        self._stream = stream
        self._pieces: list[tuple[bytes, int, int]] = [
            (
                f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\n"
                f"Content-Range: bytes {start}-{end - 1}/{size}\r\n\r\n".encode("latin-1"),
                start,
                end,
            )
            for start, end in parts
        ]
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self._blocks = self._read()

    def __len__(self) -> int:
        return sum(len(head) + end - start for head, start, end in self._pieces) + len(self._tail)

    def _read(self) -> Iterator[bytes]:
        for head, start, end in self._pieces:
            yield head
            part = FilePart(self._stream, start, end)
            yield from part
        yield self._tail

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        return next(self._blocks)

    def close(self):
        self._stream.close()
