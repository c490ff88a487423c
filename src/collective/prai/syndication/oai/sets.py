"""Sets of OAI-PMH: ``type:HowTo``, ``theme:tourisme``, ``departement:09``, and the three above them.

A set is the same as the filter of that name, and a group of terms holds what its members hold.
"""

from collections.abc import Callable
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.syndication.query import FILTERS
from collective.prai.syndication.query import read_filters
from collective.prai.syndication.query import syndicated_types
from plone.dexterity.interfaces import IDexterityFTI
from typing import NamedTuple
from zope.component import queryUtility
from zope.i18n import translate
import re


#: Filter → what the set of all its values is called.
SETS = {
    "type": _("Items by type"),
    "theme": _("Items by theme"),
    "departement": _("Items by département"),
}
GRAMMAR = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(?::[A-Za-z0-9\-_.!~*'()]+)*")
_PREFIX = "prai."


class OneSet(NamedTuple):
    spec: str
    name: str
    description: str


def in_french(message) -> str:
    """Harvesters send no language, and the texts are French."""
    return translate(message, target_language="fr")


def type_title(portal_type: str) -> str:
    fti = queryUtility(IDexterityFTI, portal_type)
    return translate(fti.title, domain=fti.i18n_domain, target_language="fr") if fti else portal_type


def _values(name: str) -> dict[str, str]:
    """Token → French title; retired terms are still sets."""
    if name == "type":
        return {one.removeprefix(_PREFIX): type_title(one) for one in syndicated_types()}
    return vocabularies.titles(FILTERS[name], "fr")


def all_sets() -> list[OneSet]:
    """Every set, whether something is in it or not."""
    found = []
    for name, title in SETS.items():
        found.append(OneSet(name, in_french(title), in_french(_("All sets of this kind together."))))
        for token, value in _values(name).items():
            sentence = _("Published items of « ${value} ».", mapping={"value": value})
            found.append(OneSet(f"{name}:{token}", value, in_french(sentence)))
    return found


def members(spec: str) -> Callable[[frozenset], bool] | None:
    """What tells from an item's "filter:token" whether it is in the set; None for an unknown set."""
    name, _sep, token = spec.partition(":")
    if name not in SETS:
        return None
    if not token:
        return lambda sets: any(one.startswith(f"{name}:") for one in sets)
    if token not in _values(name):
        return None
    (group,) = read_filters([(name, token)])
    return lambda sets: not group.isdisjoint(sets)


class Specs(dict):
    """ "filter:token" → the setSpecs of which it makes an item a member: its own, and its groups'."""

    def __init__(self):
        super().__init__()
        self.parents = {
            name: {row["token"]: row.get("parent") for row in vocabularies.rows(FILTERS[name])}
            for name in SETS
            if FILTERS[name]
        }

    def __missing__(self, one: str) -> frozenset[str]:
        name, _sep, token = one.partition(":")
        found = set()
        if name == "type":
            found.add(f"type:{token.removeprefix(_PREFIX)}")
        elif name in SETS:
            above = self.parents[name]
            while token and f"{name}:{token}" not in found:
                found.add(f"{name}:{token}")
                token = above.get(token)
        self[one] = frozenset(found)
        return self[one]

    def of(self, sets: frozenset) -> set[str]:
        return set().union(*(self[one] for one in sets))
