"""What every format renders: an item as a partner receives it, addresses and titles in their places."""

from collective.prai.core import vocabularies
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import TERM
from collective.prai.core.safe_html import TERM_END
from collective.prai.core.settings import IVocabularies
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import STORED
from hashlib import sha256
from html import escape
from typing import NamedTuple
from zope.schema import getFieldNames
import json


_ADDRESS, _TERM, _TERM_END = STORED[ADDRESS], STORED[TERM], STORED[TERM_END]


class _Version(NamedTuple):
    """``rows`` are held so that no other list can come to lie at the same address in memory."""

    rows: list
    text: str


#: What the rows were when their text was last made; lists of the registry are replaced, never changed.
_known: dict[tuple[int, ...], _Version] = {}
_NAMES = tuple(getFieldNames(IVocabularies))
#: Each database connection has its own lists.
_MOST_KNOWN = 50


def titles_version() -> str:
    """Changes when ARDESI retitles a term; asked by every request, so it is made once of the same rows."""
    rows = [vocabularies.rows(name) for name in _NAMES]
    key = tuple(map(id, rows))
    found = _known.get(key)
    if found is None:
        text = str([[(row["token"], row["fr"], row.get("en")) for row in some] for some in rows])
        found = _Version(rows, sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = found
    return found.text


class Titles(dict):
    """Placeholder of a term → its title as JSON bytes, in the reader's language.

    Text of the item itself (kind ``h``) is French, whoever reads it.
    """

    def __init__(self, language: str):
        super().__init__()
        self.language = language

    def __missing__(self, key: bytes) -> bytes:
        kind, vocabulary, token = key.decode().split("|", 2)
        title = vocabularies.title(vocabulary, token, "fr" if kind == "h" else self.language)
        title = clean_text(title)
        text = dumps(escape(title) if kind == "h" else title)[1:-1].encode()
        self[key] = text
        return text


def fill(data: bytes, address: str, language: str) -> bytes:
    """Put the site's public address and the terms' titles in their places."""
    first, *others = data.split(_TERM)
    if others:
        titles = Titles(language)
        parts = [first]
        for other in others:
            key, _end, rest = other.partition(_TERM_END)
            parts += (titles[key], rest)
        data = b"".join(parts)
    return data.replace(_ADDRESS, dumps(address)[1:-1].encode())


def read_items(rows, address: str, language: str) -> list[dict]:
    """The rows of a page as dictionaries of the shape that ``@changes`` documents."""
    return json.loads(b"[%s]" % fill(b",".join(row.data for row in rows), address, language))
