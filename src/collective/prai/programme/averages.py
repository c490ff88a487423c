"""Marks of a jury, out of 100: weighted by the call's own criteria, each juror counting once (pure)."""

from collections.abc import Iterable
from decimal import Decimal
from decimal import ROUND_HALF_UP
from typing import NamedTuple


TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
#: What a criterion counts where the call does not say.
WEIGHT, MAX_SCORE = Decimal(1), 5


class Mark(NamedTuple):
    """One criterion in one review; ``score`` None: not marked."""

    criterion: str
    weight: Decimal
    max_score: int
    score: Decimal | None

    @classmethod
    def of(cls, row: dict):
        weight = row.get("weight")
        return cls(
            row.get("criterion") or "",
            WEIGHT if weight is None else Decimal(weight),
            row.get("max_score") or MAX_SCORE,
            row.get("score"),
        )


class Spread(NamedTuple):
    """Of several marks out of 100."""

    mean: Decimal
    lowest: Decimal
    highest: Decimal
    number: int


def total(marks: Iterable[Mark]) -> Decimal | None:
    """One review out of 100, exact; None where nothing that weighs is marked."""
    marked = [mark for mark in marks if mark.score is not None and mark.weight > 0]
    weight = sum(mark.weight for mark in marked)
    if not weight:
        return None
    return sum(mark.weight * mark.score / mark.max_score for mark in marked) / weight * HUNDRED


def spread(values: Iterable[Decimal]) -> Spread | None:
    """Rounded to a tenth; None of nothing."""
    found = list(values)
    if not found:
        return None
    return Spread(rounded(sum(found) / len(found)), rounded(min(found)), rounded(max(found)), len(found))


def overall(reviews: Iterable[Iterable[Mark]]) -> Spread | None:
    """Of all reviews of a dossier."""
    return spread(found for marks in reviews if (found := total(marks)) is not None)


def by_criterion(reviews: Iterable[Iterable[Mark]]) -> list[tuple[str, Spread]]:
    """Of each criterion, in the order of the first review that has it."""
    values: dict[str, list[Decimal]] = {}
    for marks in reviews:
        for mark in marks:
            if mark.score is not None:
                values.setdefault(mark.criterion, []).append(mark.score / mark.max_score * HUNDRED)
    return [(criterion, spread(found)) for criterion, found in values.items()]


def rounded(value: Decimal) -> Decimal:
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)
