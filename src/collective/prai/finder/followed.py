"""A search that somebody follows: what it finds for everybody, and how it reads in words."""

from collections.abc import Iterable
from collective.prai import _
from collective.prai.core.money import format_euros
from collective.prai.core.visibility import as_anybody
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.asked import read_asked
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.facets import GROUP_TITLES
from collective.prai.finder.facets import Titles
from collective.prai.finder.sets import Sets
from collective.prai.interfaces import ISearch
from plone.base.interfaces import IPloneSiteRoot
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer


Pairs = Iterable[tuple[str, str]]


@implementer(ISearch)
@adapter(IPloneSiteRoot)
class FollowedSearch:
    """How a list is shown (order, page, map) is no part of what is followed."""

    names = ("q", *FILTERS, "cout_max", "sujet", "hors_theme")

    def __init__(self, site):
        self.site = site

    def _asked(self, pairs: Pairs) -> Asked:
        form: dict[str, list[str]] = {}
        for name, value in pairs:
            if name in self.names:
                form.setdefault(name, []).append(value)
        return read_asked(form, Titles().types)

    def pairs(self, asked: Pairs) -> list[tuple[str, str]]:
        return self._asked(asked).pairs()

    def unknown(self, asked: Pairs) -> list[str]:
        return list(self._asked(asked).ignored)

    def found(self, asked: Pairs) -> frozenset[str]:
        # It is sent to people, and kept for all of them.
        with as_anybody():
            sets, wanted = Sets(), self._asked(asked)
            search = Search(wanted, sets, base_of(sets, Titles().types), SHEETS)
            uids = sets.catalog.getIndex("UID")._unindex
            return frozenset(uids[rid] for rid in sets.rids(search.found) if rid in uids)

    def words(self, asked: Pairs, language: str) -> list[tuple[str, str]]:
        titles, wanted = Titles(), self._asked(asked)
        found = [(_("Words"), wanted.words)] if wanted.words else []
        for name, tokens in wanted.chosen.items():
            values = [translate(titles.title(name, token), target_language=language) for token in tokens]
            found.append((GROUP_TITLES[name], ", ".join(values)))
        if wanted.cost_max is not None:
            found.append((_("Cost at most"), format_euros(wanted.cost_max)))
        if wanted.subject:
            found.append((_("Subject"), wanted.subject))
        return [(translate(label, target_language=language), value) for label, value in found]
