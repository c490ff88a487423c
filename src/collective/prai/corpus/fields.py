"""Field values of an item: made from plain ones, validated, written, and read back for comparison."""

from datetime import date
from decimal import Decimal
from hashlib import sha256
from plone.app.relationfield.event import update_behavior_relations
from plone.app.textfield import RichTextValue
from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemataForType
from z3c.relationfield import RelationValue
from z3c.relationfield.event import updateRelations
from z3c.relationfield.interfaces import IRelation
from z3c.relationfield.interfaces import IRelationList
from z3c.relationfield.interfaces import IRelationValue
from zope.component import getUtility
from zope.i18n import translate
from zope.interface import Invalid
from zope.intid.interfaces import IIntIds
from zope.schema.interfaces import IList
from zope.schema.interfaces import IObject
from zope.schema.interfaces import WrongContainedType
import json


def fields_of(portal_type: str) -> dict:
    """Field name → (schema, field), of the type and its behaviors."""
    found = {}
    for schema in iterSchemataForType(portal_type):
        for name, field in schema.namesAndDescriptions(all=True):
            found.setdefault(name, (schema, field))
    return found


def made(portal_type: str, values: dict) -> dict:
    """Values as the fields keep them: rich text, whole rows.  ValueError names an unknown field."""
    fields = fields_of(portal_type)
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise ValueError(f"{portal_type} has no field {', '.join(unknown)}")
    return {name: _made(fields[name][1], value) for name, value in values.items()}


def _made(field, value):
    if IRichText.providedBy(field):
        return RichTextValue(value, field.default_mime_type, field.output_mime_type)
    if IList.providedBy(field) and IObject.providedBy(field.value_type):
        return [{name: row.get(name) for name in field.value_type.schema.names(all=True)} for row in value]
    return value


def problems(portal_type: str, values: dict, container) -> list[str]:
    """What the fields themselves have against these values; required ones that are absent included."""
    found = []
    for name, (_schema, field) in fields_of(portal_type).items():
        if name in values:
            found += _problem(name, field.bind(container), values[name])
        elif field.required and field.default is None and not field.readonly:
            found.append(f"« {name} » is required")
    return found


def _problem(name: str, field, value) -> list[str]:
    try:
        field.validate(value)
    except Invalid as error:
        inner = error.errors[0] if isinstance(error, WrongContainedType) and error.errors else error
        words = translate(inner.doc() if hasattr(inner, "doc") else str(inner))
        return [f"« {name} »: {words or type(inner).__name__} ({str(value)[:80]})"]
    return []


def wrong_targets(portal_type: str, name: str, targets: list[str]) -> list[str]:
    """Types among ``targets`` that a relation field does not take; ValueError when it is no such field."""
    field = fields_of(portal_type).get(name, (None, None))[1]
    if IRelationList.providedBy(field):
        field = field.value_type
    if not IRelation.providedBy(field):
        raise ValueError(f"{portal_type} has no relation {name}")
    allowed = getattr(getattr(field, "source", None), "query", {}).get("portal_type")
    return [target for target in targets if allowed and target not in allowed]


def write(obj, values: dict):
    """Set made values through their schemas."""
    fields = fields_of(obj.portal_type)
    for name, value in values.items():
        setattr(fields[name][0](obj), name, value)


def relate(obj, relations: dict):
    """Set relations (field → object or list of objects, None to empty) and index them both ways."""
    intids = getUtility(IIntIds)
    fields = fields_of(obj.portal_type)
    for name, targets in relations.items():
        many = IRelationList.providedBy(fields[name][1])
        found = [RelationValue(intids.getId(one)) for one in listed(targets)]
        setattr(fields[name][0](obj), name, found if many else (found[0] if found else None))
    # Both subscribers of a save: the first indexes the type's own relations, the second those of behaviors.
    updateRelations(obj, None)
    update_behavior_relations(obj, None)


def is_relation(field) -> bool:
    return IRelation.providedBy(field) or IRelationList.providedBy(field)


def listed(value) -> list:
    """One, several or no values as a list."""
    return [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]


def empty(obj, name: str):
    """Whether a field holds nothing that someone wrote."""
    schema, field = fields_of(obj.portal_type)[name]
    value = getattr(schema(obj, None), name, None)
    return value in (None, "", [], (), field.default, field.missing_value)


def digest(obj, names) -> str:
    """Fingerprint of these fields, to know later whether someone has changed one of them."""
    fields = fields_of(obj.portal_type)
    state = {
        name: plain(getattr(fields[name][0](obj, None), name, None))
        for name in sorted(names)
        if name in fields
    }
    return fingerprint(state)


def fingerprint(value) -> str:
    """Of plain values, the same in every process."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return sha256(text.encode()).hexdigest()


def plain(value):
    """A field value as JSON can say it: relations by UID, rich text by its source."""
    if IRichTextValue.providedBy(value):
        return value.raw
    if IRelationValue.providedBy(value):
        target = value.to_object
        return target.UID() if target is not None else None
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (date, Decimal)):
        return str(value)
    return value
