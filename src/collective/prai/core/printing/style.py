"""How a document looks: the style of the pages, then what paper needs beside it."""

from functools import cache
from pathlib import Path
import re


HERE = Path(__file__).parent
#: The one style of the pages: what they learn, paper learns with them.
THEME = HERE.parent.parent / "theme" / "static" / "prai.css"
_PROPERTY = re.compile(r"(--[a-z-]+)\s*:\s*([^;{}]+);")
_VALUE = re.compile(r"var\((--[a-z-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_AT_RULE = re.compile(r"@[a-z-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
#: What happens on a screen alone; what draws stops at the first word that it does not know.
_ON_SCREEN = re.compile(r":(?!is\(|not\(|where\(|nth-|first-|last-)")
_LINE = re.compile(r"stroke(?:-width)?\s*:[^;}]*;?")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
#: Words of selectors of what is drawn.
_DRAWN = ("prai-bar", "prai-part", "prai-chart", "prai-map")


@cache
def stylesheet() -> str:
    """CSS of every document."""
    return THEME.read_text(encoding="utf-8") + (HERE / "print.css").read_text(encoding="utf-8")


@cache
def drawing_style() -> str:
    """Rules of the drawings alone, values in place of names.

    A drawing is a document of its own to what draws it: the style of the page does not reach into it.
    """
    text = _AT_RULE.sub("", _COMMENT.sub("", THEME.read_text(encoding="utf-8")))
    values = dict(_PROPERTY.findall(text))
    rules = [
        f"{selector.strip()} {{{body}}}"
        for selector, body in _RULE.findall(text)
        if any(word in selector for word in _DRAWN) and not _ON_SCREEN.search(selector)
    ]
    # What draws paints the line of letters over them, whatever the order asked for.
    rules = [_LINE.sub("", rule) if "paint-order" in rule else rule for rule in rules]
    style = _VALUE.sub(lambda match: values.get(match[1], "inherit"), "\n".join(rules))
    return style.replace("currentcolor", "currentColor")


def style_drawings(html: str) -> str:
    """The document with that style in each drawing."""
    return re.sub(r"(<svg\b[^>]*>)", lambda match: f"{match[1]}<style>{drawing_style()}</style>", html)
