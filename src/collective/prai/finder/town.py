"""A commune in the address of a list: what is near it comes first."""

from collective.prai.core import vocabularies
from collective.prai.core.geography import municipalities
from collective.prai.core.town import TownTyped
from collective.prai.finder.asked import Asked
from collective.prai.finder.cards import Card
from collective.prai.finder.near_words import away
from collective.prai.finder.nearness import kilometres_to
from functools import cached_property


class TownAsked(TownTyped):
    """A list in which the visitor's commune, typed or as a code, puts what is near first."""

    def town_url(self, code: str) -> str:
        return self.url(self.asked._replace(commune=code, page=1))

    def with_town(self, asked: Asked) -> Asked:
        """What is asked, with the commune that is typed; what is typed goes before a code."""
        if not self.typed:
            return asked
        return asked._replace(commune=self.meant_town.code if self.meant_town is not None else "")

    @property
    def town(self):
        """The municipality from which the way is told; None where none is."""
        return municipalities().get(self.asked.commune)

    @property
    def town_text(self) -> str:
        """As the box says it, so that it is understood when it is sent again."""
        return self.typed if self.town is None else f"{self.town.name} ({self.town.department})"

    def near_url(self) -> str:
        """« Near me », for the same commune."""
        return f"{self.near_address}?commune={self.asked.commune}" if self.town else self.near_address

    @cached_property
    def knows_places(self) -> bool:
        """Whether anything of the list is somewhere; in other lists a commune would change nothing."""
        placed = ("municipalities", "epcis", "departments", "prai_place_from")
        return bool(self.town_text) or any(self.search.base & self.sets.having(name) for name in placed)

    def with_way(self, card: Card, brain) -> Card:
        """A card that says how far it is from the commune."""
        if self.town is None:
            return card
        km = kilometres_to(self.search.lent, brain.getRID(), self.town.code)
        return card if km is None else card._replace(away=away(km, vocabularies.language()))
