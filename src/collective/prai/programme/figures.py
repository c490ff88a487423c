"""What this room tells the dashboard: targets, money, calls, sessions, dossiers.

Money and operations are those of the public list, whoever asks: both agree to the cent.  A fictitious call
and its dossiers are counted nowhere; of dossiers everybody learns no small number, and none of an open call.
"""

from collections import Counter
from collective.prai import _
from collective.prai.core.figures import Budget
from collective.prai.core.figures import CALL
from collective.prai.core.figures import DAYS
from collective.prai.core.figures import EUROS
from collective.prai.core.figures import Figure
from collective.prai.core.figures import for_everybody
from collective.prai.core.figures import Goal
from collective.prai.core.figures import known_sum
from collective.prai.core.figures import Place
from collective.prai.core.figures import Reached
from collective.prai.core.figures import SESSION
from collective.prai.core.figures import Span
from collective.prai.core.figures import Step
from collective.prai.core.figures import Target
from collective.prai.core.listing import public_items
from collective.prai.core.publication.state import state_of
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IProgrammeFigures
from collective.prai.programme.advising.figures import summary
from collective.prai.programme.operations.register import Register
from collective.prai.programme.relations import target
from collective.prai.programme.relations import targets
from collective.prai.programme.windows import moment
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from plone import api
from zope.interface import implementer
import re


REGION, OTHERS = "Région", "Autres financements publics"
FUND = "FEDER"
#: State of a dossier → steps that it has passed; a withdrawn one was received if it has its day.
PASSED = {
    "submitted": ("received",), "to_complete": ("received",), "ineligible": ("received",),
    "eligible": ("received", "eligible"), "before_jury": ("received", "eligible"),
    "opinion_given": ("received", "eligible", "judged"), "deferred": ("received", "eligible", "judged"),
    **dict.fromkeys(("awarded", "agreed"), ("received", "eligible", "judged", "awarded")),
    "settled": ("received", "eligible", "judged", "awarded", "settled"),
    "rejected": ("received",), "withdrawn": (),
}  # fmt: skip
STEPS = {
    "received": (_("Applications received"), 10),
    "eligible": (_("Applications found eligible"), 20),
    "judged": (_("Applications judged by the jury"), 30),
    "awarded": (_("Applications awarded"), 40),
    "settled": (_("Applications settled"), 45),
}
#: Dossiers that somebody has to do something about.
WAITING = {
    "submitted": _("Dossiers to be examined"),
    "to_complete": _("Dossiers to be completed by their applicants"),
    "eligible": _("Dossiers waiting for a session"),
    "before_jury": _("Dossiers before the jury"),
    "opinion_given": _("Dossiers waiting for the decision"),
    "deferred": _("Deferred dossiers"),
}
OVER = ("closed", "archived")


def funder_key(name: str) -> str:
    """One name of the same funder: « Région Midi-Pyrénées » is the Région, « ERDF » the FEDER."""
    folded = " ".join(name.casefold().split())
    if folded in ("feder", "erdf") or folded.startswith("feder "):
        return FUND
    return REGION if re.match(r"r[ée]gion\b", folded) else " ".join(name.split())


@implementer(IProgrammeFigures)
class Figures:
    """Subscription adapter of the site."""

    def __init__(self, site):
        self.site = site

    def figures(self, public: bool) -> list:
        """Parts of core.figures; the reader's own rights decide what else than the public there is."""
        found = [
            *self._targets(public), *self._budgets(), *self._operations(), self._place(), *self._calls(),
            *self._spans(public), *self._steps(public),
        ]  # fmt: skip
        return found if public else [*found, *self._inside()]

    # What is counted

    def _all(self, portal_type: str, **query) -> list:
        """Items in the order of their titles, whoever asks."""
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(portal_type=portal_type, sort_on="sortable_title", **query)
        return [brain._unrestrictedGetObject() for brain in brains]

    @cached_property
    def register(self) -> Register:
        """The public list, as everybody reads it."""
        return Register()

    @cached_property
    def operations(self) -> list:
        return [operation for operation, _row in self.register.pairs]

    @cached_property
    def measures(self) -> list:
        """In the order of their numbers."""
        return sorted(public_items("prai.Measure"), key=lambda measure: _order(measure.number or ""))

    @cached_property
    def calls(self) -> list:
        return [call for call in public_items("prai.Call") if not call.example]

    @cached_property
    def dossiers(self) -> list:
        """Those that somebody sees who may; drafts and fictitious ones are none."""
        found = [item for item in self._all("prai.Application") if state_of(item) != "draft"]
        return [item for item in found if not getattr(target(item, "call"), "example", False)]

    def _of(self, measure) -> list:
        uid = measure.UID()
        return [
            one for one in self.operations if (m := target(one, "measure")) is not None and m.UID() == uid
        ]

    # Targets

    def _targets(self, public: bool):
        for measure in self.measures:
            live = tuple(self._live(measure, public))
            for relation in measure.indicators or ():
                indicator = relation.to_object
                if indicator is not None and (
                    is_public(indicator) or not public and reader_may_see(indicator)
                ):
                    yield _goals(indicator, measure, live)

    def _live(self, measure, public: bool):
        """What the site itself counts of a measure today."""
        operations = self._of(measure)
        if operations:
            yield Figure(
                f"{measure.getId()}-operations", _("Operations in the list"), len(operations),
                url=f"{self.site.absolute_url()}/operations",
            )  # fmt: skip
        if public:
            return
        dossiers = [one for one in self.dossiers if self._measure_of(one) == measure.UID()]
        awarded = [one for one in dossiers if "awarded" in PASSED.get(state_of(one), ())]
        if dossiers:
            yield Figure(f"{measure.getId()}-received", _("Applications received"), len(dossiers))
            yield Figure(f"{measure.getId()}-awarded", _("Applications awarded"), len(awarded))

    def _measure_of(self, dossier) -> str:
        measure = target(target(dossier, "call"), "measure")
        return measure.UID() if measure is not None else ""

    # Money

    def _budgets(self):
        """For each measure its eligible cost, then each funder that anything is known of."""
        for measure in self.measures:
            operations = self._of(measure)
            title, url = f"{measure.number or ''} {measure.title}".strip(), measure.absolute_url()
            name = measure.getId()
            eligible = [one.eligible_cost for one in operations]
            planned = measure.budget_planned
            if planned is not None or operations:
                yield Budget(
                    name, title, "", planned, known_sum(eligible), None, eligible.count(None), url
                )  # fmt: skip
            plans, shares, paid = _plans(measure), _shares(operations), _payments(operations)
            for funder in dict.fromkeys([*shares, *plans, *paid]):
                amounts = shares.get(funder, [None] * len(operations))
                if known_sum(amounts) is None and funder not in plans and funder not in paid:
                    continue
                spent = known_sum(paid.get(funder, ()))
                yield Budget(
                    name, title, funder, plans.get(funder), known_sum(amounts), spent, amounts.count(None),
                    url,
                )  # fmt: skip

    def _operations(self):
        url = f"{self.site.absolute_url()}/operations"
        found, title = self.operations, _("Operations in the list")
        yield Figure("operations", title, len(found), url=url, rank=10)
        yield Step("operations", title, len(found), 50, url=url)
        total = self.register.total
        for name, title in (
            ("eligible_cost", _("Total eligible expenditure")), ("erdf", _("ERDF contribution")),
            ("region", _("Contribution of the Région")), ("other_public", _("Other public money")),
        ):  # fmt: skip
            if total.sums[name] is not None:
                yield Figure(name, title, total.sums[name], EUROS, url, total.unknown[name], 10)
        paid = [row["amount"] for one in found for row in one.payments or ()]
        if paid:
            yield Figure("paid", _("Paid"), known_sum(paid), EUROS, url, rank=10)

    def _place(self) -> Place:
        """By the département that the list says; one of several is about the whole region."""
        counts, whole = Counter(), 0
        for _operation, row in self.register.pairs:
            if len(row["departments"]) == 1:
                counts[row["departments"][0]] += 1
            else:
                whole += 1
        url = f"{self.site.absolute_url()}/operations"
        return Place(
            "operations", _("Operations by département of their beneficiary"), dict(counts), whole, url
        )

    # Calls, sessions, dossiers

    def _calls(self):
        states = Counter(state_of(call) for call in self.calls)
        url = f"{self.site.absolute_url()}/appels"
        yield Figure("calls", _("Calls"), len(self.calls), url=url, rank=20)
        yield Figure("calls-open", _("Open calls"), states["open"], url=url, rank=20)

    def _spans(self, public: bool):
        for call in self.calls:
            opens, closes = moment(call.opens), moment(call.closes)
            if opens is not None:
                yield Span(call.getId(), call.title, CALL, *days(opens, closes), call.absolute_url())
        if public:
            return
        for session in self._all("prai.Session"):
            if session.held_on and reader_may_see(session) and not self._is_example(session):
                yield Span(
                    session.getId(), session.title, SESSION, session.held_on, session.held_on,
                    session.absolute_url(),
                )  # fmt: skip

    def _is_example(self, session) -> bool:
        """Whether all that it examines is fictitious."""
        calls = [target(dossier, "call") for dossier in targets(session, "agenda")]
        return bool(calls) and all(getattr(call, "example", False) for call in calls)

    def _steps(self, public: bool):
        """Public: received applications of calls that are over; inside: every step, all calls and each."""
        by_call: dict[str, Counter] = {}
        titles = {}
        for dossier in self.dossiers:
            call = target(dossier, "call")
            if call is None or public and (state_of(call) not in OVER or not is_public(call)):
                continue
            titles[call.UID()] = call.title
            by_call.setdefault(call.UID(), Counter()).update(steps_of(dossier))
        if public:
            title, rank = STEPS["received"]
            for uid, counts in by_call.items():
                if (count := for_everybody(counts["received"])) is not None:
                    yield Step("received", title, count, rank, titles[uid])
            return
        for name, (title, rank) in STEPS.items():
            yield Step(name, title, sum(counts[name] for counts in by_call.values()), rank)
            for uid, counts in by_call.items():
                yield Step(name, title, counts[name], rank, titles[uid])

    # For officers alone

    def _inside(self):
        """What waits for somebody, and the days of advice."""
        states = Counter(state_of(dossier) for dossier in self.dossiers)
        url = f"{self.site.absolute_url()}/dossiers"
        for state, title in WAITING.items():
            if states[state]:
                yield Figure(f"dossiers-{state}", title, states[state], url=url, rank=5)
        awarded = [d.awarded_aid for d in self.dossiers if "awarded" in PASSED.get(state_of(d), ())]
        if (total := known_sum(awarded)) is not None:
            yield Figure(
                "awarded-aid", _("Aid awarded to dossiers"), total, EUROS, url, awarded.count(None), 5
            )
        advice, url = summary(), f"{self.site.absolute_url()}/accompagnements"
        if advice.missions:
            yield Figure("advice", _("Missions of advice"), advice.missions, url=url, rank=6)
            yield Figure("days-granted", _("Days granted"), advice.granted, DAYS, url, rank=6)
            yield Figure("days-used", _("Days used"), advice.used, DAYS, url, advice.without_days, 6)
            followed = _("Missions that a project followed")
            yield Figure("advice-followed", followed, advice.followed, url=url, rank=6)


def days(opens: datetime, closes: datetime | None) -> tuple[str, str]:
    """First and last day of a call; the months alone where it takes whole months."""
    starts, ends = opens.date().isoformat(), closes.date().isoformat() if closes is not None else ""
    if not ends:
        return starts, ""
    whole = opens.day == 1 and (closes + timedelta(days=1)).day == 1
    return (starts[:7], ends[:7]) if whole else (starts, ends)


def steps_of(dossier) -> tuple[str, ...]:
    """Steps that a dossier has passed; who was rejected after the jury had passed that."""
    state = state_of(dossier)
    if state == "rejected" and dossier.opinion:
        return PASSED["opinion_given"]
    if state == "withdrawn" and dossier.received_on:
        return ("received",)
    return PASSED.get(state, ())


def _order(number: str) -> list:
    """7.10 after 7.9; a number that is none comes last."""
    parts = re.findall(r"\d+", number) if number[:1].isdigit() else []
    return [0 if parts else 1, [int(part[:9]) for part in parts], number]


def _goals(indicator, measure, live) -> Target:
    revised = [
        Goal(row["value"], row.get("decided_on") or "", row.get("body") or "")
        for row in sorted(indicator.revised_targets or (), key=lambda row: row.get("decided_on") or "")
        if row.get("value") is not None
    ]
    first = [Goal(indicator.initial_target)] if indicator.initial_target is not None else []
    reached = [
        Reached(
            row["value"], row.get("date") or "", row.get("qualifier") or "exact",
            " – ".join(part for part in (row.get("series"), row.get("territory")) if part),
            row.get("source") or "",
        )
        for row in indicator.observations or ()
        if row.get("value") is not None
    ]  # fmt: skip
    return Target(
        indicator.getId(), indicator.title, f"{measure.number or ''} {measure.title}".strip(),
        indicator.unit or "", indicator.counted or "", (*first, *revised),
        tuple(sorted(reached, key=lambda one: one.date)), indicator.initial_target_due or "", live,
        indicator.absolute_url(),
    )  # fmt: skip


def _plans(measure) -> dict:
    """Funder → what it planned: the line of the latest date counts."""
    found = {}
    for row in sorted(measure.budget or (), key=lambda row: row.get("since") or ""):
        if row.get("planned") is not None:
            found[funder_key(row["funder"])] = row["planned"]
    return found


def _shares(operations) -> dict[str, list]:
    """Funder → its amount in each of the operations, None where it is not known."""
    funds = dict.fromkeys(funder_key(one.fund or FUND) for one in operations)
    found = {
        fund: [one.erdf if funder_key(one.fund or FUND) == fund else None for one in operations]
        for fund in funds
    }
    found[REGION] = [one.region for one in operations]
    found[OTHERS] = [one.other_public for one in operations]
    return found


def _payments(operations) -> dict[str, list]:
    found: dict[str, list] = {}
    for one in operations:
        for row in one.payments or ():
            found.setdefault(funder_key(row["funder"]), []).append(row["amount"])
    return found
