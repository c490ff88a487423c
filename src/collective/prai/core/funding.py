"""Behavior: what it costs and who pays; rates and own contribution are computed, never typed."""

from collective.prai import _
from collective.prai.core.fields import Money
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.money import percent
from decimal import Decimal
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from typing import NamedTuple
from zope import schema
from zope.interface import Interface
from zope.interface import provider


class IFundingSource(Interface):
    """One line of the funding plan."""

    funder = schema.TextLine(title=_("Funder"))
    amount = Money(title=_("Amount (€)"), required=False)
    status = term("funding_status", title=_("Status"))


@provider(IFormFieldProvider)
class IFunding(model.Schema):
    """Amounts in euros, as certified; unknown is not zero."""

    model.fieldset(
        "funding", label=_("Cost of the project"), fields=["total_cost", "eligible_cost", "sources"]
    )
    total_cost = Money(
        title=_("Total cost (€)"),
        description=_("All that was spent. Leave empty when the source does not say."),
        required=False,
    )
    eligible_cost = Money(
        title=_("Eligible cost (€)"),
        description=_("The part on which the European grant is computed."),
        required=False,
    )
    sources = rows(
        IFundingSource,
        title=_("Who pays"),
        description=_("One line for each funder; the own contribution is computed."),
    )


class Share(NamedTuple):
    """A funder's part: amount in euros or None, percent of the base cost or None."""

    funder: str
    amount: Decimal | None
    status: str | None
    rate: Decimal | None


class FundingPlan(NamedTuple):
    """The computed figures of a funding: euros, percent."""

    base: Decimal | None
    shares: list[Share]
    aid: Decimal | None
    own_contribution: Decimal | None

    @property
    def own_rate(self) -> Decimal | None:
        """Percent of the whole cost, of which the own contribution is what the grants leave."""
        cost = self.own_contribution + self.aid if self.own_contribution is not None else None
        return percent(self.own_contribution, cost) if cost else None


def plan(total_cost: Decimal | None, eligible_cost: Decimal | None, sources: list | None) -> FundingPlan:
    """Rates over the eligible cost where known, else the total; own contribution over the total.

    The own contribution is unknown while the cost, every amount, or all sources are unknown, and
    while the grants exceed the cost (``warnings`` says so).
    """
    base = eligible_cost if eligible_cost is not None else total_cost
    shares = []
    for row in sources or ():
        amount = row.get("amount")
        rate = percent(amount, base) if amount is not None and base else None
        shares.append(Share(row.get("funder") or "", amount, row.get("status"), rate))
    known = [share.amount for share in shares if share.amount is not None]
    aid = sum(known, Decimal(0)) if known else None
    cost = total_cost if total_cost is not None else eligible_cost
    own = None
    if aid is not None and cost is not None and len(known) == len(shares) and aid <= cost:
        own = cost - aid
    return FundingPlan(base, shares, aid, own)


def funding_plan(obj) -> FundingPlan | None:
    """The plan of an item with this behavior that says anything of money, else None."""
    funding = IFunding(obj, None)
    if funding is None:
        return None
    found = plan(funding.total_cost, funding.eligible_cost, funding.sources)
    return found if found.base is not None or found.shares else None


def warnings(obj) -> list:
    """What an officer should look at: real data break every rule, so none of these refuses a save."""
    funding = IFunding(obj, None)
    found = []
    if funding is None:
        return found
    money = plan(funding.total_cost, funding.eligible_cost, funding.sources)
    if funding.total_cost is not None and funding.eligible_cost is not None:
        if funding.eligible_cost > funding.total_cost:
            found.append(_("The eligible cost is above the total cost."))
    cost = funding.total_cost if funding.total_cost is not None else funding.eligible_cost
    if money.aid is not None and cost is not None and money.aid > cost:
        found.append(
            _(
                "The grants (${aid} €) are above the cost (${cost} €).",
                mapping={"aid": str(money.aid), "cost": str(cost)},
            )
        )
    return found
