"""A ZIP whose every byte is known before the first is sent, read from the disk as it leaves (pure).

Members are stored, not compressed: sizes and checksums are known beforehand, so there is a Content-Length,
the same members are the same bytes on every machine, and a reader that goes through it in order (as on a
phone) needs no second look.  The server reads it like a file: it holds no thread, and memory holds one
block, whatever the size.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO
from typing import NamedTuple
import struct
import zlib


#: Without ZIP64, which old unpackers do not know: bytes of an archive and number of its members.
LARGEST, MOST = 2**32 - 1, 2**16 - 1
BLOCK = 1 << 16
#: Version needed (2.0), names in UTF-8, stored.
_NEEDED, _UTF8, _STORED = 20, 0x800, 0
#: Made on Unix: an ordinary file that its owner may write and all may read.
_MADE_BY, _MODE = (3 << 8) | _NEEDED, 0o100644 << 16
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_FIRST, _LAST = datetime(1980, 1, 1), datetime(2107, 12, 31)


class TooLarge(ValueError):
    """More than a plain ZIP holds."""


class Changed(OSError):
    """A file on the disk is not any more what was announced: the answer ends here, visibly broken."""


class Member(NamedTuple):
    """``name``: its path, with slashes; ``source``: its bytes, or the path of a file of ``size`` bytes."""

    name: str
    size: int
    crc32: int
    source: bytes | str


def member(name: str, content: bytes) -> Member:
    """Of what is made in memory."""
    return Member(name, len(content), zlib.crc32(content), content)


class _Piece(NamedTuple):
    start: int
    size: int
    source: bytes | str


def dos_moment(moment: datetime) -> tuple[int, int]:
    """Date and time as ZIP writes them, in steps of two seconds; it knows no time zone."""
    moment = min(max(moment.replace(tzinfo=None), _FIRST), _LAST)
    day = (moment.year - 1980) << 9 | moment.month << 5 | moment.day
    return day, moment.hour << 11 | moment.minute << 5 | moment.second // 2


class Archive:
    """Bytes of the ZIP of these members, as a file that is read and never written.

    TooLarge where they do not fit.  ``close`` it; at most one file of the disk is open at a time.
    """

    def __init__(self, members: Iterable[Member], moment: datetime):
        self._pieces: list[_Piece] = []
        self._size = self._position = 0
        self._open: tuple[str, BinaryIO] | None = None
        self._write(list(members), dos_moment(moment))
        self._starts = [piece.start for piece in self._pieces]

    def _write(self, members: list[Member], moment: tuple[int, int]):
        if len(members) > MOST or sum(one.size for one in members) > LARGEST:
            raise TooLarge
        day, time = moment
        central = []
        for one in members:
            name = one.name.encode("utf-8")
            flags = _UTF8 if not one.name.isascii() else 0
            facts = (flags, _STORED, time, day, one.crc32, one.size, one.size, len(name))
            central.append(
                _CENTRAL.pack(b"PK\x01\x02", _MADE_BY, _NEEDED, *facts, 0, 0, 0, 0, _MODE, self._size) + name
            )
            self._add(_LOCAL.pack(b"PK\x03\x04", _NEEDED, *facts, 0) + name)
            self._add(one.source, one.size)
        start, directory = self._size, b"".join(central)
        self._add(directory)
        if self._size > LARGEST:
            raise TooLarge
        self._add(_END.pack(b"PK\x05\x06", 0, 0, len(members), len(members), len(directory), start, 0))

    def _add(self, source: bytes | str, size: int | None = None):
        size = len(source) if size is None else size
        if size:
            self._pieces.append(_Piece(self._size, size, source))
            self._size += size

    def __len__(self) -> int:
        return self._size

    # As a file

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        origin = {0: 0, 1: self._position, 2: self._size}[whence]
        self._position = min(max(origin + offset, 0), self._size)
        return self._position

    def read(self, size: int = -1) -> bytes:
        """That many bytes, fewer at the end alone."""
        left = self._size - self._position
        left = left if size is None or size < 0 else min(size, left)
        found = []
        while left:
            piece = self._pieces[bisect_right(self._starts, self._position) - 1]
            begin = self._position - piece.start
            block = self._of(piece, begin, min(left, piece.size - begin))
            found.append(block)
            self._position += len(block)
            left -= len(block)
        return b"".join(found)

    def _of(self, piece: _Piece, begin: int, size: int) -> bytes:
        if isinstance(piece.source, bytes):
            return piece.source[begin : begin + size]
        stream = self._file(piece.source)
        stream.seek(begin)
        block = stream.read(size)
        if len(block) != size:
            raise Changed(piece.source)
        return block

    def _file(self, path: str) -> BinaryIO:
        if self._open is None or self._open[0] != path:
            self.close()
            self._open = (path, open(path, "rb"))  # noqa: SIM115 (open until the next one, or close)
        return self._open[1]

    def close(self):
        if self._open is not None:
            self._open[1].close()
            self._open = None

    # As an iterator

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        block = self.read(BLOCK)
        if not block:
            raise StopIteration
        return block
