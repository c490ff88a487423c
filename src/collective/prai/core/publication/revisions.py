"""Revision number: how often changed content was put before the public."""

from Acquisition import aq_base
from collective.prai.core.provenance import IReviewDate
from collective.prai.core.publication.memory import recall
from collective.prai.core.publication.memory import remember
from hashlib import sha256
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.interfaces import IDexterityContainer
from plone.dexterity.utils import iterSchemata
from plone.exportimport.interfaces import IExportImportRequestMarker
from plone.namedfile.interfaces import IBlobby
from plone.namedfile.interfaces import INamed
from plone.uuid.interfaces import IUUID
from z3c.relationfield.interfaces import IRelationValue
from zope.globalrequest import getRequest
from zope.schema import getFieldsInOrder


#: Fields that no reader reads: a change of theirs is not a new revision.
_NOT_CONTENT = {
    "id", "effective", "expires", "changeNote", "versioning_enabled", "revision", "review_by",
    "language", "source_uid", "source_site", "source_revision", "source_licence", "copy_status",
}  # fmt: skip
#: Volatile: never stored.
_MERGING = "_v_prai_merging"
_CHUNK = 1 << 20


def digest(obj) -> str:
    """Hexadecimal digest of what readers see: fields, and the parts of a book in their order."""
    sha = sha256()
    _feed_item(sha, obj)
    return sha.hexdigest()


def _feed_item(sha, obj):
    sha.update(obj.portal_type.encode())
    for schema in iterSchemata(obj):
        adapted = schema(obj, None)
        if adapted is None:
            continue
        for name, _field in getFieldsInOrder(schema):
            if name not in _NOT_CONTENT:
                sha.update(f"\0{name}=".encode())
                _feed_value(sha, getattr(adapted, name, None))
    if IDexterityContainer.providedBy(obj):
        for child in obj.objectValues():
            sha.update(b"\0\0")
            _feed_item(sha, child)


def _feed_value(sha, value):
    if value is None or value == "" or value == []:
        # A form writes None where a program writes "": readers see no difference.
        return
    if IRichTextValue.providedBy(value):
        sha.update((value.raw or "").encode())
    elif IRelationValue.providedBy(value):
        # By UID, not by the number that this site knows it by: a digest moves with its item.
        sha.update(IUUID(value.to_object, "").encode())
    elif INamed.providedBy(value):
        _feed_file(sha, value)
    elif isinstance(value, dict):
        for key in sorted(value):
            sha.update(f"\0{key}:".encode())
            _feed_value(sha, value[key])
    elif isinstance(value, (list, tuple)):
        for part in value:
            sha.update(b"\0-")
            _feed_value(sha, part)
    else:
        sha.update(str(value).encode())


def _feed_file(sha, value):
    sha.update(f"{value.filename}|{value.contentType}|".encode())
    if not IBlobby.providedBy(value):
        sha.update(value.data)
        return
    with value.open() as stream:
        while chunk := stream.read(_CHUNK):
            sha.update(chunk)


def count_revision(obj) -> bool:
    """Revision +1 if the content differs from what was last public; whether it did.

    Called with an item that is public now.  An import of a whole site brings the revisions along.
    """
    if IReviewDate(obj, None) is None or getattr(aq_base(obj), _MERGING, False):
        return False
    if IExportImportRequestMarker.providedBy(getRequest()):
        return False
    current = digest(obj)
    if recall(obj, "digest") == current:
        return False
    remember(obj, digest=current)
    obj.revision = (obj.revision or 0) + 1
    return True


def mark_merging(obj, merging: bool = True):
    """While a working copy comes in part by part, nothing is counted: it is one revision."""
    setattr(aq_base(obj), _MERGING, merging)
