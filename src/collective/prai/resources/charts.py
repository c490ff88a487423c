"""An indicator's observations as one SVG drawing (pure): a figure alone, bars, or lines.

One observation is a figure, not a chart.  A qualifier is written and drawn (hollow mark); two
values of different sources are joined by dots, never silently; series are never joined.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from html import escape


#: Size of the drawing; the text is readable when it shrinks to a phone's width.
WIDTH, HEIGHT = 480, 300
LEFT, RIGHT, TOP, BOTTOM = 10, 10, 34, 42
MARKS = ("circle", "square", "diamond", "triangle")
SIGNS = {"about": "≈ ", "at-least": "≥ ", "at-most": "≤ "}


@dataclass(frozen=True)
class Point:
    """``date`` as ISO text or None; ``series`` is what may be joined: category and territory."""

    date: str | None
    value: Decimal
    qualifier: str = "exact"
    series: str = ""
    source: str = ""

    @property
    def sure(self) -> bool:
        return (self.qualifier or "exact") == "exact"


def points(observations: list | None) -> list[Point]:
    """Points of observation rows that have a value, in time order."""
    found = [
        Point(
            row.get("date"),
            row["value"],
            row.get("qualifier") or "exact",
            " – ".join(part for part in (row.get("series"), row.get("territory")) if part),
            row.get("source") or "",
        )
        for row in observations or ()
        if row.get("value") is not None
    ]
    return sorted(found, key=lambda point: (point.series, point.date or ""))


def by_series(found: list[Point]) -> dict[str, list[Point]]:
    """Points of each series."""
    groups: dict[str, list[Point]] = {}
    for point in found:
        groups.setdefault(point.series, []).append(point)
    return groups


def kind(found: list[Point]) -> str:
    """``none``, ``figure``, ``line`` (a series goes through time) or ``bar``."""
    if len(found) < 2:
        return "figure" if found else "none"
    dated = all(point.date for point in found)
    moves = any(len({point.date for point in group}) > 1 for group in by_series(found).values())
    return "line" if dated and moves else "bar"


def has_breaks(found: list[Point]) -> bool:
    """Whether a line joins values of different sources."""
    return any(
        before.source != after.source
        for group in by_series(found).values()
        for before, after in zip(group, group[1:], strict=False)
    )


def is_unsure(found: list[Point]) -> bool:
    """Whether a value is approximate, a bound or a forecast."""
    return any(not point.sure for point in found)


def position(date: str) -> float:
    """Years as a number; what is known to the year or the month stands at its middle."""
    year, *rest = date.split("-")
    if not rest:
        return int(year) + 0.5
    month = int(rest[0]) - 1
    day = (int(rest[1]) - 1) / 31 if len(rest) > 1 else 0.5
    return int(year) + (month + day) / 12


def draw(
    found: list[Point], title: str, description: str, write: Callable[[Decimal], str], forecast: str
) -> str:
    """The drawing, empty for fewer than two points.

    ``write`` gives a value with its unit, ``forecast`` is the word for one that was announced.
    """
    which = kind(found)
    if which in ("none", "figure"):
        return ""

    def label(point: Point) -> str:
        text = SIGNS.get(point.qualifier, "") + write(point.value)
        return f"{text} ({forecast})" if point.qualifier == "forecast" else text

    height, body = (_bars if which == "bar" else _lines)(found, label)
    return (
        f'<svg class="prai-chart" role="img" aria-labelledby="chart-title chart-desc" '
        f'viewBox="0 0 {WIDTH} {height:.0f}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="chart-title">{escape(title)}</title><desc id="chart-desc">{escape(description)}</desc>'
        f"{body}</svg>"
    )


def _text(x: float, y: float, text: str, anchor: str = "start", css: str = "prai-chart-label") -> str:
    return f'<text class="{css}" text-anchor="{anchor}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _mark(shape: str, x: float, y: float, css: str) -> str:
    r = 6
    if shape == "circle":
        return f'<circle class="{css}" cx="{x:.1f}" cy="{y:.1f}" r="{r}" />'
    corners = {
        "square": [(-5, -5), (5, -5), (5, 5), (-5, 5)],
        "diamond": [(0, -7), (7, 0), (0, 7), (-7, 0)],
        "triangle": [(0, -7), (7, 5), (-7, 5)],
    }[shape]
    drawn = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon class="{css}" points="{drawn}" />'


def _bars(found: list[Point], label: Callable[[Point], str]) -> tuple[float, str]:
    """One bar a value, the longest first, its name above it: names are long."""
    largest = max((abs(point.value) for point in found), default=Decimal(1)) or Decimal(1)
    row, room, parts = 54, WIDTH - 110, []
    for index, point in enumerate(sorted(found, key=lambda point: -point.value)):
        top = 10 + index * row
        name = " – ".join(part for part in (point.series, _year(point.date)) if part) or str(index + 1)
        width = max(2.0, float(abs(point.value) / largest) * room)
        css = "prai-chart-bar" if point.sure else "prai-chart-bar prai-chart-unsure"
        parts.append(_text(0, top + 12, name, css="prai-chart-name"))
        parts.append(f'<rect class="{css}" height="20" width="{width:.1f}" x="1" y="{top + 19}" />')
        parts.append(_text(width + 9, top + 34, label(point)))
    return 16 + len(found) * row, "".join(parts)


def _year(date: str | None) -> str:
    return date[:4] if date else ""


def _lines(found: list[Point], label: Callable[[Point], str]) -> tuple[float, str]:
    """Time from left to right, zero at the bottom: a rise looks no steeper than it is."""
    groups = by_series(found)
    legend = 24 * len(groups) if len(groups) > 1 else 0
    times = [position(point.date) for point in found]
    first, last = int(min(times)), int(max(times)) + 1
    values = [float(point.value) for point in found]
    low, high = min(0.0, *values), max(0.0, *values)
    rise = high - low or 1.0

    def x(date: str) -> float:
        return LEFT + (position(date) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value) -> float:
        return HEIGHT - BOTTOM - (float(value) - low) / rise * (HEIGHT - TOP - BOTTOM)

    parts = [_axis(first, last, x, y(0))]
    for number, (name, group) in enumerate(groups.items()):
        shape = MARKS[number % len(MARKS)]
        parts += _joins(group, x, y, number)
        for point in group:
            css = f"prai-chart-mark prai-chart-series-{number % 4}" + (
                "" if point.sure else " prai-chart-unsure"
            )
            parts.append(_mark(shape, x(point.date), y(point.value), css))
        parts += _labels(group, x, y, label)
        if legend:
            height = HEIGHT + 16 + 24 * number
            parts.append(_mark(shape, 10, height - 5, f"prai-chart-mark prai-chart-series-{number % 4}"))
            parts.append(_text(24, height, name or "–", css="prai-chart-name"))
    return HEIGHT + legend, "".join(parts)


def _labels(group: list[Point], x, y, label) -> list[str]:
    """Each value above its mark, below it where the line would cross the text."""
    drawn = []
    for index, point in enumerate(group):
        before = group[index - 1].value if index else point.value
        after = group[index + 1].value if index + 1 < len(group) else point.value
        valley = before > point.value and after > point.value
        below = valley and y(point.value) < HEIGHT - BOTTOM - 30
        where = x(point.date)
        anchor = "start" if where < 60 else "end" if where > WIDTH - 70 else "middle"
        shift = {"start": -8, "end": 8, "middle": 0}[anchor]
        drawn.append(_text(where + shift, y(point.value) + (24 if below else -13), label(point), anchor))
    return drawn


def _joins(group: list[Point], x, y, number: int) -> list[str]:
    return [
        f'<line class="prai-chart-join prai-chart-series-{number % 4}'
        f'{" prai-chart-break" if before.source != after.source else ""}" '
        f'x1="{x(before.date):.1f}" y1="{y(before.value):.1f}" '
        f'x2="{x(after.date):.1f}" y2="{y(after.value):.1f}" />'
        for before, after in zip(group, group[1:], strict=False)
    ]


def _axis(first: int, last: int, x, zero: float) -> str:
    """The zero line and the years, as many as there is room for."""
    years = range(first, last)
    step = max(1, -(-len(years) // 7))
    ticks = "".join(
        _text(x(str(year)), HEIGHT - 12, str(year), "middle", "prai-chart-axis") for year in years[::step]
    )
    return f'<line class="prai-chart-zero" x1="0" x2="{WIDTH}" y1="{zero:.1f}" y2="{zero:.1f}" />{ticks}'
