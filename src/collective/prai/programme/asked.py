"""What a reader says of her authority and its project, from the address of the page or of the service."""

from collections.abc import Mapping
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.geography import body_kind
from collective.prai.core.geography import Epci
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from collective.prai.core.geography import Municipality
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.core.town import one
from collective.prai.programme.eligibility import Facts
from collective.prai.programme.eligibility import Rules
from datetime import date
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
import re


COMMUNE, BODY = "commune", "epci"
YES, NO, PERHAPS = "oui", "non", "ne-sait-pas"
#: Names in the address, in its order; the conditions of the call come after them.
SINGLE = (
    "commune", "echelle", "type", "habitants", "hors-agglomeration", "cout", "cout-total", "justification",
    "date",
)  # fmt: skip
#: Those that may be given several times.
MANY = ("genre", "exclu")
MOST_INHABITANTS = 70_000_000
#: Letters of a justification that are read; of a wrong value that an answer repeats.
LONGEST, _SHOWN = 500, 60
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


class Asking(NamedTuple):
    """``values``: what is right in the address; ``many``: the same of what may be given several times;
    ``wrong``: a sentence for each thing that is not right."""

    values: dict[str, str]
    many: dict[str, tuple[str, ...]]
    wrong: list

    @property
    def town(self) -> Municipality | None:
        return municipalities().get(self.values.get("commune", ""))

    @property
    def body(self) -> Epci | None:
        """The inter-municipal body of the commune, as the national table has it."""
        return epcis().get(self.town.epci) if self.town is not None else None

    @property
    def is_answered(self) -> bool:
        """Whether anything is said by which something can be judged."""
        return any(
            name in self.values for name in ("commune", "type", "habitants", "cout", "cout-total")
        ) or any(self.many.values())

    @property
    def cost(self) -> Decimal | None:
        return self.euros("cout")

    def euros(self, name: str) -> Decimal | None:
        return parse_euros(self.values[name]) if name in self.values else None

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.values["date"]) if "date" in self.values else None


def conditions(rules: Rules) -> list[str]:
    """Names by which the requirements of a call are answered."""
    return [f"condition-{number}" for number in range(1, len(rules.requirements) + 1)]


def known_names(rules: Rules) -> list[str]:
    return [*SINGLE, *MANY, *conditions(rules)]


def unknown(form: Mapping, rules: Rules):
    """A sentence on the first name that says nothing here, None where there is none."""
    known = known_names(rules)
    other = next((name for name in form if name not in known), None)
    if other is None:
        return None
    return _(
        "« ${name} » is no known parameter. Known parameters: ${known}.",
        mapping={"name": str(other)[:_SHOWN], "known": ", ".join(known)},
    )


def read(form: Mapping, rules: Rules) -> Asking:
    """``rules``: of the call, which says what may be answered."""
    values, many, wrong = {}, {}, []
    for name in (*SINGLE, *conditions(rules)):
        given = form.get(name)
        if given in (None, ""):
            continue
        if not isinstance(given, str):
            wrong.append(_("« ${name} » may be given only once.", mapping={"name": name}))
            continue
        text = text_of(given, LONGEST) if name == "justification" else one(form, name)
        sentence = _wrong(name, text)
        if sentence is not None:
            wrong.append(sentence)
        elif text:
            values[name] = text.upper() if name == "commune" else text
    for name in MANY:
        many[name], sentences = _several(form, name, rules)
        wrong += sentences
    if "commune" in values and "type" in values:
        wrong.append(_("Say either « commune » or « type », not both: the commune is used here."))
        del values["type"]
    return Asking(values, many, wrong)


def text_of(value: str, longest: int) -> str:
    return _CONTROL.sub(" ", value).strip()[:longest]


def _several(form: Mapping, name: str, rules: Rules) -> tuple[tuple[str, ...], list]:
    """Values of a name that may be given several times, and what is wrong with the others."""
    given = form.get(name)
    given = given if isinstance(given, (list, tuple)) else [given]
    if name == "genre":
        known = tuple(vocabularies.titles("project_kinds"))
    else:
        known = tuple(str(number) for number in range(1, len(rules.excluded_themes) + 1))
    texts = [text_of(value, 200) for value in given if isinstance(value, str)]
    texts = [text for text in dict.fromkeys(texts) if text]
    wrong = [_no_value(name, text, known) for text in texts if text not in known]
    return tuple(text for text in texts if text in known), wrong[:3]


def _wrong(name: str, text: str):
    """What to say of a value that is not right; None for a good or an empty one."""
    if not text or name == "justification":
        return None
    if name == "habitants":
        if whole(text) is not None:
            return None
        return _(
            "« ${name} » must be a whole number from 0 to ${most}, and is « ${value} ».",
            mapping={"name": name, "most": MOST_INHABITANTS, "value": text[:_SHOWN]},
        )
    if name in ("cout", "cout-total"):
        return _not_euros(text)
    if name == "date":
        return _no_day(text)
    if name == "commune":
        if text.upper() in municipalities():
            return None
        return _(
            "No commune of the region has the INSEE code « ${value} ».", mapping={"value": text[:_SHOWN]}
        )
    known = {"echelle": (COMMUNE, BODY), "type": tuple(vocabularies.titles("organisation_types"))}.get(
        name, (YES, NO, PERHAPS)
    )
    return None if text in known else _no_value(name, text, known)


def _no_value(name: str, text: str, known: tuple):
    return _(
        "« ${value} » is no known value of « ${name} ». Known values: ${known}.",
        mapping={"value": text[:_SHOWN], "name": name, "known": ", ".join(known)},
    )


def _not_euros(text: str):
    try:
        parse_euros(text)
    except BadAmount:
        return _(
            "« ${value} » is no amount in euros: write 12000 or 12 000,50.", mapping={"value": text[:_SHOWN]}
        )
    return None


def _no_day(text: str):
    try:
        if len(text) == len("2007-02-06") and 1900 <= date.fromisoformat(text).year <= 2100:
            return None
    except ValueError:
        pass
    return _("« ${value} » is no day: write 2007-02-06.", mapping={"value": text[:_SHOWN]})


def whole(text: str) -> int | None:
    """« 12 000 » as people write it; None for anything that is no such number."""
    digits = _SPACES.sub("", text)
    found = int(digits) if re.fullmatch(r"[0-9]{1,12}", digits, re.A) else -1
    return found if 0 <= found <= MOST_INHABITANTS else None


def facts(asking: Asking, rules: Rules, when: datetime | None) -> Facts:
    """Who asks for what; nothing is supposed of her but what the census says."""
    values, town, body = asking.values, asking.town, asking.body
    kind, population = values.get("type"), None
    if town is not None:
        as_body = values.get("echelle") == BODY and body is not None
        kind = body_kind(body) if as_body else COMMUNE
        population = body.population if as_body else town.population
    if "habitants" in values:
        population = whole(values["habitants"])
    met = {
        number: values[name] == YES
        for number, name in enumerate(conditions(rules), 1)
        if values.get(name) in (YES, NO)
    }
    outside = values.get("hors-agglomeration")
    return Facts(
        kind=kind or None,
        population=population,
        outside_urban_area=None if outside in (None, PERHAPS) else outside == YES,
        project_kinds=asking.many["genre"],
        justification=values.get("justification", ""),
        when=when,
        met=met,
        excluded_said=tuple(rules.excluded_themes[int(number) - 1] for number in asking.many["exclu"]),
    )
