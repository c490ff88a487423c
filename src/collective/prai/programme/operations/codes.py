"""The code of an operation: one of its own, whatever door it comes by."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.programme.relations import target
from plone import api
from plone.uuid.interfaces import IUUID
from zope import schema
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer
from zope.schema.interfaces import ITextLine
from zope.schema.interfaces import ValidationError
import re


#: Index of the catalog: the code without case and spaces.
INDEX = "operation_code"
_SPACES = re.compile(r"\s+")


class ICode(ITextLine):
    """A code of an operation."""


class CodeTaken(ValidationError):
    """Another operation has it; ``args`` hold its title."""

    def doc(self):
        message = _("« ${title} » already has this code.", mapping={"title": self.args[0]})
        return translate(message, context=getRequest())


@implementer(ICode)
class Code(schema.TextLine):
    """Case and spaces make no difference."""

    def _validate(self, value):
        super()._validate(value)
        if self.context is not None and (taken := holder(value, self.context)):
            raise CodeTaken(taken).with_field_and_value(self, value)


def comparable(code: str | None) -> str:
    """As two codes are compared."""
    return _SPACES.sub("", code or "").casefold()


def holder(code: str, context) -> str | None:
    """Title of another operation with this code, a draft included; the item itself does not count."""
    mine = IUUID(aq_base(context), None)
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(
        portal_type="prai.Operation", operation_code=comparable(code)
    ):
        if brain.UID != mine:
            return brain.Title
    return None


def next_code(measure) -> str:
    """``PRAI-7.4-003``: acronym of the programme, number of the measure, the first that is free."""
    programme = target(measure, "programme")
    parts = [getattr(programme, "acronym", None) or "OP", getattr(measure, "number", None)]
    stem = "-".join(part for part in parts if part)
    number = 1
    while holder(f"{stem}-{number:03}", None) is not None:
        number += 1
    return f"{stem}-{number:03}"
