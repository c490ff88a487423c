"""Money of several sheets added up, to the cent: unknown is not zero (pure)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Sum(NamedTuple):
    """``known``: euros, None while no part is known; ``unknown``: sheets whose part is not known."""

    known: Decimal | None
    unknown: int

    @property
    def at_least(self) -> bool:
        """Whether the true sum may be larger."""
        return self.known is not None and self.unknown > 0


class Money(NamedTuple):
    """Of one sheet, in euros: what it cost, what each funder gave, what remained to pay; None: not known."""

    cost: Decimal | None
    aid: list[tuple[str, Decimal | None]]
    own: Decimal | None


class Totals(NamedTuple):
    """``aid``: funder as first written → Sum, in order of appearance; ``sheets``: how many were added up."""

    sheets: int
    cost: Sum
    aid: dict[str, Sum]
    own: Sum


def add_up(sheets: Iterable[Money]) -> Totals:
    """A funder's sum says nothing of the sheets that do not name it: it gave them nothing, as far as
    their plan says.  A sheet without any plan makes every funder's sum one that may be larger.
    """
    sheets = list(sheets)
    without_plan = sum(not sheet.aid for sheet in sheets)
    names, parts = {}, {}
    for sheet in sheets:
        for funder, amount in sheet.aid:
            key = " ".join(funder.casefold().split())
            names.setdefault(key, funder)
            parts.setdefault(key, []).append(amount)
    aid = {names[key]: _sum(amounts, without_plan) for key, amounts in parts.items()}
    return Totals(len(sheets), _sum([one.cost for one in sheets]), aid, _sum([one.own for one in sheets]))


def _sum(amounts: list[Decimal | None], unknown: int = 0) -> Sum:
    known = [amount for amount in amounts if amount is not None]
    return Sum(sum(known, Decimal(0)) if known else None, unknown + len(amounts) - len(known))
