"""What the catalog knows of an organisation."""

from collective.prai.directory.content.organisation import IOrganisation
from collective.prai.directory.identifiers import normalised_name
from plone.indexer import indexer
import re


@indexer(IOrganisation)
def name(obj):
    """Title without accents, case and small words, to warn of doubles."""
    return normalised_name(obj.title or "")


@indexer(IOrganisation)
def siren(obj):
    """Nine digits without spaces."""
    if not obj.siren:
        raise AttributeError("siren")
    return re.sub(r"\s", "", obj.siren)


@indexer(IOrganisation)
def organisation_card(obj):
    """Type as token."""
    return {"organisation_types": obj.organisation_type}
