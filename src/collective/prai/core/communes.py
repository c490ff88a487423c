"""Municipalities by what people type: names whatever their accents and hyphens, postcodes, codes (pure)."""

from collective.prai.core.geography import folded
from collective.prai.core.geography import home_departments
from collective.prai.core.geography import municipalities
from collective.prai.core.geography import Municipality
from functools import cache
from typing import NamedTuple
import re


#: Characters that are read of what is typed.
LONGEST = 80
_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur", "ss": "sous"}
_DEPARTMENT = re.compile(r"(?:^|\s)\(?(\d{2}|2[ab])\)?$", re.I)
_CODE = re.compile(r"\d[\dab]\d{3}", re.I)


class Wanted(NamedTuple):
    """What is typed, read: words of a name, a code of five signs, beginning of a postcode, département."""

    name: str = ""
    code: str = ""
    start: str = ""
    department: str = ""


class Name(NamedTuple):
    """``plain``: words without accents, « st » written out; ``tight``: the same without spaces."""

    plain: str
    tight: str
    pairs: frozenset[str]
    town: Municipality


def plain_name(text: str) -> str:
    """« St-Félix-Lauragais » → « saint felix lauragais »."""
    words = folded(text.replace("’", " ").replace("'", " ")).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@cache
def _names() -> tuple[Name, ...]:
    found = []
    for town in municipalities().values():
        plain = plain_name(town.name)
        tight = plain.replace(" ", "")
        found.append(Name(plain, tight, _pairs(tight), town))
    return tuple(sorted(found, key=lambda name: -name.town.population))


@cache
def _by_code() -> dict[str, tuple[Municipality, ...]]:
    """INSEE code and postcode → municipalities; a number may be both, of different ones."""
    found: dict[str, dict[str, Municipality]] = {}
    for name in _names():
        for code in (name.town.code, *name.town.postcodes):
            found.setdefault(code, {})[name.town.code] = name.town
    return {code: tuple(towns.values()) for code, towns in found.items()}


def read(text: str) -> Wanted:
    """Whatever stands around: « 31380 Gragnague », « Gragnague (31) », « 313 »."""
    text = " ".join(text[:LONGEST].split())
    code = next(iter(re.findall(rf"(?<!\w){_CODE.pattern}(?!\w)", text, re.I)), "")
    text = text.replace(code, " ").strip() if code else text
    if re.fullmatch(r"\d{2,4}", text):
        return Wanted(code=code, start=text)
    department = _DEPARTMENT.search(text)
    if department:
        text = text[: department.start()]
    return Wanted(plain_name(text), code.upper(), "", department.group(1).upper() if department else "")


def search(text: str, limit: int = 10) -> list[Municipality]:
    """At most ``limit``, the likeliest first: the whole name, its beginning, a word of it, the largest."""
    wanted = read(text)
    if wanted.code:
        known = _by_code().get(wanted.code, ())
        named = [town for town in known if not wanted.name or wanted.name in plain_name(town.name)]
        return list(named or known)[:limit]
    if wanted.start:
        return [
            name.town
            for name in _names()
            if any(code.startswith(wanted.start) for code in name.town.postcodes)
        ][:limit]
    if not wanted.name:
        return []
    tight = wanted.name.replace(" ", "")
    ranked: list[list[Municipality]] = [[], [], []]
    for name in _names():
        if wanted.department and name.town.department != wanted.department:
            continue
        if name.tight == tight:
            ranked[0].append(name.town)
        elif name.tight.startswith(tight):
            ranked[1].append(name.town)
        elif f" {wanted.name}" in f" {name.plain}":
            ranked[2].append(name.town)
    return [town for rank in ranked for town in rank][:limit]


def exact(text: str) -> Municipality | None:
    """The one municipality that is meant, None where several are or none is."""
    wanted = read(text)
    code = wanted.code
    if code in municipalities() and not wanted.name:
        others = [town for town in _by_code().get(code, ()) if town.code != code]
        return None if others else municipalities()[code]
    found = search(text, 50)
    tight = wanted.name.replace(" ", "")
    whole = [town for town in found if wanted.name and plain_name(town.name).replace(" ", "") == tight]
    if len(whole) == 1:
        return whole[0]
    return found[0] if len(found) == 1 else None


def elsewhere(text: str) -> str:
    """Département of a code that is outside the region, "" for anything else."""
    wanted = read(text)
    department = wanted.code[:2] or wanted.department
    return department if department and department not in home_departments() else ""


def spellings(text: str, limit: int = 5) -> list[Municipality]:
    """The names that are written most nearly like this, none where nothing is near."""
    pairs = _pairs(read(text).name.replace(" ", ""))
    if len(pairs) < 3:
        return []
    alike = [(2 * len(pairs & name.pairs) / (len(pairs) + len(name.pairs)), name.town) for name in _names()]
    near = sorted((pair for pair in alike if pair[0] >= 0.5), key=lambda pair: -pair[0])
    return [town for _share, town in near[:limit]]


def _pairs(tight: str) -> frozenset[str]:
    """Neighbouring letters, the ends marked: what two spellings have in common."""
    text = f"^{tight}$"
    return frozenset(text[place : place + 2] for place in range(len(text) - 1)) if tight else frozenset()
