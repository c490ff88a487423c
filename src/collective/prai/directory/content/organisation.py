"""An organisation of the directory: authority, provider, partner, funder."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import relation
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.directory.identifiers import insee_is_valid
from collective.prai.directory.siren import Siren
from plone.app.dexterity.textindexer import searchable
from plone.namedfile.field import NamedBlobImage
from plone.schema.email import Email
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Invalid


def check_insee(value):
    """Five characters, Corsica's letters included."""
    if value and not insee_is_valid(value):
        raise Invalid(_("This is not an INSEE code of a municipality: five characters such as 31573."))
    return True


class IOrganisation(model.Schema):
    """Organisations only, never persons: address, telephone and e-mail are the office's."""

    searchable("acronym", "other_names")
    model.fieldset(
        "office",
        label=_("Office and identifiers"),
        fields=["address", "phone", "email", "website", "siren", "insee", "logo"],
    )
    organisation_type = term("organisation_types", required=True, title=_("Type of organisation"))
    acronym = schema.TextLine(title=_("Acronym"), required=False)
    other_names = schema.List(
        title=_("Other names"),
        description=_("One a line: former names and other spellings, so that a search finds them."),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    summary = schema.Text(title=_("What it did in the programme"), required=False)
    searchable("summary")
    roles = terms("organisation_roles", title=_("Roles in the programme"))
    parent = relation("prai.Organisation", title=_("Part of"))
    siren = Siren(title=_("SIREN number"), description=_("Nine digits."), required=False)
    insee = schema.TextLine(
        title=_("INSEE code"), description=_("Of a municipality."), required=False, constraint=check_insee
    )
    address = schema.Text(title=_("Address"), required=False)
    phone = schema.TextLine(title=_("Telephone of the office"), required=False)
    email = Email(title=_("E-mail of the office"), required=False)
    website = schema.URI(title=_("Web site"), required=False)
    logo = NamedBlobImage(title=_("Logo"), required=False)


@implementer(IOrganisation)
class Organisation(Sheet):
    """Published as a directory, not as syndicated text."""
