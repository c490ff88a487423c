"""An indicator's observations as one SVG drawing (pure): a figure alone, bars, or lines.

One observation is a figure, not a chart.  A qualifier is written and drawn (hollow mark); two
values of different sources are joined by dots, never silently; series are never joined.  Targets are a
dashed line that steps up or down on the day of each decision.
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


@dataclass(frozen=True)
class Step:
    """A target from the day of its decision on; ``since`` is None for the first one."""

    value: Decimal
    since: str | None = None


def target_steps(initial: Decimal | None, revised: list | None) -> list[Step]:
    """The first target, then each revision in the order of its decision; one without a date has no place."""
    found = [Step(initial)] if initial is not None else []
    dated = [row for row in revised or () if row.get("decided_on") and row.get("value") is not None]
    return found + [
        Step(row["value"], row["decided_on"]) for row in sorted(dated, key=lambda row: row["decided_on"])
    ]


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


def kind(found: list[Point], targets: list[Step] = ()) -> str:
    """``none``, ``figure``, ``line`` (a series goes through time) or ``bar``.

    One value is a line when its target was revised: there is a story to see.
    """
    if len(found) < 2:
        if found and found[0].date and len(targets) > 1:
            return "line"
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


@dataclass(frozen=True)
class Goal:
    """The steps of a target, the word for it, and what is written on each step."""

    steps: list[Step]
    word: str
    label: Callable[[Step], str]


def draw(
    found: list[Point],
    title: str,
    description: str,
    write: Callable[[Decimal], str],
    forecast: str,
    targets: list[Step] = (),
    target: str = "",
) -> str:
    """The drawing, empty where there is nothing to compare.

    ``write`` gives a value with its unit, ``forecast`` is the word for one that was announced, ``target`` the
    one for the dashed line of ``targets``, which only a drawing through time has.
    """
    which = kind(found, targets)
    if which in ("none", "figure"):
        return ""

    def label(point: Point) -> str:
        text = SIGNS.get(point.qualifier, "") + write(point.value)
        return f"{text} ({forecast})" if point.qualifier == "forecast" else text

    if which == "bar":
        height, body = _bars(found, label)
    else:
        goal = Goal(list(targets), target, lambda step: f"{target} {write(step.value)}")
        height, body = _lines(found, label, goal)
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


def _lines(found: list[Point], label: Callable[[Point], str], goal: Goal) -> tuple[float, str]:
    """Time from left to right, zero at the bottom: a rise looks no steeper than it is."""
    groups = by_series(found)
    legend = 24 * (len(groups) + bool(goal.steps)) if len(groups) > 1 or goal.steps else 0
    times = [position(point.date) for point in found]
    times += [position(step.since) for step in goal.steps if step.since]
    first, last = int(min(times)), int(max(times)) + 1
    values = [float(point.value) for point in found] + [float(step.value) for step in goal.steps]
    low, high = min(0.0, *values), max(0.0, *values)
    rise = high - low or 1.0

    def x(date: str) -> float:
        return LEFT + (position(date) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value) -> float:
        return HEIGHT - BOTTOM - (float(value) - low) / rise * (HEIGHT - TOP - BOTTOM)

    parts = [_axis(first, last, x, y(0)), *_targets(goal, x, y)]
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
    if goal.steps:
        height = HEIGHT + 16 + 24 * len(groups)
        parts.append(f'<path class="prai-chart-target" d="M0 {height - 5}h20"/>')
        parts.append(_text(24, height, goal.word, css="prai-chart-name"))
    return HEIGHT + legend, "".join(parts)


def _targets(goal: Goal, x, y) -> list[str]:
    """One dashed line with a step on the day of each decision; its value on each step."""
    starts = [x(step.since) if step.since else LEFT for step in goal.steps]
    ends = [*starts[1:], WIDTH - RIGHT][: len(starts)]
    path, parts = "", []
    for step, start, end in zip(goal.steps, starts, ends, strict=True):
        height = y(step.value)
        path += f"{'L' if path else 'M'}{start:.1f} {height:.1f}H{end:.1f}"
        room = WIDTH - start > 150
        where, anchor = (start + 4, "start") if room else (WIDTH - RIGHT, "end")
        parts.append(_text(where, height - 6, goal.label(step), anchor, "prai-chart-goal"))
    return [f'<path class="prai-chart-target" d="{path}"/>', *parts] if path else []


def _labels(group: list[Point], x, y, label) -> list[str]:
    """Each value above its mark, below it where the line or a higher mark nearby would cross the text."""
    drawn = []
    for index, point in enumerate(group):
        before = group[index - 1].value if index else point.value
        after = group[index + 1].value if index + 1 < len(group) else point.value
        valley = before > point.value and after > point.value
        where, height = x(point.date), y(point.value)
        under = any(
            other is not point and abs(x(other.date) - where) < 60 and 0 < height - y(other.value) < 45
            for other in group
        )
        below = (valley or under) and height < HEIGHT - BOTTOM - 30
        anchor = "start" if where < 60 else "end" if where > WIDTH - 70 else "middle"
        shift = {"start": -8, "end": 8, "middle": 0}[anchor]
        drawn.append(_text(where + shift, height + (24 if below else -13), label(point), anchor))
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
