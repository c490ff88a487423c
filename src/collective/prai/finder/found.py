"""What any list of the finder shows: what is asked, what is found, what else could be asked."""

from collective.prai import _
from collective.prai.core import map_figures
from collective.prai.core.geography import home_departments
from collective.prai.core.money import format_euros
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import CARDS
from collective.prai.finder.asked import LIST
from collective.prai.finder.asked import MAP
from collective.prai.finder.asked import PAGE_SIZE
from collective.prai.finder.asked import read_asked
from collective.prai.finder.batches import pages_of
from collective.prai.finder.cards import Card
from collective.prai.finder.engine import MATURITY
from collective.prai.finder.engine import Search
from collective.prai.finder.engine import TO_TAKE
from collective.prai.finder.facets import Group
from collective.prai.finder.facets import GROUP_TITLES
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import SORT_TITLES
from collective.prai.finder.facets import Titles
from collective.prai.finder.facets import VIEW_TITLES
from collective.prai.finder.following import FollowedList
from collective.prai.finder.nearest import Differences
from collective.prai.finder.nearest import Nearest
from collective.prai.finder.town import TownAsked
from collective.prai.finder.views import FollowableView
from functools import cached_property
from itertools import islice
from typing import NamedTuple


class Chip(NamedTuple):
    """One thing that is asked; its address is the list without it."""

    label: object
    value: object
    url: str


class Choice(NamedTuple):
    """One way to show the list."""

    token: str
    title: object
    url: str
    current: bool


class FoundView(TownAsked, FollowedList, FollowableView):
    """Any list of the finder: the same filters, cards and words everywhere."""

    def __call__(self):
        if self.asked.pairs() or self.typed:
            # One of countless combinations: what they list is found without them.
            self.request.response.setHeader("X-Robots-Tag", "noindex, follow")
        return self.index()

    #: Filters that the list has chosen itself.
    fixed: tuple[str, ...] = ()
    default_sort = ""
    #: Types that are meant where none is asked; () for all.
    sheets: tuple[str, ...] = ()
    #: Whether its cards can be chosen for a comparison.
    compares = True

    @property
    def title(self):
        """Heading of the page."""
        return self.context.Title()

    @property
    def lead(self) -> str:
        return self.context.Description()

    def archived_count(self) -> int:
        """Archived items that the list has besides; 0 where it leads to none."""
        return 0

    # What is asked

    @cached_property
    def titles(self) -> Titles:
        return Titles()

    @cached_property
    def asked(self) -> Asked:
        return self.with_town(read_asked(self.request.form, self.titles.types))

    @property
    def archives(self) -> bool:
        return self.asked.archives

    @property
    def address(self) -> str:
        """Of the list without what is asked; there is no default, because each list has its own."""
        raise NotImplementedError

    def base(self) -> int:
        """What is listed when nothing is asked.

        There is no default, because a list that forgot to say it would show what belongs to none.
        """
        raise NotImplementedError

    # What is found

    @cached_property
    def search(self) -> Search:
        return Search(self.asked, self.sets, self.base(), self.sheets)

    @property
    def total(self) -> int:
        return self.search.total

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def page(self) -> int:
        """The page that is asked for, from 1; the last one when there is none of that number."""
        return min(self.asked.page, self.pages)

    @cached_property
    def brains(self) -> list:
        """Of the page that is shown."""
        start = (self.page - 1) * PAGE_SIZE
        return self.sets.brains(islice(self.search.ordered(self.default_sort), start, start + PAGE_SIZE))

    def items(self) -> list[Card]:
        return [self.with_way(self.maker.card(brain), brain) for brain in self.brains]

    @cached_property
    def nearest(self) -> list[Card]:
        """When nothing meets everything: what comes nearest, and in what it differs."""
        if self.total or not self.search.criteria or not self.asked.any():
            return []
        near, differences = Nearest(self.search).items(), Differences(self.search, self.titles)
        brains = self.sets.brains(one.rid for one in near)
        found = []
        for one, brain in zip(near, brains, strict=True):
            card = self.with_way(self.maker.card(brain), brain)
            card = card._replace(missed=differences.of(one, brain))
            # What is said as a difference need not be said twice.
            found.append(card._replace(figures=[]) if {"cout", "cout_max"} & set(one.relaxed) else card)
        return found

    def meant(self) -> Choice | None:
        """« Vouliez-vous dire … »: when no item at all has the words."""
        if (
            self.total
            or not self.search.terms
            or self.search.words.all_of(self.search.terms) & self.search.base
        ):
            return None
        words = self.search.words.meant(self.search.terms, self.search.base)
        return (
            Choice(words, words, self.url(self.asked._replace(words=words, page=1)), False) if words else None
        )

    # What else could be asked

    def url(self, asked: Asked) -> str:
        return asked.url(self.address)

    @cached_property
    def groups(self) -> list[Group]:
        return groups(self.search, self.titles, self.fixed)

    @cached_property
    def chips(self) -> list[Chip]:
        asked, found = self.asked, []
        if asked.words:
            found.append(Chip(_("Words"), asked.words, self.url(asked.without("q"))))
        for name, tokens in asked.chosen.items():
            found += [
                Chip(GROUP_TITLES[name], self.titles.title(name, token), self.url(asked.without(name, token)))
                for token in tokens
            ]
        if asked.cost_max is not None:
            found.append(
                Chip(_("Cost at most"), format_euros(asked.cost_max), self.url(asked.without("cout_max")))
            )
        if asked.subject:
            found.append(Chip(_("Subject"), asked.subject, self.url(asked.without("sujet"))))
        if self.town is not None:
            found.append(Chip(_("Near"), self.town_text, self.url(asked.without("commune"))))
        return found

    def cleared(self) -> str:
        return self.url(self.asked.cleared()._replace(commune=""))

    def sorts(self) -> list[Choice]:
        asked, now = self.asked, self.search.sort(self.default_sort)
        names = ["pertinence"] if self.search.terms else []
        names += [self.default_sort] if self.default_sort not in ("", "titre", TO_TAKE) else ["date"]
        names += ["titre"]
        names += [TO_TAKE] if self.search.found & self.sets.having("prai_availability") else []
        names += [MATURITY] if self.search.found & self.sets.having("maturity") else []
        names += ["cout"] if self.search.found & self.sets.having("prai_cost") else []
        names += ["proximite"] if asked.commune else []
        return [
            Choice(name, SORT_TITLES[name], self.url(asked._replace(sort=name, page=1)), name == now)
            for name in dict.fromkeys(names)
        ]

    def views(self) -> list[Choice]:
        asked = self.asked
        mapped = asked.view == MAP or bool(self.search.counts("departement"))
        return [
            Choice(name, VIEW_TITLES[name], self.url(asked._replace(view=name, page=1)), name == asked.view)
            for name in ((CARDS, LIST, MAP) if mapped else (CARDS, LIST))
        ]

    def map(self) -> map_figures.Figure | None:
        """Where the results are: in the region, or in the one département that is chosen."""
        if self.asked.view != MAP:
            return None
        chosen = self.asked.chosen.get("departement", ())
        if len(chosen) == 1 and chosen[0] in home_departments():
            title = _("Results in ${place}", mapping={"place": self.titles.title("departement", chosen[0])})
            return map_figures.department(
                chosen[0], self.search.counts("epci"), lambda code: self.narrowed("epci", code), title
            )
        return map_figures.region(
            self.search.counts("departement"),
            lambda code: self.narrowed("departement", code),
            _("Results by département"),
        )

    def narrowed(self, name: str, token: str) -> str:
        """The list of one value of a filter, in place of those that are chosen."""
        return self.url(self.asked._replace(chosen=self.asked.chosen | {name: (token,)}, page=1))

    def hidden(self) -> list[tuple[str, str]]:
        """What the form repeats without showing it."""
        shown = {group.name for group in self.groups} | {"q", "cout_max", "page", "hors_theme"}
        shown |= {"commune"} if self.knows_places else set()
        return [(name, value) for name, value in self.asked.pairs() if name not in shown]

    def off_theme_count(self) -> int:
        return self.search.off_theme_count()

    def cost_max(self) -> str:
        return f"{self.asked.cost_max:f}".removesuffix(".00") if self.asked.cost_max is not None else ""

    def knows_costs(self) -> bool:
        return "cout_max" in self.search.criteria or bool(self.search.base & self.sets.having("prai_cost"))

    # Pages

    def page_url(self, number: int) -> str:
        return self.url(self.asked._replace(page=number))

    def batch(self) -> list[dict]:
        """Page numbers around this one, with the first and the last; None stands for a gap."""
        return pages_of(self.page, self.pages, self.page_url)
