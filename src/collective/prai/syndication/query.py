"""What a partner asks: cursor, page size, filters; each wrong word has its sentence."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.interfaces import ISyndicatable
from plone.dexterity.interfaces import IDexterityFTI
from typing import NamedTuple
from urllib.parse import parse_qsl
from zope.component import getUtilitiesFor
from zope.dottedname.resolve import resolve
import re


DEFAULT_LIMIT = 100
LARGEST_LIMIT = 500
LONGEST_QUERY = 8_000
#: Public filter → vocabulary of its tokens; ``type`` and ``licence`` are known by code.
FILTERS = {
    "type": None,
    "theme": "themes",
    "departement": "departments",
    "public": "audiences",
    "licence": None,
}
_CURSOR = re.compile(r"([0-9a-f]{12})\.([0-9]{1,18})", re.A)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class BadQuery(ValueError):
    """Carries a translatable sentence; the answer is 400."""


class Cursor(NamedTuple):
    """``epoch`` of the log and the number of the last entry seen."""

    epoch: str
    seq: int

    def __str__(self):
        return f"{self.epoch}.{self.seq}"


class Query(NamedTuple):
    """``groups``: for each filter the wanted "name:token", any of which will do."""

    since: Cursor | None
    limit: int
    groups: tuple[frozenset[str], ...]
    language: str
    #: The parameters as an address repeats them, without ``since``.
    pairs: tuple[tuple[str, str], ...]

    def wants(self, sets: frozenset) -> bool:
        return all(not group.isdisjoint(sets) for group in self.groups)


def read_pairs(query_string: str) -> list[tuple[str, str]]:
    """Names and values of a query string; BadQuery if it is too long or no UTF-8."""
    if len(query_string) > LONGEST_QUERY:
        raise BadQuery(_("The address is too long."))
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise BadQuery(
            _("The address is not valid: UTF-8 and at most 200 parameters are expected.")
        ) from None
    for pair in pairs:
        if any(_CONTROL.search(text) for text in pair):
            raise BadQuery(_("The address holds a control character."))
    return pairs


def read_cursor(text: str) -> Cursor:
    found = _CURSOR.fullmatch(text)
    if not found:
        raise BadQuery(
            _("« since » must be a cursor of an earlier answer; leave it out to read from the beginning.")
        )
    return Cursor(found[1], int(found[2]))


def read_limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text, re.A) or not 1 <= int(text) <= LARGEST_LIMIT:
        raise BadQuery(
            _("« limit » must be a whole number from 1 to ${most}.", mapping={"most": LARGEST_LIMIT})
        )
    return int(text)


def syndicated_types() -> list[str]:
    """Portal types that partners may pull."""
    return sorted(
        name
        for name, fti in getUtilitiesFor(IDexterityFTI)
        if name.startswith("prai.") and ISyndicatable.implementedBy(resolve(fti.klass))
    )


def _tokens(name: str, token: str) -> set[str]:
    """The token and, for a group of terms, all below it; retired terms are still valid."""
    if name == "type":
        known = syndicated_types()
        full = token if token.startswith("prai.") else f"prai.{token}"
        if full in known:
            return {full}
    elif name == "licence":
        known = sorted(FREE_LICENCES)
        if token in known:
            return {token}
    else:
        known = [row["token"] for row in vocabularies.rows(FILTERS[name])]
        if token in known:
            return vocabularies.descendants(FILTERS[name], token)
    raise BadQuery(
        _(
            "« ${value} » is no known value of « ${name} ». Known values: ${known}.",
            mapping={"value": token[:60], "name": name, "known": ", ".join(known)},
        )
    )


def read_query(query_string: str, accept_language: str = "") -> Query:
    """The query of a request; BadQuery names the first thing that is wrong."""
    single: dict[str, str] = {}
    wanted: dict[str, set[str]] = {}
    pairs = read_pairs(query_string)
    for name, value in pairs:
        if name in FILTERS:
            for token in value.split(","):
                wanted.setdefault(name, set()).update(f"{name}:{one}" for one in _tokens(name, token.strip()))
        elif name not in ("since", "limit", "lang"):
            raise BadQuery(
                _(
                    "« ${name} » is no known parameter. Known parameters: ${known}.",
                    mapping={"name": name[:60], "known": ", ".join(("since", "limit", "lang", *FILTERS))},
                )
            )
        elif name in single:
            raise BadQuery(_("« ${name} » may be given only once.", mapping={"name": name}))
        else:
            single[name] = value
    since = read_cursor(single["since"]) if single.get("since") else None
    limit = read_limit(single["limit"]) if "limit" in single else DEFAULT_LIMIT
    groups = tuple(frozenset(wanted[name]) for name in sorted(wanted))
    language = _language(single.get("lang"), accept_language)
    return Query(since, limit, groups, language, tuple(pair for pair in pairs if pair[0] != "since"))


def _language(asked: str | None, accepted: str) -> str:
    if asked is not None:
        if asked not in ("fr", "en"):
            raise BadQuery(_("« lang » must be « fr » or « en »."))
        return asked
    return preferred_language(accepted)


def preferred_language(accepted: str) -> str:
    """``en`` where an Accept-Language header puts English before French, else ``fr``."""
    best, chosen = 0.0, "fr"
    for part in accepted.split(","):
        tag, _sep, weight = part.strip().partition(";q=")
        try:
            value = float(weight) if weight else 1.0
        except ValueError:
            continue
        primary = tag.split("-")[0].lower()
        if primary in ("fr", "en") and value > best:
            best, chosen = value, primary
    return chosen
