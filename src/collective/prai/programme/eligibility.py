"""Who may apply for what: each rule of a call with its result and its reason (pure).

No rule of a programme is here: they are arguments.  What is not known is to be checked, never refused.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple


OK, WARNING, NO = "ok", "warning", "no"
#: What a threshold does: who is above it comes later, or does not come at all.
PRIORITY, EXCLUSIVE = "priority", "exclusive"
#: From bad to good.
_ORDER = (NO, WARNING, OK)


class Threshold(NamedTuple):
    """Strictly fewer inhabitants than ``below``, for one kind of body (token) or all kinds of a group."""

    kind: str
    below: int
    outside_urban_area: bool = False
    effect: str = PRIORITY


class Requirement(NamedTuple):
    """A condition or a piece; without a blocking one the dossier is not complete."""

    label: str
    explanation: str = ""
    blocking: bool = True


class Rules(NamedTuple):
    """Of a call on a day.  ``kinds``: token of each eligible kind, members of groups included → the term
    of the call that takes it; ``excluded_kinds``: likewise; moments are aware."""

    kinds: Mapping[str, str]
    thresholds: tuple[Threshold, ...] = ()
    parents: Mapping[str, str] = {}
    excluded_kinds: Mapping[str, str] = {}
    excluded_themes: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    opens: datetime | None = None
    closes: datetime | None = None
    closed_early: bool = False
    max_projects: int | None = None


class Facts(NamedTuple):
    """What is known of who asks and of the project; None and empty are « not known ».

    ``when``: the moment (aware) at which the dossier is handed in; ``excluded_said``: lines of the other
    exclusions that the project bears on; ``met``: number of a requirement, from 1 → whether it is met;
    ``selected``: projects of the call that were selected already.
    """

    kind: str | None = None
    population: int | None = None
    outside_urban_area: bool | None = None
    project_kinds: tuple[str, ...] = ()
    justification: str = ""
    when: datetime | None = None
    selected: int | None = None
    met: Mapping[int, bool] = {}
    excluded_said: tuple[str, ...] = ()


class Result(NamedTuple):
    """``rule``: stable id; ``label`` and ``reason``: keys of sentences with their ``figures``.

    ``effect``: ``priority`` where the result is no obstacle, only an order.
    """

    rule: str
    result: str
    label: str
    reason: str
    figures: dict
    effect: str = ""


def judge(rules: Rules, facts: Facts) -> list[Result]:
    """Each rule of the call, in the order in which an officer looks at them."""
    found = [_window(rules, facts), _kind(rules, facts)]
    found += _thresholds(rules, facts)
    found += _exclusions(rules, facts)
    found += [_requirement(number, one, facts) for number, one in enumerate(rules.requirements, 1)]
    if rules.max_projects is not None and facts.selected is not None:
        found.append(_maximum(rules.max_projects, facts.selected))
    return found


def verdict(results: Iterable) -> str:
    """The worst result, priorities aside; of no rule at all: ok."""
    counted = {one.result for one in results if one.effect != PRIORITY}
    return next((result for result in _ORDER if result in counted), OK)


def _window(rules: Rules, facts: Facts) -> Result:
    """By the second: the last moment of a call is still in time."""
    figures = {"opens": rules.opens, "closes": rules.closes}
    if rules.closed_early:
        return Result("window", NO, "window", "window-closed-early", figures)
    if facts.when is None:
        return Result("window", WARNING, "window", "window-unknown", figures)
    when = facts.when.replace(microsecond=0)
    if rules.opens is not None and when < rules.opens:
        return Result("window", NO, "window", "window-before", figures)
    if rules.closes is not None and when > rules.closes:
        return Result("window", NO, "window", "window-after", figures)
    reason = "window-in-time" if rules.closes is not None else "window-no-end"
    return Result("window", OK, "window", reason, figures)


def _kind(rules: Rules, facts: Facts) -> Result:
    figures = {"kind": facts.kind, "kinds": tuple(dict.fromkeys(rules.kinds.values()))}
    if not rules.kinds:
        return Result("kind", WARNING, "kind", "kind-no-rule", figures)
    if facts.kind is None:
        return Result("kind", WARNING, "kind", "kind-unknown", figures)
    if facts.kind not in rules.kinds:
        return Result("kind", NO, "kind", "kind-not-eligible", figures)
    group = rules.kinds[facts.kind]
    if group != facts.kind:
        return Result("kind", OK, "kind", "kind-by-group", figures | {"group": group})
    return Result("kind", OK, "kind", "kind-eligible", figures)


def _thresholds(rules: Rules, facts: Facts) -> list[Result]:
    """Those of the kind itself, else of the nearest group that has one."""
    kind, seen = facts.kind, set()
    while kind and kind not in seen:
        mine = [one for one in rules.thresholds if one.kind == kind]
        if mine:
            return [_threshold(one, facts) for one in mine]
        seen.add(kind)
        kind = rules.parents.get(kind)
    return []


def _threshold(one: Threshold, facts: Facts) -> Result:
    rule, figures = f"threshold-{one.kind}", {"kind": one.kind, "below": one.below, "is": facts.population}
    label = "threshold-outside" if one.outside_urban_area else "threshold"
    if one.effect == PRIORITY:
        label += "-priority"
    missed, above = (NO, "") if one.effect == EXCLUSIVE else (WARNING, PRIORITY)
    suffix = "" if one.effect == EXCLUSIVE else "-priority"
    if facts.population is not None and facts.population >= one.below:
        equal = "equal" if facts.population == one.below else "above"
        return Result(rule, missed, label, f"threshold-{equal}{suffix}", figures, above)
    if one.outside_urban_area and facts.outside_urban_area is False:
        return Result(rule, missed, label, f"threshold-urban{suffix}", figures, above)
    if facts.population is None:
        return Result(rule, WARNING, label, "threshold-population-unknown", figures, above)
    if one.outside_urban_area and facts.outside_urban_area is None:
        return Result(rule, WARNING, label, "threshold-area-unknown", figures, above)
    reason = "threshold-met-outside" if one.outside_urban_area else "threshold-met"
    return Result(rule, OK, label, reason, figures)


def _exclusions(rules: Rules, facts: Facts) -> list[Result]:
    """One rule of what is excluded, by the list of kinds and in the call's own words."""
    if not rules.excluded_kinds and not rules.excluded_themes:
        return []
    excluded = tuple(dict.fromkeys(rules.excluded_kinds.values()))
    met = tuple(kind for kind in facts.project_kinds if kind in rules.excluded_kinds)
    said = tuple(line for line in facts.excluded_said if line in rules.excluded_themes)
    figures = {
        "excluded_kinds": excluded, "excluded_themes": rules.excluded_themes, "met_kinds": met,
        "met_themes": said, "justification": facts.justification,
    }  # fmt: skip
    rule = "excluded-kinds"
    if met or said:
        if facts.justification.strip():
            return [Result(rule, WARNING, "excluded", "excluded-justified", figures)]
        return [Result(rule, NO, "excluded", "excluded-met", figures)]
    if not facts.project_kinds:
        return [Result(rule, WARNING, "excluded", "excluded-unknown", figures)]
    return [Result(rule, OK, "excluded", "excluded-not-met", figures)]


def _requirement(number: int, one: Requirement, facts: Facts) -> Result:
    figures = {"label": one.label, "explanation": one.explanation}
    rule, met = f"requirement-{number}", facts.met.get(number)
    if met is None:
        return Result(rule, WARNING, "requirement", "requirement-unknown", figures)
    if met:
        return Result(rule, OK, "requirement", "requirement-met", figures)
    if one.blocking:
        return Result(rule, NO, "requirement", "requirement-missing", figures)
    return Result(rule, WARNING, "requirement", "requirement-missing-not-blocking", figures)


def _maximum(most: int, selected: int) -> Result:
    figures = {"most": most, "selected": selected}
    if selected >= most:
        return Result("maximum", WARNING, "maximum", "maximum-reached", figures)
    return Result("maximum", OK, "maximum", "maximum-not-reached", figures)
