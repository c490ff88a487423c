"""SIREN of an organisation: nine digits, written without spaces, of one organisation only."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.directory.identifiers import siren_is_valid
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.uuid.interfaces import IUUID
from zope import schema
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.interface import implementer
from zope.schema.interfaces import ITextLine
from zope.schema.interfaces import ValidationError
import re


class ISiren(ITextLine):
    """A SIREN number."""


class BadSiren(ValidationError):
    """The number does not exist."""

    __doc__ = _("This is not a SIREN number: nine digits whose check digit is right.")

    def doc(self):
        return self.__doc__


class SirenTaken(ValidationError):
    """Another organisation has it; ``args`` hold its title."""

    def doc(self):
        message = _("« ${title} » already has this SIREN number.", mapping={"title": self.args[0]})
        return translate(message, context=getRequest())


@implementer(ISiren)
class Siren(schema.TextLine):
    """Spaces may be typed, they are not kept."""

    def fromUnicode(self, value):
        digits = re.sub(r"\s", "", value) or None
        self.validate(digits)
        return digits

    def _validate(self, value):
        super()._validate(value)
        if re.search(r"\s", value) or not siren_is_valid(value):
            raise BadSiren(value).with_field_and_value(self, value)
        if self.context is not None and (taken := holder(value, self.context)):
            raise SirenTaken(taken).with_field_and_value(self, value)


def holder(siren: str, context) -> str | None:
    """Title of another organisation with this number; the item itself and its working copy do not count.

    The search is unrestricted, because a number is one organisation's even while its sheet is a draft.
    """
    mine = {IUUID(aq_base(context), None)}
    if IWorkingCopy.providedBy(context):
        baseline = ICheckinCheckoutPolicy(context).getBaseline()
        mine.add(IUUID(baseline, None) if baseline is not None else None)
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="prai.Organisation", siren=siren):
        if brain.UID not in mine and not IWorkingCopy.providedBy(brain._unrestrictedGetObject()):
            return brain.Title
    return None
