"""« Sur cette page »: the contents of a page, read from its own sections (pure).

A list beside the templates would drift away from them: what has an id, a heading and something to read is
in the contents, in the order in which it stands.
"""

from html import unescape
from typing import NamedTuple
import re


#: Where the contents are put in; a page without it has none.
PLACE = "<!-- prai contents -->"
#: Class of a section that only says that nothing is known.
EMPTY = "prai-section-empty"
#: Contents of two lines help nobody.
FEWEST = 3

_SECTION = re.compile(r"<section\b([^>]*)>\s*<h2\b[^>]*>(.*?)</h2>", re.S)
_CLASS = re.compile(r'\bclass="([^"]*)"')
_ID = re.compile(r'\bid="([^"]+)"')
_TAG = re.compile(r"<[^>]*>")
#: Not the no-break spaces of French.
_SPACE = re.compile(r"[ \t\r\n]+")
#: What a heading says besides its own words: counts.
_ASIDE = re.compile(r'<span class="prai-count".*?</span>', re.S)


class Entry(NamedTuple):
    """A section of a page: its id and its heading as plain text."""

    id: str
    title: str


def outline(html: str) -> list[Entry]:
    """Sections of a page that say something, in reading order."""
    found = []
    for attributes, heading in _SECTION.findall(html):
        classes = _CLASS.search(attributes)
        names = classes[1].split() if classes else []
        identifier = _ID.search(attributes)
        if identifier is None or "prai-section" not in names or EMPTY in names:
            continue
        words = unescape(_TAG.sub("", _ASIDE.sub("", heading)))
        found.append(Entry(unescape(identifier[1]), _SPACE.sub(" ", words).strip()))
    return found


def with_contents(html: str, draw) -> str:
    """The page with its contents, which ``draw`` makes of the entries; without where they are too few."""
    if PLACE not in html:
        return html
    entries = outline(html)
    return html.replace(PLACE, draw(entries) if len(entries) >= FEWEST else "", 1)
