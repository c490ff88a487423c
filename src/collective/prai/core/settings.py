"""Settings of the add-on: its public address, and the vocabularies that ARDESI edits."""

from collective.prai import _
from collective.z3cform.datagridfield.interfaces import IRow
from collective.z3cform.datagridfield.registry import DictRow as RegistryRow
from collective.z3cform.datagridfield.row import DictRow
from plone import api
from plone.registry.interfaces import IPersistentField
from plone.registry.interfaces import IRegistry
from plone.supermodel import model
from zope import schema
from zope.component import adapter
from zope.component import queryUtility
from zope.interface import implementer
from zope.interface import Interface
from zope.interface import Invalid
import re


PREFIX = "collective.prai"


def is_token(value):
    """A token is an ASCII slug: it appears in partners' addresses."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value or ""):
        raise Invalid(_("A token has small letters without accents, digits and hyphens only."))
    return True


class ITermRow(Interface):
    """One term; its token never changes once the term has been used."""

    token = schema.ASCIILine(title=_("Token"), constraint=is_token)
    fr = schema.TextLine(title=_("French"))
    en = schema.TextLine(title=_("English"), required=False)
    parent = schema.ASCIILine(title=_("Group (token)"), required=False)
    retired = schema.Bool(title=_("Retired"), required=False, default=False)


def _rows(title) -> schema.List:
    return schema.List(title=title, value_type=DictRow(schema=ITermRow), required=False, defaultFactory=list)


@implementer(IPersistentField)
@adapter(IRow)
def registry_row(field):
    """What the registry stores of a row field.

    The row of the schema below is not persistent itself: the registry would store that very object, which
    then belongs to one database connection and fails in every other.
    """
    stored = RegistryRow.__new__(RegistryRow)
    stored.__dict__.update({name: value for name, value in vars(field).items() if name != "context"})
    return stored


class IVocabularies(model.Schema):
    """Rows of each vocabulary; seeded by the profile, never overwritten by an upgrade."""

    themes = _rows(_("Themes"))
    audiences = _rows(_("Audiences"))
    project_kinds = _rows(_("Kinds of project"))
    deliverable_kinds = _rows(_("Kinds of deliverable"))
    study_kinds = _rows(_("Kinds of study"))
    organisation_types = _rows(_("Types of organisation"))
    transfer_conditions = _rows(_("Conditions for taking it up"))
    training_formats = _rows(_("Training formats"))
    units = _rows(_("Units"))


class ISettings(model.Schema):
    """What the site is called from outside, and how much it gives to one reader."""

    public_url = schema.URI(
        title=_("Public address of the site"),
        description=_("Feeds, partners and mails use this address only. Without a slash at the end."),
        required=False,
    )
    throttle_rate = schema.Int(
        title=_("Requests a minute of one reader"),
        description=_(
            "Of the addresses for partners. A heavy page counts for several, an unchanged one for a fifth. "
            "Who asks more often is told when to come back. 0: no limit."
        ),
        min=0,
        default=600,
        required=False,
    )
    throttle_burst = schema.Int(
        title=_("Requests in a row"),
        description=_("What a reader who has not come for a while may ask at once."),
        min=1,
        default=1000,
        required=False,
    )
    throttle_together = schema.Int(
        title=_("Requests at the same time"),
        description=_("Of a reader who has spent half of the above. 0: no limit."),
        min=0,
        default=1,
        required=False,
    )


def site_title() -> str:
    """What the managers of the site call it, in one line; "" while they call it nothing."""
    return api.portal.get_registry_record("plone.site_title", default="") or ""


def public_address() -> str:
    """The configured address of the site, without a slash at the end; "" while none is set."""
    registry = queryUtility(IRegistry)
    return ((registry.get(f"{PREFIX}.public_url") if registry is not None else "") or "").rstrip("/")
