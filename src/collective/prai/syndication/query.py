"""What a partner asks: cursor, page size, filters; each wrong word has its sentence."""

from collections.abc import Iterable
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.accepted_language import preferred_language
from collective.prai.core.feeds import PUBLIC
from collective.prai.core.feeds import syndicated_types
from collective.prai.core.licences import FREE_LICENCES
from typing import NamedTuple
from urllib.parse import parse_qsl
import hashlib
import re


DEFAULT_LIMIT = 100
LARGEST_LIMIT = 500
LONGEST_QUERY = 8_000
#: Public filter → vocabulary of its tokens.
FILTERS = PUBLIC
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


class Uids(frozenset):
    """Identifiers of items; written as a digest that is the same in each process."""

    def __repr__(self):
        return hashlib.sha256(",".join(sorted(self)).encode()).hexdigest()


class Query(NamedTuple):
    """``groups``: for each filter the wanted "name:token", any of which will do."""

    #: Where the page begins, in log order (``since``) or newest first (``before``).
    cursor: Cursor | None
    limit: int
    groups: tuple[frozenset[str], ...]
    language: str
    #: The parameters as an address repeats them, without the cursor.
    pairs: tuple[tuple[str, str], ...]
    #: Parameters of one format alone: name → value as it came.
    more: tuple[tuple[str, str], ...] = ()
    #: Pairs of a search, and what it finds; None where nothing is searched.
    sought: tuple[tuple[str, str], ...] = ()
    only: "Uids | None" = None

    def finds(self, uid: str) -> bool:
        return self.only is None or uid in self.only

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


def read_cursor(text: str, name: str = "since") -> Cursor:
    found = _CURSOR.fullmatch(text)
    if not found:
        raise BadQuery(
            _(
                "« ${name} » must be a cursor of an earlier answer; leave it out to read from the beginning.",
                mapping={"name": name},
            )
        )
    return Cursor(found[1], int(found[2]))


def read_limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text, re.A) or not 1 <= int(text) <= LARGEST_LIMIT:
        raise BadQuery(
            _("« limit » must be a whole number from 1 to ${most}.", mapping={"most": LARGEST_LIMIT})
        )
    return int(text)


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


def read_filters(pairs: Iterable[tuple[str, str]]) -> tuple[frozenset[str], ...]:
    """For each filter that is asked for, the wanted "name:token"; BadQuery for an unknown value."""
    wanted: dict[str, set[str]] = {}
    for name, value in pairs:
        for token in value.split(","):
            wanted.setdefault(name, set()).update(f"{name}:{one}" for one in _tokens(name, token.strip()))
    return tuple(frozenset(wanted[name]) for name in sorted(wanted))


def read_query(
    query_string: str,
    accept_language: str = "",
    *,
    cursor: str = "since",
    limit: int = DEFAULT_LIMIT,
    more: tuple[str, ...] = (),
    filters: bool = True,
    search: tuple[str, ...] = (),
) -> Query:
    """The query of a request; BadQuery names the first thing that is wrong.

    ``cursor``: name of the parameter that says where to begin, "" for none; ``limit``: entries of a
    page if nothing is asked, 0 where the answer has no pages; ``more``: names of the format's own
    parameters, each given once at most; ``search``: names of which a search is made, given as often as
    wanted.
    """
    single: dict[str, str] = {}
    pairs = read_pairs(query_string)
    own = tuple(filter(None, (cursor, "limit" if limit else "", "lang", *more)))
    for name, value in pairs:
        if filters and name in FILTERS or name in search:
            continue
        if name not in own:
            known = ", ".join(dict.fromkeys((*own, *(FILTERS if filters else ()), *search)))
            raise BadQuery(
                _(
                    "« ${name} » is no known parameter. Known parameters: ${known}.",
                    mapping={"name": name[:60], "known": known},
                )
            )
        if name in single:
            raise BadQuery(_("« ${name} » may be given only once.", mapping={"name": name}))
        single[name] = value
    return Query(
        read_cursor(single[cursor], cursor) if single.get(cursor) else None,
        read_limit(single["limit"]) if "limit" in single else limit,
        read_filters(pair for pair in pairs if filters and pair[0] in FILTERS),
        _language(single.get("lang"), accept_language),
        tuple(pair for pair in pairs if pair[0] != cursor),
        tuple((name, single[name]) for name in more if name in single),
        tuple(pair for pair in pairs if pair[0] in search and not (filters and pair[0] in FILTERS)),
    )


def _language(asked: str | None, accepted: str) -> str:
    if asked is not None:
        if asked not in ("fr", "en"):
            raise BadQuery(_("« lang » must be « fr » or « en »."))
        return asked
    return preferred_language(accepted)
