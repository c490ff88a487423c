"""What partners receive of one item: a whitelist of fields, as values, as HTML, as links and files.

Rooms give each type its list of fields in ``records.py``; the rest follows from the schema.
"""

from Acquisition import aq_base
from collective.prai.core.attachments import attachment
from collective.prai.core.attachments import image
from collective.prai.core.fields import IMoney
from collective.prai.core.lenders import Departments
from collective.prai.core.lenders import departments_of
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.record_html import Page
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import safe_address
from collective.prai.core.settings import public_address
from collective.prai.core.targets import holder
from collective.prai.core.targets import place
from collective.prai.core.targets import Shown
from collective.prai.core.targets import Target
from collective.prai.core.targets import Targets
from collective.prai.core.visibility import visibility
from collective.prai.interfaces import IOwnedBy
from collective.prai.interfaces import ISyndicatable
from collective.prai.interfaces import ISyndicationRecord
from datetime import date
from decimal import Decimal
from functools import cached_property
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from plone.namedfile.interfaces import INamed
from plone.namedfile.interfaces import INamedBlobFile
from plone.namedfile.interfaces import INamedBlobImage
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from z3c.relationfield.interfaces import IRelationValue
from zope.component import adapter
from zope.interface import implementer
from zope.schema import getFields
from zope.schema.interfaces import IDecimal
from zope.schema.interfaces import IURI
import time


_PLAIN = (type(None), str, int, Decimal, date, list, tuple, dict, set, frozenset)


def is_a(interface, value) -> bool:
    """Whether a field's value is a file, an image, a rich text; plain values are sorted out fast."""
    return not isinstance(value, _PLAIN) and interface.providedBy(value)


def json_value(value, field, clean):
    """Plain JSON of a field's value: exact amounts and dates as text, tokens, rows of the same."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return safe_address(value) if IURI.providedBy(field) else clean_text(value)
    if is_a(IRichTextValue, value):
        return clean(value.raw or "")
    if isinstance(value, Decimal):
        if IMoney.providedBy(field):
            return f"{value:.2f}"
        return f"{value.normalize():f}" if IDecimal.providedBy(field) else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        schema = getattr(getattr(field, "value_type", field), "schema", None)
        return {
            key: json_value(part, schema.get(key) if schema else None, clean) for key, part in value.items()
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        parts = sorted(value) if isinstance(value, (set, frozenset)) else value
        return [json_value(part, field, clean) for part in parts]
    raise TypeError(f"No plain value: {type(value).__name__}")


@implementer(ISyndicationRecord)
@adapter(ISyndicatable)
class Record:
    """Of any syndicatable type; a room's record names its ``fields`` in reading order."""

    fields: tuple[str, ...] = ()
    #: File field → field that holds the licence of that file.
    files: dict[str, str] = {"file": "file_licence"}
    #: Licences under which those files leave.
    free = frozenset(FREE_LICENCES)
    #: Content field → filter name of the public addresses.
    _filters = {"themes": "theme", "audiences": "public"}

    def __init__(self, context):
        self.context = context
        #: The second at which everything that the record shows is judged: the sweep sets its own.
        self.now = time.time()

    # What there is

    @cached_property
    def values(self) -> dict:
        """Name → (field, value) of the whitelist, for the fields that this item has."""
        found, stored = {}, aq_base(self.context).__dict__
        for schema in iterSchemata(self.context):
            for name, field in getFields(schema).items():
                if name in self.fields:
                    # What __getattr__ of Dexterity would answer, without its search of all schemas.
                    found[name] = (field, stored[name] if name in stored else field.default)
        return {name: found[name] for name in self.fields if name in found}

    @cached_property
    def targets(self) -> Targets:
        return Targets(self.context, self.now, (public_address(), api.portal.get().absolute_url()))

    @cached_property
    def relations(self) -> dict[str, list[Target]]:
        """Relation field → what it points at, the public ones only."""
        found = {}
        for name, (field, value) in self.values.items():
            if IRelationChoice.providedBy(field) or IRelationList.providedBy(field):
                values = value if isinstance(value, (list, tuple)) else [value]
                objects = [one.to_object for one in values if IRelationValue.providedBy(one)]
                shown = [self.targets.of(obj) for obj in objects if obj is not None]
                found[name] = [target for target in shown if target is not None]
        return found

    @cached_property
    def departments(self) -> Departments:
        """Where it is, as lists of the site have it: what says no place has that of its project."""
        return departments_of(self.context, self.now)

    def may_show(self, part) -> bool:
        """Whether the public may see something inside this item."""
        return visibility(part).at(self.now)

    @cached_property
    def chapters(self) -> list:
        """Parts of the item that have a text, in their order."""
        if not hasattr(self.context, "objectValues"):
            return []
        return [
            part for part in self.context.objectValues() if IOwnedBy.providedBy(part) and self.may_show(part)
        ]

    @cached_property
    def _content(self) -> dict:
        found = {}
        for name, (field, value) in self.values.items():
            if name in self.relations or is_a(INamed, value):
                continue
            found[name] = json_value(value, field, self._clean)
        return found

    def _clean(self, html):
        return self.targets.clean(self.context, html)

    @cached_property
    def _html(self) -> str:
        page = Page()
        for name, (field, value) in self.values.items():
            page.field(field, self._content.get(name), self.relations.get(name), is_a(IRichTextValue, value))
        for chapter in self.chapters:
            body = chapter.body.raw if chapter.body else ""
            page.section(clean_text(chapter.title), self.targets.clean(chapter, body))
        return page.html()

    @cached_property
    def _images(self) -> list[dict]:
        self.html()  # fills what the text shows
        shown = dict(self.targets.images)
        own = [(name, value) for name, (_f, value) in self.values.items() if is_a(INamedBlobImage, value)]
        found = []
        for name, value in own:
            inside = shown.pop((self.targets.own, name), None)
            found.append(self._image(inside or Shown(self.context, name, set(), []), value))
        # A field of the item itself that is not in the whitelist stays at home.
        parts = [part for (uid, _name), part in sorted(shown.items()) if uid != self.targets.own]
        return found + [self._image(part, getattr(part.obj, part.field)) for part in parts]

    def _image(self, shown: Shown, value) -> dict:
        alt = " / ".join(shown.texts)
        licence = getattr(holder(shown.obj) or self.context, "licence", None)
        return image(shown.obj, shown.field, value, licence, alt, shown.addresses)

    # ISyndicationRecord

    def content(self) -> dict:
        parts = [
            {"id": part.UID(), "title": clean_text(part.title), "url": place(part)} for part in self.chapters
        ]
        extra = {"chapters": parts} if parts else {}
        return self._content | extra | ({"images": self._images} if self._images else {})

    def html(self) -> str:
        return self._html

    def links(self) -> list:
        return [
            {"rel": name, "id": f"urn:uuid:{target.uid}", "title": target.title, "url": target.url}
            for name, targets in self.relations.items()
            for target in targets
        ]

    def references(self) -> set:
        self.html()
        self.links()
        return self.targets.uids | self.departments.asked

    def shown(self) -> set:
        self.references()
        return self.targets.shown | self.departments.lenders

    def attachments(self) -> list:
        found = []
        for name, licence_field in self.files.items():
            value, licence = getattr(self.context, name, None), getattr(self.context, licence_field, None)
            if is_a(INamedBlobFile, value) and licence in self.free:
                found.append(attachment(self.context, name, value, self.context.title, licence))
        return found

    def facets(self) -> dict:
        found = {"type": [self.context.portal_type]}
        for name, public_name in self._filters.items():
            found[public_name] = list(getattr(aq_base(self.context), name, None) or ())
        found["departement"] = list(self.departments.codes)
        found["licence"] = [self.context.licence] if getattr(self.context, "licence", None) else []
        return found
