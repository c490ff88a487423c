"""Totals by measure as one SVG drawing (pure): a bar for the whole, in it the part of one fund.

The table beside it says the same; the drawing is read without its colours.
"""

from collections.abc import Callable
from decimal import Decimal
from html import escape
from typing import NamedTuple


WIDTH, ROW, TOP = 640, 66, 36


class Bar(NamedTuple):
    """``part`` of the whole, None where it is not known."""

    title: str
    whole: Decimal
    part: Decimal | None


def draw(bars: list[Bar], title: str, legend: tuple[str, str], write: Callable[[Decimal], str]) -> str:
    """ "" where fewer than two bars are compared; ``write`` gives an amount in words."""
    if len(bars) < 2:
        return ""
    largest = max(max(bar.whole, bar.part or 0) for bar in bars)
    room, parts = WIDTH - 4, []
    for x, css, word in ((0, "prai-list-whole", legend[0]), (300, "prai-list-part", legend[1])):
        parts.append(f'<rect class="{css}" x="{x + 1}" y="3" width="16" height="14"/>')
        parts.append(f'<text class="prai-chart-label" x="{x + 24}" y="15">{escape(word)}</text>')
    for index, bar in enumerate(bars):
        top = TOP + index * ROW
        amounts = write(bar.whole) + (f" / {write(bar.part)}" if bar.part is not None else "")
        parts.append(f'<text class="prai-chart-name" x="0" y="{top + 16}">{escape(_short(bar.title))}</text>')
        parts.append(_bar("prai-list-whole", bar.whole, largest, room, top + 22))
        if bar.part:
            parts.append(_bar("prai-list-part", bar.part, largest, room, top + 22, inset=4))
        parts.append(f'<text class="prai-chart-label" x="0" y="{top + 57}">{escape(amounts)}</text>')
    height = TOP + len(bars) * ROW + 4
    return (
        f'<svg class="prai-chart" role="img" aria-labelledby="prai-list-chart" '
        f'viewBox="0 0 {WIDTH} {height}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="prai-list-chart">{escape(title)}</title>{"".join(parts)}</svg>'
    )


def _bar(css: str, value, largest, room: int, top: int, inset: int = 0) -> str:
    width = max(2.0, float(value / largest) * room)
    height = 18 - 2 * inset
    return f'<rect class="{css}" x="1" y="{top + inset}" width="{width:.1f}" height="{height}"/>'


def _short(title: str) -> str:
    return title if len(title) <= 72 else f"{title[:71].rstrip()}…"
