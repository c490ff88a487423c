"""What there is of each subject, counted on sets: nothing is woken, nobody counts what they may not see."""

from collective.prai.core.geography import municipalities
from collective.prai.core.subjects import Kind
from collective.prai.finder.engine import EXAMPLE
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.finder.engine import OFF_THEME
from collective.prai.finder.lent import Lent
from collective.prai.finder.sets import Sets
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple


CENTS = Decimal("0.01")


class Costs(NamedTuple):
    """Of some projects: the sum in euros of those whose cost is known, and how many are known or not."""

    total: Decimal
    known: int
    unknown: int


class Census:
    """The sets of one page: what the lists of the site show this reader, cut by subject and by type."""

    def __init__(self, sets: Sets | None = None):
        self.sets = Sets() if sets is None else sets
        self.lent = Lent(self.sets)

    @cached_property
    def listed(self) -> int:
        """Without archives, examples, and the research projects that no list shows unasked."""
        left_out = self.sets.having(OFF_THEME) | self.sets.having(EXAMPLE)
        return self.sets.readable & self.sets.any_of("review_state", LISTED_STATES) & ~left_out

    def of_type(self, *names: str) -> int:
        return self.sets.any_of("portal_type", names) & self.listed

    def about(self, kind: Kind, token: str) -> int:
        return self.lent.any_of(kind.vocabulary, [token]) & self.listed

    def about_off_theme(self, kind: Kind, token: str) -> int:
        """The research projects of a subject that no list shows unasked."""
        found = self.lent.any_of(kind.vocabulary, [token]) & self.sets.having(OFF_THEME)
        return found & self.sets.readable & self.sets.any_of("review_state", LISTED_STATES)

    def named(self, kind: Kind) -> set[str]:
        """Tokens that something which the reader may see has, archives too."""
        readable = self.sets.readable
        return {token for token, mask in self.lent.values(kind.vocabulary).items() if mask & readable}

    def counts(self, kind: Kind, mask: int) -> dict[str, int]:
        """Token → number of items of the set, for those that have one."""
        found = {token: (mask & of).bit_count() for token, of in self.lent.values(kind.vocabulary).items()}
        return {token: count for token, count in found.items() if count}

    def in_epci(self, siren: str) -> int:
        """What names the body, or one of its municipalities; a deliverable is where its project is."""
        towns = [town.code for town in municipalities().values() if town.epci == siren]
        found = self.lent.any_of("epcis", [siren]) | self.lent.any_of("municipalities", towns)
        return found & self.listed

    def costs(self, mask: int) -> Costs:
        """The index holds floats: each is the cost to the cent, and it is cents that are added."""
        total, known = Decimal(0), 0
        for value, of in self.sets.values("prai_cost").items():
            count = (mask & of).bit_count()
            total, known = total + Decimal(repr(value)).quantize(CENTS) * count, known + count
        return Costs(total, known, mask.bit_count() - known)

    def actors(self, mask: int) -> list[tuple[object, int]]:
        """Brains of the organisations that took part in items of the set, with the number of these.

        Those of the most items come first, then by title.
        """
        names, uids = self.of_type("prai.Organisation"), self.sets.values("UID")
        found = []
        for uid, of in self.sets.values("prai_actors").items():
            count = (mask & of).bit_count()
            organisation = uids.get(uid, 0) & names
            if count and organisation:
                (brain,) = self.sets.brains(self.sets.rids(organisation))
                found.append((brain, count))
        return sorted(found, key=lambda pair: (-pair[1], pair[0].Title))

    def first(self, mask: int, limit: int, index: str = "effective", descending: bool = True) -> list:
        """Brains of the first items of a set in an order."""
        found = []
        for rid in self.sets.ordered(mask, index, descending):
            if len(found) == limit:
                break
            found.append(rid)
        return self.sets.brains(found)
