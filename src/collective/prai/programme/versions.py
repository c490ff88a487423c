"""Which values a reader had before her when she began to write: two officers overwrite nothing of each other.

Each field has a short digest.  A form carries those of the values that it showed; at its return, what differs
was changed by somebody else meanwhile.
"""

from Acquisition import aq_base
from collections.abc import Iterable
from collective.prai import _
from collective.prai.core.money import format_euros
from collective.prai.core.publication.refusals import say
from datetime import date
from decimal import Decimal
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from z3c.relationfield.interfaces import IRelationValue
from zope.schema import getFieldsInOrder
import hashlib
import json
import re


_DIGEST = re.compile(r"[0-9a-f]{12}")
_LONGEST = 20_000
#: Names of addresses: who renames an item changes nothing of what it says.
_LEFT_ASIDE = ("id",)


def digest(value) -> str:
    """Twelve hexadecimal digits; what is empty is empty, however it is written."""
    if value in (None, "", [], ()):
        value = None
    text = json.dumps(_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]


def digests(obj, names: Iterable[str] = ()) -> dict[str, str]:
    """Field → digest of what is stored, of all fields where none are named."""
    wanted = set(names)
    return {
        name: digest(stored(obj, schema, name))
        for schema in iterSchemata(obj)
        for name, field in getFieldsInOrder(schema)
        if not field.readonly and name not in _LEFT_ASIDE and (not wanted or name in wanted)
    }


def stored(obj, schema, name: str):
    """Of a field of the type or of a behavior; a value that was never set is None."""
    return getattr(aq_base(schema(obj, None)), name, None)


def value_of(obj, name: str):
    """Of the field of that name, whatever schema has it."""
    return next((stored(obj, schema, name) for schema in iterSchemata(obj) if name in schema), None)


def as_token(found: dict[str, str]) -> str:
    """What a form carries in a hidden field."""
    return ",".join(f"{name}:{value}" for name, value in sorted(found.items()))


def from_token(text) -> dict[str, str]:
    """The same read again; {} of what is no token, so that a form without one has seen nothing."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return {}
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {name: value for name, _colon, value in pairs if _DIGEST.fullmatch(value)}


def etag(obj) -> str:
    """Of the whole item, quoted as HTTP wants it."""
    return f'"{digest(sorted(digests(obj).items()))}"'


def changed_since(obj, seen: dict[str, str], names: Iterable[str]) -> list[str]:
    """Of these fields, those whose value is no longer the one that was seen; not seen counts as changed."""
    now = digests(obj, names)
    return [name for name in names if name in now and seen.get(name) != now[name]]


def in_words(value) -> str:
    """A value as a sentence about a conflict shows it."""
    if value in (None, "", [], ()):
        return say(_("empty"))
    if isinstance(value, Decimal):
        return format_euros(value).removesuffix("\u00a0€")
    if isinstance(value, bool):
        return say(_("yes") if value else _("no"))
    plain = _plain(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value):
    if IRelationValue.providedBy(value):
        return value.to_path or ""
    if IRichTextValue.providedBy(value):
        return value.raw or ""
    if isinstance(value, dict):
        # A cell that a form leaves out and one that is empty are the same.
        return {str(key): _plain(cell) for key, cell in value.items() if cell not in (None, "")}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(map(_plain, value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
