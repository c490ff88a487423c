"""Files and images as partners copy them: address, type, size, checksum."""

from collective.prai.core.file_addresses import file_address
from collective.prai.core.safe_html import clean_text
from typing import NamedTuple
import hashlib
import zlib


BLOCK = 1 << 18


class Digest(NamedTuple):
    """Checksums of a file: SHA-256 in hexadecimal, and the one of ZIP."""

    sha256: str
    crc32: int


#: (oid, serial) of a stored blob → its checksums: a file is read once, not at every sweep.
_digests: dict[tuple[bytes, bytes], Digest] = {}
_LARGEST_MEMORY = 10_000


def digest(value) -> Digest:
    """Checksums of a file field's bytes, read in blocks."""
    blob = value._blob
    key = (blob._p_oid, blob._p_serial)
    stored = blob._p_oid is not None and any(blob._p_serial or b"") and not blob._p_changed
    if not stored or key not in _digests:
        with value.open() as stream:
            found = _read(stream)
        if not stored:
            return found
        if len(_digests) > _LARGEST_MEMORY:
            _digests.clear()
        _digests[key] = found
    return _digests[key]


def _read(stream) -> Digest:
    sha, crc = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        sha.update(block)
        crc = zlib.crc32(block, crc)
    return Digest(sha.hexdigest(), crc)


def sha256(value) -> str:
    """SHA-256 of a file field's bytes, in hexadecimal."""
    return digest(value).sha256


def _bare(obj, field, value, licence) -> dict:
    return {
        "url": file_address(obj.UID(), field, value.filename),
        "type": clean_text(value.contentType or "application/octet-stream"),
        "size": value.getSize(),
        "sha256": sha256(value),
        "licence": licence,
    }


def attachment(obj, field: str, value, title: str, licence: str) -> dict:
    """One file that may be copied under its licence (SPDX); size in bytes."""
    return _bare(obj, field, value, licence) | {"title": clean_text(title or "")}


def image(obj, field: str, value, licence: str | None, alt: str = "", shown_as=()) -> dict:
    """One image of a text; ``shown_as``: its addresses in the HTML.

    Those may lead to a smaller size; ``url``, size and checksum are of the image as it was uploaded.
    """
    width, height = value.getImageSize()
    return _bare(obj, field, value, licence) | {
        "title": clean_text(obj.title or ""),
        "alt": alt or describe(obj),
        "width": width if width > 0 else None,
        "height": height if height > 0 else None,
        "shown_as": sorted(shown_as),
    }


def describe(obj) -> str:
    """What Plone knows of what an image shows: its description, else its title."""
    return clean_text(" ".join((obj.description or obj.title or "").split()))
