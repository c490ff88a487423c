"""The jury gives an opinion, the Région decides: what each needs, at every door, and what deserves a look.

Form, menu, REST and bulk action end in ``check``: a decision without its body, its day or its act is refused
with a sentence.  Figures are never refused: real decisions go beyond ceilings, and an officer should see it.
"""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.money import format_euros
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.needs import is_filled
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.refusals import say
from collective.prai.core.publication.workflow import APPLICATIONS
from collective.prai.programme.content.application import IApplication
from datetime import date
from persistent.list import PersistentList
from zope.annotation.interfaces import IAnnotations


KEY = "collective.prai.programme.decisions"
AWARD, DEFER, REJECT = "award", "defer", "reject"
#: Transition → fields that it needs, one of each group.
NEEDED = {
    "give_opinion": (("opinion",),),
    AWARD: (
        ("decision_body",), ("decision_on",), ("decision_act",), ("awarded_aid", "awarded_days"),
    ),
    REJECT: (("decision_body",), ("decision_on",), ("decision_act",)),
    DEFER: (("decision_body",), ("decision_on",)),
}  # fmt: skip
#: Those that also need a reason: the field, or the comment of the transition.
WITH_REASON = (REJECT, DEFER)
DECISIONS = (AWARD, DEFER, REJECT)
OF_THE_OPINION = ("opinion", "opinion_comment")
OF_THE_DECISION = (
    "awarded_aid", "awarded_eligible_cost", "awarded_days", "decision_body", "decision_on", "decision_act",
    "decision_reason",
)  # fmt: skip
#: States after a decision → transition that begins anew: what was decided before stays in the journal.
ANEW = {"deferred": "to_jury", "rejected": "examine_again"}
UNFAVOURABLE = "unfavourable"


class IncompleteDecision(Refused):
    """A decision or an opinion that does not say all that it must; ``missing`` is empty."""


def action_of(event) -> str | None:
    """Id of a transition of a dossier, None for another workflow or for its creation."""
    if event.transition is None or event.workflow.getId() != APPLICATIONS:
        return None
    return event.transition.getId()


def check(application, event):
    """Before a transition: refuse what lacks a fact."""
    action = action_of(event)
    if action is None:
        return
    gaps = missing_for(application, action, (event.kwargs or {}).get("comment") or "")
    if gaps:
        names = ", ".join(gaps)
        if action == "give_opinion":
            raise IncompleteDecision(_("The opinion of the jury is not written yet: nothing was recorded."))
        raise IncompleteDecision(
            _(
                "This decision is not complete: nothing was recorded. Missing: ${names}.",
                mapping={"names": names},
            )
        )
    if action in DECISIONS:
        if application.decision_on > date.today():
            raise IncompleteDecision(_("The day of the decision has not come yet."))
        if _facts(application) in taken(application):
            raise IncompleteDecision(
                _(
                    "These are the body, the day and the act of the decision before: "
                    "write those of the new one."
                )
            )


def missing_for(application, action: str, comment: str = "") -> list[str]:
    """Labels of what the transition lacks, alternatives joined by « ou »."""
    found = []
    for names in NEEDED.get(action, ()):
        if not any(is_filled(getattr(application, name, None)) for name in names):
            found.append(f" {say(_('or'))} ".join(say(IApplication[name].title) for name in names))
    if action in WITH_REASON and not (comment.strip() or is_filled(application.decision_reason)):
        found.append(say(IApplication["decision_reason"].title))
    return found


def keep(application, event):
    """After a transition: a decision is remembered, what begins anew is emptied."""
    action = action_of(event)
    if action in DECISIONS:
        comment = ((event.kwargs or {}).get("comment") or "").strip()
        if comment and not is_filled(application.decision_reason):
            application.decision_reason = comment
        notes = IAnnotations(application)
        if KEY not in notes:
            notes[KEY] = PersistentList()
        notes[KEY].append(_facts(application))
    if action is not None and ANEW.get(event.old_state.getId()) == action:
        for name in OF_THE_OPINION + OF_THE_DECISION:
            setattr(application, name, None)


def taken(application) -> list[tuple]:
    """Body, day and act of each decision that was taken on it."""
    return [tuple(row) for row in IAnnotations(application).get(KEY, ())]


def _facts(application) -> tuple[str, str, str]:
    return (
        (application.decision_body or "").strip(),
        application.decision_on.isoformat() if application.decision_on else "",
        (application.decision_act or "").strip(),
    )


def told(application, action: str) -> str:
    """The decision or the opinion in one line, for the journal."""
    if action == "give_opinion":
        words = [vocabularies.title("opinions", application.opinion, "fr"), application.opinion_comment]
        return " — ".join(filter(None, words))
    act = f"acte n° {application.decision_act}" if application.decision_act else ""
    day = format_partial(application.decision_on.isoformat(), "fr") if application.decision_on else ""
    words = [application.decision_body, day, act]
    if action == AWARD:
        days = application.awarded_days
        words += [
            f"aide {format_euros(application.awarded_aid)}" if application.awarded_aid is not None else "",
            f"{days:f} jours".replace(".", ",") if days is not None else "",
        ]
    return " — ".join(filter(None, [*words, application.decision_reason]))


def warnings_of(application, rules=None) -> list[str]:
    """What an officer should see beside the decision, with both figures; nothing of it refuses.

    ``rules``: those of its call (programme.rules), with ``caps``; without them ceilings are not compared.
    """
    found = []
    aid, computed = application.awarded_aid, application.computed_aid
    if aid is not None and computed is not None and aid != computed:
        found.append(
            _(
                "The awarded aid is ${awarded}, the computed one ${computed}.",
                mapping={"awarded": format_euros(aid), "computed": format_euros(computed)},
            )
        )
    for cap in getattr(rules, "caps", None) or ():
        amount, basis = cell_of(cap, "amount"), cell_of(cap, "basis")
        borne = {"total-grant": aid, "eligible-cost": application.awarded_eligible_cost}.get(basis)
        if amount is not None and borne is not None and borne > amount:
            found.append(
                _(
                    "${given} is above the ceiling of ${ceiling} (${basis}).",
                    mapping={
                        "given": format_euros(borne),
                        "ceiling": format_euros(amount),
                        "basis": vocabularies.title("cap_bases", basis),
                    },
                )
            )
    if application.opinion == UNFAVOURABLE and (aid or application.awarded_days):
        found.append(_("The opinion of the jury is unfavourable."))
    return [say(message) for message in found]


def cell_of(row, name: str):
    """A value of a row, be it a dictionary or an object."""
    return row.get(name) if isinstance(row, dict) else getattr(row, name, None)
