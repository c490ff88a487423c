"""Prints of what an item says: equal as long as nobody has changed it."""

from collective.prai.core.attachments import sha256
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContainer
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamedBlobFile
from plone.uuid.interfaces import IUUID
from z3c.relationfield.interfaces import IRelationValue
from zope.schema import getFieldsInOrder
import hashlib


#: Fields that change without anybody writing, or that a copy never shares.
_LEFT_OUT = {"id", "changeNote", "versioning_enabled", "effective", "creators"}


def print_of(item) -> str:
    """Of an item's own fields, whatever contains it."""
    digest = hashlib.sha256()
    for schema in iterSchemata(item):
        adapted = schema(item, None)
        for name, field in getFieldsInOrder(schema):
            if adapted is not None and not field.readonly and name not in _LEFT_OUT:
                digest.update(
                    f"{name}={_text(getattr(adapted, name, None))}\n".encode("utf-8", "surrogatepass")
                )
    return digest.hexdigest()


def print_of_tree(item) -> str:
    """Of an item and of all that it contains, in its order."""
    digest = hashlib.sha256(print_of(item).encode())
    if IDexterityContainer.providedBy(item):
        for part in item.objectValues():
            digest.update(f"{IUUID(part)} {print_of_tree(part)}\n".encode())
    return digest.hexdigest()


def _text(value) -> str:
    if IRichTextValue.providedBy(value):
        return f"{value.mimeType} {value.raw}"
    if INamedBlobFile.providedBy(value):
        return f"{value.filename} {sha256(value)}"
    if IRelationValue.providedBy(value):
        return f"relation {None if value.isBroken() else value.to_id}"
    if isinstance(value, (set, frozenset)):
        return str(sorted(map(_text, value)))
    if isinstance(value, (list, tuple)):
        return str([_text(part) for part in value])
    if isinstance(value, dict):
        return str(sorted((key, _text(part)) for key, part in value.items()))
    # An emptied field and one that was never filled say the same.
    return "" if value is None else repr(value)
