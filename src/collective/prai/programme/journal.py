"""The log of acts on a dossier or a session: written once, line after line, never edited.

No page, field or service changes a line.  Each line carries a digest of itself and of the line before: one
that was changed behind the back of the site is seen.  It leaves with the dossier, when that is erased.
"""

from datetime import datetime
from datetime import UTC
from persistent.list import PersistentList
from plone import api
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
import hashlib
import json


KEY = "collective.prai.programme.journal"
#: Who acts where nobody is logged in: the holder of the mailed link, the daily command.
APPLICANT, SITE = "applicant", "site"


class Line(NamedTuple):
    """One act: UTC time (ISO 8601, seconds), login name or one of the names above, act, facts."""

    time: str
    actor: str
    act: str
    detail: str
    digest: str


def record(obj, act: str, detail: str = "", actor: str | None = None):
    """Write a line: ``act`` is a word of code (``submit``), ``detail`` what happened, in French."""
    notes = IAnnotations(obj)
    lines = notes.get(KEY)
    if lines is None:
        lines = notes[KEY] = PersistentList()
    if actor is None:
        actor = SITE if api.user.is_anonymous() else api.user.get_current().getId()
    time = datetime.now(UTC).isoformat(timespec="seconds")
    before = lines[-1][-1] if lines else ""
    lines.append((time, actor, act, detail, _digest(before, time, actor, act, detail)))


def lines_of(obj) -> list[Line]:
    """In the order of time."""
    return [Line(*line) for line in IAnnotations(obj).get(KEY, ())]


def is_whole(obj) -> bool:
    """Whether each line is as it was written."""
    before = ""
    for line in lines_of(obj):
        if line.digest != _digest(before, *line[:-1]):
            return False
        before = line.digest
    return True


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
