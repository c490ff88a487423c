"""Who pays which part of an awarded aid, and in which column of the operation it stands."""

from collective.prai.core.funding import IFunding
from collective.prai.core.geography import folded
from collective.prai.programme.judging import compute_aid
from collective.prai.programme.relations import target
from decimal import Decimal
from typing import NamedTuple


#: What a funder is called where nobody told whose money it is.
PROGRAMME = "Programme"
#: Folded word of a funder's name → column of the operation; the first that fits.
COLUMNS = (("feder", "erdf"), ("erdf", "erdf"), ("region", "region"))


class Share(NamedTuple):
    """A funder and its euros."""

    funder: str
    amount: Decimal


def shares_of(application, total: Decimal | None = None) -> list[Share]:
    """The awarded aid (or ``total``) funder by funder; [] while no amount was awarded.

    As the officers wrote it in the funding of the dossier, else by the rates of the call on the day of the
    decision; where neither gives the same total to the cent, one line: no share is guessed.
    """
    total = application.awarded_aid if total is None else total
    if total is None:
        return []
    for found in (_written(application), _by_rates(application)):
        if found and sum(share.amount for share in found) == total:
            return found
    return [Share(PROGRAMME, total)]


def _written(application) -> list[Share]:
    rows = [row for row in IFunding(application).sources or () if row.get("status") in ("granted", "paid")]
    return [Share(row["funder"], row["amount"]) for row in rows if row.get("amount") is not None]


def _by_rates(application) -> list[Share]:
    """What the rules of the call give on the day of the decision, ceilings included."""
    call, cost = target(application, "call"), application.awarded_eligible_cost
    if cost is None:
        cost = IFunding(application).eligible_cost
    aid = compute_aid(call, cost, application.decision_on) if call is not None else None
    return [Share(share.funder, share.amount) for share in aid.shares] if aid is not None else []


def column_of(funder: str) -> str:
    """Field of an operation in which a funder's money stands."""
    words = folded(funder)
    return next((column for word, column in COLUMNS if word in words), "other_public")


def by_fund(shares) -> dict[str, Decimal]:
    """Field of an operation → euros; a field of which nothing is known is not named.

    Money whose funder nobody told stands in no column.
    """
    found: dict[str, Decimal] = {}
    for share in shares:
        if share.funder != PROGRAMME:
            column = column_of(share.funder)
            found[column] = found.get(column, Decimal(0)) + share.amount
    return found
