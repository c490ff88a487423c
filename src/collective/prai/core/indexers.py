"""What the catalog knows of our items: their whole text, without rendering a widget."""

from collective.prai.interfaces import IPraiContent
from html import unescape
from plone.app.dexterity.textindexer.directives import SEARCHABLE_KEY
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from plone.indexer import indexer
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
