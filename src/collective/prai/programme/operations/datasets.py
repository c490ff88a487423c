"""The list of operations as one table for data catalogues: public rows, no natural person by name."""

from collective.prai.core.section_table import SectionTable
from collective.prai.core.section_table import SectionTables
from collective.prai.core.tables import Column
from collective.prai.core.targets import place
from collective.prai.core.visibility import as_anybody
from collective.prai.programme.operations.profiles import NEVER
from collective.prai.programme.operations.profiles import VALUES
from collective.prai.programme.operations.register import natural
from collective.prai.programme.operations.values import row_of


#: French titles of the columns, in their order.
TITLES = {
    "code": "Code unique",
    "name": "Nom du projet",
    "beneficiary": "Nom du bénéficiaire",
    "siren": "Numéro SIREN du bénéficiaire",
    "contractor": "Contractant",
    "summary": "Brève description",
    "measure": "Mesure (numéro)",
    "measure_title": "Mesure",
    "starts": "Début (jour, mois ou année)",
    "ends": "Fin (jour, mois ou année)",
    "total_cost": "Coût total en euros",
    "eligible_cost": "Dépenses totales éligibles en euros",
    "erdf": "Contribution FEDER en euros",
    "region": "Contribution de la Région en euros",
    "other_public": "Autres aides publiques en euros",
    "union_rate": "Taux de cofinancement de l’Union, en pour cent",
    "fund": "Fonds",
    "specific_objective": "Objectif spécifique",
    "intervention": "Type d’intervention",
    "postcode": "Code postal",
    "nuts": "Code NUTS",
    "location": "Lieu",
    "country": "Pays",
    "departments": "Départements (codes)",
    "official": "Ligne de la liste officielle (faux : ligne reconstituée)",
    "source": "Source de la ligne",
}
COLUMNS = (
    Column("id", "string", "Identifiant permanent (urn:uuid)"),
    *(Column(name, VALUES[name], title) for name, title in TITLES.items()),
    Column("url", "string", "Page de l’opération"),
)


class Operations(SectionTable):
    """Public rows; what nobody knows is empty, never zero."""

    portal_type = "prai.Operation"
    columns = COLUMNS
    themes = ("GOVE", "REGI", "ECON")
    keywords = ("liste des opérations", "bénéficiaires", "FEDER", "subventions")
    titles = {"fr": "Liste des opérations du programme", "en": "List of operations of the programme"}
    descriptions = {
        "fr": "Opérations aidées : bénéficiaire, objet, dépenses éligibles, contribution de l’Union et de "
        "la Région, mesure et lieu. Une ligne qui n’est pas dans la liste officielle le dit ; un montant "
        "inconnu reste vide.",
        "en": "Operations that were helped: beneficiary, purpose, eligible expenditure, contribution of the "
        "Union and of the Région, measure and place. A row that is not in the official list says so; an "
        "unknown amount is empty.",
    }

    @property
    def items(self) -> list:
        return sorted(super().items, key=lambda item: natural(item.code))

    def row(self, item) -> dict:
        with as_anybody():
            row = row_of(item, NEVER)
        return {name: row[name] for name in TITLES} | {"id": f"urn:uuid:{item.UID()}", "url": place(item)}


class OperationsDatasets(SectionTables):
    """See SectionTables."""

    table = Operations
