"""The arguments of a request: which verb takes which, and what each may look like."""

from collective.prai import _
from collective.prai.syndication.oai.dates import is_day
from collective.prai.syndication.oai.dates import read_date
from collective.prai.syndication.oai.errors import BAD_ARGUMENT
from collective.prai.syndication.oai.errors import BAD_VERB
from collective.prai.syndication.oai.errors import OaiError
from collective.prai.syndication.oai.sets import GRAMMAR
from collective.prai.syndication.query import BadQuery
from typing import NamedTuple
import re


_PREFIX = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
#: An absolute address without a host (RFC 3986); another identifier cannot be repeated in a valid answer.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+\-.]*:(?!//)(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")


class Rule(NamedTuple):
    """``token``: whether ``resumptionToken`` may stand in place of all the others."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    token: bool = False


_LIST = Rule(("metadataPrefix",), ("from", "until", "set"), token=True)
RULES = {
    "Identify": Rule(),
    "ListMetadataFormats": Rule(optional=("identifier",)),
    "ListSets": Rule(token=True),
    "GetRecord": Rule(("identifier", "metadataPrefix")),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


def read_arguments(pairs: list[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    """Verb and arguments by name; OaiError for what the verb does not take."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in RULES:
        sentence = _(
            "« verb » must be given once, and be one of: ${verbs}.", mapping={"verbs": ", ".join(RULES)}
        )
        raise OaiError(BAD_VERB, sentence)
    verb, arguments = verbs[0], {}
    for name, value in pairs:
        if name == "verb":
            continue
        if name in arguments:
            raise _bad(_("« ${name} » may be given only once.", mapping={"name": name[:60]}))
        arguments[name] = value
    _check(verb, RULES[verb], arguments)
    return verb, arguments


def _check(verb: str, rule: Rule, arguments: dict[str, str]):
    known = (*rule.required, *rule.optional, *(("resumptionToken",) if rule.token else ()))
    for name in arguments:
        if name not in known:
            mapping = {"name": name[:60], "verb": verb, "known": ", ".join(known) or "–"}
            raise _bad(_("${verb} knows no « ${name} ». Known arguments: ${known}.", mapping=mapping))
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise _bad(_("« resumptionToken » stands alone beside « verb »: it holds the other arguments."))
        return
    for name in rule.required:
        if name not in arguments:
            raise _bad(_("${verb} needs « ${name} ».", mapping={"verb": verb, "name": name}))
    if not _PREFIX.fullmatch(arguments.get("metadataPrefix", "x")):
        raise _bad(_("« metadataPrefix » has letters, digits and a few signs only, as in « oai_dc »."))


def shown(verb: str, arguments: dict[str, str]) -> dict[str, str]:
    """The arguments as the answer repeats them: an identifier that is no address cannot be."""
    found = {"verb": verb, **arguments}
    if not _URI.fullmatch(arguments.get("identifier", "")):
        found.pop("identifier", None)
    return found


def check_set(spec: str):
    """BadArgument for what can be no setSpec."""
    if not GRAMMAR.fullmatch(spec):
        raise _bad(_("« set » must look like « theme:tourisme »; ListSets has all sets."))


def dates(arguments: dict[str, str]) -> tuple[int | None, int | None]:
    """First and last second that are asked for, None where nothing was said."""
    since, until = arguments.get("from"), arguments.get("until")
    first, last = _date("from", since), _date("until", until)
    if since and until and is_day(since) != is_day(until):
        raise _bad(_("« from » and « until » must both be days, or both be seconds."))
    begin, end = first and first[0], last and last[1]
    if first and last and begin > end:
        raise _bad(_("« from » must not be later than « until »."))
    return begin, end


def _date(name: str, text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    try:
        return read_date(text)
    except ValueError:
        sentence = _(
            "« ${name} » must be a date such as 2026-11-22 or 2026-11-22T08:00:00Z.", mapping={"name": name}
        )
        raise _bad(sentence) from None


def _bad(sentence) -> OaiError:
    return OaiError(BAD_ARGUMENT, sentence)


def unreadable(error: BadQuery) -> OaiError:
    """A request that is not even a list of names and values."""
    return _bad(error.args[0])
