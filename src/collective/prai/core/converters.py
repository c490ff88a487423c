"""Money, figures, partial dates and rows as an edit form shows and reads them."""

from collective.prai.core.fields import check_row
from collective.prai.core.fields import IFigure
from collective.prai.core.fields import IMoney
from collective.prai.core.fields import InvalidRow
from collective.prai.core.fields import IPartialDate
from collective.prai.core.fields import read_figure
from collective.prai.core.fields import read_money
from collective.prai.core.fields import read_partial_date
from collective.prai.core.fields import write_figure
from collective.prai.core.fields import write_money
from collective.prai.core.widgets import IRowsWidget
from plone.app.z3cform.widgets.text import TextWidget
from z3c.form.converter import BaseDataConverter
from z3c.form.converter import FormatterValidationError
from z3c.form.interfaces import ITextWidget
from z3c.form.interfaces import IValidator
from z3c.form.interfaces import NO_VALUE
from z3c.form.validator import SimpleFieldValidator
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface
from zope.schema.interfaces import IList
from zope.schema.interfaces import ValidationError


def text_widget(field, request):
    """Amounts are typed as text: a number box would refuse « 98 541,50 »."""
    return FieldWidget(field, TextWidget(request))


@adapter(IMoney, ITextWidget)
class MoneyConverter(BaseDataConverter):
    """``98 541,50`` in the box, Decimal in the field, whatever the browser's language."""

    def toWidgetValue(self, value):
        return write_money(value)

    def toFieldValue(self, value):
        return read_money(value)


@adapter(IFigure, ITextWidget)
class FigureConverter(BaseDataConverter):
    """``16,9`` in the box, Decimal in the field, whatever the browser's language."""

    def toWidgetValue(self, value):
        return write_figure(value)

    def toFieldValue(self, value):
        return read_figure(value)


@adapter(IPartialDate, ITextWidget)
class PartialDateConverter(BaseDataConverter):
    """``13/12/2006`` in the box, ISO text in the field."""

    def toWidgetValue(self, value):
        return "/".join(reversed(value.split("-"))) if value else ""

    def toFieldValue(self, value):
        return read_partial_date(value)


@adapter(IList, IRowsWidget)
class RowsConverter(BaseDataConverter):
    """Dicts of typed values from dicts of what was typed.

    The grid's own converter swallows a cell that it cannot read and keeps its raw text; here such a
    cell is an error that names its line and its column.
    """

    def toWidgetValue(self, value):
        return [self._cells(row) for row in value or ()]

    def _cells(self, row):
        cells = {}
        for name, converter in self.widget.cell_converters().items():
            value = row.get(name)
            cells[name] = converter.toWidgetValue(
                value if value is not None else converter.field.missing_value
            )
        return cells

    def toFieldValue(self, value):
        if value is NO_VALUE or not value:
            return self.field.missing_value
        converters = list(self.widget.cell_converters().items())
        return [self._row(converters, cells, line) for line, cells in enumerate(value, 1)]

    def _row(self, converters, cells, line):
        row = {}
        for name, converter in converters:
            raw = cells.get(name, NO_VALUE)
            try:
                empty = raw is NO_VALUE or raw is None or not raw
                row[name] = converter.field.missing_value if empty else converter.toFieldValue(raw)
            except FormatterValidationError as error:
                raise InvalidRow(line, converter.field.title, error.doc()) from None
            except ValidationError as error:
                raise InvalidRow(line, converter.field.title, error.doc()) from None
        return row


@implementer(IValidator)
@adapter(Interface, Interface, Interface, IList, IRowsWidget)
class RowsValidator(SimpleFieldValidator):
    """Rows are validated column by column: a row is a plain dict, not an object of its schema."""

    def validate(self, value, force=False):
        for line, row in enumerate(value or (), 1):
            check_row(self.field.value_type.schema, row, line, self.context)
