"""What a reader says of her authority and its means, from the address of the page or of the service."""

from collections.abc import Iterable
from collections.abc import Mapping
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.conditions import VOCABULARY
from collective.prai.core.geography import body_kind
from collective.prai.core.geography import epcis
from collective.prai.core.geography import municipalities
from collective.prai.core.geography import Municipality
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.core.near import RURAL
from collective.prai.core.town import one
from collective.prai.transfer.fit import Body
from collective.prai.transfer.fit import COMMUNE
from collective.prai.transfer.fit import Reader
from collective.prai.transfer.fit_sheet import kinds_of
from decimal import Decimal
from typing import NamedTuple
import re


#: Names in the address, in its order; the keys of the conditions come after them.
OWN = ("commune", "echelle", "type", "habitants", "zone", "jours", "euros")
BODY = "epci"
YES, NO, PERHAPS = "oui", "non", "ne-sait-pas"
#: Names of the page and of the services, which no condition has.
TAKEN = (*OWN, "lieu", "lang")
#: Characters of a wrong value that an answer repeats.
_SHOWN = 60
_MOST = {"habitants": 70_000_000, "jours": 1_000_000}
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class Asking(NamedTuple):
    """``values``: what is right in the address, by name; ``wrong``: a sentence for each thing that is not."""

    values: dict[str, str]
    wrong: list

    @property
    def town(self) -> Municipality | None:
        return municipalities().get(self.values.get("commune", ""))

    @property
    def is_answered(self) -> bool:
        """Whether it is said who asks."""
        return self.town is not None or "type" in self.values


def questions(keys: Iterable[str]) -> set[str]:
    """Names of answers that an address may hold: of this sheet and of all of the list, which others ask."""
    return {key for key in (*keys, *vocabularies.titles(VOCABULARY)) if key not in TAKEN}


def unknown(form: Mapping, keys: Iterable[str]):
    """A sentence on the first name that says nothing here, None where there is none."""
    known = [*OWN, *sorted(questions(keys))]
    other = next((name for name in form if name not in known), None)
    if other is None:
        return None
    return _(
        "« ${name} » is no known parameter. Known parameters: ${known}.",
        mapping={"name": other[:_SHOWN], "known": ", ".join(known)},
    )


def read(form: Mapping, keys: Iterable[str]) -> Asking:
    """``keys``: of the conditions of the sheet."""
    values, wrong = {}, []
    for name in (*OWN, *sorted(questions(keys))):
        given = form.get(name)
        if given in (None, ""):
            continue
        if not isinstance(given, str):
            wrong.append(_("« ${name} » may be given only once.", mapping={"name": name}))
            continue
        text = one(form, name)
        sentence = _wrong(name, text)
        if sentence is not None:
            wrong.append(sentence)
        elif text:
            values[name] = text.upper() if name == "commune" else text
    if "commune" in values and "type" in values:
        wrong.append(_("Say either « commune » or « type », not both: the commune is used here."))
        del values["type"]
    return Asking(values, wrong)


def _wrong(name: str, text: str):
    """What to say of a value that is not right; None for a good or an empty one."""
    if not text:
        return None
    if name in _MOST:
        return None if whole(text, _MOST[name]) is not None else _not_whole(name, text)
    if name == "euros":
        try:
            parse_euros(text)
        except BadAmount:
            return _(
                "« ${value} » is no amount in euros: write 12000 or 12 000,50.",
                mapping={"value": text[:_SHOWN]},
            )
        return None
    if name == "commune":
        if text.upper() in municipalities():
            return None
        return _(
            "No commune of the region has the INSEE code « ${value} ».", mapping={"value": text[:_SHOWN]}
        )
    known = {
        "echelle": (COMMUNE, BODY),
        "type": tuple(vocabularies.titles("organisation_types")),
        "zone": tuple(vocabularies.titles("zones")),
    }.get(name, (YES, NO, PERHAPS))
    if text in known:
        return None
    return _(
        "« ${value} » is no known value of « ${name} ». Known values: ${known}.",
        mapping={"value": text[:_SHOWN], "name": name, "known": ", ".join(known)},
    )


def _not_whole(name: str, text: str):
    return _(
        "« ${name} » must be a whole number from 0 to ${most}, and is « ${value} ».",
        mapping={"name": name, "most": _MOST[name], "value": text[:_SHOWN]},
    )


def whole(text: str, most: int) -> int | None:
    """« 12 000 » as people write it; None for anything that is no such number."""
    digits = _SPACES.sub("", text)
    found = int(digits) if re.fullmatch(r"[0-9]{1,12}", digits, re.A) else -1
    return found if 0 <= found <= most else None


def reader(asking: Asking) -> Reader:
    """Who asks; nothing is supposed of her but what the census says."""
    values, town = asking.values, asking.town
    means = {
        "answers": {
            name: text == YES for name, text in values.items() if text in (YES, NO) and name not in OWN
        },
        "days": whole(values["jours"], _MOST["jours"]) if "jours" in values else None,
        "euros": _euros(values.get("euros")),
    }
    if town is not None:
        return _of_place(town, values)._replace(**means)
    kinds = kinds_of(values.get("type"))
    population = whole(values["habitants"], _MOST["habitants"]) if "habitants" in values else None
    zone, zone_by = _zone(values, population, kinds[:1] == (COMMUNE,))
    return Reader(kinds, "", population or None, zone, zone_by, **means)


def _euros(text: str | None) -> Decimal | None:
    return parse_euros(text) if text else None


def _of_place(town: Municipality, values: dict[str, str]) -> Reader:
    body = epcis().get(town.epci)
    if values.get("echelle") == BODY and body is not None:
        kind = body_kind(body)
        zone, zone_by = _zone(values, None, False)
        point = (town.lon, town.lat)
        return Reader(kinds_of(kind), body.name, body.population, zone, zone_by, point=point, code=body.siren)
    shared = Body(body.siren, body.name, body.population) if body is not None else None
    zone, zone_by = _zone(values, town.population, True)
    return Reader(
        kinds_of(COMMUNE), town.name, town.population, zone, zone_by, shared, (town.lon, town.lat), town.code
    )


def _zone(values: dict[str, str], population: int | None, is_commune: bool) -> tuple[str, str]:
    """Kind of area and who says it: a commune of few inhabitants was rural by INSEE's rule, until 2020.

    A larger one may be anything, and so may a body.
    """
    if "zone" in values:
        return values["zone"], "you"
    return ("rural", "size") if is_commune and population and population < RURAL else ("", "")
