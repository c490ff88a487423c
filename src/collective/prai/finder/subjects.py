"""``/themes``, ``/publics``, ``/territoires`` and the page of each: all that is there, gathered.

Every figure is the size of the set that the list behind it shows: see census.py.
"""

from collective.prai import _
from collective.prai.core import map_figures
from collective.prai.core import vocabularies
from collective.prai.core.geography import home_departments
from collective.prai.core.listing import brain_link
from collective.prai.core.map_figures import Figure
from collective.prai.core.settings import public_address
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.subjects import AUDIENCES
from collective.prai.core.subjects import Kind
from collective.prai.core.subjects import subject_url
from collective.prai.core.subjects import terms
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.subjects import THEMES
from collective.prai.finder.census import Census
from collective.prai.finder.engine import SHEETS
from collective.prai.finder.presentations import Presentation
from collective.prai.finder.presentations import presentation
from collective.prai.finder.presentations import way_to_write
from collective.prai.finder.views import FollowableView
from collective.prai.interfaces import IHeadedPage
from functools import cached_property
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


class Block(NamedTuple):
    """Items of one type: the first of them as cards, or as lines where they are ``lines``."""

    id: str
    title: str
    total: int
    items: list
    lines: bool
    #: The whole list; "" where all are shown.
    more: str


class Besides(NamedTuple):
    """Sheets that lists leave out, and the list that shows them; ``alone``: there is nothing else."""

    number: int
    url: str
    alone: bool


class Entry(NamedTuple):
    """A subject in the list of its kind; ``kinds``: pairs of a section's title and a number."""

    token: str
    title: str
    url: str
    line: str
    count: int
    kinds: list
    #: Research projects outside the theme, where there is nothing else.
    besides: int = 0


class Step(NamedTuple):
    """Type, how many are shown, whether as lines; order: an index, descending."""

    type: str
    limit: int
    lines: bool = False
    index: str = "effective"
    descending: bool = True
    #: Among so many of them those that can be had come first; 0: in their order.
    choice: int = 0


#: What helps most comes first: what can be taken home, then what others did, then what to read.
STEPS = (
    Step("prai.Deliverable", 6, choice=100),
    Step("prai.ProjectSheet", 6),
    Step("prai.MissionSheet", 3),
    Step("prai.HowTo", 6, lines=True),
    Step("prai.Guide", 6, lines=True),
    Step("prai.TeachingPack", 6, lines=True),
    Step("prai.Study", 6, lines=True),
    Step("prai.Collection", 6, lines=True),
    Step("prai.Indicator", 6, lines=True, index="sortable_title", descending=False),
)
NEWS = (Step("News Item", 3), Step("Event", 3, index="start"))
PLACED = Step("prai.Organisation", 12, lines=True, index="sortable_title", descending=False)

#: Availability of a deliverable → its place in a list.
_RANK = {"download": 0, "on-request": 1, "not-found": 3}


def available_first(brains: list, found_only: bool = False) -> list:
    """What can be had before what is only known of; without the latter if so wished."""
    ranks = [(_RANK.get((brain.prai_card or {}).get("availabilities"), 2), brain) for brain in brains]
    kept = [pair for pair in ranks if pair[0] < 3 or not found_only]
    return [brain for _rank, brain in sorted(kept, key=lambda pair: pair[0])]


@implementer(IHeadedPage, IPublishTraverse)
class SubjectsView(FollowableView):
    """The list of one kind, and below its address the page of each of its terms."""

    kind: Kind
    #: What the page of one of them shows, in this order.
    steps = STEPS
    name = ""
    lead = ""
    page = ViewPageTemplateFile("templates/subject.pt")

    def __init__(self, context, request):
        super().__init__(context, request)
        self.path: tuple[str, ...] = ()

    def publishTraverse(self, request, name):
        path = (*self.path, name)
        if not self.is_there(path):
            raise NotFound(self, name, request)
        self.path = path
        return self

    def is_there(self, path: tuple[str, ...]) -> bool:
        return len(path) == 1 and path[0] in self.titles()

    def __call__(self):
        for column in ("leftcolumn", "rightcolumn"):
            self.request.set(f"disable_plone.{column}", 1)
        return self.page() if self.path else self.index()

    @cached_property
    def census(self) -> Census:
        return Census(self.sets)

    def titles(self) -> dict[str, str]:
        """Token → title of those that have a page."""
        return terms(self.kind)

    # What the page is called

    @property
    def token(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def heading(self):
        return self.titles()[self.token] if self.path else self.name

    @property
    def canonical(self) -> str:
        return "/".join((public_address() or self.portal.absolute_url(), self.kind.id, *self.path))

    @property
    def address(self) -> str:
        return f"{self.portal.absolute_url()}/{self.kind.id}"

    @property
    def trail(self) -> list[tuple]:
        return [(self.name, self.address)] if self.path else []

    @cached_property
    def presentation(self) -> Presentation:
        return presentation(self.kind, self.token)

    @property
    def description(self):
        return self.presentation.line if self.path else self.lead

    def way_to_write(self) -> dict | None:
        return way_to_write(self.kind, self.token)

    # The list of all

    def entries(self) -> list[Entry]:
        """Every term with what there is of it, in the order of the vocabulary."""
        sheets = [(self.section_title(name), self.census.of_type(name)) for name in SHEETS]
        found = []
        for token, title in self.titles().items():
            mask = self.census.about(self.kind, token)
            kinds = [(words, (mask & of).bit_count()) for words, of in sheets if mask & of]
            line = presentation(self.kind, token).line
            count = (mask & self.sheets).bit_count()
            besides = 0 if count else self.off_theme(token).bit_count()
            found.append(Entry(token, title, subject_url(self.kind, token), line, count, kinds, besides))
        return found

    # One of them

    @cached_property
    def mask(self) -> int:
        return self.census.about(self.kind, self.token)

    @cached_property
    def sheets(self) -> int:
        """All texts, whatever they are about; organisations, news and events are no texts."""
        return self.census.of_type(*SHEETS)

    @cached_property
    def total(self) -> int:
        return (self.mask & self.sheets).bit_count()

    def off_theme(self, token: str) -> int:
        """Sheets of a subject that no list shows unasked."""
        return self.census.about_off_theme(self.kind, token) & self.census.sets.any_of("portal_type", SHEETS)

    @cached_property
    def besides(self) -> Besides | None:
        """Research projects outside the theme, and where they are listed; None where there is none."""
        number = self.off_theme(self.token).bit_count() if self.path else 0
        if not number:
            return None
        asked = [(self.kind.filter, self.token), ("hors_theme", "1")]
        # Where there is nothing else, the whole list is of them.
        return Besides(number, f"{self.portal.absolute_url()}/trouver?{urlencode(asked)}", not self.blocks)

    def section_title(self, portal_type: str) -> str:
        """What the site calls the items of a type: the title of their section, which is content."""
        section = self.portal.get(SECTION_OF[portal_type])
        return section.Title() if section is not None else portal_type

    @cached_property
    def blocks(self) -> list[Block]:
        """What there is, type by type."""
        return [block for step in self.steps if (block := self.block(step, self.limit(step))) is not None]

    def limit(self, step: Step) -> int:
        return step.limit

    @cached_property
    def news(self) -> list[Block]:
        return [block for step in NEWS if (block := self.block(step, step.limit)) is not None]

    def block(self, step: Step, limit: int) -> Block | None:
        mask = self.mask & self.census.of_type(step.type)
        total = mask.bit_count()
        if not total:
            return None
        brains = self.census.first(mask, max(limit, step.choice), step.index, step.descending)
        brains = (available_first(brains) if step.choice else brains)[:limit]
        items = [brain_link(brain) if step.lines else self.maker.card(brain) for brain in brains]
        more = self.list_url(step.type) if total > len(items) else ""
        id = SECTION_OF[step.type]
        return Block(id, self.section_title(step.type), total, items, step.lines, more)

    def list_url(self, portal_type: str = "") -> str:
        """The finder, narrowed to what this page counts: the sheets of the subject, or those of a type."""
        # Without a type the finder lists the same sheets as this page.
        asked = [(self.kind.filter, self.token), *([("type", portal_type)] if portal_type else [])]
        return f"{self.portal.absolute_url()}/trouver?{urlencode(asked)}"

    def actors(self) -> list[dict]:
        """Organisations that took part, those of the most sheets first."""
        found = self.census.actors(self.mask & self.sheets)[:12]
        return [{"title": b.Title, "url": b.getURL(), "count": count} for b, count in found]

    def places(self) -> list[dict]:
        """Départements of these sheets, with the number of them."""
        counts = self.census.counts(TERRITORIES, self.mask & self.sheets)
        titles = vocabularies.titles("departments")
        return [
            {"title": title, "url": subject_url(TERRITORIES, code), "count": counts[code]}
            for code, title in titles.items()
            if code in counts
        ]

    def list_map(self) -> Figure | None:
        """A map in front of the list: of territories."""
        return None

    def map(self) -> Figure | None:
        """These sheets by département, where they are in two at least."""
        counts = self.census.counts(TERRITORIES, self.mask & self.sheets)
        if len(counts.keys() & set(home_departments())) < 2:
            return None
        title = _("Sheets by département: ${subject}", mapping={"subject": self.heading})
        return map_figures.region(counts, lambda code: subject_url(TERRITORIES, code), title)

    def figures(self) -> list[tuple]:
        """Pairs of a label and what is known: of territories."""
        return []

    def bodies(self) -> list[dict]:
        """Inter-municipal bodies with results: of a département."""
        return []

    def feed_filters(self) -> list[tuple[str, str]]:
        return [(self.kind.filter, self.token)] if self.path else []

    def alert_filters(self) -> list[tuple[str, str]]:
        """Where there are research projects alone, readers are told of these."""
        alone = self.besides is not None and self.besides.alone
        return self.feed_filters() + ([("hors_theme", "1")] if alone else [])


class ThemesView(SubjectsView):
    """What a sheet is about."""

    kind = THEMES
    name = _("Themes")
    lead = _("What other authorities did and what you can take from it, subject by subject.")


class AudiencesView(SubjectsView):
    """For whom a sheet was written."""

    kind = AUDIENCES
    name = _("Audiences")
    lead = _("The sheets that were written for you.")
