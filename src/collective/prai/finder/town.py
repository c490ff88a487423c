"""A commune that a visitor types: the one that is meant, those to choose from, the nearest spellings."""

from collective.prai.core import communes
from collective.prai.core import vocabularies
from collective.prai.core.geography import municipalities
from collective.prai.core.pages import format_number
from collective.prai.finder.asked import Asked
from collective.prai.finder.cards import Card
from collective.prai.finder.near_words import away
from collective.prai.finder.nearness import kilometres_to
from functools import cached_property
import re


#: Also halves of characters, which Zope makes of bytes that are no UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
#: Communes among which one can choose.
_MOST = 30


def one(form: dict, name: str) -> str:
    """The first text of a value of the form, whatever a hostile address makes of it."""
    value = form.get(name)
    values = value if isinstance(value, (list, tuple)) else [value]
    return next((_CONTROL.sub(" ", text).strip()[:200] for text in values if isinstance(text, str)), "")


class TownTyped:
    """For pages with the box of @@prai-town; what is typed is ``lieu`` in their address."""

    def town_url(self, code: str) -> str:
        """The page, with this commune in place of what is typed.

        There is no default, because each page has an address and other choices of its own to keep.
        """
        raise NotImplementedError

    @property
    def near_address(self) -> str:
        return f"{self.portal.absolute_url()}/pres-de-chez-moi"

    @cached_property
    def typed(self) -> str:
        return one(self.request.form, "lieu")[: communes.LONGEST]

    @cached_property
    def meant_town(self):
        """The one municipality that is typed, None where several may be or none is."""
        return communes.exact(self.typed) if self.typed else None

    @cached_property
    def homonyms(self) -> list[dict]:
        """Communes that may be meant by what is typed."""
        if not self.typed or self.meant_town is not None:
            return []
        return [self.choice(town) for town in communes.search(self.typed, _MOST)]

    def spellings(self) -> list[dict]:
        return [self.choice(town) for town in communes.spellings(self.typed)] if self.typed else []

    def choice(self, town) -> dict:
        return {
            "url": self.town_url(town.code),
            "title": f"{town.name} ({town.department})",
            "postcodes": ", ".join(town.postcodes),
            "population": format_number(town.population, vocabularies.language()),
        }

    def outside(self) -> bool:
        """Whether what is typed is a place of another region."""
        return self.meant_town is None and bool(communes.elsewhere(self.typed)) and not self.homonyms

    def unknown(self) -> bool:
        return bool(self.typed) and self.meant_town is None and not self.homonyms and not self.outside()


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
