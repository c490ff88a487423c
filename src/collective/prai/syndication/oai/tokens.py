"""resumptionTokens: the whole state of a list is in the token, so that none is kept and none expires.

A token holds what the first request asked and the number of the log where the next page begins.
Given again, it gives the same page, but for items that have changed since: those come later in the
log.  The checksum tells a damaged token from a good one.  It is no signature, and none is needed: a
forged token asks for nothing that its arguments could not ask for.
"""

from typing import NamedTuple
import base64
import binascii
import hashlib
import json
import re


_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,2000}")
_CHECK = 6
#: Raise it when tokens of before are no longer understood.
VERSION = 1


class Token(NamedTuple):
    """One page of a list: ``seq``: the last number that was looked at; ``cursor``: records before it.

    ``since`` and ``until`` are seconds since 1970, both included; None where none was given.
    ``size``: records of the whole list, 0 where it is not known.
    """

    verb: str
    prefix: str
    set: str
    since: int | None
    until: int | None
    epoch: str
    seq: int = 0
    cursor: int = 0
    size: int = 0

    def __str__(self):
        data = json.dumps([VERSION, *self], separators=(",", ":"), ensure_ascii=True).encode()
        return base64.urlsafe_b64encode(_check(data) + data).decode().rstrip("=")


def read_token(text: str) -> Token:
    """The token again; ValueError if it is none of ours."""
    if not _TOKEN.fullmatch(text):
        raise ValueError(text)
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError(text) from None
    check, data = raw[:_CHECK], raw[_CHECK:]
    if check != _check(data):
        raise ValueError(text)
    try:
        found = json.loads(data)
    except RecursionError:
        raise ValueError(text) from None
    if type(found) is not list or found[:1] != [VERSION] or not _fits(found[1:]):
        raise ValueError(text)
    return Token(*found[1:])


def _check(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_CHECK]


def _is_number(value) -> bool:
    return type(value) is int and 0 <= value < 2**62


def _fits(values) -> bool:
    """Whether the values are of the kinds that a token has: whoever can count can make a checksum."""
    if len(values) != len(Token._fields):
        return False
    *asked, epoch, seq, cursor, size = values
    verb, prefix, spec, since, until = asked
    return (
        all(type(text) is str for text in (verb, prefix, spec, epoch))
        and all(second is None or type(second) is int and abs(second) < 2**62 for second in (since, until))
        and all(_is_number(number) for number in (seq, cursor, size))
    )
