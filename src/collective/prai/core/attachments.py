"""Files and images as partners copy them: address, type, size, checksum."""

from collective.prai.core.safe_html import clean_text
from collective.prai.core.targets import place
from hashlib import file_digest
from urllib.parse import quote


#: (oid, serial) of a stored blob → its SHA-256: a file is read once, not at every sweep.
_digests: dict[tuple[bytes, bytes], str] = {}
_LARGEST_MEMORY = 10_000


def sha256(value) -> str:
    """Checksum of a file field's bytes, in hexadecimal."""
    blob = value._blob
    key = (blob._p_oid, blob._p_serial)
    stored = blob._p_oid is not None and any(blob._p_serial or b"") and not blob._p_changed
    if not stored or key not in _digests:
        with value.open() as stream:
            digest = file_digest(stream, "sha256").hexdigest()
        if not stored:
            return digest
        if len(_digests) > _LARGEST_MEMORY:
            _digests.clear()
        _digests[key] = digest
    return _digests[key]


def _bare(obj, field, value, view) -> dict:
    name = quote(clean_text(value.filename or field).replace("/", "-").replace("\\", "-"))
    return {
        "url": f"{place(obj)}/@@{view}/{field}" + (f"/{name}" if view == "download" else ""),
        "type": clean_text(value.contentType or "application/octet-stream"),
        "size": value.getSize(),
        "sha256": sha256(value),
    }


def attachment(obj, field: str, value, title: str, licence: str) -> dict:
    """One file that may be copied under its licence (SPDX); size in bytes."""
    return _bare(obj, field, value, "download") | {"title": clean_text(title or ""), "licence": licence}


def image(obj, field: str, value) -> dict:
    """One image that the text shows; its licence and credit are those of the text."""
    return _bare(obj, field, value, "images") | {"title": clean_text(obj.title or "")}
