"""Money, partial dates and rows as forms and programs write them: one reading for both doors."""

from collective.prai import _
from collective.prai.core.fields import IMoney
from collective.prai.core.fields import IPartialDate
from collective.prai.core.fields import read_money
from collective.prai.core.fields import read_partial_date
from collective.prai.core.fields import write_money
from collective.prai.interfaces import IPraiLayer
from collective.z3cform.datagridfield.deserializer import DatagridRowDeserializer
from collective.z3cform.datagridfield.interfaces import IRow
from plone.dexterity.interfaces import IDexterityContent
from plone.restapi.deserializer.dxfields import DefaultFieldDeserializer
from plone.restapi.interfaces import IFieldDeserializer
from z3c.form.browser.text import TextWidget
from z3c.form.converter import BaseDataConverter
from z3c.form.interfaces import ITextWidget
from z3c.form.widget import FieldWidget
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer


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


@adapter(IPartialDate, ITextWidget)
class PartialDateConverter(BaseDataConverter):
    """``13/12/2006`` in the box, ISO text in the field."""

    def toWidgetValue(self, value):
        return "/".join(reversed(value.split("-"))) if value else ""

    def toFieldValue(self, value):
        return read_partial_date(value)


class _Reading(DefaultFieldDeserializer):
    """Reads with one function, then validates; null empties the field."""

    read = staticmethod(lambda value: value)

    def __call__(self, value):
        value = type(self).read(value)
        self.field.validate(value)
        return value


@implementer(IFieldDeserializer)
@adapter(IMoney, IDexterityContent, IPraiLayer)
class MoneyDeserializer(_Reading):
    """Number or text; 400 with a sentence on anything else."""

    read = staticmethod(read_money)


@implementer(IFieldDeserializer)
@adapter(IPartialDate, IDexterityContent, IPraiLayer)
class PartialDateDeserializer(_Reading):
    """ISO or French text; 400 with a sentence on anything else."""

    read = staticmethod(read_partial_date)


@implementer(IFieldDeserializer)
@adapter(IRow, IDexterityContent, IPraiLayer)
class RowsDeserializer(DatagridRowDeserializer):
    """A row is a JSON object with known names; anything else is refused, not dropped."""

    def __call__(self, row):
        if not isinstance(row, dict):
            raise ValueError(translate(_("Each row must be an object."), context=self.request))
        unknown = sorted(set(map(str, row)) - set(self.field.schema.names()))
        if unknown:
            message = _("Unknown column: ${names}.", mapping={"names": ", ".join(unknown)[:200]})
            raise ValueError(translate(message, context=self.request))
        return super().__call__(row)
