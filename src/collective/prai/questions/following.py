"""What becomes of a request: received, assigned, answered, closed; each act with who did it and when.

The acts are lines that no page edits.  Where a request stands follows from them, and is written on it by the
functions below alone: a door that changed the state without its act (an answer without a text, an assignment
to nobody) would tell the asker something that nobody did.
"""

from collective.prai.questions.content.question import RECEIVED
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from persistent.list import PersistentList
from plone import api
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
import secrets


KEY = "collective.prai.questions.acts"
ASSIGNED, ANSWERED, CLOSED = "assigned", "answered", "closed"
STATES = (RECEIVED, ASSIGNED, ANSWERED, CLOSED)
#: In which somebody waits for us.
WAITING = (RECEIVED, ASSIGNED)
#: Acts that are no state: given back to the team, a note, a message of the asker, taken up again.
RELEASED, NOTED, WROTE, REOPENED = "released", "noted", "wrote", "reopened"
#: Who acts where nobody is logged in.
ASKER, SITE = "asker", "site"


class Act(NamedTuple):
    """``time``: UTC (ISO 8601, seconds); ``actor``: login name, or one of the names above; ``text``: the
    words of the answer, the message, the reason or the note; ``to``: account or address that was told."""

    time: str
    actor: str
    kind: str
    text: str
    to: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.time)


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def acts_of(question) -> list[Act]:
    """In the order of time."""
    return [Act(*line) for line in IAnnotations(question).get(KEY, ())]


def is_waiting(question) -> bool:
    return (question.progress or RECEIVED) in WAITING


def due(question, days: int) -> datetime | None:
    """The moment from which it is late; None where nobody waits."""
    if not is_waiting(question):
        return None
    since = question.waiting_since or question.created().asdatetime().astimezone(UTC)
    return since + timedelta(days=days)


def is_late(question, days: int, moment: datetime | None = None) -> bool:
    """Whether somebody has waited for more than so many days."""
    end = due(question, days)
    return end is not None and end < (moment or now())


def key_of(question) -> str:
    """The secret of its mailed link, made on first use."""
    if not question.follow_key:
        question.follow_key = secrets.token_urlsafe(24)
    return question.follow_key


def has_key(question, key: str) -> bool:
    """Whether somebody who shows that key holds its mailed link."""
    own = question.follow_key or ""
    return bool(own and key) and secrets.compare_digest(own.encode(), key.encode("utf-8", "replace"))


def begin(question):
    """It has just come."""
    moment = now()
    question.progress, question.waiting_since = RECEIVED, moment
    _write(question, RECEIVED, actor=ASKER, moment=moment)


def take_over(question):
    """A request of an older version of the site: its state was chosen by hand, without who and when."""
    if IAnnotations(question).get(KEY):
        return
    came = question.created().asdatetime().astimezone(UTC)
    state = question.progress if question.progress in STATES else RECEIVED
    question.progress, question.waiting_since = state, came
    _write(question, RECEIVED, actor=ASKER, moment=came)
    if state != RECEIVED:
        changed = question.modified().asdatetime().astimezone(UTC)
        _write(question, state, actor=SITE, moment=changed)
        if state == ANSWERED:
            question.first_answered = changed


def assign(question, account: str):
    """To somebody of the team; to nobody, where ``account`` is empty."""
    question.assigned_to = account or None
    if is_waiting(question):
        question.progress = ASSIGNED if account else RECEIVED
    _write(question, ASSIGNED if account else RELEASED, to=account)


def answer(question, text: str, to: str):
    """Written on the site; ``to``: the address to which it is mailed, "" for one given by phone."""
    moment = now()
    question.progress = ANSWERED
    if question.first_answered is None:
        question.first_answered = moment
    _write(question, ANSWERED, text, to, moment=moment)


def note(question, text: str):
    """For the team alone."""
    _write(question, NOTED, text)


def close(question, reason: str):
    """Nothing more is expected; the asker reads the reason."""
    question.progress = CLOSED
    _write(question, CLOSED, reason)


def reopen(question, text: str = "", actor: str | None = None):
    """Somebody waits again, from now on."""
    moment = now()
    question.progress, question.waiting_since = ASSIGNED if question.assigned_to else RECEIVED, moment
    _write(question, REOPENED, text, actor=actor, moment=moment)


def hear(question, text: str):
    """The asker writes again, by the mailed link: what was answered or closed is open again."""
    _write(question, WROTE, text, actor=ASKER)
    if not is_waiting(question):
        reopen(question, actor=ASKER)


def _write(question, kind, text="", to="", actor=None, moment=None):
    notes = IAnnotations(question)
    if notes.get(KEY) is None:
        notes[KEY] = PersistentList()
    if actor is None:
        actor = SITE if api.user.is_anonymous() else api.user.get_current().getId()
    notes[KEY].append(((moment or now()).isoformat(timespec="seconds"), actor, kind, text, to))
