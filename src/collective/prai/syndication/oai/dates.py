"""Dates of OAI-PMH: a day or a second of UTC, never both kinds in one request."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
import re


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.A)
_SECOND = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.A)
_EPOCH = datetime(1970, 1, 1)
_ONE_DAY = 86_400


def is_day(text: str) -> bool:
    return _DAY.fullmatch(text) is not None


def read_date(text: str) -> tuple[int, int]:
    """First and last second since 1970 of a day or of a second; ValueError for anything else."""
    if is_day(text):
        day = date.fromisoformat(text)
        first = (day - _EPOCH.date()).days * _ONE_DAY
        return first, first + _ONE_DAY - 1
    if not _SECOND.fullmatch(text):
        raise ValueError(text)
    second = (datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") - _EPOCH) // timedelta(seconds=1)
    return second, second


def utc(second: float) -> str:
    """A second since 1970 as the protocol writes it."""
    return datetime.fromtimestamp(int(second), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
