"""``/trouver`` and the lists of the sections: where each begins, and what feeds can follow of it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core.feeds import asked_filters
from collective.prai.core.feeds import PUBLIC
from collective.prai.core.feeds import reuse_url
from collective.prai.core.feeds import section_filters
from collective.prai.core.settings import public_address
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import CARDS
from collective.prai.finder.asked import read_asked
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.engine import TO_TAKE
from collective.prai.finder.found import FoundView
from collective.prai.finder.missed import note
from collective.prai.interfaces import IHeadedPage
from functools import cached_property
from urllib.parse import urlencode
from zope.interface import implementer


#: Newest first, but for what readers look up by name or by day.
DEFAULT_SORTS = {"organisations": "titre", "indicateurs": "titre", "agenda": "agenda"}
#: Letters of the words that stand in the title of the page.
_TITLE_WORDS = 60


@implementer(IHeadedPage)
class Finder(FoundView):
    """``SITE/trouver``: everything that readers may find, by words, filters and place."""

    @property
    def heading(self):
        words = self.asked.words
        if not words:
            return _("Find")
        # A window has room for some words.
        short = words if len(words) <= _TITLE_WORDS else f"{words[:_TITLE_WORDS].rstrip()}…"
        return _("Find: ${words}", mapping={"words": short})

    title = _("Find a sheet, a deliverable, an example")
    lead = ""
    sheets = SHEETS

    @property
    def default_sort(self) -> str:
        """Of events alone what comes is before what is past."""
        return "agenda" if self.asked.chosen.get("type") == ("Event",) else TO_TAKE

    @property
    def address(self) -> str:
        return f"{self.portal.absolute_url()}/trouver"

    @property
    def canonical(self) -> str:
        return f"{public_address() or self.portal.absolute_url()}/trouver"

    def __call__(self):
        page = super().__call__()
        if not self.total and self.asked.words and self.asked.page == 1:
            # Kept by nobody, or it would be counted once for many readers.
            self.request.response.setHeader("Cache-Control", "private, max-age=0, must-revalidate")
            note(self.asked.words, bool(self.asked.chosen or self.asked.cost_max is not None))
        return page

    def base(self) -> int:
        return base_of(self.sets, self.titles.types, archives=self.archives)

    def feed_filters(self) -> list[tuple[str, str]]:
        """What is asked, words and all: feeds read a search as this page does."""
        asked = self.asked
        public = {name: tokens for name, tokens in asked.chosen.items() if name in PUBLIC}
        if asked.archives or asked.ignored or asked_filters(public) is None:
            return []
        return asked._replace(commune="", sort="", view=CARDS, page=1).pairs()

    @property
    def alert_url(self) -> str:
        """Where this search becomes an alert by mail; "" where no feed follows it either."""
        filters = self.feed_filters()
        return f"{self.portal.absolute_url()}/alertes?{urlencode(filters)}" if filters else ""

    def reuse_url(self) -> str:
        """The partners' page with what it understands of the search, "" where that is not all of it."""
        asked = self.asked
        other = asked.words or asked.subject or asked.cost_max is not None or asked.off_theme
        filters = None if other else asked_filters(asked.chosen)
        return reuse_url(filters) if filters else ""


class ListingView(FoundView):
    """The list of a section: the finder with its types chosen."""

    @cached_property
    def section(self) -> str:
        """Id of the section; "" for a folder elsewhere that may be called like one."""
        here = aq_inner(self.context)
        known = {section.id for section in SECTIONS}
        return here.getId() if aq_parent(here) == self.portal and here.getId() in known else ""

    @property
    def fixed(self) -> tuple[str, ...]:
        types = next((section.types for section in SECTIONS if section.id == self.section), ())
        return ("type",) if len(types) - ("Image" in types) == 1 else ()

    @property
    def default_sort(self) -> str:
        return DEFAULT_SORTS.get(self.context.getId(), "")

    @cached_property
    def asked(self) -> Asked:
        return self.with_town(read_asked(self.request.form, () if self.fixed else self.titles.types))

    @property
    def address(self) -> str:
        return self.context.absolute_url()

    @property
    def here(self) -> int:
        return self.sets.in_folder("/".join(self.context.getPhysicalPath()))

    def base(self) -> int:
        types = [*self.titles.types, "Image"]
        return self.here & base_of(self.sets, types, LISTED_STATES, self.archives)

    def archived_count(self) -> int:
        return (self.here & base_of(self.sets, self.titles.types, archives=True)).bit_count()

    def feed_filters(self) -> list[tuple[str, str]]:
        asked, section = self.asked, section_filters([self.section])
        other = asked.words or asked.subject or asked.archives or asked.cost_max is not None
        chosen = asked_filters(asked.chosen)
        return [] if other or asked.ignored or not section or chosen is None else section + chosen
