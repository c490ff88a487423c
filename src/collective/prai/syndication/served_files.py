"""Which files leave: those that the log announces, of items that are public at this very second."""

from Acquisition import aq_base
from collections.abc import Iterator
from collective.prai.core.file_addresses import file_folder
from collective.prai.core.file_addresses import scales
from collective.prai.core.licences import is_free
from collective.prai.core.targets import find
from collective.prai.core.targets import holder
from collective.prai.core.visibility import lineage
from collective.prai.core.visibility import visibility
from collective.prai.interfaces import ISyndicatable
from collective.prai.interfaces import ISyndicationRecord
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.record import from_stored
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.interfaces import INamedBlobImage
from typing import NamedTuple
from zope.component import getMultiAdapter
import json


class Served(NamedTuple):
    """``value``: the named file as it is now; ``row``: what the manifest says of it."""

    obj: object
    value: object
    row: dict


class Gone(LookupError):
    """The item of the file was public once and is not any more."""


def find_file(outbox: Outbox, uid: str, field: str, now: float) -> Served | None:
    """The file at that address, or None: there is none, or it does not leave; Gone if withdrawn.

    Both are asked, the log and the content: the log says what was announced, the content whether
    it may still leave, so a withdrawal holds at once, before the sweep.
    """
    facts = outbox.facts.get(uid)
    obj = find(uid, facts.path if facts is not None else "")
    for entry in _announcers(outbox, uid):
        for kind, row in _rows(entry):
            if row["url"].startswith(file_folder(uid, field)):
                served = _allowed(entry, kind, row, obj, field, now)
                if served is not None:
                    return served
    if _withdrawn(outbox, uid, obj, now):
        raise Gone
    return None


def _announcers(outbox: Outbox, uid: str) -> Iterator[Entry]:
    """The item itself, and those that show it."""
    for candidate in (uid, *outbox.embeds.get(uid, ())):
        entry = outbox.entry(candidate)
        if entry is not None and entry.state == PUBLISHED:
            yield entry


def _rows(entry: Entry) -> Iterator[tuple[str, dict]]:
    item = json.loads(from_stored(entry.snap.data))
    for row in item["attachments"]:
        yield "attachment", row
    for row in item["content"].get("images", ()):
        yield "image", row


def _allowed(entry, kind, row, obj, field, now) -> Served | None:
    owner = find(entry.uid, entry.path)
    if obj is None or not public_state(owner, now).public or not visibility(obj).at(now):
        return None
    value = getattr(aq_base(obj), field, None)
    if kind == "image":
        keeper = holder(obj) or owner
        if not is_free(keeper) or not INamedBlobImage.providedBy(value):
            return None
        return Served(obj, value, row | {"licence": keeper.licence})
    record = ISyndicationRecord(owner)
    record.now = now
    for present in record.attachments():
        # Its licence is asked again: who takes it back is obeyed at once.
        if present["url"].startswith(file_folder(obj.UID(), field)) and INamedBlobFile.providedBy(value):
            return Served(obj, value, present)
    return None


def _withdrawn(outbox, uid, obj, now) -> bool:
    """Whether this item, or the one that it is a part of, was in the log and is not public now."""
    uids = [uid]
    if obj is not None:
        uids += [item.UID() for item in lineage(obj) if ISyndicatable.providedBy(item)]
    entries = [entry for entry in map(outbox.entry, uids) if entry is not None]
    return any(
        entry.state != PUBLISHED or not public_state(find(entry.uid, entry.path), now).public
        for entry in entries
    )


def scaled(served: Served, field: str, scale: str, request):
    """The image at one of the site's sizes, made on first use as on its own page; None: no such size."""
    if scale not in scales() or not INamedBlobImage.providedBy(served.value):
        return None
    images = getMultiAdapter((served.obj, request), name="images")
    found = images.scale(field, scale=scale)
    return found.data if found is not None else None
