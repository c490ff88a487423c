"""Fields and parts of a working copy on their way back: originals keep their identity."""

from collective.prai.core.publication.fingerprints import print_of
from collective.prai.core.publication.fingerprints import print_of_tree
from collective.prai.core.publication.memory import recall
from collective.prai.core.publication.memory import remember
from copy import deepcopy
from plone.app.iterate.dexterity.copier import update_relation_catalog
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.textfield.value import RichTextValue
from plone.dexterity.interfaces import IDexterityContainer
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from plone.uuid.interfaces import IUUID
from z3c.relationfield import RelationValue
from z3c.relationfield.interfaces import IRelationValue
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import getFieldsInOrder
import re


#: Fields that stay the public item's own.
_KEPT = {"id", "changeNote", "versioning_enabled"}


def note_originals(original, copy):
    """Write on each part of the copy which part it was made from, and on the copy which there were.

    With their prints of that moment, so that check-in sees on which side a part was changed.
    """
    if not IDexterityContainer.providedBy(original):
        return
    known = {}
    for name, part in original.objectItems():
        uid = IUUID(part)
        known[uid] = print_of_tree(part)
        if name in copy:
            remember(copy[name], original=uid, was=print_of(part), began=print_of(copy[name]))
            note_originals(part, copy[name])
    remember(copy, originals=known)


def pairs(original, copy) -> list[tuple]:
    """(part of the copy, its original or None) in the order of the copy.

    A part that was duplicated inside the working copy is new, the one with the same id is not.
    """
    by_uid = {IUUID(part): part for part in original.objectValues()}
    claims = {}
    for part in copy.objectValues():
        uid = recall(part, "original")
        if uid in by_uid:
            claims.setdefault(uid, []).append(part)
    chosen = {}
    for uid, parts in claims.items():
        same = [part for part in parts if part.getId() == by_uid[uid].getId()]
        chosen[IUUID((same or parts)[0])] = by_uid[uid]
    return [(part, chosen.get(IUUID(part))) for part in copy.objectValues()]


def uids_of_copies(original, copy) -> dict[str, str]:
    """UID in the working copy → UID that stays, for the links that were made meanwhile."""
    found = {IUUID(copy): IUUID(original)}
    if IDexterityContainer.providedBy(copy):
        for part, source in pairs(original, copy):
            if source is not None:
                found |= uids_of_copies(source, part)
    return found


def find_clashes(original, copy) -> list[tuple]:
    """(part of the public item, part of the copy or None) that were both changed since the check-out.

    A part that the copy has deleted and that was changed on the public page counts too.
    """
    if not IDexterityContainer.providedBy(original):
        return []
    found, kept = [], set()
    for part, source in pairs(original, copy):
        if source is None:
            continue
        kept.add(IUUID(source))
        if _changed_there(part, source) and _changed_here(part) and not _alike(part, source):
            found.append((source, part))
        found += find_clashes(source, part)
    for uid, was in _known(copy).items():
        source = next((part for part in original.objectValues() if IUUID(part) == uid), None)
        if source is not None and uid not in kept and was and print_of_tree(source) != was:
            found.append((source, None))
    return found


def _known(copy) -> dict[str, str | None]:
    """UID → print of each part that was there at the check-out; copies of older versions have no prints."""
    known = recall(copy, "originals") or {}
    return known if isinstance(known, dict) else dict.fromkeys(known)


def _changed_there(part, source) -> bool:
    was = recall(part, "was")
    return was is not None and print_of(source) != was


def _changed_here(part) -> bool:
    return print_of(part) != recall(part, "began")


def _alike(part, source) -> bool:
    return print_of(part) == print_of(source)


def merge_parts(original, copy, links: dict[str, str]):
    """Changed parts into their originals, new ones moved, removed ones deleted, in the copy's order.

    A part that was added to the public item after the check-out is kept, at the end.
    """
    if not IDexterityContainer.providedBy(original):
        return
    matched = pairs(original, copy)
    kept = {IUUID(source) for _part, source in matched if source is not None}
    gone = [
        part.getId()
        for part in original.objectValues()
        if IUUID(part) in _known(copy) and IUUID(part) not in kept
    ]
    if gone:
        original.manage_delObjects(gone)
    order = []
    for part, source in matched:
        if source is None:
            order.append(_move(part, copy, original, links))
            continue
        merge_parts(source, part, links)
        if _changed_there(part, source) and not _changed_here(part):
            # Written on the public page alone, meanwhile: that text stays.
            order.append(source.getId())
            continue
        if put_fields(part, source, links):
            update_relation_catalog(source)
            notify(ObjectModifiedEvent(source))
            source.reindexObject()
        order.append(source.getId())
    ordering = original.getOrdering()
    for position, name in enumerate(order):
        ordering.moveObjectToPosition(name, position, suppress_events=True)
    for part in original.objectValues():
        part.reindexObject(idxs=["getObjPositionInParent"])


def _move(part, copy, original, links) -> str:
    """A new part with its UID; its id in the public item."""
    _relink(part, links)
    result = original.manage_pasteObjects(copy.manage_cutObjects([part.getId()]))
    return result[0]["new_id"]


def put_fields(source, target, links: dict[str, str]) -> bool:
    """Write all fields of one item on another, emptied ones too; whether something changed."""
    changed = False
    for schema in iterSchemata(target):
        here, there = schema(source, None), schema(target, None)
        if here is None or there is None:
            continue
        for name, field in getFieldsInOrder(schema):
            if field.readonly or name in _KEPT:
                continue
            value, old = getattr(here, name, None), getattr(there, name, None)
            if name == "effective" and value is None:
                # A copy has no publication date of its own.
                continue
            value = _detached(value, links)
            if not _same(value, old):
                setattr(there, name, value)
                changed = True
    return changed


def _detached(value, links):
    """A value that shares nothing with the working copy, links turned to what stays."""
    if IRichTextValue.providedBy(value):
        raw = _turn(value.raw or "", links)
        return RichTextValue(raw, value.mimeType, value.outputMimeType, value.encoding)
    if IRelationValue.providedBy(value):
        return None if value.isBroken() else RelationValue(value.to_id)
    if isinstance(value, (list, tuple)) and any(IRelationValue.providedBy(part) for part in value):
        return [RelationValue(part.to_id) for part in value if not part.isBroken()]
    if INamed.providedBy(value):
        # Files are never changed in place: the blob may be handed over.
        return value
    return deepcopy(value)


def _same(value, old) -> bool:
    if IRichTextValue.providedBy(value) and IRichTextValue.providedBy(old):
        return value.raw == old.raw and value.mimeType == old.mimeType
    if isinstance(value, list) and isinstance(old, list) and len(value) == len(old):
        return all(_same(a, b) for a, b in zip(value, old, strict=True))
    if IRelationValue.providedBy(value) and IRelationValue.providedBy(old):
        return value.to_id == old.to_id
    if INamed.providedBy(value) or INamed.providedBy(old):
        return value is old
    return type(value) is type(old) and value == old


def _turn(text: str, links: dict[str, str]) -> str:
    return re.sub(r"resolveuid/(\w+)", lambda found: f"resolveuid/{links.get(found[1], found[1])}", text)


def _relink(item, links: dict[str, str]):
    """Links of a new part, and of what it contains."""
    for schema in iterSchemata(item):
        adapted = schema(item, None)
        for name, field in getFieldsInOrder(schema):
            value = getattr(adapted, name, None)
            if IRichTextValue.providedBy(value) and not field.readonly:
                turned = _detached(value, links)
                if turned.raw != value.raw:
                    setattr(adapted, name, turned)
    if IDexterityContainer.providedBy(item):
        for part in item.objectValues():
            _relink(part, links)
