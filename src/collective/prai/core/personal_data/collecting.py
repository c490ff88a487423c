"""What the site holds of one address, and its end: each room tells and erases its own part."""

from collections.abc import Iterator
from collective.prai.core.site_store import get_site_store
from collective.prai.core.site_store import query_site_store
from collective.prai.interfaces import IPersonalData
from datetime import datetime
from datetime import UTC
from io import BytesIO
from persistent.list import PersistentList
from plone import api
from typing import NamedTuple
from zipfile import ZIP_DEFLATED
from zipfile import ZipFile
from zope.component import subscribers
import json
import re


#: Log of what was erased: never of whom.
KEY = "collective.prai.erasures"
#: Lines that the log keeps, and that the page shows.
MOST, SHOWN = 1000, 20


class Erasure(NamedTuple):
    """``time``: UTC (ISO 8601, seconds); ``actor``: login name, or ``site`` for a command; ``counts``: of
    each room, by its name."""

    time: str
    actor: str
    counts: dict[str, int]


def parts() -> Iterator:
    """The IPersonalData of every room, in the order of their names."""
    return iter(sorted(subscribers([api.portal.get()], IPersonalData), key=lambda part: part.name))


def held_of(address: str) -> dict[str, list[dict]]:
    """Name of a room → what it holds; rooms that hold nothing are left out."""
    found = {part.name: part.held(address) for part in parts()}
    return {name: rows for name, rows in found.items() if rows}


def as_json(address: str) -> bytes:
    """Everything but the contents of files."""
    data = {
        "address": address,
        "collected": datetime.now(UTC).isoformat(timespec="seconds"),
        "held": held_of(address),
        "stays": stays(address),
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode()


def as_zip(address: str) -> bytes:
    """The same, with the files."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("donnees.json", as_json(address))
        for part in parts():
            for number, (name, content) in enumerate(part.files(address), 1):
                # A name that was sent by a stranger is no path of who unpacks it.
                safe = re.sub(r"[^\w.-]|\.{2,}", "_", name)[-100:].lstrip(".")
                archive.writestr(f"{part.name}/{number:03}-{safe}", content)
    return stream.getvalue()


def stays(address: str) -> list[str]:
    """Sentences in French: what an erasure leaves, and why."""
    return [sentence for part in parts() for sentence in part.stays(address)]


def erase(address: str) -> dict[str, int]:
    """Name of a room → how many things it erased or emptied; a line of the log says so, not of whom."""
    counts = {part.name: part.erase(address) for part in parts()}
    counts = {name: count for name, count in counts.items() if count}
    if counts:
        actor = "site" if api.user.is_anonymous() else api.user.get_current().getId()
        log = get_site_store(KEY, PersistentList)
        log.append((datetime.now(UTC).isoformat(timespec="seconds"), actor, counts))
        del log[:-MOST]
    return counts


def erasures() -> list[Erasure]:
    """The newest first."""
    return [Erasure(*line) for line in reversed((query_site_store(KEY) or [])[-SHOWN:])]
