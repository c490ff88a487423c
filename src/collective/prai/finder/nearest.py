"""No exact answer: the nearest ones, and what each of them is where it is not what was asked."""

from collections.abc import Iterator
from collective.prai import _
from collective.prai.core.bands import Band
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.money import format_euros
from collective.prai.core.pages import format_number
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.cards import column
from collective.prai.finder.engine import LOST
from collective.prai.finder.engine import Search
from collective.prai.finder.facets import GROUP_TITLES
from collective.prai.finder.facets import Titles
from decimal import Decimal
from itertools import combinations
from itertools import islice
from math import inf
from math import log
from typing import NamedTuple


#: Items that are proposed.
MOST = 10
#: Items among which those are chosen; criteria of which every set is tried.
_LOOKED_AT, _ALL_WAYS = 200, 8
_COSTS = {"cout", "cout_max"}
#: Criteria of a size, by which one item is nearer than another.
_SIZES = {"habitants", *_COSTS}
#: What gives way first; words give way last.
ORDER = (
    "cout_max", "cout", "habitants", "epci", "departement", "zone", "annee", "etape", "avancement",
    "maturite", "licence", "public", "sujet", "theme", "type", "q",
)  # fmt: skip


class Near(NamedTuple):
    """A record, and the criteria that it does not meet."""

    rid: int
    relaxed: tuple[str, ...]


class Nearest:
    """The items that miss the fewest criteria, the least important ones first."""

    def __init__(self, search: Search):
        self.search = search
        # What stands without being asked does not give way.
        self.criteria = {
            name: mask for name, mask in search.criteria.items() if name != "type" or not search.sheets
        }
        if "q" in self.criteria:
            # Some of the words are better than none; an item without any of them is no answer.
            self.some = search.words.any_of(search.terms)

    def items(self, most: int = MOST) -> list[Near]:
        found, seen = [], 0
        for left_out, known in self.turns():
            mask = self.search.meeting(left_out) & ~seen & (self.sized(left_out) if known else -1)
            if "q" in left_out:
                mask &= self.some
            if not mask:
                continue
            seen |= mask
            for rid in self.by_distance(mask, left_out) if known else self.ranked(mask):
                found.append(Near(rid, left_out))
                if len(found) == most:
                    return found
        return found

    def ranked(self, mask: int, most: int | None = _LOOKED_AT) -> list[int]:
        """Records of a set, those that tell most of the words first; no more than could be shown."""
        return list(islice(self.search.words.ranked(self.search.terms, mask), most))

    # Sizes: what is not known is not near

    def turns(self) -> Iterator[tuple[tuple[str, ...], bool]]:
        """Ways, with those whose sizes are known before all others; words give way last all the same."""
        ways = list(self.ways())
        for wordless in (False, True):
            mine = [way for way in ways if ("q" in way) == wordless]
            yield from ((way, True) for way in mine)
            yield from ((way, False) for way in mine if _SIZES & set(way))

    def sized(self, left_out: tuple[str, ...]) -> int:
        """Items whose sizes are known where they give way."""
        found = self.search.lent.having("population_band") if "habitants" in left_out else -1
        return found & self.search.sets.having("prai_cost") if _COSTS & set(left_out) else found

    def by_distance(self, mask: int, left_out: tuple[str, ...]) -> list[int]:
        """Those whose sizes are the least times larger or smaller than asked first, then by words."""
        sizes = _SIZES & set(left_out)
        if not sizes or "q" in left_out:
            return self.ranked(mask)
        chosen = self.search.sets.of(self.candidates(mask, sizes))
        lost = set(self.search.sets.rids(chosen & self.search.sets.any_of("prai_availability", [LOST])))
        return sorted(self.ranked(chosen, None), key=lambda rid: (self.distance(rid, sizes), rid in lost))

    def candidates(self, mask: int, sizes: set[str]) -> Iterator[int]:
        """Records of a set among which the nearest of each size are; not all of ten thousand are weighed."""
        sets = self.search.sets
        if "habitants" in sizes:
            numbers = {band.token: number for number, band in enumerate(POPULATIONS)}
            asked = [numbers[band.token] for band in self.bands("habitants")]
            known, count = self.search.lent.values("population_band"), 0
            for token in sorted(known, key=lambda token: min(abs(numbers[token] - one) for one in asked)):
                if count >= _LOOKED_AT:
                    break
                count += (known[token] & mask).bit_count()
                yield from sets.rids(known[token] & mask)
        for name in sorted(sizes & _COSTS):
            for band in self.bands(name):
                above = mask & sets.between("prai_cost", low=float(band.high)) if band.high is not None else 0
                below = mask & sets.between("prai_cost", high=float(band.low))
                yield from islice(sets.ordered(above, "prai_cost"), _LOOKED_AT)
                yield from islice(sets.ordered(below, "prai_cost", descending=True), _LOOKED_AT)

    def bands(self, name: str) -> list[Band]:
        """What is asked of a size."""
        asked = self.search.asked
        if name == "cout_max":
            return [Band("", 0, asked.cost_max)]
        known = POPULATIONS if name == "habitants" else COSTS
        return [band for band in known if band.token in asked.chosen[name]]

    def distance(self, rid: int, sizes: set[str]) -> float:
        """Logarithm of how many times larger or smaller it is than asked, of all its sizes together."""
        found = 0.0
        for name in sizes:
            if name == "habitants":
                known = self.search.lent.population(rid)
                value = known[0] if known is not None else None
            else:
                value = self.search.sets.catalog.getIndex("prai_cost")._unindex.get(rid)
            found += inf if value is None else min(_times(value, band) for band in self.bands(name))
        return found

    def ways(self) -> Iterator[tuple[str, ...]]:
        """Sets of criteria to give up: the words last, else the fewest, then the least important."""
        names = sorted(self.criteria, key=ORDER.index)
        sizes = range(1, len(names) + 1) if len(names) <= _ALL_WAYS else (1, 2, 3, len(names))
        sets = [way for size in sizes for way in combinations(names, size)]
        rank = {name: number for number, name in enumerate(names)}
        return iter(
            sorted(sets, key=lambda way: ("q" in way, len(way), sorted(rank[name] for name in way)[::-1]))
        )


def _times(value, band: Band) -> float:
    """Logarithm of the ratio of a value to the nearer edge of a band; 0 in it."""
    value = max(float(value), 1.0)
    if value < band.low:
        return log(band.low / value)
    return log(value / max(float(band.high), 1.0)) if band.high is not None and value > band.high else 0.0


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
            return self.inhabitants(rid)
        if name == "q":
            bit = 1 << self.search.sets.table.bits[rid]
            missing = [term.text for term in self.search.terms if not self.search.words.term_set(term) & bit]
            return ", ".join(missing)
        index = "Subject" if name == "sujet" else FILTERS[name][0]
        values = self.search.lent.entries(index, rid)
        if name == "sujet":
            return ", ".join(values) or None
        return ", ".join(str(self.titles.title(name, value)) for value in values) or None

    def inhabitants(self, rid: int):
        """In words, with where they come from when its source does not say them."""
        known = self.search.lent.population(rid)
        if known is None:
            return None
        number = format_number(known[0], self.titles.language)
        return _("${number} at the last census", mapping={"number": number}) if known[1] else number

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
