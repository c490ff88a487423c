"""Values that programs send: read like a form reads them, refused with a sentence, never with a crash."""

from collective.prai import _
from collective.prai.core.fields import check_row
from collective.prai.core.fields import IFigure
from collective.prai.core.fields import IMoney
from collective.prai.core.fields import InvalidRow
from collective.prai.core.fields import IPartialDate
from collective.prai.core.fields import IRows
from collective.prai.core.fields import read_figure
from collective.prai.core.fields import read_money
from collective.prai.core.fields import read_partial_date
from collective.prai.core.filenames import safe_filename
from collective.prai.interfaces import IPraiContent
from collective.prai.interfaces import IPraiLayer
from datetime import date
from plone.app.textfield.interfaces import IRichText
from plone.namedfile.interfaces import INamedField
from plone.restapi.deserializer import dxfields
from plone.restapi.deserializer import json_body
from plone.restapi.deserializer.dxcontent import DeserializeFromJson
from plone.restapi.deserializer.relationfield import RelationChoiceFieldDeserializer
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import IFieldDeserializer
from z3c.relationfield.interfaces import IRelationChoice
from zExceptions import BadRequest
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Invalid
from zope.publisher.interfaces.browser import IBrowserRequest
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IDate
from zope.schema.interfaces import IDatetime
from zope.schema.interfaces import IField
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine
from zope.schema.interfaces import ValidationError
import re


#: What XML 1.0 forbids: one such character in a title would break every feed.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: What stock readers raise on JSON of the wrong shape; it would end as a 500.
_WRONG_SHAPE = (TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, RecursionError)


# Fields of ours are read in one way by every door: an import from a command knows of no layer.


class _Reading(dxfields.DefaultFieldDeserializer):
    """Reads with one function, then validates; null empties the field."""

    read = staticmethod(lambda value: value)

    def __call__(self, value):
        value = type(self).read(value)
        self.field.validate(value)
        return value


@implementer(IFieldDeserializer)
@adapter(IMoney, IPraiContent, IBrowserRequest)
class MoneyDeserializer(_Reading):
    """Number or text; 400 with a sentence on anything else."""

    read = staticmethod(read_money)


@implementer(IFieldDeserializer)
@adapter(IFigure, IPraiContent, IBrowserRequest)
class FigureDeserializer(_Reading):
    """Number or text; 400 with a sentence on anything else."""

    read = staticmethod(read_figure)


@implementer(IFieldDeserializer)
@adapter(IPartialDate, IPraiContent, IBrowserRequest)
class PartialDateDeserializer(_Reading):
    """ISO or French text; 400 with a sentence on anything else."""

    read = staticmethod(read_partial_date)


@implementer(IFieldDeserializer)
@adapter(IDate, IPraiContent, IBrowserRequest)
class DateDeserializer(_Reading):
    """``2026-11-21``; the stock reader has none for a plain date."""

    def __call__(self, value):
        if isinstance(value, str) and value:
            try:
                value = date.fromisoformat(value[:10])
            except ValueError:
                raise ValueError(_say(_("Give a day such as 2026-11-21."), self.request)) from None
        elif value is not None and not isinstance(value, date):
            raise ValueError(_say(_("Give a day such as 2026-11-21."), self.request))
        self.field.validate(value or None)
        return value or None


@implementer(IFieldDeserializer)
@adapter(IRows, IPraiContent, IBrowserRequest)
class RowsDeserializer(dxfields.DefaultFieldDeserializer):
    """A JSON list of objects with known names; anything else is refused, not dropped.

    A column that is left out is empty; the sentence names line and column.
    """

    def __call__(self, value):
        if value is None or value == []:
            return self.field.missing_value
        if not isinstance(value, list):
            raise ValueError(_say(_("Give a list of objects, one for each line."), self.request))
        if len(value) > self.field.max_length:
            message = _("At most ${count} lines.", mapping={"count": self.field.max_length})
            raise ValueError(_say(message, self.request))
        return [self._row(row, line) for line, row in enumerate(value, 1)]

    def _row(self, row, line):
        schema = self.field.value_type.schema
        if not isinstance(row, dict):
            raise InvalidRow(line, self.field.title, _("Each row must be an object."))
        if unknown := sorted(set(map(str, row)) - set(schema.names(all=True))):
            message = _("Unknown column: ${names}.", mapping={"names": ", ".join(unknown)[:200]})
            raise InvalidRow(line, self.field.title, message)
        found = {name: self._cell(column, row.get(name), line) for name, column in getFieldsInOrder(schema)}
        check_row(schema, found, line, self.context)
        return found

    def _cell(self, column, value, line):
        if value is None:
            return column.missing_value
        reader = getMultiAdapter((column, self.context, self.request), IFieldDeserializer)
        try:
            return reader(value)
        except ValidationError as error:
            raise InvalidRow(line, column.title, error.doc()) from None
        except ValueError as error:
            raise InvalidRow(line, column.title, str(error)) from None


def _say(message, request) -> str:
    return translate(message, context=request)


def _careful(base, *kinds):
    """A stock reader that answers JSON of the wrong shape with a sentence."""

    @implementer(IFieldDeserializer)
    class Careful(base):
        def __call__(self, value):
            try:
                return super().__call__(value)
            except (ValueError, ValidationError):
                raise
            except Invalid as error:  # raised by the constraint of a field
                raise ValueError(_say(error.args[0], self.request)) from None
            except _WRONG_SHAPE:
                raise ValueError(_say(_("This value is not of the expected kind."), self.request)) from None

    Careful.__name__ = Careful.__qualname__ = f"Careful{base.__name__}"
    adapter(*kinds, IPraiContent, IPraiLayer)(Careful)
    return Careful


class _Plain(dxfields.DefaultFieldDeserializer):
    """Texts lose the characters that no XML may hold."""

    def __call__(self, value):
        if isinstance(value, str):
            value = _CONTROL.sub("", value)
        return super().__call__(value)


class _Line(dxfields.TextLineFieldDeserializer):
    def __call__(self, value):
        if isinstance(value, str):
            value = _CONTROL.sub("", value)
        return super().__call__(value)


class _Integer(dxfields.DefaultFieldDeserializer):
    """``12``, ``"12"`` or ``"1 200"``; true and 12.5 are no integers, an empty text is none."""

    def __call__(self, value):
        if isinstance(value, bool):
            raise ValueError(_say(_("Give a whole number such as 1200."), self.request))
        if isinstance(value, str):
            text = re.sub(r"[\s\u00a0\u202f]", "", value)
            if text and not re.fullmatch(r"-?[0-9]{1,15}", text):
                raise ValueError(_say(_("Give a whole number such as 1200."), self.request))
            value = int(text) if text else None
        if value is not None and not isinstance(value, int):
            raise ValueError(_say(_("Give a whole number such as 1200."), self.request))
        self.field.validate(value)
        return value


class _RichText(dxfields.RichTextFieldDeserializer):
    """HTML as text or as ``{"data": …}``; the stock reader keeps lists, and then every GET answers 500."""

    def __call__(self, value):
        parts = value if isinstance(value, dict) else {"data": value}
        data = parts.get("data") or ""
        kind = parts.get("content-type") or "text/html"
        encoding = parts.get("encoding") or "utf-8"
        if not all(isinstance(part, str) for part in (data, kind, encoding)) or kind != "text/html":
            raise ValueError(_say(_("Give a rich text as HTML."), self.request))
        return super().__call__({"data": _CONTROL.sub("", data), "content-type": kind, "encoding": "utf-8"})


class _NamedFile(dxfields.NamedFieldDeserializer):
    """The name keeps no path and no control character."""

    def __call__(self, value):
        found = super().__call__(value)
        if found is not None and found.filename:
            found.filename = safe_filename(found.filename)
        return found


class _Choice(dxfields.ChoiceFieldDeserializer):
    """Empty text is no choice; what is no text or object is refused before a vocabulary hashes it."""

    def __call__(self, value):
        if value == "":
            value = None
        return super().__call__(value)


CarefulDefault = _careful(dxfields.DefaultFieldDeserializer, IField)
CarefulText = _careful(_Plain, IText)
CarefulLine = _careful(_Line, ITextLine)
CarefulInteger = _careful(_Integer, IInt)
CarefulBool = _careful(dxfields.DefaultFieldDeserializer, IBool)
CarefulChoice = _careful(_Choice, IChoice)
CarefulCollection = _careful(dxfields.CollectionFieldDeserializer, ICollection)
CarefulDatetime = _careful(dxfields.DatetimeFieldDeserializer, IDatetime)
CarefulRichText = _careful(_RichText, IRichText)
CarefulFile = _careful(_NamedFile, INamedField)
CarefulRelation = _careful(RelationChoiceFieldDeserializer, IRelationChoice)


@implementer(IDeserializeFromJson)
@adapter(IPraiContent, IPraiLayer)
class PraiDeserializer(DeserializeFromJson):
    """The stock one stores any layout, whatever it is, and the item then answers 500 for ever."""

    def __call__(self, validate_all=False, data=None, create=False, mask_validation_errors=True):
        data = json_body(self.request) if data is None else data
        if "layout" in data:
            known = [name for name, _title in self.context.getAvailableLayouts()]
            if data["layout"] is None:
                data = {name: value for name, value in data.items() if name != "layout"}
            elif data["layout"] not in known:
                raise BadRequest(_say(_("There is no such layout."), self.request))
        return super().__call__(
            validate_all=validate_all, data=data, create=create, mask_validation_errors=mask_validation_errors
        )
