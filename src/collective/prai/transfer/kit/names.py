"""Names of files in a kit: one path segment each, that every system can write, and no two the same (pure)."""

from collective.prai.core.filenames import safe_filename
from collective.prai.core.safe_html import clean_text
import re
import unicodedata


#: Characters of a segment: with three folders before it, a path stays below what Windows takes.
LONGEST = 80
#: Devices of Windows, with any ending.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.I)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9.]+")
_SPACES = re.compile(r"\s+")


def tame(name: str | None) -> str:
    """One segment of a path: no way out of its folder, nothing that is not seen, no device."""
    name = clean_text(str(name or "")).replace("\n", " ").replace("\t", " ")
    # Marks of direction and joiners are of the category Cf: a name shows all that it is.
    name = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    name = _SPACES.sub(" ", safe_filename(name))
    name = _shortened(name, LONGEST).strip(" .") or "fichier"
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _shortened(name: str, longest: int) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        stem, dot, ending = name, "", ""
    return stem[: longest - len(dot) - len(ending)] + dot + ending


def folded(name: str) -> str:
    """What a system that knows no case and no accents compares."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


def slug(text: str | None, otherwise: str = "fiche") -> str:
    """Small letters, digits, hyphens and dots: ``2.0 bêta`` → ``2.0-beta``."""
    found = _NOT_IN_SLUG.sub("-", folded(text or "")).strip("-.")
    while ".." in found:
        found = found.replace("..", ".")
    return found[:60].strip("-.") or otherwise


class Names:
    """Paths that were given out; a second one of the same name gets a number."""

    def __init__(self):
        self._taken: set[str] = set()

    def path(self, folder: str, name: str | None) -> str:
        """``folder`` is ours; ``name`` may be anything."""
        name = tame(name)
        stem, dot, ending = name.rpartition(".")
        if not stem:
            stem, dot, ending = name, "", ""
        found, number = name, 1
        while (key := folded(f"{folder}/{found}")) in self._taken:
            number += 1
            found = f"{stem}-{number}{dot}{ending}"
        self._taken.add(key)
        return f"{folder}/{found}" if folder else found
