"""What a sheet needs before it is published: declared beside its fields, checked at every door."""

from collections.abc import Callable
from collective.prai.core.licences import house_defaults
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from typing import NamedTuple
from z3c.relationfield.interfaces import IRelationValue
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
import re


KEY = "collective.prai.needs"
_TAGS = re.compile(r"<(?!img|iframe|table)[^>]*>|&nbsp;|\s")


class Need(NamedTuple):
    """One of these fields is required to publish, where ``when`` (if given) is true of the item.

    What ``when`` answers may be a message: then it is the reason, and is said with what is missing.

    ``note`` is what the form says beside the label, where « necessary to publish » is not the whole truth.
    """

    fields: tuple[str, ...]
    when: Callable | None = None
    note: Message | None = None


class Missing(NamedTuple):
    """A need that is not met: the first field to fill, the labels of all that would do, and why or None."""

    field: str
    titles: tuple[Message, ...]
    why: Message | None = None


def needs(schema, *fields, when: Callable | None = None, note: Message | None = None):
    """Declare required-to-publish fields of a schema; a tuple means one of them."""
    found = schema.queryTaggedValue(KEY, ())
    new = tuple(Need(f if isinstance(f, tuple) else (f,), when, note) for f in fields)
    schema.setTaggedValue(KEY, found + new)


def is_filled(value) -> bool:
    """Whether a reader would see something; False, 0 € and 0 days are values, blank HTML is not."""
    if value is None or (IRelationValue.providedBy(value) and value.isBroken()):
        return False
    if IRichTextValue.providedBy(value):
        return bool(_TAGS.sub("", value.raw or ""))
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, (list, tuple, set, dict)):
        return bool(value)
    return True


def field_value(obj, schema, name, data=None):
    """The value that a save of ``data`` (field name → value) would leave in place."""
    if data is not None and name in data:
        return data[name]
    adapted = schema(obj, None)
    return getattr(adapted, name, None)


def missing(obj, data: dict | None = None) -> list[Missing]:
    """What keeps this item from being published, in form order; ``data`` holds unsaved values."""
    found = []
    for schema in iterSchemata(obj):
        for need in schema.queryTaggedValue(KEY, ()):
            asked = need.when is None or need.when(obj, data or {})
            if not asked:
                continue
            if not any(_counts(field_value(obj, schema, name, data)) for name in need.fields):
                titles = tuple(schema[name].title for name in need.fields)
                found.append(Missing(need.fields[0], titles, asked if isinstance(asked, Message) else None))
    return found


def all_missing(obj, data: dict | None = None) -> list[Missing]:
    """As ``missing``, once what the site fills in by itself is counted as filled."""
    data = data or {}
    return missing(obj, data | house_defaults(obj, data))


def _counts(value) -> bool:
    return value is not False and is_filled(value)


class Completeness(NamedTuple):
    """How far a sheet is written: fields filled out of those a reader would look for."""

    filled: int
    total: int
    missing: list[Missing]

    @property
    def percent(self) -> int:
        return round(100 * self.filled / self.total) if self.total else 100


#: Fields that say how an item is managed, not what a reader learns from it.
_MANAGEMENT = {
    "id", "effective", "expires", "changeNote", "versioning_enabled", "relatedItems", "subjects",
    "language", "revision", "text_only", "source_uid", "source_site", "source_revision",
    "copy_status", "source_licence", "derived_from", "eu_notice", "credits", "date_unknown",
}  # fmt: skip


def completeness(obj) -> Completeness:
    """The bar of the editing page: every field counts, those required to publish are named."""
    filled = total = 0
    for schema in iterSchemata(obj):
        for name, field in getFieldsInOrder(schema):
            if name in _MANAGEMENT or field.readonly:
                continue
            total += 1
            filled += is_filled(field_value(obj, schema, name))
    return Completeness(filled, total, missing(obj))
