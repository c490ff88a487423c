"""No exact answer: the nearest ones, and what each of them is where it is not what was asked."""

from collections.abc import Iterator
from collective.prai import _
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.cards import column
from collective.prai.finder.engine import Search
from collective.prai.finder.facets import GROUP_TITLES
from collective.prai.finder.facets import Titles
from decimal import Decimal
from itertools import combinations
from itertools import islice
from typing import NamedTuple


#: Items that are proposed.
MOST = 10
#: Items among which those are chosen; criteria of which every set is tried.
_LOOKED_AT, _ALL_WAYS = 200, 8
_COSTS = {"cout", "cout_max"}
#: What gives way first; words give way last.
ORDER = (
    "cout_max", "cout", "habitants", "epci", "departement", "zone", "annee", "etape", "licence", "public",
    "sujet", "theme", "type", "q",
)  # fmt: skip


class Near(NamedTuple):
    """A record, and the criteria that it does not meet."""

    rid: int
    relaxed: tuple[str, ...]


class Nearest:
    """The items that miss the fewest criteria, the least important ones first."""

    def __init__(self, search: Search):
        self.search = search
        self.criteria = dict(search.criteria)
        if "q" in self.criteria:
            # Some of the words are better than none; an item without any of them is no answer.
            self.some = search.words.any_of(search.terms)

    def items(self, most: int = MOST) -> list[Near]:
        found, seen = [], 0
        for left_out in self.ways():
            mask = self.search.meeting(left_out) & ~seen
            if "q" in left_out:
                mask &= self.some
            if not mask:
                continue
            seen |= mask
            for rid in self.by_cost(mask) if _COSTS & set(left_out) else self.ranked(mask):
                found.append(Near(rid, left_out))
                if len(found) == most:
                    return found
        return found

    def ranked(self, mask: int) -> list[int]:
        """Records of a set, those that tell most of the words first; no more than could be shown."""
        return list(islice(self.search.words.ranked(self.search.terms, mask), _LOOKED_AT))

    def by_cost(self, mask: int) -> list[int]:
        """The cheapest first: it is nearest to what was too much; what has no known cost comes last."""
        known = self.search.sets.catalog.getIndex("prai_cost")._unindex
        return sorted(self.ranked(mask), key=lambda rid: known.get(rid, float("inf")))

    def ways(self) -> Iterator[tuple[str, ...]]:
        """Sets of criteria to give up: the words last, else the fewest, then the least important."""
        names = sorted(self.criteria, key=ORDER.index)
        sizes = range(1, len(names) + 1) if len(names) <= _ALL_WAYS else (1, 2, 3, len(names))
        sets = [way for size in sizes for way in combinations(names, size)]
        rank = {name: number for number, name in enumerate(names)}
        return iter(
            sorted(sets, key=lambda way: ("q" in way, len(way), sorted(rank[name] for name in way)[::-1]))
        )


class Differences:
    """What an item is where it is not what was asked: « coût : 82 050 €, reste à charge 16 410 € »."""

    def __init__(self, search: Search, titles: Titles):
        self.search = search
        self.titles = titles

    def of(self, near: Near, brain) -> list[tuple]:
        """Label and value of each criterion that is not met; the value is None where nothing is known."""
        names = [name for name in near.relaxed if not (name == "cout" and "cout_max" in near.relaxed)]
        return [(self.label(name), self.value(name, near.rid, brain)) for name in names]

    def label(self, name: str):
        if name == "q":
            return _("Missing words")
        if name == "cout_max":
            return GROUP_TITLES["cout"]
        return _("Subject") if name == "sujet" else GROUP_TITLES[name]

    def value(self, name: str, rid: int, brain):
        if name in ("cout", "cout_max"):
            return self.money(column(brain, "prai_card") or {})
        if name == "habitants":
            people = self.inhabitants(rid, brain)
            return format_number(people, self.titles.language) if people is not None else None
        if name == "q":
            bit = 1 << self.search.sets.table.bits[rid]
            missing = [term.text for term in self.search.terms if not self.search.words.term_set(term) & bit]
            return ", ".join(missing)
        index = "Subject" if name == "sujet" else FILTERS[name][0]
        values = self.search.lent.entries(index, rid)
        if name == "sujet":
            return ", ".join(values) or None
        return ", ".join(str(self.titles.title(name, value)) for value in values) or None

    def inhabitants(self, rid: int, brain) -> int | None:
        """Of its own place, else of the largest that it comes from."""
        sources = self.search.sets.brains(self.search.lent.sources(rid))
        people = [(column(one, "prai_place") or {}).get("population") for one in (brain, *sources)]
        return people[0] if people[0] is not None else max(filter(None, people), default=None)

    def money(self, card: dict):
        cost, own = card.get("cost"), card.get("own_contribution")
        if cost is None:
            return None
        if own is None:
            return format_euros(Decimal(cost))
        return _(
            "${cost}, own contribution ${own}",
            mapping={"cost": format_euros(Decimal(cost)), "own": format_euros(Decimal(own))},
        )
