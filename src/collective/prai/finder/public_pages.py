"""Our pages that are no items, for the sitemap of search engines: those with something to read."""

from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.subjects import KINDS
from collective.prai.core.subjects import terms
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.visibility import as_anybody
from collective.prai.finder.census import Census
from collective.prai.finder.subjects import SHEETS
from collective.prai.finder.territories import region_bodies
from collective.prai.interfaces import IPublicPages
from zope.interface import implementer


@implementer(IPublicPages)
class PublicPages:
    """As everybody sees them, whoever has the sitemap made."""

    def __init__(self, context):
        self.context = context

    def addresses(self) -> list[str]:
        with as_anybody():
            return [f"{ADDRESS}/{path}" for path in self._paths()]

    def _paths(self) -> list[str]:
        found, census = ["trouver", "pres-de-chez-moi", "tableau-de-bord", "plan-du-site"], Census()
        sheets = census.of_type(*SHEETS)
        for kind in KINDS:
            found.append(kind.id)
            counts = census.counts(kind, sheets)
            found += [f"{kind.id}/{token}" for token in terms(kind) if token in counts]
        for code, siren in region_bodies():
            if census.in_epci(siren) & sheets:
                found.append(f"{TERRITORIES.id}/{code}/{siren}")
        return found
