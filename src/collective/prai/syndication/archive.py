"""The log as JSON lines, and back: with its epoch, numbers, tombstones and stamps, so that cursors go on.

First a line about the log, then one for each entry in log order, then one with their number and the
SHA-256 of all lines before, so that a file that was cut or changed is seen.
"""

from collections.abc import Iterator
from collective.prai import _
from collective.prai.core.targets import find
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Facts
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import Snap
from collective.prai.syndication.outbox import WITHDRAWN
from collective.prai.syndication.public_state import facts_of
from collective.prai.syndication.reconcile import refuse_too_many
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import from_stored
from collective.prai.syndication.record import to_stored
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import visibility_change
from typing import NamedTuple
import hashlib
import json
import re
import time
import transaction


FORMAT = "collective.prai.outbox"
VERSION = 1
_EPOCH = re.compile(r"[0-9a-f]{12}", re.A)
_SETS = ("sets", "sets_ever", "references", "shown")
#: Attribute of an entry → its JSON type; ``visible_until`` and ``snap`` may be null.
_FIELDS = {
    "uid": str, "seq": int, "state": str, "stamp": int, "updated": int, "first_published": str,
    "visible_until": int, "path": str, "portal_type": str, "etag": str, "reason": str, "snap": dict,
    **dict.fromkeys(_SETS, list),
}  # fmt: skip
#: Entries after which those that are read are put out of memory.
_BATCH = 500


class BadArchive(ValueError):
    """The file is not what it should be, or not for this site; carries a translatable sentence."""


class Head(NamedTuple):
    """What the first line says."""

    epoch: str
    head: int
    gaps: tuple[tuple[int, int], ...]


def dump_jsonl(outbox: Outbox, stream) -> int:
    """Write the log to a binary stream; returns the number of entries."""
    digest, count = hashlib.sha256(), 0

    def write(values: dict):
        line = dumps(values).encode() + b"\n"
        digest.update(line)
        stream.write(line)

    write({"format": FORMAT, "version": VERSION, "epoch": outbox.epoch, "head": outbox.head,
           "gaps": outbox.gaps})  # fmt: skip
    for entry in outbox.entries():
        write(_values(entry))
        count += 1
    write({"entries": count, "sha256": digest.hexdigest()})
    return count


def _values(entry: Entry) -> dict:
    # Not __dict__: that of an object which the database has not loaded yet is empty.
    values = {name: getattr(entry, name) for name in _FIELDS if name != "snap"}
    values |= {name: sorted(values[name]) for name in _SETS}
    snap = entry.snap
    return values | {"snap": None if snap is None else json.loads(from_stored(snap.data))}


def _entry(values: dict) -> Entry:
    values = values | {name: frozenset(values[name]) for name in _SETS}
    if values["snap"] is not None:
        values["snap"] = Snap(to_stored(dumps(values["snap"])))
    return Entry(**values)


def _lines(stream) -> Iterator[tuple[int, bytes, dict]]:
    for number, line in enumerate(stream, 1):
        try:
            values = json.loads(line)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict) or not line.endswith(b"\n"):
            raise BadArchive(_("Line ${number} is not whole.", mapping={"number": number}))
        yield number, line, values


def read_head(values: dict) -> Head:
    """Of the first line; BadArchive if it is of another format or another version of it."""
    if values.get("format") != FORMAT:
        raise BadArchive(_("This is not an export of the log."))
    if values.get("version") != VERSION:
        raise BadArchive(
            _(
                "The file is of version ${found} of the format, and this program reads version ${known}.",
                mapping={"found": str(values.get("version"))[:20], "known": VERSION},
            )
        )
    epoch, head = values.get("epoch"), values.get("head")
    if not isinstance(epoch, str) or not _EPOCH.fullmatch(epoch) or type(head) is not int or head < 0:
        raise BadArchive(_("The first line lacks the epoch of the log, or its number."))
    try:
        gaps = tuple((int(first), int(last)) for first, last in values["gaps"])
    except (KeyError, TypeError, ValueError):
        raise BadArchive(_("The first line lacks the epoch of the log, or its number.")) from None
    return Head(epoch, head, gaps)


def read_jsonl(stream) -> Iterator[Head | dict]:
    """The head, then the values of each entry; BadArchive, as soon as something is wrong."""
    digest, head, last, stamp, uids = hashlib.sha256(), None, 0, 0, set()
    for number, line, values in _lines(stream):
        if head is None:
            head = read_head(values)
            yield head
        elif "sha256" in values:
            if values != {"entries": len(uids), "sha256": digest.hexdigest()} or stream.read(1):
                raise BadArchive(_("The last line does not fit the others: the file was changed."))
            return
        else:
            _check(number, values)
            if not (last < values["seq"] <= head.head and stamp <= values["stamp"]):
                raise BadArchive(_("Line ${number} is out of order.", mapping={"number": number}))
            if values["uid"] in uids:
                raise BadArchive(_("Line ${number} repeats an item.", mapping={"number": number}))
            last, stamp = values["seq"], values["stamp"]
            uids.add(values["uid"])
            yield values
        digest.update(line)
    raise BadArchive(_("The file ends before its last line: it was cut."))


def _check(number: int, values: dict):
    good = values.keys() == _FIELDS.keys() and all(
        (values[name] is None and name in ("visible_until", "snap"))
        or (type(values[name]) is kind and (kind is not list or all(type(v) is str for v in values[name])))
        for name, kind in _FIELDS.items()
    )
    if not good or (values["state"], values["snap"] is None) not in ((PUBLISHED, False), (WITHDRAWN, True)):
        raise BadArchive(_("Line ${number} is not an entry of the log.", mapping={"number": number}))


def load_jsonl(portal, outbox: Outbox, stream, replace: bool = False, allow_withdrawals: bool = False) -> int:
    """Put back a log from a seekable binary stream; returns the number of entries of the file.

    All or nothing, in the caller's transaction: the file is read to its end before anything is written.
    BadArchive when it is wrong, or when the site has a log that it would replace and ``replace`` is not
    said; reconcile.TooManyWithdrawals when it speaks of what this site does not publish.  Then
    everything is marked: the next sweep writes what changed since the export, above the old numbers.
    """
    start = stream.tell()
    head, published = _survey(stream)
    _refuse_to_replace(outbox, head, replace)
    if not allow_withdrawals:
        refuse_too_many(published, time.time())
    stream.seek(start)
    same, old = outbox.epoch == head.epoch, list(outbox.entries())
    later = {entry.uid: entry for entry in old if same and entry.seq > head.head}
    known, gaps = outbox.head if same else 0, outbox.gaps if same else ()
    outbox.reset()
    outbox.epoch = head.epoch
    count = 0
    lines = read_jsonl(stream)
    next(lines)
    for count, values in enumerate(lines, 1):
        if values["uid"] not in later:
            _put(outbox, _entry(values))
        if count % _BATCH == 0:
            transaction.savepoint(optimistic=True)
    for entry in later.values():
        _put(outbox, entry)
    outbox.gaps = tuple(sorted({*head.gaps, *gaps}))
    outbox.seq.value = max(head.head, known)
    if known < head.head:
        # What the log gave after the export is lost: a cursor from then is not one of ours.
        outbox.leap()
    outbox.index_log()
    for entry in old:
        # Else a partner who follows this log keeps what was withdrawn since.
        if entry.uid not in outbox.by_uid:
            outbox.write(entry)
    _know_all(outbox, time.time())
    mark_all(portal)
    return count


def _survey(stream) -> tuple[Head, list[tuple[str, str]]]:
    """The head, and UID and path of all that the file calls published."""
    lines = read_jsonl(stream)
    head = next(lines)
    return head, [(line["uid"], line["path"]) for line in lines if line["state"] == PUBLISHED]


def _refuse_to_replace(outbox: Outbox, head: Head, replace: bool):
    if replace or not outbox.head:
        return
    if outbox.epoch != head.epoch:
        raise BadArchive(
            _(
                "The site has a log already, of ${count} items, which the file would replace: partners who "
                "follow it would have to start again.",
                mapping={"count": len(outbox.by_uid)},
            )
        )
    if outbox.head > head.head:
        raise BadArchive(
            _(
                "The log of the site is further ahead than the file: ${site} against ${file}.",
                mapping={"site": outbox.head, "file": head.head},
            )
        )


def _put(outbox: Outbox, entry: Entry):
    outbox.log[entry.seq] = entry
    outbox.by_uid[entry.uid] = entry.seq


def _know_all(outbox: Outbox, now: float):
    """What the sweep needs beside the log: who points at whom, what is shown of it, and the due seconds."""
    paths = {}
    for entry in outbox.entries():
        outbox.plan(entry.uid, entry.visible_until)
        if entry.state == PUBLISHED:
            paths[entry.uid] = entry.path
            outbox.point(entry.uid, frozenset(), entry.references)
    for uid in {*paths, *outbox.embeds}:
        obj = find(uid, paths.get(uid, ""))
        outbox.remember(uid, facts_of(obj, now) if obj is not None else Facts("", "", False))
        if obj is not None:
            outbox.plan(uid, visibility_change(obj, now))
