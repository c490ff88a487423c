"""The voices of one operation: its dossiers, itself, its sheets, each as far as the reader may see it."""

from collective.prai import _
from collective.prai.core.funding import funding_plan
from collective.prai.core.funding import IFunding
from collective.prai.core.publication.state import state_of
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme.awarding import paid_of
from collective.prai.programme.content.application import IApplication
from collective.prai.programme.funders import column_of
from collective.prai.programme.operations.differences import differences
from collective.prai.programme.operations.differences import Voice
from collective.prai.programme.relations import sources
from collective.prai.programme.relations import target
from collective.prai.programme.relations import targets
from decimal import Decimal
from typing import NamedTuple


#: Subject → what it is called.
SUBJECTS = {
    "beneficiary": _("Beneficiary"),
    "eligible_cost": _("Eligible cost (€)"),
    "total_cost": _("Total cost (€)"),
    "aid": _("Public money in all"),
    "erdf": _("ERDF contribution (€)"),
    "region": _("Contribution of the Région (€)"),
    "paid": _("Paid (€)"),
}
#: States of a dossier whose operation has no reason to be on the list.
REFUSED = ("rejected", "withdrawn", "ineligible")


class Found(NamedTuple):
    """``items``: id of a voice → item; ``wrong``: sentences on states that do not go together."""

    items: dict
    differences: list
    wrong: list

    def __bool__(self):
        return bool(self.differences or self.wrong)


def compare(operation) -> Found:
    """What the current reader may know of it."""
    dossiers = [item for item in sources(operation, "operation") if IApplication.providedBy(item)]
    dossiers = [item for item in dossiers if reader_may_see(item)]
    sheets = [item for item in targets(operation, "sheets") if reader_may_see(item)]
    items, voices = {}, []
    for kind, found, says in (
        ("dossier", dossiers, _of_dossier),
        ("operation", [operation], _of_operation),
        ("sheet", sheets, _of_sheet),
    ):  # fmt: skip
        for item in found:
            items[item.UID()] = (kind, item)
            voices.append(Voice(item.UID(), says(item)))
    return Found(items, differences(_comparable(voices, items)), _states(operation, dossiers))


def _comparable(voices: list[Voice], items: dict) -> list[Voice]:
    """Several dossiers or sheets of one operation are parts of it: they compare with nothing."""
    kinds = [items[voice.of][0] for voice in voices]
    return [
        voice if kinds.count(kind) == 1 else Voice(voice.of, {})
        for voice, kind in zip(voices, kinds, strict=True)
    ]


def _of_dossier(item) -> dict:
    lead = target(item, "lead")
    funding = IFunding(item)
    return {
        "beneficiary": lead.title if lead is not None else item.lead_name or None,
        "eligible_cost": item.awarded_eligible_cost,
        "total_cost": funding.total_cost,
        "aid": item.awarded_aid,
        "paid": item.paid_aid,
    }


def _of_operation(item) -> dict:
    lead = target(item, "lead")
    parts = [amount for amount in (item.erdf, item.region, item.other_public) if amount is not None]
    return {
        "beneficiary": lead.title if lead is not None else item.beneficiary_label or None,
        "eligible_cost": item.eligible_cost,
        "total_cost": item.total_cost,
        "aid": sum(parts, Decimal(0)) if parts else None,
        "erdf": item.erdf,
        "region": item.region,
        "paid": paid_of(item),
    }


def _of_sheet(item) -> dict:
    lead, funding, plan = target(item, "lead"), IFunding(item), funding_plan(item)
    found = {
        "beneficiary": lead.title if lead is not None else None,
        "eligible_cost": funding.eligible_cost,
        "total_cost": funding.total_cost,
        "aid": plan.aid if plan is not None else None,
    }
    for share in plan.shares if plan is not None else ():
        column = column_of(share.funder)
        if column in ("erdf", "region") and share.amount is not None:
            found[column] = (found.get(column) or Decimal(0)) + share.amount
    return found


def _states(operation, dossiers: list) -> list:
    """What their states say against each other."""
    state, found = state_of(operation), []
    for dossier in dossiers:
        mapping = {"number": dossier.number or dossier.title}
        if state_of(dossier) in REFUSED and state != "withdrawn":
            found.append(
                _(
                    "The aid of dossier ${number} was cancelled or refused; the operation stays.",
                    mapping=mapping,
                )
            )
        if state_of(dossier) == "settled" and state not in ("settled", "withdrawn"):
            found.append(_("Dossier ${number} is settled, the operation is not.", mapping=mapping))
        if state == "settled" and state_of(dossier) in ("awarded", "agreed"):
            found.append(_("The operation is settled, dossier ${number} is not.", mapping=mapping))
    return found
