"""The directory of organisations as one table for data catalogues."""

from collective.prai.core import vocabularies
from collective.prai.core.safe_html import clean_text
from collective.prai.core.section_table import SectionTable
from collective.prai.core.section_table import SectionTables
from collective.prai.core.tables import Column
from collective.prai.core.targets import place


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


class Directory(SectionTable):
    """Public sheets only; facts on organisations, never on persons."""

    portal_type = "prai.Organisation"
    columns = COLUMNS
    keywords = ("collectivités", "intercommunalités", "prestataires", "annuaire")
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

    def row(self, sheet) -> dict:
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


class DirectoryDatasets(SectionTables):
    """See SectionTables."""

    table = Directory
