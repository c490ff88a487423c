"""Behavior: the public, professional contact of a sheet; never a private person's."""

from collective.prai import _
from collective.prai.core.fields import relation
from plone.autoform.interfaces import IFormFieldProvider
from plone.schema.email import Email
from plone.supermodel import model
from zope import schema
from zope.interface import provider
import re


@provider(IFormFieldProvider)
class IContact(model.Schema):
    """Whom to ask: a function in an organisation, an address of the office."""

    model.fieldset(
        "contact",
        label=_("Contact"),
        fields=["contact_function", "contact_organisation", "contact_email", "contact_phone"],
    )
    contact_function = schema.TextLine(
        title=_("Function"),
        description=_("The post or the department, not the name of a person."),
        required=False,
    )
    contact_organisation = relation("prai.Organisation", title=_("Organisation to ask"))
    contact_email = Email(title=_("E-mail of the office"), required=False)
    contact_phone = schema.TextLine(title=_("Telephone of the office"), required=False)


def dialled(phone: str) -> str:
    """A number as telephones take it."""
    return re.sub("[^0-9+]", "", phone)
