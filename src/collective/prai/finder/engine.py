"""The one way of listing: a base set, narrowed by what is asked, counted in every direction."""

from collections.abc import Iterable
from collections.abc import Iterator
from collective.prai.core import vocabularies
from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.lent import Lent
from collective.prai.finder.matching import Words
from collective.prai.finder.nearness import by_nearness
from collective.prai.finder.sets import Sets
from collective.prai.finder.words import Term
from collective.prai.finder.words import terms
from functools import cached_property


#: Archived items stay at their address and leave the lists.
#: Calls are listed open and closed, operations published and settled.
LISTED_STATES = ("published", "to_revise", "open", "closed", "settled")
OFF_THEME = "prai_off_theme"
#: Fictitious reuses: shown in their section and on their sheet, counted nowhere.
EXAMPLE = "prai_example"
#: What the centre collects: without a word or a type, lists of everything are of these.
SHEETS = (
    "prai.ProjectSheet", "prai.Deliverable", "prai.HowTo", "prai.Guide", "prai.TeachingPack", "prai.Study",
    "prai.MissionSheet", "prai.Collection", "prai.Indicator", "prai.Reuse",
)  # fmt: skip
#: What nobody can take home: it comes after all else, who took something up last of all.
_LAST = ("prai.Indicator", "prai.Collection")
_REUSES = ("prai.Reuse",)
HAVEABLE, LOST = ("download", "on-request"), "not-found"
TO_TAKE, MATURITY, OPEN_FIRST = "reprise", "maturite", "ouverts"


class Search:
    """One search of one reader.

    ``base``: what is listed when nothing is asked; the reader's own limits are part of it.  A criterion is
    the set of the items that meet it; −1 stands for all items.  ``sheets``: the types that are meant where
    neither words nor types are asked; the counts of types are of all of them nevertheless.
    """

    def __init__(self, asked: Asked, sets: Sets, base: int, sheets: Iterable[str] = ()):
        self.asked = asked
        self.sheets = () if asked.words or asked.subject or "type" in asked.chosen else tuple(sheets)
        self.sets = sets
        self.lent = Lent(sets)
        self.whole = base
        self.words = Words(sets)
        self.off_theme = base & sets.having(OFF_THEME)
        self.base = base if asked.off_theme else base & ~self.off_theme

    # Criteria

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words that count; the last one as a beginning, when none of the items has it as a word."""
        found = terms(self.asked.words)
        if found and not self.words.all_of(found) & self.base:
            return self.words.completed(found, self.asked.words) or found
        return found

    @cached_property
    def criteria(self) -> dict[str, int]:
        """Name of what is asked → items that meet it."""
        found = {"q": self.words.all_of(self.terms)} if self.terms else {}
        if self.sheets:
            found["type"] = self.sets.any_of("portal_type", self.sheets)
        for name, tokens in self.asked.chosen.items():
            found[name] = self.lent.any_of(FILTERS[name][0], self._with_members(name, tokens))
        if self.asked.cost_max is not None:
            found["cout_max"] = self.sets.between("prai_cost", high=float(self.asked.cost_max))
        if self.asked.subject:
            found["sujet"] = self.sets.any_of("Subject", [self.asked.subject])
        return found

    def _with_members(self, name: str, tokens: Iterable[str]) -> set[str]:
        """A term counts for all terms below it."""
        if name not in self.parents:
            return set(tokens)
        return set().union(*(vocabularies.descendants(FILTERS[name][1], token) for token in tokens))

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """Filter → terms that have others below them."""
        found = {}
        for name in ("theme", "public"):
            above = {row["parent"] for row in vocabularies.rows(FILTERS[name][1]) if row.get("parent")}
            if above:
                found[name] = sorted(above)
        return found

    def meeting(self, left_out: Iterable[str] = ()) -> int:
        """Items that meet everything but what is left out."""
        found, left_out = self.base, set(left_out)
        for name, mask in self.criteria.items():
            if name not in left_out:
                found &= mask
        return found

    @cached_property
    def found(self) -> int:
        return self.meeting()

    @property
    def total(self) -> int:
        return self.found.bit_count()

    @property
    def others(self) -> int:
        """How many items are left out because no type is asked."""
        return (self.meeting(("type",)) & ~self.found).bit_count() if self.sheets else 0

    # Counts

    def counts(self, name: str) -> dict[str, int]:
        """Value of a filter → how many items it would list, whatever is chosen of this filter now."""
        others = self.meeting((name,)) if name in self.criteria else self.found
        known = self.lent.values(FILTERS[name][0])
        found = {value: count for value, mask in known.items() if (count := (others & mask).bit_count())}
        for token in self.parents.get(name, ()):
            mask = self.lent.any_of(FILTERS[name][0], self._with_members(name, [token]))
            if count := (others & mask).bit_count():
                found[token] = count
        return found

    def off_theme_count(self) -> int:
        """Items that meet everything and are left out for their theme alone."""
        found = self.off_theme
        for mask in self.criteria.values():
            found &= mask
        return found.bit_count()

    # Order

    def sort(self, default: str = "") -> str:
        """The order that is meant where none is asked, or one that makes no sense here."""
        asked = self.asked.sort
        if asked == "pertinence" and not self.terms or asked == "proximite" and not self.asked.commune:
            asked = ""
        # Who says where they are wants to know what is near.
        return asked or (
            "proximite" if self.asked.commune else "pertinence" if self.terms else default or "date"
        )

    def ordered(self, default: str = "") -> Iterator[int]:
        """Records that were found, in the order that is asked."""
        order = self.sort(default)
        if order == "pertinence":
            return self.words.ranked(self.terms, self.found)
        if order == TO_TAKE:
            return self._to_take_first()
        if order == MATURITY:
            return self._most_tried_first()
        if order == OPEN_FIRST:
            return self._open_first()
        if order == "proximite":
            return by_nearness(self.lent, self.found, self.asked.commune)
        index, descending = {
            "cout": ("prai_cost", False),
            "titre": ("sortable_title", False),
            "agenda": ("start", True),
        }.get(order, ("effective", True))
        return self.sets.ordered(self.found, index, descending)

    def _to_take_first(self) -> Iterator[int]:
        """Deliverables that can be had; the other sheets; figures, and what nobody found again; reuses."""
        left, lost = self.found, self.sets.any_of("prai_availability", [LOST])
        reuses = left & self.sets.any_of("portal_type", _REUSES)
        last = left & (lost | self.sets.any_of("portal_type", _LAST)) & ~reuses
        for part in (
            *(left & self.sets.any_of("prai_availability", [one]) for one in HAVEABLE),
            left & ~last & ~reuses,
            last,
            reuses,
        ):
            yield from self.sets.ordered(part & left, "effective", descending=True)
            left &= ~part

    def _open_first(self) -> Iterator[int]:
        """Calls that are open, then all else."""
        is_open = self.found & self.sets.any_of("review_state", ["open"])
        for part in (is_open, self.found & ~is_open):
            yield from self.sets.ordered(part, "effective", descending=True)

    def _most_tried_first(self) -> Iterator[int]:
        """By levels, as their table has them from the lowest; then those of which no level is known."""
        left = self.found
        levels = [self.sets.any_of("maturity", [one]) for one in reversed(vocabularies.titles("maturities"))]
        for part in (*levels, -1):
            yield from self.sets.ordered(part & left, "effective", descending=True)
            left &= ~part


def base_of(
    sets: Sets,
    types: Iterable[str],
    states: Iterable[str] | None = None,
    archives: bool = False,
    examples: bool = False,
) -> int:
    """What a reader may be shown of these types: of these states, else of any but the archives."""
    base = sets.readable & sets.any_of("portal_type", types)
    if not examples:
        base &= ~sets.having(EXAMPLE)
    if archives:
        return base & sets.any_of("review_state", ["archived"])
    if states is None:
        return base & ~sets.any_of("review_state", ["archived"])
    return base & sets.any_of("review_state", states)
