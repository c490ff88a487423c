"""The public items of one section as one table for data catalogues, made by the centre itself."""

from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.licences import HOUSE_LICENCE
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IDataset
from collective.prai.interfaces import IDatasets
from DateTime import DateTime
from functools import cached_property
from plone import api
from zope.interface import implementer


@implementer(IDataset)
class SectionTable:
    """See the interface; a room names the type, the columns and the words, and makes a row of an item."""

    portal_type = ""
    item = None
    licence = HOUSE_LICENCE
    attribution = HOUSE_ATTRIBUTION
    issued = None
    period = None
    themes = ("GOVE", "REGI")
    departments = ()

    def __init__(self, site):
        self.site = site

    @property
    def id(self) -> str:
        return SECTION_OF[self.portal_type]

    @property
    def url(self) -> str:
        return place(self.site[self.id])

    @cached_property
    def items(self) -> list:
        """By title."""
        catalog = api.portal.get_tool("portal_catalog")
        brains = catalog.unrestrictedSearchResults(
            portal_type=self.portal_type, allowedRolesAndUsers=["Anonymous"], sort_on="sortable_title"
        )
        found = [brain._unrestrictedGetObject() for brain in brains]
        return [item for item in found if is_public(item) and self.takes(item)]

    @property
    def modified(self):
        return max((item.modification_date for item in self.items), default=DateTime(0))

    def rows(self) -> list:
        return [self.row(item) for item in self.items]

    def row(self, item) -> dict:
        """Column → value.  There is no default, because each type has facts of its own."""
        raise NotImplementedError

    def takes(self, item) -> bool:
        """Whether a public item has a row."""
        return True


@implementer(IDatasets)
class SectionTables:
    """The one table of a room, while its section is public."""

    table = SectionTable

    def __init__(self, site):
        self.site = site

    def all(self) -> list:
        table = self.table(self.site)
        section = self.site.get(table.id)
        return [table] if section is not None and is_public(section) else []

    def get(self, id: str):
        return next((table for table in self.all() if table.id == id), None)
