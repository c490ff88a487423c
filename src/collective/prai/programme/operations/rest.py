"""What plone.restapi tells visitors of an operation: of a natural person no more than the list does."""

from collective.prai.core.visibility import is_team
from collective.prai.interfaces import IPraiLayer
from collective.prai.programme.content.operation import IOperation
from collective.prai.programme.operations.persons import without_name
from collective.prai.programme.operations.profiles import TWO_YEARS
from collective.prai.programme.operations.values import beneficiary
from plone.restapi.interfaces import IFieldSerializer
from plone.restapi.serializer.dxfields import DefaultFieldSerializer
from time import time
from zope.component import adapter
from zope.interface import implementer
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine


class _Guarded(DefaultFieldSerializer):
    def get_value(self, default=None):
        value, operation = super().get_value(default), self.context
        if not operation.natural_person or is_team(operation) or not isinstance(value, str):
            return value
        if self.field.__name__ == "beneficiary_label":
            return beneficiary(operation, TWO_YEARS, time())
        return without_name(value, operation.beneficiary_label)


@implementer(IFieldSerializer)
@adapter(ITextLine, IOperation, IPraiLayer)
class LineSerializer(_Guarded):
    """A line of text."""


@implementer(IFieldSerializer)
@adapter(IText, IOperation, IPraiLayer)
class TextSerializer(_Guarded):
    """Lines of text."""
