"""A card of a list: title, description and key facts, from the catalog's columns alone."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.feeds import syndicated_types
from collective.prai.core.listing import brain_url
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.state import is_public_state
from collective.prai.core.subjects import Tag
from collective.prai.core.subjects import tagger
from collective.prai.core.subjects import THEMES
from collective.prai.core.typography import bound
from collective.prai.finder.facets import type_title
from collective.prai.finder.lent import Lent
from collective.prai.finder.sets import Sets
from collective.prai.interfaces import ICardFact
from decimal import Decimal
from functools import cache
from functools import cached_property
from Missing import Value as MissingValue
from plone import api
from typing import NamedTuple
from zope.component import queryUtility


class Card(NamedTuple):
    """``figures``: amounts that speak first; ``facts``: label and text, label empty where the text speaks for
    itself; ``who`` and ``where``: in words; ``missed``: what it is where it is not what was asked; ``why``:
    why it is comparable to the reader's own authority, in words."""

    title: str
    url: str
    description: str
    kind: object
    facts: list
    tags: list
    day: str
    figures: list = []
    who: str = ""
    where: object = ""
    to_take: int = 0
    draft: bool = False
    missed: list = []
    #: Identifier under which it can be compared; "" of what is no sheet or not public.
    compared: str = ""
    why: str = ""
    #: How far it is from the reader's commune, in words.
    away: object = ""
    #: Whether ``why`` says that it is not comparable, only near.
    unlike: bool = False


#: Tokens whose title speaks for itself.
_PLAIN = (
    "study_kinds",
    "deliverable_kinds",
    "organisation_types",
    "stages",
    "availabilities",
    "reuse_kinds",
    "reuse_stages",
    "call_kinds",
    "programme_needs",
)
#: Said in a place of their own.
_OWN_PLACE = ("cost", "own_contribution", "who", "lead", "deliverables", "original")


class Cards:
    """Makes cards of one page: each vocabulary is read once."""

    def __init__(self, sets: Sets | None = None):
        self._sets = sets
        self.language = vocabularies.language()
        self.titles = cache(lambda name: vocabularies.titles(name, self.language))
        types = api.portal.get_tool("portal_types")
        self.type_title = cache(lambda name: type_title(types, name) if name in types else name)

    @cached_property
    def sets(self) -> Sets:
        return self._sets if self._sets is not None else Sets()

    @cached_property
    def lent(self) -> Lent:
        return Lent(self.sets)

    def card(self, brain) -> Card:
        known = column(brain, "prai_card") or {}
        return Card(
            bound(brain.Title),
            brain_url(brain),
            bound(brain.Description),
            self.type_title(brain.portal_type),
            self.facts(known),
            self.tags(brain),
            self.day(brain),
            self.figures(known),
            self.who(known),
            self.where(brain),
            sum(self.seen(uid) is not None for uid in known.get("deliverables") or ()),
            not is_public_state(brain.portal_type, brain.review_state),
            compared=self.compared(brain),
        )

    def compared(self, brain) -> str:
        compared = brain.portal_type in self.sheets and is_public_state(brain.portal_type, brain.review_state)
        return brain.UID if compared else ""

    @cached_property
    def sheets(self) -> frozenset[str]:
        """Types whose facts can stand beside each other."""
        return frozenset(syndicated_types())

    def where(self, brain):
        """Départements, of a deliverable those of its project; many are a number."""
        departments = column(brain, "departments") or self.lent.entries("departments", brain.getRID())
        if len(departments) > 3:
            return _("${number} départements", mapping={"number": len(departments)})
        return ", ".join(f"{self.titles('departments').get(code, code)} ({code})" for code in departments)

    def tags(self, brain) -> list[Tag]:
        """Themes, each with its page."""
        return list(map(self.theme, column(brain, "themes") or ()))

    @cached_property
    def theme(self):
        """What makes a tag of a theme."""
        return tagger(THEMES)

    def who(self, known: dict) -> str:
        """The lead beneficiary as far as the reader may see it, else the names of the sheet."""
        lead = self.seen(known["lead"]) if known.get("lead") else None
        return lead.Title if lead is not None else known.get("who") or ""

    def seen(self, uid: str):
        """Brain of an item if the reader may be shown it, else None."""
        rid = self.sets.catalog.getIndex("UID")._index.get(uid)
        if rid is None or not self.sets.of([rid]) & self.sets.readable:
            return None
        return self.sets.brains([rid])[0]

    def figures(self, known: dict) -> list[tuple]:
        """What remains to pay, then the whole cost."""
        names = (("own_contribution", _("Own contribution")), ("cost", _("Whole cost")))
        return [
            (label, format_euros(Decimal(known[name])))
            for name, label in names
            if known.get(name) is not None
        ]

    def day(self, brain) -> str:
        """The day of a news item or of an event, in words."""
        if brain.portal_type == "Event":
            moment = column(brain, "start")
        elif brain.portal_type == "News Item":
            moment = (
                brain.effective.asdatetime() if brain.effective and brain.effective.year() > 1970 else None
            )
        else:
            moment = None
        return format_partial(moment.date().isoformat(), self.language) if moment else ""

    def facts(self, found: dict) -> list[tuple]:
        facts = [
            self.fact(name, value)
            for name, value in found.items()
            if value not in (None, "", []) and name not in _OWN_PLACE
        ]
        original = self.seen(found["original"]) if found.get("original") else None
        return facts if original is None else [(_("Taken up"), original.Title), *facts]

    def fact(self, name: str, value) -> tuple:
        """Label and text of one fact that a room put into the catalog."""
        if name in _PLAIN:
            return "", self.titles(name).get(value, value)
        own = queryUtility(ICardFact, name=name)
        if own is not None:
            return own(value, self.language)
        if name == "product_licences":
            return _("Licence of the deliverable"), self.titles(name).get(value, value)
        if name == "maturity":
            return self.maturity(*value)
        if name == "partners_until":
            return _("Until"), format_partial(value, self.language)
        if name == "example":
            return "", _("Fictitious example, counted nowhere")
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

    def maturity(self, level: str, reusers: int) -> tuple:
        """How far a thing has been tried, and by how many others."""
        title = self.titles("maturities").get(level, level) if level else _("not known yet")
        if not reusers:
            return _("Maturity"), title
        if reusers == 1:
            return _("Maturity"), _("Taken up by one other organisation")
        return _("Maturity"), _("Taken up by ${number} other organisations", mapping={"number": reusers})

    def value(
        self, value: str, unit: str | None, counted: str | None, qualifier: str, date: str | None
    ) -> str:
        """``environ 400 communes (2006)``."""
        word = "" if qualifier == "exact" else f"{self.titles('qualifiers').get(qualifier, '').lower()} "
        after = counted if unit in (None, "", "nombre") else self.titles("units").get(unit, unit)
        text = f"{word}{format_number(Decimal(value), self.language)}\u00a0{after or ''}".strip()
        return f"{text} ({format_partial(date, self.language)})" if date else text


def column(brain, name: str):
    """A column of the catalog, None where it has nothing."""
    value = getattr(brain, name, None)
    return None if value is MissingValue else value
