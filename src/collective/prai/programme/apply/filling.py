"""Answers become fields of a dossier; every answer is kept with its question."""

from collective.prai.core import communes
from collective.prai.core import vocabularies
from collective.prai.core.named_bodies import find_organisation
from collective.prai.programme.apply.checks import euros_of
from collective.prai.programme.apply.checks import figure_of
from collective.prai.programme.apply.checks import funders_of
from collective.prai.programme.apply.ready_form import REQUIREMENT
from decimal import Decimal
from typing import NamedTuple
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
import re


#: Questions whose answer is a field of the same name as it is.
TEXTS = (
    "applicant_siren", "excluded_justification", "summary", "goals", "users", "partners", "schedule", "team",
    "contact_function", "contact_phone",
)  # fmt: skip
#: Questions whose answers are terms: name → vocabulary.
TERMS = {"applicant_kind": "organisation_types"}
TERM_LISTS = {"project_kinds": "project_kinds", "themes": "themes"}
EUROS = ("total_cost", "eligible_cost")
FIGURES = ("days_asked",)
#: What a title may have: it stands in lists and in the subject of mails.
_LONGEST_TITLE, _LONGEST_LINE = 200, 300
_LARGEST_POPULATION = 70_000_000


class Answer(NamedTuple):
    """``value``: as the form understood it, None where it did not or nothing was said; ``text``: as read."""

    question: str
    label: str
    value: object
    text: str


def fill(application, answers: list[Answer]):
    """Write what was answered; a question that nobody asks leaves its field alone."""
    said = {answer.question: answer for answer in answers}
    for name in TEXTS:
        if name in said:
            setattr(application, name, said[name].text.strip() or None)
    for name, vocabulary in TERMS.items():
        if name in said:
            setattr(application, name, _token(said[name].value, vocabulary))
    for name, vocabulary in TERM_LISTS.items():
        if name in said:
            values = said[name].value
            values = values if isinstance(values, (list, tuple, set, frozenset)) else [values]
            setattr(application, name, sorted(filter(None, (_token(one, vocabulary) for one in values))))
    for names, read in ((EUROS, euros_of), (FIGURES, figure_of)):
        for name in names:
            if name in said:
                setattr(application, name, _positive(read(said[name].text)))
    _fill_place(application, said)
    _fill_bodies(application, said)
    if "other_funding" in said:
        application.sources = [
            {"funder": funder[:_LONGEST_LINE], "amount": amount, "status": "asked"}
            for funder, amount in funders_of(said["other_funding"].text)[:50]
        ]
    if any(name.startswith(REQUIREMENT) for name in said):
        application.requirements_met = sorted(
            int(name.removeprefix(REQUIREMENT))
            for name, answer in said.items()
            if re.fullmatch(rf"{REQUIREMENT}[0-9]{{1,3}}", name, re.A) and answer.value is True
        )
    application.title = _title(application, said)
    application.answers = [
        {"question": answer.question, "label": answer.label, "value": answer.text} for answer in answers
    ]


def _fill_place(application, said: dict[str, Answer]):
    if "population" in said:
        number = figure_of(said["population"].text)
        fits = number is not None and 0 <= number <= _LARGEST_POPULATION
        application.population = int(number) if fits else None
    if "outside_urban_area" in said:
        value = said["outside_urban_area"].value
        application.outside_urban_area = value if isinstance(value, bool) else None
    if "commune" not in said:
        return
    text = _line(said["commune"].text)
    town = communes.exact(text) if text else None
    application.municipalities = [town.code] if town is not None else []
    application.departments = [town.department] if town is not None else []
    application.location = text if town is None else None
    if application.population is None and town is not None and application.applicant_kind == "commune":
        application.population = town.population


def _fill_bodies(application, said: dict[str, Answer]):
    if "lead_name" in said:
        name = _line(said["lead_name"].text)
        lead = find_organisation(name) if name else None
        application.lead = _related(lead) if lead is not None else None
        application.lead_name = name or None
    if "other_applicants" in said:
        names = [_line(line) for line in said["other_applicants"].text.splitlines() if line.strip()][:50]
        found = {name: find_organisation(name) for name in names}
        application.applicants = [_related(one) for one in found.values() if one is not None]
        application.other_applicants = [name for name, one in found.items() if one is None]


def _title(application, said: dict[str, Answer]) -> str:
    named = said["project_title"].text if "project_title" in said else ""
    who = application.lead_name or ""
    title = _line(named) or (f"Dossier de {who}" if who else "Dossier sans titre")
    return title[:_LONGEST_TITLE]


def _line(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_LINE]


def _token(value, vocabulary: str) -> str | None:
    return value if isinstance(value, str) and value in vocabularies.titles(vocabulary, "fr") else None


def _positive(value: Decimal | None) -> Decimal | None:
    return value if value is not None and value >= 0 else None


def _related(item) -> RelationValue:
    return RelationValue(getUtility(IIntIds).getId(item))
