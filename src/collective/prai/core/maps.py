"""Maps of the region and of a département as SVG, with the figures that they show (pure).

A map is read without colour and without the drawing: each area carries its figure, the shades get darker
in one direction, and who draws a map prints the same figures as a table (core/templates/maps.pt).
"""

from collections.abc import Callable
from collections.abc import Mapping
from collective.prai.core.geography import epcis
from collective.prai.core.geography import folded
from collective.prai.core.geography import municipalities
from collective.prai.core.outlines import Outline
from collective.prai.core.outlines import outlines
from collective.prai.core.outlines import project
from functools import cache
from html import escape
from typing import NamedTuple


#: Shades beside that of « none », from pale to dark: core of the CSS classes prai-map-1 … prai-map-5.
SHADES = 5
MARGIN = 12
#: Width in units of the drawing of a département: its text is then as large as that of the region.
_WIDTH = 640


class Row(NamedTuple):
    """One area: what the drawing, the legend and the table say of it.

    ``words``: its figure (« 6 projets »); ``label``: its name and figure, what its link is called;
    ``url`` is "" where none leads.
    """

    code: str
    name: str
    count: int
    words: str
    label: str
    url: str
    shade: int


class Words(NamedTuple):
    """How figures are said: ``of(6)`` is « 6 projets », ``label("Tarn", "6 projets")`` joins the two."""

    of: Callable[[int], str]
    label: Callable[[str, str], str]


class Step(NamedTuple):
    """One shade of the legend: counts from ``low`` to ``high``, both included."""

    shade: int
    low: int
    high: int


def steps(counts) -> list[Step]:
    """The shades for these counts: none, then at most five classes that hold about as many areas each.

    Classes begin and end at counts that are there, so that no legend speaks of figures that nobody has.
    """
    known = sorted(count for count in counts if count > 0)
    distinct = sorted(set(known))
    groups: list[list[int]] = []
    for count in distinct:
        rank = sum(1 for other in known if other < count)
        slot = distinct.index(count) if len(distinct) <= SHADES else rank * SHADES // len(known)
        if groups and groups[-1][2] == slot:
            groups[-1][1] = count
        else:
            groups.append([count, count, slot])
    found = [Step(0, 0, 0)] if any(count <= 0 for count in counts) else []
    # Few classes keep to the dark end but one: one area alone with results must stand out.
    first = SHADES - len(groups) + 1
    return found + [Step(first + n, low, high) for n, (low, high, _slot) in enumerate(groups)]


def _rows(names: Mapping[str, str], counts: Mapping[str, int], url_of, words: Words) -> list[Row]:
    """Areas in the order of their names; what has nothing is no link."""
    legend = steps([counts.get(code, 0) for code in names])
    found = []
    for code, name in sorted(names.items(), key=lambda item: folded(item[1])):
        count = counts.get(code, 0)
        said = words.of(count)
        shade = next((step.shade for step in legend if step.low <= count <= step.high), 0)
        url = (url_of(code) or "") if count else ""
        found.append(Row(code, name, count, said, words.label(name, said), url, shade))
    return found


def department_rows(counts: Mapping[str, int], url_of: Callable[[str], str], words: Words) -> list[Row]:
    """The eight départements."""
    return _rows({outline.code: outline.name for outline in outlines().values()}, counts, url_of, words)


def body_rows(
    department: str, counts: Mapping[str, int], url_of: Callable[[str], str], words: Words
) -> list[Row]:
    """The inter-municipal bodies that have a municipality in the département."""
    return _rows({siren: epcis()[siren].name for siren in _bodies(department)}, counts, url_of, words)


def draw_region(found: list[Row], name: str, title: str, description: str) -> str:
    """SVG of the region; ``name`` begins its ids, unique on the page."""
    parts = [_area(outlines()[row.code], row) for row in found]
    boxes = [outline.box() for outline in outlines().values()]
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return _svg(box, name, title, description, parts)


def draw_department(department: str, found: list[Row], name: str, title: str, description: str) -> str:
    """SVG of a département: its outline, a dot for each municipality, the figures of the bodies.

    Outlines of the bodies are not drawn: docs/decisions/0025.
    """
    outline = outlines()[department]
    left, top, right, bottom = outline.box()
    zoom = _WIDTH / (right - left)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - left) * zoom, (point[1] - top) * zoom

    rings = tuple(tuple(place(point) for point in ring) for ring in outline.rings)
    parts = [f'<path class="prai-map-ground" d="{path(rings)}"/>']
    bodies = _bodies(department)
    for row in found:
        dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in map(place, bodies[row.code].dots))
        parts.append(f'<path class="prai-map-dots prai-map-{row.shade}" d="{dots}"/>')
    marked = [(*place(bodies[row.code].middle), row) for row in found if row.count]
    taken = [(x - 23, y - 23, x + 23, y + 23) for x, y, _row in marked]
    parts += [_mark(x, y, row, taken) for x, y, row in sorted(marked, key=lambda mark: -mark[2].count)]
    return _svg((0, 0, _WIDTH, (bottom - top) * zoom), name, title, description, parts)


def path(rings) -> str:
    """SVG path of closed rings, in whole units."""
    return "".join("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "z" for ring in rings)


class _Body(NamedTuple):
    dots: tuple[tuple[float, float], ...]
    middle: tuple[float, float]


@cache
def _bodies(department: str) -> dict[str, _Body]:
    """SIREN → points of the municipalities that are in the département, and their middle.

    The middle weighs each municipality by its inhabitants: the name stands where the people are.
    """
    found: dict[str, list] = {}
    for town in municipalities().values():
        if town.department == department and town.epci in epcis():
            found.setdefault(town.epci, []).append((*project(town.lon, town.lat), max(town.population, 1)))
    bodies = {}
    for siren, towns in found.items():
        people = sum(weight for _x, _y, weight in towns)
        middle = (
            sum(x * weight for x, _y, weight in towns) / people,
            sum(y * weight for _x, y, weight in towns) / people,
        )
        bodies[siren] = _Body(tuple((x, y) for x, y, _weight in towns), middle)
    return bodies


def _svg(box, name: str, title: str, description: str, parts: list[str]) -> str:
    left, top, right, bottom = box
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    view = f"{left - MARGIN:.0f} {top - MARGIN:.0f} {width:.0f} {height:.0f}"
    return (
        f'<svg class="prai-map" role="group" aria-labelledby="{escape(name)}-title {escape(name)}-desc" '
        f'viewBox="{view}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{escape(name)}-title">{escape(title)}</title>'
        f'<desc id="{escape(name)}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _link(row: Row, body: str, css: str) -> str:
    """The area as a link, named in words; text inside is for the eye."""
    if not row.url:
        return f'<g class="{css}">{body}</g>'
    return f'<a class="{css}" href="{escape(row.url)}" aria-label="{escape(row.label)}">{body}</a>'


def _area(outline: Outline, row: Row) -> str:
    x, y = outline.middle
    names = _two_lines(outline.name)
    top = y - 24 * len(names) / 2
    text = "".join(_text(x, top + 24 * n, name, "prai-map-name") for n, name in enumerate(names))
    text += _text(x, top + 24 * len(names) + 6, str(row.count), "prai-map-number")
    shape = f'<path d="{path(outline.rings)}"/>'
    return _link(row, shape + text, f"prai-map-area prai-map-{row.shade}")


def _two_lines(name: str) -> list[str]:
    """« Tarn-et-Garonne » as « Tarn-et- » and « Garonne »."""
    start, sign, end = name.rpartition("-")
    return [start + sign, end] if sign else [name]


def _mark(x: float, y: float, row: Row, taken: list) -> str:
    """A disc with the figure, and the name on the first side of it where nothing of ``taken`` stands."""
    lines = _wrapped(row.name, 20)
    width, height = 11.5 * max(map(len, lines)), 24 * len(lines)
    aside = 27 + width / 2
    for dx, dy in ((0, 25), (0, -27 - height), (aside, -height / 2), (-aside, -height / 2)):
        box = (x + dx - width / 2, y + dy, x + dx + width / 2, y + dy + height)
        if box[0] > -MARGIN and box[2] < _WIDTH + MARGIN and not any(_meet(box, other) for other in taken):
            taken.append(box)
            text = "".join(
                _text(x + dx, box[1] + 18 + 24 * n, line, "prai-map-name") for n, line in enumerate(lines)
            )
            break
    else:
        text = ""  # no room: the name is in the table, and in the name of the link
    disc = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="22"/>'
    body = disc + _text(x, y + 9, str(row.count), "prai-map-number") + text
    return _link(row, body, f"prai-map-mark prai-map-{row.shade}")


def _meet(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _wrapped(text: str, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text aria-hidden="true" class="{css}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
