"""A card of a list: title, description and key facts, from the catalog's columns alone."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.listing import brain_url
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from decimal import Decimal
from functools import cache
from Missing import Value as MissingValue
from plone import api
from typing import NamedTuple


class Card(NamedTuple):
    """``facts``: label and text, label empty where the text speaks for itself."""

    title: str
    url: str
    description: str
    kind: object
    facts: list
    tags: list
    day: str


#: Tokens whose title speaks for itself.
_PLAIN = ("study_kinds", "deliverable_kinds", "organisation_types", "stages", "availabilities")


class Cards:
    """Makes cards of one page: each vocabulary is read once."""

    def __init__(self):
        self.language = vocabularies.language()
        self.titles = cache(lambda name: vocabularies.titles(name, self.language))
        types = api.portal.get_tool("portal_types")
        self.type_title = cache(lambda name: types[name].Title() if name in types else name)

    def card(self, brain) -> Card:
        return Card(
            brain.Title,
            brain_url(brain),
            brain.Description,
            self.type_title(brain.portal_type),
            self.facts(_column(brain, "prai_card") or {}),
            self.tags(brain),
            self.day(brain),
        )

    def tags(self, brain) -> list[str]:
        """Départements, then themes; many départements are a number."""
        departments = _column(brain, "departments") or ()
        themes = _column(brain, "themes") or ()
        places = [f"{self.titles('departments').get(code, code)} ({code})" for code in departments]
        if len(places) > 3:
            places = [_("${number} départements", mapping={"number": len(places)})]
        return places + [self.titles("themes").get(token, token) for token in themes]

    def day(self, brain) -> str:
        """The day of a news item or of an event, in words."""
        if brain.portal_type == "Event":
            moment = _column(brain, "start")
        elif brain.portal_type == "News Item":
            moment = (
                brain.effective.asdatetime() if brain.effective and brain.effective.year() > 1970 else None
            )
        else:
            moment = None
        return format_partial(moment.date().isoformat(), self.language) if moment else ""

    def facts(self, found: dict) -> list[tuple]:
        facts = []
        for name, value in found.items():
            if value in (None, "", []):
                continue
            facts.append(self.fact(name, value))
        return facts

    def fact(self, name: str, value) -> tuple:
        """Label and text of one fact that a room put into the catalog."""
        if name in _PLAIN:
            return "", self.titles(name).get(value, value)
        if name == "product_licences":
            return _("Licence of the deliverable"), self.titles(name).get(value, value)
        if name == "cost":
            return _("Cost"), format_euros(Decimal(value))
        if name == "own_contribution":
            return _("Own contribution"), format_euros(Decimal(value))
        if name == "days":
            return "", _("${days} days of work", mapping={"days": value})
        if name == "minutes":
            return _(
                "Length"
            ), f"{value // 60}\u00a0h\u00a0{value % 60:02d}" if value >= 60 else f"{value}\u00a0min"
        if name == "date":
            return _("Issued"), format_partial(value, self.language)
        if name == "value":
            return _("Latest value"), self.value(*value)
        return "", value

    def value(
        self, value: str, unit: str | None, counted: str | None, qualifier: str, date: str | None
    ) -> str:
        """``environ 400 communes (2006)``."""
        word = "" if qualifier == "exact" else f"{self.titles('qualifiers').get(qualifier, '').lower()} "
        after = counted if unit in (None, "", "nombre") else self.titles("units").get(unit, unit)
        text = f"{word}{format_number(Decimal(value), self.language)}\u00a0{after or ''}".strip()
        return f"{text} ({format_partial(date, self.language)})" if date else text


def _column(brain, name: str):
    value = getattr(brain, name, None)
    return None if value is MissingValue else value
