"""Eligibility and aid of a dossier by the rules of its call; what officers decided otherwise is kept."""

from collective.prai.core.funding import IFunding
from collective.prai.programme import judging
from collective.prai.programme.instruct.dossiers import call_of
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent


def recompute(application, told: bool = True) -> bool:
    """Write rows and aid of now; False of a dossier without a call, which has no rules.

    The rules are those of the day on which it came in.  A rule that was decided otherwise keeps that
    decision and its reason, also where the computed result is another one by now.
    """
    call = call_of(application)
    if call is None:
        return False
    facts = judging.facts_of(application)
    decided = {row.get("rule"): row for row in application.eligibility or () if row.get("override")}
    rows = []
    for judged in judging.judge(call, facts):
        row = judging.as_row(judged)
        before = decided.get(row["rule"])
        if before is not None:
            row |= {"override": before["override"], "override_reason": before.get("override_reason")}
        rows.append(row)
    application.eligibility = rows
    funding = IFunding(application, None)
    cost = None
    if funding is not None:
        cost = funding.eligible_cost if funding.eligible_cost is not None else funding.total_cost
    aid = judging.compute_aid(call, cost, facts.when)
    application.computed_aid = aid.total if aid is not None else None
    application.computed_working = (
        "\n".join(judging.working(aid) + judging.warnings(aid)) if aid is not None else None
    )
    if told:
        notify(ObjectModifiedEvent(application))
    return True
