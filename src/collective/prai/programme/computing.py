"""The rules of the call on a dossier: rows of eligibility and the aid, by the calculator's code."""

from collective.prai.programme.calls import call_of
from collective.prai.programme.judging import as_row
from collective.prai.programme.judging import compute_aid
from collective.prai.programme.judging import facts_of
from collective.prai.programme.judging import judge
from collective.prai.programme.judging import warnings
from collective.prai.programme.judging import working


#: What an officer made of a rule outlives a new computation.
_KEPT = ("override", "override_reason")


def compute(application) -> bool:
    """Write rows, aid and working by the rules of the day on which it came in; False without a call.

    The aid is of the eligible cost alone: where that is unknown, it is not guessed from another.
    """
    call = call_of(application)
    if call is None:
        return False
    facts = facts_of(application)
    known = {row["rule"]: row for row in application.eligibility or ()}
    rows = []
    for judged in judge(call, facts, language="fr"):
        before = known.get(judged.rule, {})
        rows.append(as_row(judged) | {name: before[name] for name in _KEPT if before.get(name)})
    application.eligibility = rows
    aid = compute_aid(call, application.eligible_cost, facts.when, total_cost=application.total_cost)
    application.computed_aid = aid.total if aid is not None else None
    application.computed_working = "\n".join(working(aid) + warnings(aid)) if aid is not None else None
    return True
