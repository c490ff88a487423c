"""French typography of what editors type (pure): no line begins with a colon, a dash or a guillemet."""

import re


_BEFORE = re.compile(r"(?<=\S) (?=[:;!?»%€](?:\W|$)|– )")
_BEHIND = re.compile(r"(?<=«) ")


_TEXT = re.compile(r"(?:^|(?<=>))[^<]+")


def bound_html(html: str) -> str:
    """The same of the text between tags."""
    return _TEXT.sub(lambda found: bound(found[0]), html)


def bound(text: str) -> str:
    """The same words; the spaces that must not break are U+00A0."""
    return _BEHIND.sub("\u00a0", _BEFORE.sub("\u00a0", text))
