"""Aid from rates, ceilings and their bases, all given as arguments: no figure is here (pure).

Each step is a ``Said``: a key and its figures, which pages, services and letters put in words.  A ceiling
whose bearing is not known cuts nothing: it is a warning, with what each reading would give.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from collective.prai.core.money import CENT
from collective.prai.core.money import percent
from decimal import Decimal
from decimal import ROUND_HALF_UP
from typing import NamedTuple


#: What a ceiling bears on, as the list cap_bases has it.
TOTAL_GRANT, ELIGIBLE_COST, ERDF_SHARE, COMPONENT = "total-grant", "eligible-cost", "erdf-share", "component"
#: Readings of a ceiling of which nobody says what it bears on.
READINGS = (TOTAL_GRANT, ELIGIBLE_COST)
#: Names of the European Regional Development Fund, where a ceiling bears on its share.
ERDF = ("feder", "erdf")
NOTHING, ALL = Decimal(0), Decimal(100)


class Said(NamedTuple):
    """A sentence to be: its key, and its figures by name (Decimal euros, percent, texts)."""

    key: str
    figures: dict


class Rate(NamedTuple):
    """The part of the eligible cost that a funder takes, in percent."""

    funder: str
    percent: Decimal


class Cap(NamedTuple):
    """``amount`` None: decided, not known; ``basis`` None: nobody says what it bears on.

    ``previous``: the amount that this one took the place of.
    """

    amount: Decimal | None
    basis: str | None = None
    funder: str = ""
    since: str = ""
    decided_by: str = ""
    note: str = ""
    previous: Decimal | None = None


class Share(NamedTuple):
    """What one funder would pay, in euros."""

    funder: str
    percent: Decimal
    amount: Decimal


class Reading(NamedTuple):
    """What a ceiling would give if it bore on that."""

    basis: str
    total: Decimal
    own: Decimal


class Aid(NamedTuple):
    """``rate``: aid in percent of the eligible cost; ``own``: what remains to be paid."""

    eligible_cost: Decimal
    shares: tuple[Share, ...]
    total: Decimal
    own: Decimal
    rate: Decimal
    lines: tuple[Said, ...]
    warnings: tuple[Said, ...]


def aid_of(
    eligible_cost: Decimal,
    rates: Iterable[Rate],
    caps: Iterable[Cap] = (),
    components: Sequence[Decimal] = (),
    total_cost: Decimal | None = None,
) -> Aid:
    """What a project may hope for.

    ``components``: eligible cost of each part, for ceilings that bear on parts; ``total_cost``: with what is
    not eligible, for what remains to be paid.  ValueError for a negative cost.
    """
    if eligible_cost < 0 or (total_cost is not None and total_cost < 0):
        raise ValueError("A cost is not negative.")
    whole = eligible_cost if total_cost is None else max(total_cost, eligible_cost)
    work = _Working(eligible_cost, tuple(rates), whole, tuple(components))
    return work.out(tuple(caps))


def shares_of(cost: Decimal, rates: Iterable[Rate]) -> tuple[Share, ...]:
    """Each rate on that cost, to the cent; all together never more than the cost, but for their own sum."""
    found, before, percents = [], NOTHING, NOTHING
    for rate in rates:
        # Rounded on the running total: parts of a whole add up to it.
        percents += rate.percent
        after = _cents(cost * percents / ALL)
        found.append(Share(rate.funder, rate.percent, after - before))
        before = after
    return tuple(found)


def checked(eligible_cost: Decimal, granted: dict[str, Decimal], rates: Iterable[Rate]) -> list[Said]:
    """What was granted beside what the rates say: a sentence for each funder whose rate is another one."""
    if not eligible_cost:
        return []
    found = []
    for rate in rates:
        amount = granted.get(rate.funder)
        if amount is None or amount == _cents(eligible_cost * rate.percent / ALL):
            continue
        actual = percent(amount, eligible_cost)
        found.append(
            Said(
                "other-rate",
                {
                    "funder": rate.funder, "amount": amount, "cost": eligible_cost,
                    "actual": actual, "percent": rate.percent,
                },
            )
        )  # fmt: skip
    return found


def is_erdf(funder: str) -> bool:
    return any(name in funder.casefold() for name in ERDF)


class _Working:
    """One computation, step after step."""

    def __init__(
        self, cost: Decimal, rates: tuple[Rate, ...], whole: Decimal, components: tuple[Decimal, ...]
    ):
        self.cost, self.rates, self.whole, self.components = cost, rates, whole, components
        self.lines: list[Said] = [Said("cost", {"cost": cost})]
        self.warnings: list[Said] = []

    def out(self, caps: tuple[Cap, ...]) -> Aid:
        shares, total = self.certain(caps)
        if sum((rate.percent for rate in self.rates), NOTHING) > ALL:
            self.warnings.append(Said("rates-above-all", {"percent": sum(r.percent for r in self.rates)}))
        own = self.whole - total
        rate = percent(total, self.cost) if self.cost else NOTHING
        self.lines.append(Said("total", {"total": total, "percent": rate}))
        self.ambiguous(caps, total)
        self.lines.append(
            Said("own", {"own": own, "percent": percent(own, self.whole) if self.whole else NOTHING})
        )
        return Aid(self.cost, shares, total, own, rate, tuple(self.lines), tuple(self.warnings))

    def certain(self, caps: tuple[Cap, ...]) -> tuple[tuple[Share, ...], Decimal]:
        """Shares and aid by the ceilings of which it is known what they bear on."""
        known = [cap for cap in caps if cap.amount is not None and cap.basis is not None]
        kept = self.kept_cost([cap for cap in known if cap.basis == ELIGIBLE_COST and not cap.funder])
        shares = shares_of(kept, self.rates)
        self.lines += [
            Said(
                "share",
                {"percent": share.percent, "funder": share.funder, "cost": kept, "amount": share.amount},
            )
            for share in shares
        ]
        for cap in known:
            if cap.funder or cap.basis == ERDF_SHARE:
                shares = self.funder_capped(shares, cap)
        for cap in known:
            if cap.basis == COMPONENT and not cap.funder:
                shares = self.component_capped(shares, cap)
        for cap in known:
            if cap.basis == TOTAL_GRANT and not cap.funder:
                shares = self.total_capped(shares, cap)
        return shares, _sum(shares)

    def kept_cost(self, caps: list[Cap]) -> Decimal:
        kept = self.cost
        for cap in caps:
            if cap.amount < kept:
                kept = cap.amount
                self.lines.append(Said("cost-capped", self.of(cap) | {"cost": self.cost, "kept": kept}))
            else:
                self.lines.append(Said("cap-not-reached", self.of(cap)))
        return kept

    def funder_capped(self, shares: tuple[Share, ...], cap: Cap) -> tuple[Share, ...]:
        found, reached = [], False
        for share in shares:
            mine = share.funder == cap.funder if cap.funder else is_erdf(share.funder)
            if mine and share.amount > cap.amount:
                reached = True
                figures = {"funder": share.funder, "before": share.amount, "amount": cap.amount}
                self.lines.append(Said("share-capped", self.of(cap) | figures))
                share = share._replace(amount=cap.amount)
            found.append(share)
        if not reached:
            self.lines.append(Said("cap-not-reached", self.of(cap)))
        return tuple(found)

    def component_capped(self, shares: tuple[Share, ...], cap: Cap) -> tuple[Share, ...]:
        total = _sum(shares)
        if total <= cap.amount:
            self.lines.append(Said("cap-not-reached", self.of(cap)))
            return shares
        if not self.components:
            own = self.whole - cap.amount
            figures = {"total": total, "own": self.whole - total, "one_total": cap.amount, "one_own": own}
            self.warnings.append(Said("cap-by-component", self.of(cap) | figures))
            return shares
        parts = [_sum(shares_of(part, self.rates)) for part in self.components]
        least = min(total, sum((min(part, cap.amount) for part in parts), NOTHING))
        return self.reduced(shares, least, cap)

    def total_capped(self, shares: tuple[Share, ...], cap: Cap) -> tuple[Share, ...]:
        if _sum(shares) <= cap.amount:
            self.lines.append(Said("cap-not-reached", self.of(cap)))
            return shares
        return self.reduced(shares, cap.amount, cap)

    def reduced(self, shares: tuple[Share, ...], total: Decimal, cap: Cap) -> tuple[Share, ...]:
        """Shares in the same proportions that add up to that total."""
        before = _sum(shares)
        if total == before:
            return shares
        self.lines.append(Said("total-capped", self.of(cap) | {"before": before, "total": total}))
        found, running, given = [], NOTHING, NOTHING
        for share in shares:
            running += share.amount
            after = _cents(total * running / before)
            found.append(share._replace(amount=after - given))
            given = after
            figures = {"funder": share.funder, "amount": found[-1].amount}
            self.lines.append(Said("share-reduced", figures))
        return tuple(found)

    def ambiguous(self, caps: tuple[Cap, ...], total: Decimal):
        """Ceilings that cut nothing, for their amount or what they bear on is not known."""
        for cap in caps:
            if cap.amount is None:
                readings = self.readings(cap.previous, cap) if cap.previous is not None else ()
                figures = self.of(cap) | {"readings": readings}
                self.warnings.append(Said("cap-amount-unknown", figures))
            elif cap.basis is None:
                readings = self.readings(cap.amount, cap)
                if any(reading.total < total for reading in readings):
                    figures = self.of(cap) | {"readings": readings, "total": total}
                    self.warnings.append(Said("cap-readings", figures))
                else:
                    self.lines.append(Said("cap-not-reached", self.of(cap)))

    def readings(self, amount: Decimal, cap: Cap) -> tuple[Reading, ...]:
        """What each reading would give, were there no other ceiling."""
        rates = [rate for rate in self.rates if not cap.funder or rate.funder == cap.funder]
        others = _sum(shares_of(self.cost, self.rates)) - _sum(shares_of(self.cost, rates))
        bases = (cap.basis,) if cap.basis else READINGS
        found = []
        for basis in bases:
            if basis == ELIGIBLE_COST:
                mine = _sum(shares_of(min(self.cost, amount), rates))
            else:
                mine = min(_sum(shares_of(self.cost, rates)), amount)
            found.append(Reading(basis, others + mine, self.whole - others - mine))
        return tuple(found)

    def of(self, cap: Cap) -> dict:
        """What is said of a ceiling wherever it is named."""
        return {
            "cap": cap.amount, "basis": cap.basis, "funder": cap.funder, "since": cap.since,
            "decided_by": cap.decided_by, "note": cap.note, "previous": cap.previous,
        }  # fmt: skip


def _sum(shares: Iterable[Share]) -> Decimal:
    return sum((share.amount for share in shares), NOTHING)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
