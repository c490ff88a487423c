"""Whether a call takes applications: its state and its dates, by the clock of the server, to the second."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from plone import api
from typing import NamedTuple
import pytz


PREPARATION, TO_COME, OPEN, CLOSING, CLOSED, ARCHIVED = (
    "preparation", "to-come", "open", "closing", "closed", "archived",
)  # fmt: skip
#: States in which applications are taken.
TAKING = (OPEN, CLOSING)
#: Before its end a call says how many days are left.
SOON = timedelta(days=7)


class Window(NamedTuple):
    """``opens``, ``closes``: aware moments, None where there is none; ``left``: until the end, None else."""

    state: str
    opens: datetime | None
    closes: datetime | None
    left: timedelta | None = None

    @property
    def takes(self) -> bool:
        return self.state in TAKING


def zone():
    """The time zone of the site, in which dates without one are meant; UTC where none is set."""
    name = api.portal.get_registry_record("plone.portal_timezone", default=None)
    try:
        return pytz.timezone(name or "UTC")
    except pytz.UnknownTimeZoneError:
        return pytz.UTC


def moment(value: datetime | None) -> datetime | None:
    """A date of a call as an aware moment in the zone of the site."""
    if value is None:
        return None
    here = zone()
    return here.localize(value) if value.tzinfo is None else here.normalize(value.astimezone(here))


def present(now: datetime | None = None) -> datetime:
    """Now, or the moment that is asked, in the zone of the site; whole seconds."""
    now = datetime.now(UTC) if now is None else now
    return moment(now).replace(microsecond=0)


def window(call, now: datetime | None = None) -> Window:
    """Where a call stands at a moment (now)."""
    return window_of(api.content.get_state(call, default=PREPARATION), call.opens, call.closes, now)


def window_of(
    state: str, opens: datetime | None, closes: datetime | None, now: datetime | None = None
) -> Window:
    """The same of a state of the workflow and two dates."""
    opens, closes, now = moment(opens), moment(closes), present(now)
    if state == OPEN:
        state = _by_the_clock(opens, closes, now)
    left = closes - now if closes is not None and state in TAKING else None
    return Window(state, opens, closes, left)


def _by_the_clock(opens: datetime | None, closes: datetime | None, now: datetime) -> str:
    if opens is not None and now < opens:
        return TO_COME
    if closes is None:
        return OPEN
    if now > closes:
        return CLOSED
    return CLOSING if closes - now <= SOON else OPEN


def takes_applications(call, now: datetime | None = None) -> bool:
    """The one answer for every door: the last second of a call is still in time, the next one is not."""
    return window(call, now).takes


def settle_dates(call, event):
    """Dates of a form have no zone, those of programs are of UTC: kept in the zone of the site, so that the
    form shows the hour that is meant."""
    for name in ("opens", "closes"):
        value = getattr(call, name, None)
        settled = moment(value)
        if settled is not None and (value.tzinfo is None or value.utcoffset() != settled.utcoffset()):
            setattr(call, name, settled)
