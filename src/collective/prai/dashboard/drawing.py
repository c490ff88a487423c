"""Drawings of the dashboard as SVG (pure): bars with marks, and a calendar.

Each is read without colour: figures are written beside the bars, marks have a shape of their own, and who
draws prints the same figures as a table.
"""

from decimal import Decimal
from html import escape
from typing import NamedTuple


WIDTH = 480
#: Room for the figure at the end of the longest bar.
ROOM = WIDTH - 145
ROW = 58
#: Text of a drawing is 17 units high; a name of more letters would leave it.
LETTERS = 52


class Bar(NamedTuple):
    """``said``: its figure in words; ``inner``: a part of it, drawn dark; ``mark``: what was aimed at."""

    label: str
    value: Decimal | None
    said: str
    inner: Decimal | None = None
    mark: Decimal | None = None
    former: tuple[Decimal, ...] = ()
    unsure: bool = False


class Line(NamedTuple):
    """Something of the calendar: years with their fractions; ``ends`` None is open."""

    label: str
    starts: float
    ends: float | None
    point: bool = False


def bars(found: list[Bar], name: str, title: str, description: str) -> str:
    """One bar a row, its name above it and its figure behind it; "" where there is nothing to draw."""
    largest = max((amount for bar in found for amount in _amounts(bar)), default=Decimal(0))
    if largest <= 0:
        return ""
    parts = []
    for index, bar in enumerate(found):
        top = 6 + index * ROW
        parts.append(_text(0, top + 14, _short(bar.label), "prai-chart-name"))
        parts += _bar(bar, top + 22, largest)
    return _svg(name, title, description, 10 + len(found) * ROW, parts)


def _amounts(bar: Bar) -> list[Decimal]:
    return [one for one in (bar.value, bar.inner, bar.mark, *bar.former) if one is not None]


def _bar(bar: Bar, top: float, largest: Decimal) -> list[str]:
    def x(amount: Decimal) -> float:
        return max(2.0, float(amount / largest) * ROOM) if amount else 0.0

    parts, end = [], 0.0
    if bar.value is not None:
        end, css = x(bar.value), "prai-chart-bar prai-chart-unsure" if bar.unsure else "prai-chart-bar"
        parts.append(f'<rect class="{css}" height="20" width="{end:.1f}" x="1" y="{top}"/>')
    if bar.inner is not None:
        parts.append(
            f'<rect class="prai-board-inner" height="8" width="{x(bar.inner):.1f}" x="1" y="{top + 6}"/>'
        )
    for former in bar.former:
        parts.append(_tick(x(former), top, "prai-board-former"))
    if bar.mark is not None:
        parts.append(_tick(x(bar.mark), top, "prai-board-mark"))
    marks = [x(amount) for amount in (bar.mark, *bar.former) if amount is not None]
    # Behind a mark that stands right after the bar, the figure would be crossed by it.
    while any(end - 4 < mark < end + 14 * len(bar.said) * 0.72 for mark in marks):
        end = min(mark for mark in marks if end - 4 < mark < end + 14 * len(bar.said) * 0.72) + 6
    parts.append(_text(end + 9, top + 16, bar.said, "prai-chart-label"))
    return parts


def _tick(x: float, top: float, css: str) -> str:
    return f'<path class="{css}" d="M{x:.1f} {top - 5}v30"/>'


def calendar(found: list[Line], now: float, name: str, title: str, description: str) -> str:
    """A row for each line, years from left to right, a dashed line for today where it is in view."""
    if not found:
        return ""
    ends = [now if line.ends is None else line.ends for line in found]
    first = int(min(line.starts for line in found))
    last = int(max(*ends, *(line.starts for line in found))) + 1

    def x(year: float) -> float:
        return 8 + (year - first) / (last - first) * (WIDTH - 16)

    height = 40 + len(found) * 48
    parts = []
    every = max(1, -(-(last - first) // 6))
    for year in range(first, last + 1, every):
        parts.append(f'<path class="prai-board-grid" d="M{x(year):.1f} 4V{height - 30}"/>')
        anchor = "start" if year == first else "end" if year == last else "middle"
        parts.append(_text(x(year), height - 8, str(year), "prai-chart-axis", anchor))
    if first <= now <= last:
        parts.append(f'<path class="prai-board-today" d="M{x(now):.1f} 4V{height - 30}"/>')
    for index, (line, end) in enumerate(zip(found, ends, strict=True)):
        top = 8 + index * 48
        parts += _line(line, x(line.starts), x(end), top)
    return _svg(name, title, description, height, parts)


def _line(line: Line, start: float, end: float, top: float) -> list[str]:
    half = start > WIDTH / 2
    text = _text(
        end if half else start, top + 14, _short(line.label), "prai-chart-name", "end" if half else "start"
    )
    if line.point:
        shape = f'<path class="prai-board-point" d="M{start:.1f} {top + 20}l8 9l-8 9l-8 -9z"/>'
    else:
        css = "prai-chart-bar prai-chart-unsure" if line.ends is None else "prai-chart-bar"
        width = max(4.0, end - start)
        shape = f'<rect class="{css}" height="14" width="{width:.1f}" x="{start:.1f}" y="{top + 22}"/>'
    return [shape, text]


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> str:
    return f'<text class="{css}" text-anchor="{anchor}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _svg(name: str, title: str, description: str, height: float, parts: list[str]) -> str:
    return (
        f'<svg class="prai-chart" role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
