"""« Transférable chez moi ? »: what a sheet asks, against what an authority is and has (pure).

Each condition is met, not met or unknown; what is unknown is never guessed.  Which facts decide a condition
is a plain function below, named in ``RULES``; a condition without a rule is decided by the reader's own
answer.  The sentences are in fit_words.py; why it is so: docs/decisions/0034-fit.md.
"""

from collections.abc import Callable
from collections.abc import Mapping
from collective.prai.core.near import as_large
from collective.prai.transfer.means import Effort
from collective.prai.transfer.means import summary
from decimal import Decimal
from typing import NamedTuple
import math


MET, NOT_MET, UNKNOWN = "met", "not-met", "unknown"
#: Verdicts.
AS_IS, WITH, NOT_AS_IS, NOTHING_KNOWN = "as-is", "with-conditions", "not-as-is", "unknown"
COMMUNE = "commune"
#: Kinds of bodies that several communes share; a kind below one of these is one of them.
WIDE = frozenset(
    {
        "intercommunalite",
        "departement",
        "region",
        "association-des-maires",
        "centre-de-gestion-de-la-fonction-publique",
    }
)
#: Kinds of deliverables whose sheet itself says how to go about it, where their document is lost.
DESCRIBED = frozenset({"methode", "procedure", "plan-d-action"})
#: Licences of software whose source is open.
OPEN_LICENCES = frozenset(
    {
        "GPL-2.0-or-later", "GPL-3.0-or-later", "AGPL-3.0-or-later", "LGPL-3.0-or-later", "CECILL-2.1",
        "EUPL-1.2", "MIT", "Apache-2.0", "BSD-3-Clause",
    }
)  # fmt: skip
#: Keys of the conditions that no editor writes: they are of the thing, and of the means.
AVAILABLE, LICENCE, ALIKE_KEY, DAYS, EUROS = "disponibilite", "licence", "comparable", "jours", "euros"
#: Tokens of the vocabulary « transfer_conditions » with a rule of their own.
OPEN_SYSTEM, SCALE = "systeme-open-source", "echelle-intercommunale-departementale"
RURAL = "territoire-rural"


class Where(NamedTuple):
    """The sheet that says something."""

    title: str
    url: str


class Asked(NamedTuple):
    """A condition as a sheet writes it; ``key``: token of the vocabulary, or made of the editor's words.

    ``source``: where the sheet has it from, in its own words; ``inherited``: the project that a deliverable
    comes from asks it, as a whole.
    """

    key: str
    title: str
    blocking: bool = False
    how: str = ""
    source: str = ""
    sheet: Where | None = None
    inherited: bool = False


class Holder(NamedTuple):
    """A body that has it: it led the project, or took the thing up.  ``kinds``: its type and the groups
    of this; ``today``: the inhabitants are of today's census; ``point`` in degrees WGS 84; ``code``: INSEE
    or SIREN code by which the map knows it, "" where it is not on it."""

    uid: str
    title: str
    url: str
    kinds: tuple[str, ...] = ()
    population: int | None = None
    today: bool = False
    point: tuple[float, float] | None = None
    reused: bool = False
    code: str = ""


class Sheet(NamedTuple):
    """What is known of a deliverable or of a project.  ``thing``: kind of a deliverable, or None."""

    conditions: tuple[Asked, ...] = ()
    holders: tuple[Holder, ...] = ()
    efforts: tuple[Effort, ...] = ()
    thing: str | None = None
    availability: str | None = None
    licence: str | None = None
    is_free: bool = False
    open_source: bool | None = None


class Body(NamedTuple):
    """The inter-municipal body of a commune."""

    siren: str
    name: str
    population: int


class Reader(NamedTuple):
    """Who asks.  ``kinds``: its type and the groups of this; ``zone_by``: you, size, or "" for unknown.

    ``code``: INSEE or SIREN code; ``answers``: key of a condition → what she says; what she does not know
    is not in it.
    """

    kinds: tuple[str, ...] = ()
    name: str = ""
    population: int | None = None
    zone: str = ""
    zone_by: str = ""
    body: Body | None = None
    point: tuple[float, float] | None = None
    code: str = ""
    answers: Mapping[str, bool] = {}
    days: int | None = None
    euros: Decimal | None = None

    @property
    def is_commune(self) -> bool:
        return self.kinds[:1] == (COMMUNE,)


class Found(NamedTuple):
    """``why``: name of the sentence; ``facts``: what stands in it."""

    state: str
    why: str
    facts: Mapping[str, object] = {}


class Condition(NamedTuple):
    """A condition and what became of it.  ``asks``: the reader can answer it herself."""

    asked: Asked
    found: Found
    asks: bool = False

    @property
    def state(self) -> str:
        return self.found.state


class Verdict(NamedTuple):
    """How many conditions are in which state, and what this means."""

    level: str
    met: int
    not_met: int
    unknown: int


# Rules of the conditions that the vocabulary names: None where the facts decide nothing.


def open_system(sheet: Sheet, reader: Reader) -> Found | None:
    """The thing is open source, or it is not: nobody can answer this in its place."""
    if sheet.open_source or sheet.licence in OPEN_LICENCES:
        return Found(MET, "open-source")
    return Found(NOT_MET, "closed-source") if sheet.open_source is False else Found(UNKNOWN, "source-unsaid")


def shared_scale(sheet: Sheet, reader: Reader) -> Found | None:
    """Met by a body that several communes share; a commune carries it with its own."""
    if WIDE & set(reader.kinds):
        return Found(MET, "wide-body")
    if not reader.is_commune:
        return None
    if reader.body is None:
        return Found(NOT_MET, "commune-alone")
    return Found(NOT_MET, "carry-with", {"body": reader.body.name, "population": reader.body.population})


def rural(sheet: Sheet, reader: Reader) -> Found | None:
    """By the kind of area; mountains and tourist areas may be both."""
    if reader.zone == "rural":
        return Found(MET, f"rural-by-{reader.zone_by}", {"population": reader.population})
    return Found(NOT_MET, "urban") if reader.zone == "urbain" else None


#: Token → rule.
RULES: dict[str, Callable[[Sheet, Reader], Found | None]] = {
    OPEN_SYSTEM: open_system,
    SCALE: shared_scale,
    RURAL: rural,
}
#: Conditions of the thing itself, which a reader is not asked.
OF_THE_THING = frozenset({OPEN_SYSTEM})


def met(asked: Asked, sheet: Sheet, reader: Reader) -> Condition:
    """A condition of the sheet: the reader's own answer goes before what is known of her authority."""
    asks = asked.key not in OF_THE_THING
    if asks and asked.key in reader.answers:
        said = reader.answers[asked.key]
        return Condition(asked, Found(MET if said else NOT_MET, "said-yes" if said else "said-no"), True)
    rule = RULES.get(asked.key)
    found = rule(sheet, reader) if rule is not None else None
    return Condition(asked, found or Found(UNKNOWN, "not-said"), asks)


# What no editor writes as a condition


def available(sheet: Sheet) -> Condition | None:
    """Whether the thing can be had; a lost document stops all but what the sheet itself describes."""
    if sheet.thing is None:
        return None
    found = {
        "download": Found(MET, "download"),
        "on-request": Found(UNKNOWN, "on-request"),
        "not-found": Found(NOT_MET, "described" if sheet.thing in DESCRIBED else "not-found"),
    }.get(sheet.availability or "", Found(UNKNOWN, "availability-unsaid"))
    return Condition(Asked(AVAILABLE, "", blocking=found.why == "not-found"), found)


def licensed(sheet: Sheet) -> Condition | None:
    """Whether its licence lets others take it up."""
    if sheet.thing is None:
        return None
    if sheet.is_free:
        found = Found(MET, "free", {"licence": sheet.licence})
    else:
        found = Found(UNKNOWN, "licence-on-request" if sheet.licence == "on-request" else "licence-unknown")
    return Condition(Asked(LICENCE, ""), found)


def precedent(sheet: Sheet, reader: Reader) -> Condition | None:
    """Whether a body of the same kind and of a like size has it; nobody's is no proof against it."""
    if not sheet.holders or not reader.kinds:
        return None
    asked = Asked(ALIKE_KEY, "")
    for one in sheet.holders:
        if one.code and one.code == reader.code:
            return Condition(asked, Found(MET, "your-own", {"holder": one.title, "url": one.url}))
        if one.code and reader.body is not None and one.code == reader.body.siren:
            return Condition(asked, Found(UNKNOWN, "your-body", {"holder": one.title, "url": one.url}))
    like = tuple(one for one in sheet.holders if same_kind(one, reader))
    for one in nearest(like, reader):
        if as_large(one.population, reader.population):
            facts = {"holder": one.title, "population": one.population, "url": one.url, "today": one.today}
            return Condition(asked, Found(MET, "alike", facts))
    if like:
        one = nearest(like, reader)[0]
        why = "same-kind" if one.population is None or reader.population is None else "other-size"
        return Condition(
            asked,
            Found(UNKNOWN, why, {"holder": one.title, "population": one.population, "url": one.url}),
        )
    one = nearest(sheet.holders, reader)[0]
    return Condition(asked, Found(UNKNOWN, "other-kind", {"holder": one.title, "url": one.url}))


def enough(sheet: Sheet, reader: Reader, key: str) -> Condition | None:
    """Days or euros against the known cases: the median is enough, less than all of them is not.

    Where only the cost of the whole project is known, having that is enough; less says nothing.
    """
    known = summary(sheet.efforts, "internal_days" if key == DAYS else "euros")
    have = reader.days if key == DAYS else reader.euros
    if known is None:
        return None
    facts = {"have": have, "median": known.median, "low": known.low, "count": known.count}
    if have is None:
        found = Found(UNKNOWN, f"{key}-unsaid-whole" if known.whole else f"{key}-unsaid", facts)
    elif have >= known.median:
        found = Found(MET, f"{key}-enough", facts)
    elif known.whole:
        found = Found(UNKNOWN, f"{key}-whole", facts)
    elif have < known.low:
        found = Found(NOT_MET, f"{key}-short", facts)
    else:
        found = Found(UNKNOWN, f"{key}-tight", facts)
    return Condition(Asked(key, ""), found)


def same_kind(one: Holder, reader: Reader) -> bool:
    """Of one type, or of one group of types: a pays and a communauté are both inter-municipal."""
    return bool(set(one.kinds) & set(reader.kinds))


def nearest(holders: tuple[Holder, ...], reader: Reader) -> list[Holder]:
    """The most like the reader first: of her kind, of her size, who took it up before who made it."""

    def order(one: Holder):
        sizes = one.population and reader.population
        times = abs(math.log(one.population / reader.population)) if sizes else math.inf
        return not same_kind(one, reader), times, not one.reused, one.title

    return sorted(holders, key=order)


def conditions(sheet: Sheet, reader: Reader) -> list[Condition]:
    """All of them: those of the sheet first, then those of the thing, of its users and of the means."""
    found = [met(asked, sheet, reader) for asked in sheet.conditions]
    more = (
        available(sheet), licensed(sheet), precedent(sheet, reader), enough(sheet, reader, DAYS),
        enough(sheet, reader, EUROS),
    )  # fmt: skip
    return found + [one for one in more if one is not None]


def verdict(found: list[Condition]) -> Verdict:
    """One blocking condition that is not met decides; where all is unknown, so is the verdict."""
    states = [one.state for one in found]
    is_met, is_not, unknown = (states.count(state) for state in (MET, NOT_MET, UNKNOWN))
    if any(one.state == NOT_MET and one.asked.blocking for one in found):
        level = NOT_AS_IS
    elif not is_met and not is_not:
        level = NOTHING_KNOWN
    else:
        level = WITH if is_not or unknown else AS_IS
    return Verdict(level, is_met, is_not, unknown)
