"""Each indicator as a table for data catalogues."""

from collective.prai.core import vocabularies
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.publication.workflow import PUBLIC_STATES
from collective.prai.core.safe_html import clean_text
from collective.prai.core.tables import Column
from collective.prai.core.targets import find
from collective.prai.core.targets import place
from collective.prai.interfaces import IDataset
from collective.prai.interfaces import IDatasets
from collective.prai.resources.content.indicator import IIndicator
from collective.prai.resources.indicator_views import COMPUTED
from DateTime import DateTime
from datetime import date
from decimal import Decimal
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


#: Source of a figure that nobody typed.
COUNTED = "Compté par le site"


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
        days = sorted(row["date"] for row in series(self.item) if row.get("date"))
        return (days[0], days[-1]) if days else None

    def rows(self) -> list:
        return series(self.item)


def series(item) -> list[dict]:
    """Observations, then what the site counts by itself, as everybody may see it today."""
    unit = item.counted or item.unit
    rows = [{**row, "unit": unit} for row in item.observations or ()]
    if item.computed in COMPUTED:
        value = Decimal(len(_public_items(COMPUTED[item.computed])))
        today = date.today().isoformat()
        rows.append({"date": today, "value": value, "unit": unit, "qualifier": "exact", "source": COUNTED})
    return [
        {name: clean_text(value) if isinstance(value, str) else value for name, value in row.items()}
        for row in rows
    ]


def _public_items(portal_type: str) -> list:
    catalog = api.portal.get_tool("portal_catalog")
    return catalog.unrestrictedSearchResults(
        portal_type=portal_type,
        review_state=list(PUBLIC_STATES),
        allowedRolesAndUsers=["Anonymous"],
        effectiveRange=DateTime(),
    )


@implementer(IDatasets)
class IndicatorDatasets:
    """Of every indicator; only those that have figures are listed."""

    def __init__(self, site):
        self.site = site

    def all(self) -> list:
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(
            portal_type="prai.Indicator", allowedRolesAndUsers=["Anonymous"], sort_on="sortable_title"
        )
        return [IndicatorDataset(item) for brain in brains if series(item := brain._unrestrictedGetObject())]

    def get(self, id: str):
        item = find(id)
        return IndicatorDataset(item) if IIndicator.providedBy(item) else None
