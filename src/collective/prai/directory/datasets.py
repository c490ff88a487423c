"""The directory of organisations as one table for data catalogues."""

from collective.prai.core import vocabularies
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.licences import HOUSE_LICENCE
from collective.prai.core.safe_html import clean_text
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.tables import Column
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IDataset
from collective.prai.interfaces import IDatasets
from DateTime import DateTime
from functools import cached_property
from plone import api
from zope.interface import implementer


ID = "organisations"
COLUMNS = (
    Column("id", "string", "Identifiant permanent (urn:uuid)"),
    Column("name", "string", "Nom"),
    Column("acronym", "string", "Sigle"),
    Column("type", "string", "Type d’organisation (code)"),
    Column("type_title", "string", "Type d’organisation"),
    Column("roles", "array", "Rôles dans le programme : beneficiary, provider, partner, funder, operator"),
    Column("departments", "array", "Départements (codes)"),
    Column("siren", "string", "Numéro SIREN"),
    Column("insee", "string", "Code INSEE de la commune"),
    Column("address", "string", "Adresse du siège"),
    Column("phone", "string", "Téléphone du siège"),
    Column("email", "string", "Courriel du siège"),
    Column("website", "string", "Site web"),
    Column("url", "string", "Page de l’annuaire"),
)
_TEXTS = ("acronym", "siren", "insee", "address", "phone", "email", "website")


@implementer(IDataset)
class Directory:
    """Public sheets only; facts on organisations, never on persons."""

    id = ID
    item = None
    columns = COLUMNS
    licence = HOUSE_LICENCE
    attribution = HOUSE_ATTRIBUTION
    issued = None
    period = None
    keywords = ("collectivités", "intercommunalités", "prestataires", "annuaire")
    themes = ("GOVE", "REGI")
    departments = ()
    titles = {
        "fr": "Annuaire des organisations du programme",
        "en": "Directory of the programme’s organisations",
    }
    descriptions = {
        "fr": "Collectivités, prestataires, partenaires et financeurs du programme régional d’actions "
        "innovatrices de Midi-Pyrénées, avec leurs rôles, leurs identifiants et le contact public de leur "
        "siège.",
        "en": "Local authorities, providers, partners and funders of the regional programme of innovative "
        "actions of Midi-Pyrénées, with their roles, identifiers and the public contact of their office.",
    }

    def __init__(self, site):
        self.site = site

    @property
    def url(self) -> str:
        return place(self.site[SECTION_OF["prai.Organisation"]])

    @cached_property
    def sheets(self) -> list:
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(
            portal_type="prai.Organisation", allowedRolesAndUsers=["Anonymous"], sort_on="sortable_title"
        )
        found = [brain._unrestrictedGetObject() for brain in brains]
        return [sheet for sheet in found if is_public(sheet)]

    @property
    def modified(self):
        return max((sheet.modification_date for sheet in self.sheets), default=DateTime(0))

    def rows(self) -> list:
        return [self._row(sheet) for sheet in self.sheets]

    def _row(self, sheet) -> dict:
        title = vocabularies.title("organisation_types", sheet.organisation_type, "fr")
        texts = {name: clean_text(getattr(sheet, name, None) or "") or None for name in _TEXTS}
        return texts | {
            "id": f"urn:uuid:{sheet.UID()}",
            "name": clean_text(sheet.title or ""),
            "type": sheet.organisation_type,
            "type_title": clean_text(title),
            "roles": list(sheet.roles or ()),
            "departments": list(sheet.departments or ()),
            "url": place(sheet),
        }


@implementer(IDatasets)
class DirectoryDatasets:
    """The one table of this room, while its section is public."""

    def __init__(self, site):
        self.site = site

    def all(self) -> list:
        section = self.site.get(SECTION_OF["prai.Organisation"])
        return [Directory(self.site)] if section is not None and is_public(section) else []

    def get(self, id: str):
        return next(iter(self.all()), None) if id == ID else None
