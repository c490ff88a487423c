"""A tree as nested lists and as a picture: the list says all, the picture shows it at a glance (pure)."""

from collective.prai.transfer.tree import Branch
from html import escape
from typing import NamedTuple


#: Of a box of the picture, of the way from one column to the next and from one line to the next, in pixels.
WIDTH, HEIGHT, ACROSS, DOWN = 228, 98, 266, 110
#: Room around: the outline of the present box is not cut off.
MARGIN = 4
#: Letters of a line that fit into a box, of its title and of what is said below; lines of both.
TITLE, DETAIL, LINES = 23, 30, 4
#: More boxes than that are no picture.
DRAWN = 40


class Said(NamedTuple):
    """An item in words.  ``kind``: sheet, reuse, abandoned, example or gone; ``marks``: short remarks."""

    title: str
    detail: str = ""
    url: str = ""
    kind: str = "sheet"
    present: bool = False
    marks: tuple[str, ...] = ()
    #: What is said of those that are left out below it; "" for none.
    more: str = ""

    @property
    def label(self) -> str:
        return ", ".join(part for part in (self.title, self.detail, *self.marks) if part)


def nested(branches: list[Branch], said: list[Said]) -> str:
    """Lists within lists; what came of nothing stands outermost."""
    parts: list[str] = []
    depth = -1
    for branch, words in zip(branches, said, strict=True):
        if branch.depth > depth:
            parts.append("<ul>" if depth >= 0 else '<ul class="prai-tree">')
        else:
            parts.append("</li>" + "</ul></li>" * (depth - branch.depth))
        depth = branch.depth
        parts.append(f'<li class="prai-tree-{words.kind}">{_line(words)}')
    return "".join(parts) + "</li></ul>" * (depth + 1)


def _line(said: Said) -> str:
    title = escape(said.title)
    if said.present:
        name = f'<strong aria-current="page">{title}</strong>'
    elif said.url:
        name = f'<a href="{escape(said.url)}">{title}</a>'
    else:
        name = f"<span>{title}</span>"
    detail = f' <span class="prai-muted">{escape(said.detail)}</span>' if said.detail else ""
    marks = "".join(f' <span class="prai-badge">{escape(mark)}</span>' for mark in said.marks)
    more = f' <span class="prai-muted">{escape(said.more)}</span>' if said.more else ""
    return name + detail + marks + more


def draw(branches: list[Branch], said: list[Said], name: str, title: str, description: str) -> str:
    """SVG, from left to right; ``name`` begins its ids.  "" where there are too many boxes."""
    if len(branches) > DRAWN:
        return ""
    above = _above(branches)
    heights = _heights(branches, above)
    boxes = [(MARGIN + one.depth * ACROSS, MARGIN + y) for one, y in zip(branches, heights, strict=True)]
    lines = [_way(boxes[parent], boxes[place]) for place, parent in enumerate(above) if parent is not None]
    parts = [_box(x, y, words) for (x, y), words in zip(boxes, said, strict=True)]
    width = max(x for x, _y in boxes) + WIDTH + MARGIN
    height = max(y for _x, y in boxes) + HEIGHT + MARGIN
    name = escape(name)
    return (
        f'<svg class="prai-tree-svg" role="group" aria-labelledby="{name}-title {name}-desc" '
        f'width="{width}" height="{height:.0f}" viewBox="0 0 {width} {height:.0f}" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{"".join(lines)}{"".join(parts)}</svg>'
    )


def _above(branches: list[Branch]) -> list[int | None]:
    """For each of them the place of what it came of."""
    found: list[int | None] = []
    path: list[int] = []
    for place, branch in enumerate(branches):
        del path[branch.depth :]
        found.append(path[-1] if path else None)
        path.append(place)
    return found


def _heights(branches: list[Branch], above: list[int | None]) -> list[float]:
    """Top of each box: leaves below each other, all else in the middle of what came of it."""
    below: list[list[int]] = [[] for _branch in branches]
    for place, parent in enumerate(above):
        if parent is not None:
            below[parent].append(place)
    found, next_top = [0.0] * len(branches), 0.0
    for place, children in enumerate(below):
        if not children:
            found[place], next_top = next_top, next_top + DOWN
    for place in reversed(range(len(branches))):
        if below[place]:
            found[place] = (found[below[place][0]] + found[below[place][-1]]) / 2
    return found


def _way(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x, y), (to_x, to_y) = start, end
    middle = to_x - (ACROSS - WIDTH) / 2
    return (
        f'<path class="prai-tree-way" d="M{x + WIDTH} {y + HEIGHT / 2:.0f}H{middle:.0f}'
        f'V{to_y + HEIGHT / 2:.0f}H{to_x}"/>'
    )


def _box(x: float, y: float, said: Said) -> str:
    titles = wrapped(said.title, TITLE, LINES - 1)
    detail = ", ".join(part for part in (said.detail, *said.marks) if part)
    details = wrapped(detail, DETAIL, LINES - len(titles)) if detail else []
    line = 21
    top = y + (HEIGHT - line * (len(titles) + len(details))) / 2 + 16
    text = "".join(
        _text(x + 14, top + line * place, words, css)
        for place, (words, css) in enumerate(
            [(one, "prai-tree-name") for one in titles] + [(one, "prai-tree-detail") for one in details]
        )
    )
    shape = f'<rect x="{x}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="8"/>'
    css = f"prai-tree-box prai-tree-{said.kind}" + (" prai-tree-present" if said.present else "")
    if said.url and not said.present:
        return (
            f'<a class="{css}" href="{escape(said.url)}" aria-label="{escape(said.label)}">{shape}{text}</a>'
        )
    return f'<g class="{css}">{shape}{text}</g>'


def _text(x: float, y: float, words: str, css: str) -> str:
    return f'<text aria-hidden="true" class="{css}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def wrapped(text: str, letters: int, most: int) -> list[str]:
    """Lines of at most so many letters; what does not fit into so many lines ends in an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= letters:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [line if len(line) <= letters else f"{line[: letters - 1].rstrip()}…" for line in lines if line]
