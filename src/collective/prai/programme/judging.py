"""Judges an application by the rules of its call: what officers, applicants and programs read alike."""

from collections.abc import Sequence
from collective.prai.programme import saying
from collective.prai.programme.calls import applications_of
from collective.prai.programme.eligibility import Facts
from collective.prai.programme.eligibility import judge as judged_by
from collective.prai.programme.eligibility import verdict
from collective.prai.programme.rules import is_closed_early
from collective.prai.programme.rules import on_day
from collective.prai.programme.rules import rules_of
from collective.prai.programme.subsidy import Aid
from collective.prai.programme.subsidy import aid_of
from collective.prai.programme.windows import moment
from collective.prai.programme.windows import present
from datetime import date
from datetime import datetime
from decimal import Decimal
from plone import api
from typing import NamedTuple


#: States of an application whose project was selected.
SELECTED = ("awarded", "agreed", "settled")
__all__ = ("Facts", "Judged", "as_row", "compute_aid", "facts_of", "judge", "verdict", "warnings", "working")


class Judged(NamedTuple):
    """A rule, its result (ok, warning, no), the rule and the reason in words.

    ``effect``: ``priority`` where the result is no obstacle, only an order.
    """

    rule: str
    result: str
    label: str
    reason: str
    effect: str = ""


def facts_of(application) -> Facts:
    """What an application says of itself; what it leaves out is to be checked."""
    call = application.call.to_object if application.call is not None else None
    return Facts(
        kind=application.applicant_kind or _kind_of_lead(application),
        population=application.population,
        outside_urban_area=application.outside_urban_area,
        project_kinds=tuple(application.project_kinds or ()),
        justification=application.excluded_justification or "",
        when=moment(application.received_on) or present(),
        selected=selected(call, application) if call is not None else None,
        # What was not asked is to be checked; a box that was left empty is to be checked too.
        met=dict.fromkeys(application.requirements_met or (), True),
    )


def selected(call, besides=None) -> int:
    """How many projects of a call were selected, one application left aside."""
    uid = besides.UID() if besides is not None else None
    return sum(
        api.content.get_state(one, default="") in SELECTED
        for one in applications_of(call)
        if one.UID() != uid
    )


def judge(call, facts: Facts, when: datetime | None = None, language: str = "fr") -> list[Judged]:
    """Each rule that is in force at the moment of the facts (``when``, else theirs, else now)."""
    when = moment(when) or facts.when
    rules = rules_of(call, when).who
    if when is None:
        when, rules = present(), rules._replace(closed_early=is_closed_early(call))
    found = judged_by(rules, facts._replace(when=when))
    return [
        Judged(
            one.rule,
            one.result,
            saying.rule(one, language),
            saying.reason(one, language),
            one.effect,
        )
        for one in found
    ]


def as_row(judged: Judged) -> dict:
    """As ``IApplication.eligibility`` keeps it."""
    return {
        "rule": judged.rule, "label": judged.label, "computed": judged.result, "reason": judged.reason,
        "override": None, "override_reason": None,
    }  # fmt: skip


def compute_aid(
    call,
    eligible_cost: Decimal | None,
    day: date | datetime | None = None,
    components: Sequence[Decimal] = (),
    total_cost: Decimal | None = None,
) -> Aid | None:
    """What the rules of that day (today) give; None without a cost, or where the call has no rates."""
    rules = rules_of(call, on_day(day))
    if eligible_cost is None or not rules.rates:
        return None
    return aid_of(eligible_cost, rules.rates, rules.caps, components, total_cost)


def working(aid: Aid, language: str = "fr") -> list[str]:
    """Each step in words."""
    return [saying.step(line, language) for line in aid.lines]


def warnings(aid: Aid, language: str = "fr") -> list[str]:
    """What is to be looked at, with its figures."""
    return [saying.step(line, language) for line in aid.warnings]


def _kind_of_lead(application) -> str | None:
    lead = application.lead.to_object if application.lead is not None else None
    return getattr(lead, "organisation_type", None)
