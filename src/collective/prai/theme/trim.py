"""A stylesheet without the rules that no page of a site can match: Bootstrap brings far more than is used.

Works on minified CSS of well-formed rules, as builds write it.  What it does not understand it leaves in.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from pathlib import Path
import re


#: Text files that name classes and ids.
SOURCES = (".pt", ".html", ".py", ".js", ".xml")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
#: Of these only one alternative has to match, or none.
_INNER = re.compile(r":(?:not|is|where|has|matches)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ATTRIBUTE = re.compile(r"\[(?:\"[^\"]*\"|'[^']*'|[^\]\"'])*\]")
_GROUPS = ("@media", "@supports", "@layer", "@container")


class Words:
    """What the texts name; ``col-md-{n}`` and ``alert-${type}`` name everything that begins so."""

    def __init__(self, texts: Iterable[str]):
        found = {word for text in texts for word in _WORD.findall(text)}
        self.whole = frozenset(found)
        self.beginnings = tuple(sorted(word for word in found if word.endswith("-") and len(word) > 3))

    def __contains__(self, name: str) -> bool:
        return name in self.whole or name.startswith(self.beginnings)


def read(folders: Iterable[Path], suffixes: tuple[str, ...] = SOURCES) -> Iterator[str]:
    """Texts of all files below."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path.read_text(encoding="utf-8", errors="replace")


def trim(css: str, words: Words) -> str:
    """The same without fonts to fetch, and without selectors that ask for a name not in ``words``."""
    return "".join(_kept(css, words))


def _kept(css: str, words: Words) -> Iterator[str]:
    for prelude, block in rules(css):
        if block is None:
            yield prelude
        elif prelude.startswith(_GROUPS):
            inner = trim(block, words)
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@font-face"):
            continue
        elif prelude.startswith("@"):
            yield f"{prelude}{{{block}}}"
        elif selectors := [one for one in split(prelude, ",") if _may_match(one, words)]:
            yield f"{','.join(selectors)}{{{block}}}"


def _may_match(selector: str, words: Words) -> bool:
    return all(
        name.replace("\\", "") in words
        for name in _NAME.findall(_INNER.sub("", _ATTRIBUTE.sub("", selector)))
    )


def rules(css: str) -> Iterator[tuple[str, str | None]]:
    """What stands before each block, and the block; statements without one (``@charset``) have None."""
    begin = place = 0
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    while (place := _next(css, place, "{;")) < len(css):
        prelude = css[begin:place].strip()
        if css[place] == ";":
            if prelude:
                yield f"{prelude};", None
        else:
            end = _end(css, place + 1)
            yield prelude, css[place + 1 : end]
            place = end
        begin = place = place + 1


def split(text: str, separator: str) -> list[str]:
    """At separators that stand in no brackets and no quotes."""
    parts, begin, place = [], 0, 0
    while (place := _next(text, place, separator)) < len(text):
        parts.append(text[begin:place].strip())
        begin = place = place + 1
    return [*parts, text[begin:].strip()]


_TOKEN = re.compile(r"\\.|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|url\([^\"')]*\)|[(){}\[\];,]", re.S)


def _next(text: str, place: int, wanted: str) -> int:
    """Where one of these signs comes next outside of brackets and quotes, or the end."""
    depth = 0
    for found in _TOKEN.finditer(text, place):
        sign = found[0]
        if depth == 0 and sign in wanted:
            return found.start()
        depth += (sign in "([") - (sign in ")]")
    return len(text)


def _end(text: str, place: int) -> int:
    """Where the block that has begun before ``place`` ends."""
    depth = 1
    for found in _TOKEN.finditer(text, place):
        depth += (found[0] == "{") - (found[0] == "}")
        if depth == 0:
            return found.start()
    return len(text)
