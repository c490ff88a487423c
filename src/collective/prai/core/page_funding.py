"""What a page says of money: what remains to pay, who paid, and the bar that shows it."""

from collective.prai.core.funding import funding_plan
from collective.prai.core.funding import IFunding
from collective.prai.core.funding import warnings
from functools import cached_property


#: Percent of a bar below which a part has room for its letter alone, and for nothing.
_NARROW, _THIN = 16, 4


def letter_of(index: int) -> str:
    """A, B, C… for the rows of a drawing; beyond the alphabet their number."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


class FundingParts:
    """Part of core.pages.Page."""

    @cached_property
    def plan(self):
        return funding_plan(self.context)

    @cached_property
    def funding(self):
        return IFunding(self.context, None)

    def funding_warnings(self) -> list:
        """For editors only: real data break every rule, and readers need not be alarmed."""
        return warnings(self.context) if self.is_editor else []

    def funding_bar(self) -> list[dict]:
        """Parts of the cost for the drawing, own contribution last: x, width and middle in percent.

        Each has the letter of its row in the table: the bar is read without its colours.
        """
        plan = self.plan
        if plan is None or plan.own_contribution is None or not plan.aid:
            return []
        cost = plan.aid + plan.own_contribution
        parts, x = [], 0.0
        for share in [s.amount for s in plan.shares] + [plan.own_contribution]:
            width = float(share * 100 / cost)
            letter = letter_of(len(parts))
            label = letter if width < _NARROW else f"{letter} – {self.percent(round(share * 100 / cost))}"
            parts.append(
                {
                    "x": f"{x:.2f}", "width": f"{width:.2f}", "middle": f"{x + width / 2:.2f}",
                    "index": len(parts) % 4, "label": label if width >= _THIN else "",
                }
            )  # fmt: skip
            x += width
        parts[-1]["index"] = "own"
        return parts

    def letter(self, index: int) -> str:
        return letter_of(index)

    def percent(self, rate) -> str:
        """``50 %`` or ``38,24 %``."""
        return f"{self.number(rate)}\u00a0%" if rate is not None else ""
