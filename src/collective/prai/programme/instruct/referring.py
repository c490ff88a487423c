"""What a session decided, where it bears: dated rows of calls and targets that name its day and its body."""

from collective.prai.core.pages import format_number
from collective.prai.core.visibility import reader_may_see
from collective.prai.core.vocabularies import title as term_title
from collective.prai.programme.content.call import ICall
from collective.prai.programme.rules import history_of
from decimal import Decimal
from plone import api
from zope.schema import getFieldsInOrder
import re


_WORDS = re.compile(r"[^\W_]+")
#: Words that a body's name and a session's title share without meaning the same.
_EMPTY = frozenset("de du des le la les l d et a au aux un une n numero seance".split())


def referring_to(session) -> list[dict]:
    """Each row: title and address of its item, field, day, the row in words; by day.

    A row refers to a session where its day is that of the session, as exactly as both are known, and the
    body that decided shares a word with the title or the kind of the session.
    """
    day = session.held_on or ""
    if not day:
        return []
    names = _words(f"{session.Title()} {term_title('session_kinds', session.kind, 'fr')}")
    found = [row for row in (*_of_calls(), *_of_targets()) if _same_day(row["since"], day)]
    return sorted(
        (row for row in found if not row["decided_by"] or _words(row["decided_by"]) & names),
        key=lambda row: (row["since"], row["title"]),
    )


def _same_day(since: str, day: str) -> bool:
    """2006-12 is the month of 2006-12-13; a year alone is too little to tell one session from another."""
    shorter, longer = sorted((since, day), key=len)
    return len(shorter) >= len("2006-12") and longer.startswith(shorter)


def _words(text: str) -> set[str]:
    return {word for word in _WORDS.findall((text or "").casefold()) if word not in _EMPTY}


def _items(portal_type: str) -> list:
    brains = api.portal.get_tool("portal_catalog")(portal_type=portal_type)
    return [item for item in (brain.getObject() for brain in brains) if reader_may_see(item)]


def _of_calls() -> list[dict]:
    return [
        _row(
            call,
            ICall[change.field].title,
            change.since,
            change.decided_by,
            _cells(ICall[change.field], change.row),
        )
        for call in _items("prai.Call")
        for change in history_of(call)
    ]


def _of_targets() -> list[dict]:
    """Revised targets of indicators."""
    found = []
    for item in _items("prai.Indicator"):
        for row in getattr(item, "revised_targets", None) or ():
            words = [
                f"{row['value']:f}".replace(".", ",") if row.get("value") is not None else "",
                row.get("reason"),
            ]
            found.append(
                _row(
                    item,
                    "",
                    row.get("decided_on") or "",
                    row.get("body") or "",
                    " – ".join(filter(None, words)),
                )
            )
    return found


def _row(item, field, since: str, decided_by: str, text: str) -> dict:
    return {
        "title": item.Title(), "url": item.absolute_url(), "field": field, "since": since,
        "decided_by": decided_by, "text": text,
    }  # fmt: skip


def _cells(field, row: dict) -> str:
    """The cells of a row but its day and its body, as a reader would say them."""
    found = []
    for name, column in getFieldsInOrder(field.value_type.schema):
        value = row.get(name)
        if name in ("since", "decided_by") or value in (None, "", False):
            continue
        vocabulary = getattr(column, "vocabularyName", None)
        if vocabulary:
            value = term_title(vocabulary.removeprefix("collective.prai."), value)
        found.append(format_number(value) if isinstance(value, Decimal) else str(value))
    return ", ".join(found)
