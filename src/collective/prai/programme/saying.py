"""Rules, reasons, steps of the aid and dates of a call, in words."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from collective.prai.programme.eligibility import Result
from collective.prai.programme.subsidy import Cap
from collective.prai.programme.subsidy import Reading
from collective.prai.programme.subsidy import Said
from datetime import datetime
from decimal import Decimal
from zope.i18n import translate
from zope.i18nmessageid import Message


#: Rule → how it is put.
RULES = {
    "window": _("The call takes applications"),
    "kind": _("The body may apply"),
    "threshold": _("${kind}: fewer than ${below} inhabitants"),
    "threshold-outside": _("${kind}: fewer than ${below} inhabitants, outside urban areas"),
    "threshold-priority": _("Priority – ${kind}: fewer than ${below} inhabitants"),
    "threshold-outside-priority": _(
        "Priority – ${kind}: fewer than ${below} inhabitants, outside urban areas"
    ),
    "excluded": _("The project is not excluded"),
    "requirement": "${label}",
    "maximum": _("${most} projects at most"),
}
REASONS = {
    "window-in-time": _("Applications are taken until ${closes}."),
    "window-no-end": _("Applications are taken until further notice."),
    "window-before": _("The call opens on ${opens}: it is too early."),
    "window-after": _("The call closed on ${closes}: it is too late."),
    "window-closed-early": _("The call takes no applications."),
    "window-unknown": _("It is not known when the application is handed in."),
    "kind-eligible": _("${kind}: named by the call."),
    "kind-by-group": _("${kind}: taken by the call with the group « ${group} »."),
    "kind-not-eligible": _("${kind}: not among those who may apply (${kinds})."),
    "kind-unknown": _("Kind of body not given; may apply: ${kinds}."),
    "kind-no-rule": _("The call does not say who may apply."),
    "threshold-met": _("${is} inhabitants: fewer than ${below}."),
    "threshold-met-outside": _("${is} inhabitants, fewer than ${below}, outside urban areas."),
    "threshold-equal": _("${is} inhabitants: not fewer than ${below}, the threshold is strict."),
    "threshold-above": _("${is} inhabitants: not fewer than ${below}."),
    "threshold-urban": _("In an urban area: the call is for the others."),
    "threshold-equal-priority": _(
        "Not a priority, may apply: ${is} inhabitants is not fewer than ${below}, the threshold is strict."
    ),
    "threshold-above-priority": _("Not a priority, may apply: ${is} inhabitants is not fewer than ${below}."),
    "threshold-urban-priority": _("Not a priority, may apply: in an urban area."),
    "threshold-population-unknown": _("To be checked: the number of inhabitants is not given."),
    "threshold-area-unknown": _("To be checked: it is not said whether it is outside urban areas."),
    "excluded-not-met": _("What is said of the project is not excluded."),
    "excluded-met": _("Excluded: ${met}."),
    "excluded-justified": _("Excluded, but justified: ${met}. Justification given: « ${justification} »"),
    "excluded-unknown": _("To be checked: the kind of project is not given. Excluded: ${excluded}."),
    "requirement-met": _("Said to be met."),
    "requirement-missing": _("Said not to be met: without it the dossier is not complete."),
    "requirement-missing-not-blocking": _("Said not to be met: the dossier may be handed in all the same."),
    "requirement-unknown": _("To be checked."),
    "maximum-reached": _("${selected} projects are selected already: no place is left for now."),
    "maximum-not-reached": _("${selected} projects are selected so far."),
}
STEPS = {
    "cost": _("Eligible cost: ${cost}"),
    "cost-capped": _("Eligible cost kept: ${kept} of ${cost} (${ceiling})"),
    "share": _("${percent} ${funder} = ${amount}"),
    "share-capped": _("${funder}: ${amount} instead of ${before} (${ceiling})"),
    "share-reduced": _("${funder}: ${amount} once reduced in proportion"),
    "total-capped": _("Aid brought down from ${before} to ${total} (${ceiling})"),
    "cap-not-reached": _("Not reached: ${ceiling}"),
    "total": _("Total of the aid: ${total} (${percent} of the eligible cost)"),
    "own": _("Own contribution: ${own} (${percent})"),
    "cap-readings": _(
        "${ceiling}: the rules do not say what it bears on, so it is not deducted above. ${readings}"
    ),
    "cap-amount-unknown": _("${ceiling}: its new amount is not known, so it is not deducted above."),
    "cap-amount-unknown-readings": _(
        "${ceiling}: its new amount is not known, so it is not deducted above."
        " With the previous one (${previous}): ${readings}"
    ),
    "cap-by-component": _(
        "${ceiling}: with several components the aid may reach ${total} (own contribution ${own});"
        " if the project has only one, it is ${one_total} (own contribution ${one_own})."
    ),
    "rates-above-all": _("The rates add up to ${percent}: more than the cost."),
    "other-rate": _("${funder}: ${amount} is ${actual} of ${cost}, while the rate is ${percent}."),
}
#: How a ceiling is named: by what it bears on.
CEILINGS = {
    "total-grant": _("ceiling of ${cap} on the aid"),
    "eligible-cost": _("ceiling of ${cap} on the eligible cost"),
    "erdf-share": _("ceiling of ${cap} on the ERDF share"),
    "component": _("ceiling of ${cap} for each component"),
    "": _("ceiling of ${cap}"),
    "funder": _("ceiling of ${cap} on the part of ${funder}"),
    "unknown": _("ceiling changed"),
}
#: Of a ceiling whose amount nobody found again.
BEFORE = _("${ceiling}: new amount not found, ${previous} before")
SINCE = {
    (True, True): _("${ceiling}, decided by ${body}, since ${since}"),
    (True, False): _("${ceiling}, since ${since}"),
    (False, True): _("${ceiling}, decided by ${body}"),
}
#: What a ceiling of unknown bearing would give.
READINGS = {
    "total-grant": _("If it bears on the aid: aid ${total}, own contribution ${own}."),
    "eligible-cost": _("If it bears on the eligible cost: aid ${total}, own contribution ${own}."),
    "erdf-share": _("On the ERDF share: aid ${total}, own contribution ${own}."),
    "component": _("For each component: aid ${total}, own contribution ${own}."),
}
#: Figures that are no euros.
_PERCENTS = ("percent", "actual")
#: First and last second of a minute.
_WHOLE_MINUTE = (0, 59)


def put(message, language: str, **mapping) -> str:
    """A message with its figures, in the language."""
    return translate(Message(message, mapping=mapping) if mapping else message, target_language=language)


def rule(result: Result, language: str) -> str:
    """What the rule asks."""
    if result.label == "requirement":
        return result.figures["label"]
    return put(RULES[result.label], language, **_figures(result.figures, language))


def reason(result: Result, language: str) -> str:
    """Why it is met or not."""
    found = put(REASONS[result.reason], language, **_figures(result.figures, language))
    explanation = result.figures.get("explanation") or ""
    return f"{found} {explanation}".strip() if result.label == "requirement" else found


def _figures(figures: dict, language: str) -> dict:
    """What sentences on rules say of kinds, numbers and moments."""
    found = {name: format_number(value, language) for name, value in figures.items() if _is_number(value)}
    for name in ("opens", "closes"):
        if isinstance(figures.get(name), datetime):
            found[name] = moment_in_words(figures[name], language)
    for name in ("kind", "group"):
        found[name] = vocabularies.title("organisation_types", figures.get(name), language)
    found["kinds"] = _terms("organisation_types", figures.get("kinds"), language)
    found["met"] = _joined("met", figures, language)
    found["excluded"] = _joined("excluded", figures, language)
    found["justification"] = (figures.get("justification") or "").strip()
    return found


def _is_number(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _terms(vocabulary: str, tokens, language: str) -> str:
    return ", ".join(vocabularies.title(vocabulary, token, language) for token in tokens or ())


def _joined(name: str, figures: dict, language: str) -> str:
    """Kinds of project by their titles, then the call's own lines."""
    kinds = [
        vocabularies.title("project_kinds", token, language) for token in figures.get(f"{name}_kinds") or ()
    ]
    return ", ".join([*kinds, *(figures.get(f"{name}_themes") or ())])


def step(line: Said, language: str) -> str:
    """One step of the working, or one thing to look at."""
    figures, key = line.figures, line.key
    values = {
        name: percent_in_words(value, language) if name in _PERCENTS else format_euros(value)
        for name, value in figures.items()
        if isinstance(value, Decimal)
    }
    if "basis" in figures:
        values["ceiling"] = ceiling(figures, language)
    if key == "cap-amount-unknown" and figures.get("readings"):
        key = "cap-amount-unknown-readings"
    values["readings"] = " ".join(reading(one, language) for one in figures.get("readings") or ())
    values["funder"] = figures.get("funder") or ""
    found = put(STEPS[key], language, **values)
    return found[:1].upper() + found[1:]


def cap(one: Cap, language: str) -> str:
    """A ceiling in a sentence of its own."""
    found = ceiling(one._asdict() | {"cap": one.amount}, language)
    found = found[:1].upper() + found[1:]
    if one.amount is None and one.previous is not None:
        return put(BEFORE, language, ceiling=found, previous=format_euros(one.previous))
    return found


def reading(one: Reading, language: str) -> str:
    return put(READINGS[one.basis], language, total=format_euros(one.total), own=format_euros(one.own))


def ceiling(figures: dict, language: str) -> str:
    """« plafond de 50 000 € sur l’aide, décidé par le comité de pilotage, depuis le 6 février 2007 »."""
    if figures["cap"] is None:
        name = "unknown"
    elif figures["funder"] and figures["basis"] != "erdf-share":
        name = "funder"
    else:
        name = figures["basis"] or ""
    found = put(
        CEILINGS[name],
        language,
        cap=format_euros(figures["cap"]),
        funder=figures["funder"],
    )
    return since(found, figures["since"], figures["decided_by"], language)


def since(text: str, day: str, body: str, language: str) -> str:
    """A rule with the day from which it holds and the body that decided."""
    if not day and not body:
        return text
    return put(
        SINCE[bool(day), bool(body)],
        language,
        ceiling=text,
        body=body,
        since=day_in_words(day, language),
    )


def day_in_words(day: str, language: str) -> str:
    """« le 6 février 2007 », « février 2007 », « 2007 »."""
    found = format_partial(day, language)
    return f"le {found}" if language == "fr" and len(day) == len("2007-02-06") else found


def moment_in_words(moment: datetime, language: str) -> str:
    """« 30 novembre 2007 à 12 h 00 »."""
    day, hour = format_partial(moment.date().isoformat(), language), hour_in_words(moment, language)
    return f"{day} à {hour}" if language == "fr" else f"{day}, {hour}"


def hour_in_words(moment: datetime, language: str) -> str:
    """« 12 h 00 »; seconds only where they matter: « 23 h 59 » is the whole of that minute."""
    exact = moment.second not in _WHOLE_MINUTE
    if language == "fr":
        found = f"{moment.hour}\u00a0h\u00a0{moment.minute:02d}"
        return f"{found}\u00a0min\u00a0{moment.second:02d}\u00a0s" if exact else found
    return f"{moment:%H:%M:%S}" if exact else f"{moment:%H:%M}"


def percent_in_words(rate: Decimal, language: str) -> str:
    """``50 %``, ``38,24 %``."""
    return f"{format_number(_plain(rate), language)}\u00a0%"


def _plain(rate: Decimal) -> Decimal:
    """Without zeros at its end: 80.00 is 80."""
    return rate.quantize(Decimal(1)) if rate == rate.to_integral_value() else rate.normalize()
