"""A page of the programme's needs: its text, then what answers it, counted and shown as in the finder."""

from collective.prai.core.feeds import section_filters
from collective.prai.core.ready_pages import NEED_OF_ID
from collective.prai.core.ready_pages import ReadyPage
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.asked import Asked
from collective.prai.finder.cards import Card
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import Search
from collective.prai.finder.facets import Group
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from collective.prai.finder.home import TalliedView
from collective.prai.finder.views import FollowableView
from collective.prai.finder.views import SectionLink
from functools import cached_property


#: What is looked up by its name or its day, not by its newness.
_NO_SHEETS = ("prai.Organisation", "Event", "News Item")
SHOWN = 3


class NeedView(TalliedView, FollowableView):
    """A search whose types are those of the need's sections."""

    @cached_property
    def need(self) -> ReadyPage | None:
        """None for a page elsewhere to which somebody gave this view."""
        return NEED_OF_ID.get(self.context.getId())

    @cached_property
    def titles(self) -> Titles:
        return Titles()

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Portal types of the need's sections that the finder lists."""
        ids = self.need.sections if self.need is not None else ()
        names = [name for section in SECTIONS if section.id in ids for name in section.types]
        return tuple(name for name in dict.fromkeys(names) if name in self.titles.types)

    @cached_property
    def search(self) -> Search:
        return Search(Asked(chosen={"type": self.types}), self.sets, base_of(self.sets, self.titles.types))

    @cached_property
    def total(self) -> int:
        """What the search behind the page lists."""
        return self.search.total if self.types else 0

    @property
    def address(self) -> str:
        return f"{self.portal.absolute_url()}/trouver"

    @property
    def all_url(self) -> str:
        return self.search.asked.url(self.address)

    def themes(self) -> list[dict]:
        """The commonest themes of what is listed, each with its number and its list."""
        found = groups(self.search, self.titles) if self.types else []
        theme: Group | None = next((group for group in found if group.name == "theme"), None)
        asked = self.search.asked
        return [
            {
                "title": option.title,
                "count": option.count,
                "url": asked._replace(chosen=asked.chosen | {"theme": (option.token,)}).url(self.address),
            }
            for option in (theme.options if theme is not None else ())
        ]

    def html(self) -> str:
        text = self.context.text
        return text.output_relative_to(self.context) if text else ""

    def sections(self) -> list[SectionLink]:
        return self.section_links(self.need.sections) if self.need is not None else []

    def latest(self) -> list[Card]:
        """A few sheets of these sections."""
        names = [name for name in self.types if name not in _NO_SHEETS]
        listed = self.search.found & self.census.of_type(*names)
        return [self.maker.card(brain) for brain in self.census.first(listed, SHOWN)]

    def feed_filters(self) -> list[tuple[str, str]]:
        return section_filters(self.need.sections) if self.need is not None else []
