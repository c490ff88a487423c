"""Partner site: who takes our texts, and how; for the team, but for those who agreed to be named."""

from collective.prai import _
from collective.prai.core.public_forms.checks import is_email
from collective.prai.core.public_forms.checks import is_web_address
from collective.prai.core.public_forms.checks import web_address
from collective.prai.core.public_forms.checks import WrongValue
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import read_filters
from collective.prai.syndication.query import read_pairs
from plone import api
from plone.dexterity.content import Item
from plone.supermodel import model
from typing import NamedTuple
from zope import schema
from zope.interface import implementer


#: Folder of the sheets, at the root; it is not public.
PARTNERS = "partenaires"
ACTIVE = "active"


def is_filters(value):
    """As an address has them: ``theme=tourisme&departement=09``."""
    try:
        read_filters(read_pairs(value))
    except (BadQuery, KeyError):
        raise WrongValue(
            _("Write the filters as an address has them, for instance theme=tourisme&departement=09.")
        ) from None
    return True


class IPartnerSite(model.Schema):
    """An organisation's site; no person is named, and the address to write to is never published."""

    url = schema.TextLine(title=_("Address of the site"), constraint=is_web_address)
    contact_email = schema.TextLine(
        title=_("E-mail of the office"),
        description=_("Of a function, not of a person. It is never published."),
        constraint=is_email,
        required=False,
    )
    kind = schema.Choice(
        title=_("Kind of partner"), vocabulary="collective.prai.partner_kinds", required=False
    )
    formats = schema.List(
        title=_("How they take our texts"),
        value_type=schema.Choice(vocabulary="collective.prai.partner_formats"),
        required=False,
        defaultFactory=list,
    )
    filters = schema.TextLine(
        title=_("What they take"),
        description=_("The filters as an address has them, for instance theme=tourisme&departement=09."),
        constraint=is_filters,
        required=False,
    )
    stage = schema.Choice(
        title=_("State of the partnership"), vocabulary="collective.prai.partner_stages", default="asked"
    )
    listed = schema.Bool(
        title=_("Agreed to be named on the partners' page"),
        description=_("They are named once the partnership is active."),
        default=False,
        required=False,
    )
    number = schema.TextLine(title=_("Number of the request"), required=False)
    message = schema.Text(title=_("Message"), required=False)


@implementer(IPartnerSite)
class PartnerSite(Item):
    """A partner's sheet."""


class Listed(NamedTuple):
    """What everyone may know of a partner."""

    title: str
    url: str
    formats: list[str]
    filters: str


def listed_partners() -> list[Listed]:
    """Active partners who agreed to be named, by name.

    The folder is not public and is read without asking for rights: these four facts are what they agreed to.
    """
    folder = api.portal.get().get(PARTNERS)
    found = folder.objectValues() if folder is not None else []
    named = [
        Listed(site.title, site.url, list(site.formats or ()), site.filters or "")
        for site in found
        if IPartnerSite.providedBy(site)
        and site.listed
        and site.stage == ACTIVE
        and not web_address(site.url)
    ]
    return sorted(named, key=lambda partner: partner.title.casefold())
