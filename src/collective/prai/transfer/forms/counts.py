"""Answers → counts by question, and their bars as SVG (pure: plain questions and rows in)."""

from collective.prai.core.decimals import format_figure
from decimal import Decimal
from html import escape
from statistics import median
from typing import NamedTuple


#: Kinds of questions.  ``PRIVATE``: answers that name somebody, such as an e-mail, are in the table alone.
CHOICE, NUMBER, TEXT, PRIVATE = "choice", "number", "text", "private"
#: Size of a drawing: a bar, its figure at the end, room for both.
WIDTH, BAR, GAP, FIGURE = 480, 22, 10, 90
#: Texts that the page lists; the table has them all.
LISTED = 200


class Question(NamedTuple):
    """``choices``: value → what the form calls it."""

    name: str
    title: str
    kind: str
    choices: dict = {}  # noqa: RUF012 (a default of a tuple, never written in)


class Line(NamedTuple):
    """One choice: how many chose it, and the share of those who answered, in whole percent."""

    title: str
    count: int
    share: int


class Result(NamedTuple):
    """``answered``: how many did; the rest as the kind of the question has it."""

    question: Question
    answered: int
    lines: list[Line]
    figures: list[tuple[str, str]]
    texts: list[str]
    more: int


def result(question: Question, rows: list[dict]) -> Result:
    """Of one question; an answer that is no longer among the choices is counted under its own words."""
    given = [_several(row.get(question.name)) for row in rows]
    given = [values for values in given if values]
    values = [value for several in given for value in several]
    lines, figures, texts = [], [], []
    if question.kind == CHOICE:
        lines = _lines(question, values, len(given))
    elif question.kind == NUMBER:
        figures = _figures([Decimal(str(value)) for value in values if _is_number(value)])
    elif question.kind == TEXT:
        texts = [str(value) for value in values]
    return Result(question, len(given), lines, figures, texts[:LISTED], max(0, len(texts) - LISTED))


def _lines(question: Question, values: list, answered: int) -> list[Line]:
    titles = dict(question.choices) | {value: str(value) for value in values if value not in question.choices}
    counts = {value: values.count(value) for value in titles}
    return [
        Line(title, counts[value], round(100 * counts[value] / answered) if answered else 0)
        for value, title in titles.items()
    ]


def _figures(numbers: list[Decimal]) -> list[tuple[str, str]]:
    """(what it is, figure): sum, median, lowest, highest."""
    if not numbers:
        return []
    found = {
        "sum": sum(numbers),
        "median": Decimal(median(numbers)),
        "min": min(numbers),
        "max": max(numbers),
    }
    return [(name, format_figure(number)) for name, number in found.items()]


def _several(value) -> list:
    if value is None or value == "":
        return []
    return sorted(value, key=str) if isinstance(value, (set, frozenset, list, tuple)) else [value]


def _is_number(value) -> bool:
    return isinstance(value, (int, Decimal, float)) and not isinstance(value, bool)


def bars(lines: list[Line], title: str) -> str:
    """One drawing: a bar a choice, its words above it, its figure at its end; the longest fills the width."""
    if not any(line.count for line in lines):
        return ""
    most, step = max(line.count for line in lines), BAR + 20 + GAP
    parts = [
        f'<svg class="prai-bars" viewBox="0 0 {WIDTH} {step * len(lines)}" role="img" '
        f'aria-label="{escape(title)}">'
    ]
    for number, line in enumerate(lines):
        top = number * step
        length = round((WIDTH - FIGURE) * line.count / most, 1)
        parts += [
            f'<text x="0" y="{top + 15}">{escape(_cut(line.title))}</text>',
            f'<rect x="0" y="{top + 20}" width="{length}" height="{BAR}" rx="2"/>',
            f'<text x="{length + 8:g}" y="{top + 36}">{line.count} ({line.share} %)</text>',
        ]
    return "".join([*parts, "</svg>"])


def _cut(text: str) -> str:
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
