"""``/trouver`` and the lists of the sections: where each begins, and what feeds can follow of it."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core.settings import public_address
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import read_asked
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.finder.engine import OPEN_FIRST
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.engine import TO_TAKE
from collective.prai.finder.found import FoundView
from collective.prai.finder.missed import note
from collective.prai.interfaces import IHeadedPage
from functools import cached_property
from zope.i18n import translate
from zope.interface import implementer


#: Newest first, but for what readers look up by name or by day.
DEFAULT_SORTS = {
    "organisations": "titre", "indicateurs": "titre", "agenda": "agenda",
    "programme": "titre", "appels": OPEN_FIRST,
}  # fmt: skip
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

    @property
    def description(self) -> str:
        """What is asked, in words: whom the list is sent to reads it below the title."""
        return ", ".join(translate(chip.value, context=self.request) for chip in self.chips)

    @property
    def shared_url(self) -> str:
        return self.asked.url(self.canonical)

    def __call__(self):
        page = super().__call__()
        if not self.total and self.asked.words and self.asked.page == 1:
            # Kept by nobody, or it would be counted once for many readers.
            self.request.response.setHeader("Cache-Control", "private, max-age=0, must-revalidate")
            note(self.asked.words, bool(self.asked.chosen or self.asked.cost_max is not None))
        return page

    def base(self) -> int:
        return base_of(self.sets, self.titles.types, archives=self.archives)


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
        return self.here & base_of(self.sets, types, LISTED_STATES, self.archives, examples=True)

    def archived_count(self) -> int:
        return (self.here & base_of(self.sets, self.titles.types, archives=True)).bit_count()

    @cached_property
    def own_types(self) -> tuple[str, ...]:
        types = next((section.types for section in SECTIONS if section.id == self.section), ())
        return tuple(name for name in types if name in self.titles.types)
