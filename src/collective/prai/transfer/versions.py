"""The versions of a deliverable: which files are which, newest first, at addresses that no renaming breaks.

A row of the history names the files inside the deliverable that are of that version; the file of the
sheet itself, and files that no row names, are of the latest one (docs/decisions/0035-kit-and-versions.md).
"""

from Acquisition import aq_base
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer.kit.names import folded
from collective.prai.transfer.kit.names import slug
from typing import NamedTuple


#: Behind the address of a deliverable: the versions, and the one that is the latest at any time.
VERSIONS, LATEST = "@@versions", "derniere"
#: Between the names of several files in one row.
SEPARATOR = ";"


class VersionFile(NamedTuple):
    """``item``: the deliverable, or a file inside it; ``value``: what its field holds."""

    item: object
    field: str
    value: object

    @property
    def filename(self) -> str:
        return self.value.filename or self.item.getId()


class Version(NamedTuple):
    """``slug``: its name in addresses; ``gone``: names of files that the reader does not find here."""

    slug: str
    name: str
    date: str
    changes: list[str]
    files: list[VersionFile]
    gone: list[str]


def file_of(item, field: str = "file") -> VersionFile | None:
    """The file of an item, if it has one."""
    value = getattr(aq_base(item), field, None)
    return VersionFile(item, field, value) if value is not None and value.filename else None


def parts_of(deliverable, sees=reader_may_see) -> list[VersionFile]:
    """Files inside it that its reader sees, in their order."""
    inside = [part for part in deliverable.objectValues() if part.portal_type == "File"]
    found = [file_of(part) for part in inside if sees(part)]
    return [one for one in found if one is not None]


def names_in(row: dict) -> list[str]:
    """What a row of the history calls its files."""
    return [name.strip() for name in (row.get("files") or "").split(SEPARATOR) if name.strip()]


def find_part(parts: list[VersionFile], name: str) -> VersionFile | None:
    """By its short name, the name of the file or its title: an editor types what she sees."""
    wanted = folded(name)
    for known_as in (lambda one: one.item.getId(), lambda one: one.filename, lambda one: one.item.Title()):
        for part in parts:
            if folded(known_as(part)) == wanted:
                return part
    return None


def versions_of(deliverable, sees=reader_may_see) -> list[Version]:
    """Newest first, the present one before all; none where nothing is said of versions."""
    base = aq_base(deliverable)
    found = _told(base.history or (), parts_of(deliverable, sees))
    current = (base.version or "").strip()
    if current and slug(current) not in {one.slug for one in found}:
        found.insert(0, Version(slug(current), current, "", [], [], []))
    elif current:
        # Stable: the others keep their order.
        found.sort(key=lambda one: one.slug != slug(current))
    if found:
        found[0].files[:0] = current_files(deliverable, sees)
    return found


def current_files(deliverable, sees=reader_may_see) -> list[VersionFile]:
    """The file of the sheet, and those inside it that no row of the history claims."""
    parts = parts_of(deliverable, sees)
    named = [find_part(parts, name) for row in aq_base(deliverable).history or () for name in names_in(row)]
    claimed = {one.item.getId() for one in named if one is not None}
    own = [file_of(deliverable)]
    return [one for one in own if one is not None] + [
        part for part in parts if part.item.getId() not in claimed
    ]


def latest_files(deliverable) -> list[VersionFile]:
    """What somebody takes today."""
    versions = versions_of(deliverable)
    return versions[0].files if versions else current_files(deliverable)


def _told(rows, parts: list[VersionFile]) -> list[Version]:
    """What the history says; lines of the same version are one."""
    found: dict[str, Version] = {}
    for row in rows:
        name = (row.get("version") or "").strip()
        if not name:
            continue
        one = found.setdefault(slug(name), Version(slug(name), name, row.get("date") or "", [], [], []))
        if not one.date and row.get("date"):
            one = found[one.slug] = one._replace(date=row["date"])
        if row.get("changes"):
            one.changes.append(row["changes"])
        for wanted in names_in(row):
            part = find_part(parts, wanted)
            if part is None:
                one.gone.append(wanted)
            elif part not in one.files:
                one.files.append(part)
    versions = list(found.values())
    if all(one.date for one in versions):
        versions.sort(key=lambda one: one.date, reverse=True)
    return versions
