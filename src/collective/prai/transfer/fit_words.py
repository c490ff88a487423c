"""Why a condition is met, not met or unknown, and who says so, in sentences."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.transfer import fit
from decimal import Decimal
from typing import NamedTuple
from zope.i18n import translate
from zope.i18nmessageid import Message


#: What no editor writes as a condition.
TITLES = {
    fit.AVAILABLE: _("It can be had"),
    fit.LICENCE: _("Its licence lets you take it up"),
    fit.ALIKE_KEY: _("A body like yours has it"),
    fit.DAYS: _("Days of work of your team"),
    fit.EUROS: _("Budget"),
}
STATES = {
    fit.NOT_MET: _("Conditions not met"),
    fit.UNKNOWN: _("Conditions to check"),
    fit.MET: _("Conditions met"),
}
LEVELS = {
    fit.AS_IS: _("Transferable as it is"),
    fit.WITH: _("Transferable, with conditions to bring together"),
    fit.NOT_AS_IS: _("Not transferable as it is"),
    fit.NOTHING_KNOWN: _("Unknown"),
}
#: Name of the reason → sentence.
REASONS = {
    "open-source": _("It is open source."),
    "closed-source": _("It is not open source."),
    "source-unsaid": _("The sheet does not say whether it is open source."),
    "wide-body": _("Your body is itself shared by several municipalities."),
    "commune-alone": _(
        "A municipality alone is no such scale: to be carried with your inter-municipal body."
    ),
    "carry-with": _("Your municipality is in ${body} (${population} inhabitants): to be carried with it."),
    "rural-by-you": _("You say that your area is rural."),
    "rural-by-size": _(
        "With ${population} inhabitants, your municipality is rural by the rule that INSEE had until 2020: "
        "fewer than 2,000."
    ),
    "urban": _("You say that your area is urban."),
    "said-yes": _("You answered that this is so."),
    "said-no": _("You answered that this is not so."),
    "not-said": _("No table knows it: look at home, and answer below."),
    "download": _("It can be downloaded from its sheet."),
    "on-request": _("It is not on line: ask for it."),
    "described": _("Its document has not been found, but the sheet says how to go about it."),
    "not-found": _("Its document has not been found: there is nothing to take up as it is."),
    "availability-unsaid": _("The sheet does not say how to get it."),
    "free": _("Everyone may take it up and adapt it: ${licence}."),
    "licence-on-request": _("Its licence is told on request."),
    "licence-unknown": _("Its licence is not known: ask before you take it up."),
    "your-own": _("You have it yourselves: ${holder}."),
    "your-body": _("Your inter-municipal body has it: ${holder}. Ask how you can share it."),
    "alike": _("${holder} has it, with ${population} inhabitants."),
    "same-kind": _("${holder}, a body of the same kind, has it; the sizes cannot be compared."),
    "other-size": _("${holder}, a body of the same kind, has it, but has ${population} inhabitants."),
    "other-kind": _("No body of your kind is known to have it. Who has it: ${holder}."),
    "jours-unsaid": _("Elsewhere it took ${median} days (known cases: ${count}). Say how many you have."),
    "jours-unsaid-whole": _(
        "The whole project took ${median} days; the part of this deliverable is not known. "
        "Say how many you have."
    ),
    "jours-enough": _("You have ${have} days, where others took ${median} (known cases: ${count})."),
    "jours-whole": _(
        "You have ${have} days, where the whole project took ${median}; the part of this deliverable is not "
        "known."
    ),
    "jours-short": _("You have ${have} days; no known case took fewer than ${low}."),
    "jours-tight": _(
        "You have ${have} days: fewer than the median (${median}), as many as the lightest case (${low})."
    ),
    "euros-unsaid": _("Elsewhere it cost ${median} (known cases: ${count}). Say what you have."),
    "euros-unsaid-whole": _(
        "The whole project cost ${median}; the part of this deliverable is not known. Say what you have."
    ),
    "euros-enough": _("You have ${have}, where others paid ${median} (known cases: ${count})."),
    "euros-whole": _(
        "You have ${have}, where the whole project cost ${median}; the part of this deliverable is not known."
    ),
    "euros-short": _("You have ${have}; no known case cost less than ${low}."),
    "euros-tight": _(
        "You have ${have}: less than the median (${median}), as much as the cheapest case (${low})."
    ),
}
YOU = _("your answer")
SHEET = _("the sheet")
MAP = _("the national table of municipalities and their bodies, and the last census")
KIND = _("the kind of body that you chose")
CASES = _("your answer, and the cases below")
KNOWN = _("the cases below")
USERS = _("the sheet, and the directory of the site")
CENSUS = _("the sheet, and the last census")
#: Name of the reason → who says so; the rest is of the sheet.
SOURCES = {
    "said-yes": YOU,
    "said-no": YOU,
    "rural-by-you": YOU,
    "urban": YOU,
    "carry-with": MAP,
    "commune-alone": KIND,
    "not-said": "",
    "your-own": USERS,
    "your-body": USERS,
    "same-kind": USERS,
    "other-size": USERS,
    "other-kind": USERS,
    "alike": USERS,
} | {
    f"{key}-{why}": KNOWN if why.startswith("unsaid") else CASES
    for key in (fit.DAYS, fit.EUROS)
    for why in ("unsaid", "unsaid-whole", "enough", "whole", "short", "tight")
}


class Said(NamedTuple):
    """A condition in words.  ``asked_by``: the sheet that asks it, and ``words`` of its source, if there are.

    ``answer``: what the reader said: oui, non or "".  ``url``: of who has it.
    """

    key: str
    title: str
    state: str
    reason: str
    source: str
    blocking: bool
    how: str
    asked_by: fit.Where | None
    words: str
    inherited: bool
    asks: bool
    url: str

    @property
    def field(self) -> str:
        """Id of the field of the page in which the reader can answer; "" where she cannot."""
        return f"fit-{self.key}" if self.asks or self.key in (fit.DAYS, fit.EUROS) else ""


def say(condition: fit.Condition, reader: fit.Reader, request) -> Said:
    """In the reader's language."""
    asked, found = condition.asked, condition.found
    title = TITLES.get(asked.key, asked.title) if not asked.title else asked.title
    mapping = {name: _shown(name, value, asked.key) for name, value in found.facts.items()}
    reason = Message(REASONS[found.why], mapping=mapping)
    return Said(
        asked.key,
        translate(title, context=request),
        found.state,
        translate(reason, context=request),
        translate(source(found, reader), context=request) if source(found, reader) else "",
        asked.blocking,
        asked.how,
        asked.sheet,
        asked.source,
        asked.inherited,
        condition.asks,
        str(found.facts.get("url") or ""),
    )


def source(found: fit.Found, reader: fit.Reader):
    """Who says so."""
    if found.why == "alike" and found.facts.get("today"):
        return CENSUS
    if found.why in ("wide-body", "rural-by-size"):
        return MAP if reader.name else KIND
    return SOURCES.get(found.why, SHEET)


def _shown(name: str, value, key: str) -> str:
    if name == "licence":
        return vocabularies.title("product_licences", value)
    if key == fit.EUROS and name != "count":
        return euros(value)
    return number(value) if isinstance(value, (int, float)) else str(value or "")


def number(value) -> str:
    """« 12,5 » in French."""
    return format_number(value, vocabularies.language())


def euros(value) -> str:
    return format_euros(Decimal(value)) if value is not None else ""


def level(verdict: fit.Verdict):
    """Title of the verdict: where nothing is missing, there is only something to check."""
    if verdict.level == fit.WITH and not verdict.not_met:
        return _("Transferable, with points to check")
    return LEVELS[verdict.level]


def so(verdict: fit.Verdict):
    """What the verdict means, in a sentence."""
    if not (verdict.met or verdict.not_met or verdict.unknown):
        return _("The sheet names no condition: ask those who know it.")
    if verdict.level == fit.NOT_AS_IS:
        return _("A condition that nothing can replace is not met.")
    if verdict.level == fit.NOTHING_KNOWN:
        return _("None of the conditions could be checked yet: answer below, or ask those who know it.")
    if verdict.level == fit.AS_IS:
        return _("All conditions are met.")
    if verdict.not_met:
        return _("Conditions are missing: here is what to bring together, and with whom.")
    return _("Nothing that is known stands against it; what is not known has to be checked.")
