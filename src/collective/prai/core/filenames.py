"""Names of uploaded files: one path segment that every system can store (pure)."""

import re
import unicodedata


_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LONGEST = 150


def safe_filename(name: str) -> str:
    """The last segment of a path, without control or direction characters; ``fichier`` if nothing is left."""
    name = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rsplit("/", 1)[-1]
    name = _FORBIDDEN.sub("", name).strip(" .")
    if len(name) > LONGEST:
        stem, dot, extension = name.rpartition(".")
        if dot and len(extension) <= 10:
            name = stem[: LONGEST - len(extension) - 1] + dot + extension
        else:
            name = name[:LONGEST]
    return name or "fichier"
