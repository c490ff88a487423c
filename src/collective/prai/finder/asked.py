"""What the address of a list asks for, read once: unknown words of an address are said, never an error."""

from collective.prai.core import vocabularies
from collective.prai.core.bands import band_of
from collective.prai.core.bands import COSTS
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.geography import municipalities
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.finder.words import LONGEST
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import urlencode
import re


PAGE_SIZE = 20
#: Values of one filter that are read; a longer address is no choice of a person.
_MOST = 50
#: Also halves of characters, which Zope makes of bytes that are no UTF-8: no address can say them.
_CONTROL = re.compile(r"[\x00-\x1f\x7f\s\ud800-\udfff]+")
#: Filter that repeats → its index and its vocabulary ("" where the values are known by code).
FILTERS = {
    "type": ("portal_type", ""),
    "theme": ("themes", "themes"),
    "public": ("audiences", "audiences"),
    "departement": ("departments", "departments"),
    "epci": ("epcis", "epcis"),
    "zone": ("zone", "zones"),
    "habitants": ("population_band", ""),
    "cout": ("cost_band", ""),
    "etape": ("stage", "stages"),
    "maturite": ("maturity", "maturities"),
    "avancement": ("prai_reuse_stage", "reuse_stages"),
    "licence": ("licence", "licences"),
    "annee": ("prai_year", ""),
}
SORTS = ("pertinence", "reprise", "maturite", "date", "titre", "cout", "proximite", "ouverts")
CARDS, LIST, MAP = "cartes", "liste", "carte"
VIEWS = (CARDS, LIST, MAP)


class Asked(NamedTuple):
    """``chosen``: filter → tokens, as asked; ``ignored``: what was asked and is not known."""

    words: str = ""
    chosen: dict[str, tuple[str, ...]] = {}
    cost_max: Decimal | None = None
    commune: str = ""
    subject: str = ""
    sort: str = ""
    view: str = CARDS
    page: int = 1
    off_theme: bool = False
    archives: bool = False
    ignored: tuple[str, ...] = ()

    def any(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.chosen or self.cost_max is not None or self.subject)

    def without(self, name: str, value: str = "") -> "Asked":
        """The same without one value of a filter, or without the whole filter."""
        if name == "q":
            return self._replace(words="", page=1)
        if name == "cout_max":
            return self._replace(cost_max=None, page=1)
        if name == "sujet":
            return self._replace(subject="", page=1)
        if name == "commune":
            return self._replace(commune="", sort="" if self.sort == "proximite" else self.sort, page=1)
        left = tuple(token for token in self.chosen.get(name, ()) if value and token != value)
        chosen = {key: left if key == name else tokens for key, tokens in self.chosen.items()}
        return self._replace(chosen={key: tokens for key, tokens in chosen.items() if tokens}, page=1)

    def cleared(self) -> "Asked":
        """Nothing asked; how the list is shown stays."""
        return Asked(commune=self.commune, sort=self.sort, view=self.view, archives=self.archives)

    def pairs(self) -> list[tuple[str, str]]:
        """As an address says it; what stands without being said is left out."""
        found = [("q", self.words)] if self.words else []
        found += [(name, token) for name in FILTERS for token in self.chosen.get(name, ())]
        more = (
            ("cout_max", f"{self.cost_max:f}".removesuffix(".00") if self.cost_max is not None else ""),
            ("sujet", self.subject),
            ("commune", self.commune),
            ("hors_theme", "1" if self.off_theme else ""),
            ("archives", "1" if self.archives else ""),
            ("tri", self.sort),
            ("vue", self.view if self.view != CARDS else ""),
            ("page", str(self.page) if self.page > 1 else ""),
        )
        return found + [(name, value) for name, value in more if value]

    def url(self, address: str) -> str:
        query = urlencode(self.pairs())
        return f"{address}?{query}" if query else address


def read_asked(form: dict, types: dict | tuple = ()) -> Asked:
    """From the form of a request; ``types``: the portal types that may be asked for."""
    chosen, ignored = {}, []
    for name in FILTERS:
        known = []
        for text in _values(form, name):
            token = _token(name, text, types)
            if token is None:
                ignored.append(text[:60])
            elif token not in known:
                known.append(token)
        if known:
            chosen[name] = tuple(known)
    cost_max, wrong = _amount(_one(form, "cout_max"))
    commune = _one(form, "commune")
    return Asked(
        words=_one(form, "q")[:LONGEST].strip(),
        chosen=chosen,
        cost_max=cost_max,
        commune=commune if commune in municipalities() else "",
        subject=_one(form, "sujet")[:100],
        sort=sort if (sort := _one(form, "tri")) in SORTS else "",
        view=view if (view := _one(form, "vue")) in VIEWS else CARDS,
        page=_number(_one(form, "page")),
        off_theme=_one(form, "hors_theme") == "1",
        archives=_one(form, "archives") == "1",
        ignored=tuple(dict.fromkeys(ignored + wrong))[:5],
    )


def _texts(value) -> list[str]:
    """Of a value of the form: text, list of texts, or anything that a hostile address makes of it."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [_CONTROL.sub(" ", text).strip() for text in values[:_MOST] if isinstance(text, str)]


def _values(form: dict, name: str) -> list[str]:
    return [
        part.strip() for text in _texts(form.get(name)) for part in text[:2000].split(",") if part.strip()
    ]


def _one(form: dict, name: str) -> str:
    return next((text for text in _texts(form.get(name)) if text), "")


def _token(name: str, text: str, types) -> str | None:
    """The value as the index knows it; None for one that nobody knows."""
    if name == "type":
        return next((full for full in (text, f"prai.{text}") if full in types), None)
    if name == "annee":
        return text if re.fullmatch(r"[12][0-9]{3}", text, re.A) else None
    if name in ("habitants", "cout"):
        bands = POPULATIONS if name == "habitants" else COSTS
        if re.fullmatch(r"[0-9]{1,9}", text, re.A):
            return band_of(bands, int(text))
        return text if text in {band.token for band in bands} else None
    return text if text in vocabularies.titles(FILTERS[name][1], "fr") else None


def _amount(text: str) -> tuple[Decimal | None, list[str]]:
    if not text:
        return None, []
    try:
        return parse_euros(text), []
    except BadAmount:
        return None, [text[:60]]


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text, re.A) and int(text) > 0 else 1
