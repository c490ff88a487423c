"""What every format renders: an item as a partner receives it, addresses and titles in their places."""

from collective.prai.core import vocabularies
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import TERM
from collective.prai.core.safe_html import TERM_END
from collective.prai.core.settings import IVocabularies
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import STORED
from html import escape
from zope.schema import getFieldNames
import json


_ADDRESS, _TERM, _TERM_END = STORED[ADDRESS], STORED[TERM], STORED[TERM_END]


def titles_version() -> str:
    """Changes when ARDESI retitles a term."""
    names = getFieldNames(IVocabularies)
    return str(
        [[(row["token"], row["fr"], row.get("en")) for row in vocabularies.rows(name)] for name in names]
    )


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
