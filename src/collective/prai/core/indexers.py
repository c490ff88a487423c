"""What the catalog knows of our items: their whole text, without rendering a widget."""

from Acquisition import aq_base
from collective.prai.core.bands import band_of
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.funding import IFunding
from collective.prai.core.place import place_of
from collective.prai.core.territory import ITerritory
from collective.prai.interfaces import IPraiContent
from html import unescape
from plone.app.dexterity.textindexer.directives import SEARCHABLE_KEY
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from plone.indexer import indexer
from plone.uuid.interfaces import IUUID
from zope.schema import getFieldNames
import re


_TAG = re.compile(r"<[^>]*>")


def plain_text(value) -> str:
    """Words of a field value: HTML without tags, rows and lists joined."""
    if value is None or isinstance(value, bool):
        return ""
    if IRichTextValue.providedBy(value):
        return unescape(_TAG.sub(" ", value.raw or ""))
    if isinstance(value, dict):
        return " ".join(plain_text(part) for part in value.values())
    if isinstance(value, (list, tuple, set)):
        return " ".join(plain_text(part) for part in value)
    return str(value)


def searchable_fields(schema) -> list[str]:
    """Names that the ``searchable`` directive declares on this schema."""
    declared = schema.queryTaggedValue(SEARCHABLE_KEY, ())
    names = set(getFieldNames(schema))
    return [name for _iface, name, flag in declared if flag == "true" and name in names]


@indexer(IPraiContent)
def searchable_text(obj):
    """Identifier, title, description and all declared fields."""
    parts = [obj.getId(), obj.title or "", obj.description or ""]
    for schema in iterSchemata(obj):
        names = searchable_fields(schema)
        if names:
            adapted = schema(obj, None)
            parts += [plain_text(getattr(adapted, name, None)) for name in names]
    return " ".join(part for part in parts if part)


@indexer(IPraiContent)
def kind(obj):
    """The kind within a type: of a study, a deliverable, an organisation."""
    for name in ("kind", "organisation_type"):
        if value := obj.__dict__.get(name):
            return value
    raise AttributeError("kind")


# What lists are narrowed by.  An indexer that raises AttributeError leaves its item out of the index.


def cost_of(obj):
    """Whole cost in euros, else the eligible one; None while unknown."""
    funding = IFunding(obj, None)
    if funding is None:
        return None
    return funding.total_cost if funding.total_cost is not None else funding.eligible_cost


def _known(value, name: str):
    if value in (None, "", []):
        raise AttributeError(name)
    return value


@indexer(IPraiContent)
def cost(obj):
    """Euros, a float: for order and bounds, never for sums."""
    return float(_known(cost_of(obj), "prai_cost"))


@indexer(IPraiContent)
def cost_band(obj):
    return _known(band_of(COSTS, cost_of(obj)), "cost_band")


@indexer(ITerritory)
def population_band(obj):
    return _known(band_of(POPULATIONS, place_of(obj).population), "population_band")


@indexer(ITerritory)
def place(obj):
    """Column: ``zone`` tokens and what a Place has: « near me » compares without waking an item."""
    return place_of(obj)._asdict() | {"zone": tuple(_zones(obj))}


def _zones(obj) -> list[str]:
    """Kinds of area: of its territory, and those that a mission was about."""
    base = aq_base(obj)
    found = [*(getattr(base, "zone", None) or ()), *(getattr(base, "zones", None) or ())]
    return list(dict.fromkeys(found))


@indexer(IPraiContent)
def zone(obj):
    return _known(_zones(obj), "zone")


@indexer(IPraiContent)
def year(obj):
    """The year in which it ended, began, was issued or dated; as text, for it is part of addresses."""
    for name in ("year", "ends", "starts", "issued"):
        value = obj.__dict__.get(name)
        if value:
            return str(value)[:4]
    raise AttributeError("year")


@indexer(IPraiContent)
def stage(obj):
    return _known(obj.__dict__.get("stage"), "stage")


def related_uids(obj, *names: str) -> list[str]:
    """UIDs of what these relation fields lead to, public or not: for an index, never for a column.

    AttributeError when they lead nowhere, as an indexer says so.
    """
    found = []
    for name in names:
        value = getattr(aq_base(obj), name, None) or ()
        for relation in value if isinstance(value, (list, tuple)) else (value,):
            target = getattr(relation, "to_object", None)
            if target is not None and (uid := IUUID(target, None)):
                found.append(uid)
    return _known(list(dict.fromkeys(found)), "related")


#: Relations that say who did it or had it done; publishers and funders stand on nearly every sheet.
ACTORS = ("lead", "beneficiaries", "partners", "client", "provider", "associates", "producer")


@indexer(IPraiContent)
def actors(obj):
    """UIDs of the organisations that took part: a theme's page counts them without waking a sheet."""
    return sorted(related_uids(obj, *ACTORS))
