"""``SITE/pres-de-chez-moi``: what authorities comparable to the visitor's have done, and why they are so.

The address holds the code of the commune and the choices; nothing is kept of the visitor.
"""

from collective.prai import _
from collective.prai.core import communes
from collective.prai.core import near
from collective.prai.core import vocabularies
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from collective.prai.core.pages import format_number
from collective.prai.core.settings import public_address
from collective.prai.core.town import one
from collective.prai.core.town import TownTyped
from collective.prai.finder.cards import Card
from collective.prai.finder.engine import base_of
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.finder.engine import LOST
from collective.prai.finder.engine import OFF_THEME
from collective.prai.finder.near_words import reasons
from collective.prai.finder.places import Places
from collective.prai.finder.views import FinderView
from collective.prai.interfaces import IHeadedPage
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import json


PAGE_SIZE = 20
#: What is compared, in the order of the choice.
TYPES = ("prai.ProjectSheet", "prai.MissionSheet", "prai.Deliverable")
RADII = (25, 50, 100)
COMMUNE, BODY = "commune", "epci"


class Option(NamedTuple):
    """One value of a choice."""

    token: str
    title: object
    chosen: bool


class Found(NamedTuple):
    """One item that is listed."""

    rid: int
    likeness: near.Likeness


class Compared(NamedTuple):
    """What is listed, in order, how much of it is comparable, and what is not: for nothing is known of it,
    or because it is neither comparable nor near."""

    found: list[Found]
    alike: int
    silent: int
    far: int


@implementer(IHeadedPage, IPublishTraverse)
class NearPage(TownTyped, FinderView):
    """Type a commune; choose among homonyms; read what is comparable."""

    heading = _("Near me")

    def publishTraverse(self, request, name):
        if name == "communes.json":
            return Suggestions(self.context, request)
        raise NotFound(self, name, request)

    def __call__(self):
        if self.meant_town is not None:
            self.request.response.redirect(self.town_url(self.meant_town.code), status=302)
            return ""
        return self.index()

    @property
    def canonical(self) -> str:
        return f"{public_address() or self.portal.absolute_url()}/pres-de-chez-moi"

    @property
    def shared_url(self) -> str:
        """Whom it is sent to sees the same commune."""
        return self.canonical + self.url().removeprefix(self.near_address)

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    # What is asked

    @cached_property
    def code(self) -> str:
        return "" if self.typed else one(self.request.form, "commune")[:10].upper()

    @cached_property
    def town(self):
        return municipalities().get(self.code)

    @cached_property
    def asked(self) -> dict[str, str]:
        """Choices that are known, under their names in the address; the others are as if not asked."""
        form, themes = self.request.form, vocabularies.titles("themes")
        known = {
            "echelle": (BODY,),
            "zone": vocabularies.titles("zones"),
            "theme": themes,
            "type": TYPES,
            "rayon": tuple(map(str, RADII)),
        }
        found = {name: one(form, name) for name in known}
        return {name: value for name, value in found.items() if value in known[name]}

    def url(self, **changes) -> str:
        pairs = {"commune": self.code if self.town else ""} | self.asked | changes
        query = urlencode([(name, value) for name, value in pairs.items() if value])
        return f"{self.near_address}?{query}" if query else self.near_address

    def kept(self) -> list[tuple[str, str]]:
        """Choices that outlive another commune."""
        return list(self.asked.items())

    # Which commune

    def town_url(self, code: str) -> str:
        return self.url(commune=code)

    def outside(self) -> bool:
        if self.typed:
            return super().outside()
        return bool(communes.elsewhere(self.code))

    def unknown(self) -> bool:
        if self.typed:
            return super().unknown()
        return bool(self.code) and self.town is None and not self.outside()

    # The visitor's authority

    @cached_property
    def mine(self) -> near.Here:
        return near.here(self.code, self.asked.get("echelle") == BODY, self.asked.get("zone", ""))

    @cached_property
    def body(self):
        return epcis().get(self.town.epci)

    def number(self, value) -> str:
        return format_number(value, self.language)

    def scales(self) -> list[Option]:
        chosen = self.asked.get("echelle", COMMUNE)
        said = [(COMMUNE, self.town.name, self.town.population)]
        said += [(BODY, self.body.name, self.body.population)] if self.body is not None else []
        return [
            Option(
                token,
                _(
                    "${name}, ${number} inhabitants",
                    mapping={"name": name, "number": self.number(population)},
                ),
                token == chosen,
            )
            for token, name, population in said
        ]

    def zones(self) -> list[Option]:
        chosen, titles = self.asked.get("zone", ""), vocabularies.titles("zones")
        guess = near.here(self.code).zone
        by_rule = _("By its inhabitants: ${zone}", mapping={"zone": titles.get(guess, guess).lower()})
        return [Option("", by_rule, not chosen)] + [
            Option(token, title, token == chosen) for token, title in titles.items()
        ]

    def themes(self) -> list[Option]:
        chosen, used = self.asked.get("theme", ""), self.sets.values("themes")
        titles = sorted(vocabularies.titles("themes").items(), key=lambda pair: pair[1])
        return [Option("", _("All themes"), not chosen)] + [
            Option(token, title, token == chosen)
            for token, title in titles
            if used.get(token, 0) & self.base or token == chosen
        ]

    def types(self) -> list[Option]:
        chosen, tool = self.asked.get("type", ""), api.portal.get_tool("portal_types")
        return [Option("", _("Projects, missions and deliverables"), not chosen)] + [
            Option(name, tool[name].Title(), name == chosen) for name in TYPES if name in tool
        ]

    def radii(self) -> list[Option]:
        chosen = self.asked.get("rayon", "")
        return [Option("", _("Any distance"), not chosen)] + [
            Option(str(km), _("${km} km at most", mapping={"km": km}), str(km) == chosen) for km in RADII
        ]

    # What is comparable

    @cached_property
    def base(self) -> int:
        types = [self.asked["type"]] if "type" in self.asked else TYPES
        return base_of(self.sets, types, LISTED_STATES) & ~self.sets.having(OFF_THEME)

    @cached_property
    def _compared(self) -> Compared:
        mask = self.base
        if theme := self.asked.get("theme"):
            mask &= self.sets.any_of("themes", vocabularies.descendants("themes", theme))
        places, found, silent, far = Places(self.sets), [], 0, 0
        for rid in self.sets.rids(mask):
            likeness = near.compare(self.mine, places.of(rid))
            if likeness is None:
                silent += 1
            elif not near.is_listed(likeness):
                far += 1
            elif self._within(likeness):
                found.append(Found(rid, likeness))
        lost = set(self.sets.rids(mask & self.sets.any_of("prai_availability", [LOST])))
        found.sort(key=lambda one: (near.order(one.likeness, one.rid in lost), one.rid))
        return Compared(found, sum(one.likeness.alike for one in found), silent, far)

    def _within(self, likeness: near.Likeness) -> bool:
        radius = self.asked.get("rayon")
        return not radius or (likeness.km is not None and likeness.km <= int(radius))

    @property
    def total(self) -> int:
        """What is comparable; what is near besides is not counted with it."""
        return self._compared.alike

    @property
    def less(self) -> int:
        """What is near, and not comparable."""
        return len(self._compared.found) - self.total

    @property
    def silent(self) -> int:
        """Sheets of which nothing is known that could be compared."""
        return self._compared.silent

    @property
    def far(self) -> int:
        return self._compared.far

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self._compared.found) // PAGE_SIZE))

    @cached_property
    def page(self) -> int:
        asked = one(self.request.form, "page")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        return min(max(number, 1), self.pages)

    def page_url(self, number: int) -> str:
        return self.url(page=str(number) if number > 1 else "")

    @cached_property
    def items(self) -> list[Card]:
        """Of this page: what is comparable, then what is not."""
        start = (self.page - 1) * PAGE_SIZE
        chosen = self._compared.found[start : start + PAGE_SIZE]
        brains = self.sets.brains(found.rid for found in chosen)
        return [
            self.maker.card(brain)._replace(
                why=reasons(self.mine, found.likeness, self.request), unlike=not found.likeness.alike
            )
            for found, brain in zip(chosen, brains, strict=True)
        ]

    def alike_items(self) -> list[Card]:
        return [card for card in self.items if not card.unlike]

    def less_alike_items(self) -> list[Card]:
        return [card for card in self.items if card.unlike]

    def finder_url(self) -> str:
        pairs = [("commune", self.code), ("tri", "proximite")]
        pairs += [(name, self.asked[name]) for name in ("theme", "type") if name in self.asked]
        return f"{self.portal.absolute_url()}/trouver?{urlencode(pairs)}"

    points = {
        "size": near.SIZE, "way": near.WAY, "area": near.AREA, "tie": near.TIE, "department": near.DEPARTMENT,
        "alike": near.ALIKE,
        "times": near.TIMES, "far": near.FAR,
    }  # fmt: skip


class Suggestions(BrowserView):
    """``/pres-de-chez-moi/communes.json?q=``: at most ten communes; 400 with a sentence without ``q``."""

    def __call__(self):
        response, form = self.request.response, self.request.form
        response.setHeader("Content-Type", "application/json")
        typed = form.get("q")
        if not isinstance(typed, str):
            response.setStatus(400)
            sentence = _("Say one commune in q: a name, a postcode or an INSEE code.")
            return json.dumps({"type": "BadRequest", "message": translate(sentence, context=self.request)})
        response.setHeader("Cache-Control", "public, max-age=86400")
        text = one(form, "q")
        found = communes.search(text) if len(text) > 1 else []
        return json.dumps({"communes": [suggestion(town) for town in found]}, ensure_ascii=False)


def suggestion(town) -> dict:
    """What a program and the list of suggestions need of a commune."""
    return {
        "code": town.code,
        "name": town.name,
        "department": town.department,
        "postcodes": list(town.postcodes),
        "population": town.population,
    }
