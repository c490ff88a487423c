"""Searches of the finder as a visitor asks them, and what each choice of a filter may be."""

from collective.prai.finder.asked import read_asked
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.facets import Titles
from collective.prai.finder.sets import Sets


THEMES = ["tourisme", "petite-enfance", "haut-debit", "urbanisme"]
CHOICES = {
    "type": ["prai.HowTo", "prai.ProjectSheet", "prai.Deliverable"], "theme": THEMES, "departement": ["31", "81", "09"],
    "habitants": ["1000-2000", "50000-200000"], "cout": ["15000-30000", "50000-100000"], "zone": ["rural", "urbain"],
    "etape": ["in-service", "planned"], "annee": ["2006", "2007"], "licence": ["etalab-2.0", "CC-BY-4.0"],
    "public": ["elus", "dgs"],
}  # fmt: skip


def search_for(**form) -> Search:
    titles, sets = Titles(), Sets()
    return Search(read_asked(form, titles.types), sets, base_of(sets, titles.types), SHEETS)


def titles_of(search, rids=None) -> list[str]:
    return [brain.Title for brain in search.sets.brains(search.ordered() if rids is None else rids)]


def meets(facts, asked, without="") -> bool:
    return all(
        facts.get(name, set()) & set(tokens) for name, tokens in asked.chosen.items() if name != without
    )
