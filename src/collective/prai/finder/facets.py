"""The groups of the finder: what each value is called, how many items it leads to, in which order."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.bands import Band
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.pages import format_number
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.asked import CARDS
from collective.prai.finder.asked import FILTERS
from collective.prai.finder.asked import LIST
from collective.prai.finder.asked import MAP
from collective.prai.finder.lexicon import STOCK_TYPES
from functools import cache
from functools import cached_property
from plone import api
from typing import NamedTuple


#: Values of a group that are shown before « more ».
SHOWN = 7
GROUP_TITLES = {
    "type": _("Kind of text"),
    "theme": _("Theme"),
    "public": _("For whom"),
    "departement": _("Département"),
    "epci": _("Inter-municipal body"),
    "zone": _("Kind of territory"),
    "habitants": _("Inhabitants"),
    "cout": _("Whole cost"),
    "etape": _("Stage of the project"),
    "maturite": _("Maturity"),
    "avancement": _("How far the reuse is"),
    "licence": _("Licence of the text"),
    "annee": _("Year"),
}
SORT_TITLES = {
    "pertinence": _("Relevance"),
    "reprise": _("To take home first"),
    "maturite": _("Most tried first"),
    "date": _("Newest first"),
    "titre": _("Title"),
    "cout": _("Cheapest first"),
    "proximite": _("Nearest first"),
    "agenda": _("Latest day first"),
    "ouverts": _("Open calls first"),
}
VIEW_TITLES = {CARDS: _("Cards"), LIST: _("List"), MAP: _("Map")}
#: Reached from the map alone: a hundred names make no group of boxes.
FROM_MAP = ("epci",)
#: Open from the start on a wide screen; the others when something of them is chosen.
OPEN = ("type", "theme", "public")


class Option(NamedTuple):
    """One value of a group: how many items choosing it alone in its group would list."""

    token: str
    title: object
    count: int
    chosen: bool
    id: str


class Group(NamedTuple):
    """A group of values, those beyond the first ones in ``more``."""

    name: str
    title: object
    options: list[Option]
    more: list[Option]
    open: bool

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)


def type_title(tool, name: str):
    """What readers call a type; a stock page is a page, not « Page Web » among others that are none."""
    return _("Page") if name == "Document" else tool[name].Title()


class Titles:
    """What filters and values are called, in the reader's language; each vocabulary is read once."""

    def __init__(self):
        self.language = vocabularies.language()
        self.of = cache(lambda name: vocabularies.titles(name, self.language))

    @cached_property
    def types(self) -> dict:
        """Portal types that the finder lists, in the order of the sections, with their titles."""
        tool = api.portal.get_tool("portal_types")
        friendly = set(api.portal.get_tool("plone_utils").getUserFriendlyTypes())
        ours = [name for section in SECTIONS for name in section.types if name.startswith("prai.")]
        names = (*ours, "prai.Chapter", *STOCK_TYPES)
        return {
            name: type_title(tool, name) for name in dict.fromkeys(names) if name in friendly and name in tool
        }

    def tokens(self, name: str) -> list[str]:
        """Values in their order: of the table, of the size; [] where the index alone knows them."""
        if name == "type":
            return list(self.types)
        if name == "annee":
            return []
        if name in ("habitants", "cout"):
            return [band.token for band in (POPULATIONS if name == "habitants" else COSTS)]
        return list(self.of(FILTERS[name][1]))

    def title(self, name: str, token: str):
        if name == "type":
            return self.types.get(token, token)
        if name == "annee":
            return token
        if name == "habitants":
            return band_title(POPULATIONS, token, self.language)
        if name == "cout":
            return band_title(COSTS, token, self.language, "\u00a0€")
        found = self.of(FILTERS[name][1]).get(token, token)
        return f"{found} ({token})" if name == "departement" else found


def band_title(bands: tuple[Band, ...], token: str, language: str = "fr", unit: str = ""):
    """``Moins de 500``, ``500 à 1 000``, ``200 000 et plus``; the token itself when it is of no band."""
    band = next((band for band in bands if band.token == token), None)
    if band is None:
        return token
    low = format_number(band.low, language) + unit
    if band.high is None:
        return _("${low} and more", mapping={"low": low})
    # A band excludes its upper edge: of people one less is said, of euros nobody counts the last one.
    last = band.high if unit else band.high - 1
    if not band.low:
        return _("Under ${high}", mapping={"high": format_number(band.high, language) + unit})
    return _("${low} to ${high}", mapping={"low": low, "high": format_number(last, language) + unit})


def groups(search, titles: Titles, without: tuple[str, ...] = ()) -> list[Group]:
    """Groups that lead somewhere; ``without``: filters that the list has chosen itself."""
    found = []
    for name in FILTERS:
        if name in (*without, *FROM_MAP):
            continue
        options = _options(search, titles, name)
        if not options:
            continue
        chosen = [option for option in options if option.chosen]
        first = options[:SHOWN] if len(options) > SHOWN + 1 else options
        first += [option for option in chosen if option not in first]
        more = [option for option in options if option not in first]
        found.append(Group(name, GROUP_TITLES[name], first, more, name in OPEN or bool(chosen)))
    return found


def _options(search, titles: Titles, name: str) -> list[Option]:
    chosen, counts = search.asked.chosen.get(name, ()), search.counts(name)
    order = titles.tokens(name) or sorted({*counts, *chosen}, reverse=True)
    if name in ("theme", "public"):
        order = sorted(order, key=lambda token: -counts.get(token, 0))
    return [
        Option(
            token,
            titles.title(name, token),
            counts.get(token, 0),
            token in chosen,
            f"{name}-{token}".replace(" ", "-"),
        )
        for token in order
        if counts.get(token) or token in chosen
    ]
