"""Fields of ours: exact euros, dates with precision, rows, relations limited to a type."""

from collective.prai import _
from collective.prai.core.decimals import BadFigure
from collective.prai.core.decimals import format_figure
from collective.prai.core.decimals import LARGEST as LARGEST_FIGURE
from collective.prai.core.decimals import parse_figure
from collective.prai.core.money import BadAmount
from collective.prai.core.money import format_euros
from collective.prai.core.money import LARGEST
from collective.prai.core.money import parse_euros
from collective.prai.core.partial_date import BadDate
from collective.prai.core.partial_date import parse_partial
from collective.z3cform.datagridfield.row import DictRow
from decimal import Decimal
from plone.app.vocabularies.catalog import CatalogSource
from z3c.relationfield.schema import RelationChoice
from z3c.relationfield.schema import RelationList
from zope import schema
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Invalid
from zope.schema.interfaces import IDecimal
from zope.schema.interfaces import IList
from zope.schema.interfaces import ITextLine
from zope.schema.interfaces import TooLong
from zope.schema.interfaces import ValidationError


#: More is a mistake or an attack: the longest series of the programme has some dozens of lines.
MAX_ROWS = 500


class IMoney(IDecimal):
    """An amount in euros, exact to the cent; unknown is None, never zero."""


class IPartialDate(ITextLine):
    """A day, a month or a year, kept as ISO 8601 text."""


class IFigure(IDecimal):
    """A measured value, exact as its source writes it."""


class IRows(IList):
    """Rows of plain values: no rich text and no relation inside."""


class InvalidAmount(ValidationError):
    """What a form and a partner's program are told of a bad amount."""

    __doc__ = _("Give an amount in euros such as 98541.50 or 98 541,50 €.")

    def doc(self):
        return self.__doc__


class InvalidPartialDate(ValidationError):
    """What a form and a partner's program are told of a bad date."""

    __doc__ = _("Give a day, a month or a year: 13/12/2006, 12/2006 or 2006.")

    def doc(self):
        return self.__doc__


class InvalidFigure(ValidationError):
    """What a form and a partner's program are told of a bad figure."""

    __doc__ = _("Give a number such as 16,9 or 16.9.")

    def doc(self):
        return self.__doc__


class InvalidRow(ValidationError):
    """A bad cell, with its line and its column: ``args`` are the line (from 1), the column, the reason."""

    def doc(self):
        line, column, reason = self.args
        request = getRequest()
        return translate(
            _(
                "Line ${line}, ${column}: ${reason}",
                mapping={
                    "line": line,
                    "column": translate(column, context=request),
                    "reason": translate(reason, context=request),
                },
            ),
            context=request,
        )


@implementer(IMoney)
class Money(schema.Decimal):
    """Euros: 0 to 999 999 999 999,99, quantized to the cent."""

    def __init__(self, **kw):
        super().__init__(min=Decimal(0), max=LARGEST, **kw)

    def fromUnicode(self, value):
        return read_money(value)

    def _validate(self, value):
        # Rows reach validation without conversion when that one failed.
        if not isinstance(value, Decimal) or not value.is_finite():
            raise InvalidAmount(value).with_field_and_value(self, value)
        super()._validate(value)


@implementer(IFigure)
class Figure(schema.Decimal):
    """A decimal number, at most 10**12 in size and with six places."""

    def __init__(self, **kw):
        super().__init__(min=-LARGEST_FIGURE, max=LARGEST_FIGURE, **kw)

    def fromUnicode(self, value):
        return read_figure(value)

    def _validate(self, value):
        if not isinstance(value, Decimal) or not value.is_finite():
            raise InvalidFigure(value).with_field_and_value(self, value)
        super()._validate(value)


@implementer(IRows)
class Rows(schema.List):
    """A list of dicts whose keys are the columns of the row schema."""

    def _validate(self, value):
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise InvalidRow(1, self.title, _("Each row must be an object.")).with_field_and_value(
                self, value
            )
        for line, row in enumerate(value, 1):
            check_row(self.value_type.schema, row, line, self.context)
        if self.max_length is not None and len(value) > self.max_length:
            raise TooLong(value, self.max_length).with_field_and_value(self, value)


def check_row(row_schema, row: dict, line: int, context):
    """Validate one row; InvalidRow names the line and the first bad column."""
    for name, column in schema.getFieldsInOrder(row_schema):
        try:
            column.bind(context).validate(row.get(name))
        except ValidationError as error:
            raise InvalidRow(line, column.title, error.doc()).with_field_and_value(
                column, row.get(name)
            ) from None
        except Invalid as error:
            raise InvalidRow(line, column.title, error.args[0]).with_field_and_value(
                column, row.get(name)
            ) from None


@implementer(IPartialDate)
class PartialDate(schema.TextLine):
    """Text such as ``2006-12``; sorts by time."""

    def fromUnicode(self, value):
        return read_partial_date(value)

    def _validate(self, value):
        super()._validate(value)
        if read_partial_date(value) != value:
            raise InvalidPartialDate(value).with_field_and_value(self, value)


def read_money(value) -> Decimal | None:
    """Decimal or None for what a form or a program sent; InvalidAmount otherwise."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return parse_euros(value)
    except BadAmount:
        raise InvalidAmount(value) from None


def read_partial_date(value) -> str | None:
    """ISO text or None; InvalidPartialDate otherwise."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return parse_partial(value)
    except BadDate:
        raise InvalidPartialDate(value) from None


def read_figure(value) -> Decimal | None:
    """Decimal or None; InvalidFigure otherwise."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return parse_figure(value)
    except BadFigure:
        raise InvalidFigure(value) from None


def write_figure(value: Decimal | None) -> str:
    """What an edit form shows of a figure: ``16,9``."""
    return format_figure(value)


def write_money(value: Decimal | None) -> str:
    """What an edit form shows of an amount: ``98 541,50 €`` without its sign."""
    return format_euros(value, cents=True).removesuffix("\u00a0€") if value is not None else ""


def rows(row_schema, **kw) -> Rows:
    """A list of plain rows; over REST a JSON list of objects."""
    return Rows(
        value_type=DictRow(schema=row_schema), required=False, missing_value=None, max_length=MAX_ROWS, **kw
    )


def relation(*portal_types, **kw) -> RelationChoice:
    """One related item of the given types."""
    return RelationChoice(source=CatalogSource(portal_type=portal_types), required=False, **kw)


def relations(*portal_types, **kw) -> RelationList:
    """Related items of the given types, in the editor's order."""
    return RelationList(
        value_type=RelationChoice(source=CatalogSource(portal_type=portal_types)),
        defaultFactory=list,
        required=False,
        **kw,
    )


def terms(vocabulary: str, **kw) -> schema.List:
    """Several terms of one of our vocabularies."""
    return schema.List(
        value_type=schema.Choice(vocabulary=f"collective.prai.{vocabulary}"),
        defaultFactory=list,
        required=False,
        **kw,
    )


def term(vocabulary: str, required=False, **kw) -> schema.Choice:
    """One term of one of our vocabularies."""
    return schema.Choice(vocabulary=f"collective.prai.{vocabulary}", required=required, **kw)
