"""Each indicator as a table for data catalogues."""

from collective.prai.core import vocabularies
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.safe_html import clean_text
from collective.prai.core.tables import Column
from collective.prai.core.targets import find
from collective.prai.core.targets import place
from collective.prai.interfaces import IDataset
from collective.prai.interfaces import IDatasets
from collective.prai.resources.content.indicator import IIndicator
from DateTime import DateTime
from plone import api
from zope.interface import implementer


#: Theme of ours → data theme of the EU, beside the two that every indicator has.
EU_THEMES = {
    "developpement-economique": "ECON",
    "tourisme": "ECON",
    "aide-sociale": "SOCI",
    "petite-enfance": "SOCI",
    "e-insertion": "SOCI",
    "enseignement": "EDUC",
    "urbanisme": "REGI",
}
#: Columns in the order of the file; a day, a month or a year is text to a table.
COLUMNS = (
    Column("date", "string", "Jour, mois ou année (ISO 8601)"),
    Column("value", "number", "Valeur"),
    Column("unit", "string", "Unité"),
    Column("qualifier", "string", "Précision : exact, about, at-least, at-most, forecast"),
    Column("series", "string", "Série"),
    Column("territory", "string", "Territoire ou catégorie"),
    Column("source", "string", "Source"),
    Column("note", "string", "Note"),
)


@implementer(IDataset)
class IndicatorDataset:
    """Observations, one a row, each with its own source."""

    columns = COLUMNS

    def __init__(self, item):
        self.item = item
        self.id = item.UID()
        self.url = place(item)
        self.titles = {"fr": clean_text(item.title or "")}
        self.descriptions = {"fr": clean_text(item.definition or item.description or item.title or "")}
        tokens = item.themes or ()
        self.keywords = [vocabularies.title("themes", token, "fr") for token in tokens]
        self.themes = sorted({"GOVE", "TECH"} | {EU_THEMES[token] for token in tokens if token in EU_THEMES})
        self.departments = list(item.departments or ())
        self.licence = item.licence
        self.attribution = clean_text(item.attribution or HOUSE_ATTRIBUTION)
        self.issued = item.effective_date if isinstance(item.effective_date, DateTime) else None
        self.modified = item.modification_date

    @property
    def period(self):
        days = sorted(row["date"] for row in self.item.observations or () if row.get("date"))
        return (days[0], days[-1]) if days else None

    def rows(self) -> list:
        unit = self.item.counted or self.item.unit
        return [
            {
                name: clean_text(value) if isinstance(value, str) else value
                for name, value in {**row, "unit": unit}.items()
            }
            for row in self.item.observations or ()
        ]


@implementer(IDatasets)
class IndicatorDatasets:
    """Of every indicator that everybody may find."""

    def __init__(self, site):
        self.site = site

    def all(self) -> list:
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(
            portal_type="prai.Indicator", allowedRolesAndUsers=["Anonymous"], sort_on="sortable_title"
        )
        return [IndicatorDataset(brain._unrestrictedGetObject()) for brain in brains]

    def get(self, id: str):
        item = find(id)
        return IndicatorDataset(item) if IIndicator.providedBy(item) else None
