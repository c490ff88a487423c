"""Stock addresses of a search: the page leads to ours, suggestions say what ours would find."""

from collections.abc import Sequence
from collective.prai.core.caching.parts import KeptManager
from collective.prai.core.compiled import TemplateFile
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import read_asked
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.facets import Titles
from collective.prai.finder.sets import Sets
from functools import cached_property
from html import escape
from itertools import islice
from plone import api
from plone.app.layout.viewlets.common import SearchBoxViewlet
from Products.CMFPlone.browser.search import AjaxSearch
from Products.Five.browser import BrowserView


#: Stock name of what is asked → ours.
_OURS = {"SearchableText": "q", "Subject": "sujet", "portal_type": "type"}


class SearchDoor(BrowserView):
    """``@@search``: moved for good to ``/trouver``, with what it asks."""

    def __call__(self):
        form = {_OURS.get(name, name): value for name, value in self.request.form.items()}
        asked = read_asked(form, Titles().types)
        address = asked.url(f"{api.portal.get().absolute_url()}/trouver")
        self.request.response.redirect(address, status=301)
        return ""


class Found(Sequence):
    """Brains of a search; only those that are looked at are made."""

    def __init__(self, search: Search):
        self.search = search

    def __len__(self) -> int:
        return self.search.total

    @cached_property
    def rids(self) -> list[int]:
        return list(islice(self.search.ordered(), 200))

    def __getitem__(self, place):
        rids = self.rids[place]
        return (
            self.search.sets.brains(rids) if isinstance(place, slice) else self.search.sets.brains([rids])[0]
        )


class LiveSearch(AjaxSearch):
    """Suggestions under the search box: what the search itself would list, while the last word is typed.

    Without images: stock code writes into each item which scale it was asked for, and a visitor's letters
    would empty everything that is kept of pages.
    """

    def get_image_tag(self, item, image_scale):
        return None

    def results(self, **options):
        titles, sets = Titles(), Sets()
        form = self.request.form
        words = read_asked({"q": form.get("q") or form.get("SearchableText")}).words
        search = Search(Asked(words=words), sets, base_of(sets, titles.types))
        if not search.terms:
            return []
        if begun := search.words.completed(search.terms, words):
            search.terms = begun
        return Found(search)


#: Stands for the words in a header that is made to be kept; the same name says so on its request.
_WORDS = "prai-words-sought"


class SearchBox(SearchBoxViewlet):
    """The box in the header of every page leads to the finder."""

    index = TemplateFile("templates/searchbox.pt")

    @property
    def words(self) -> str:
        return _WORDS if self.request.get(_WORDS) else words_sought(self.request.form)


def words_sought(form: dict) -> str:
    return read_asked({"q": form.get("q")}).words


class KeptHeader(KeptManager):
    """The same for everyone but for the box, which repeats the words: they are put in afterwards."""

    def render(self):
        found = super().render()
        return found.replace(_WORDS, escape(words_sought(self.request.form)), 1)

    def _made(self) -> str:
        self.request.set(_WORDS, True)
        try:
            return super()._made()
        finally:
            self.request.set(_WORDS, False)
