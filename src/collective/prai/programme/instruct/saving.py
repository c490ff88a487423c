"""Saves what an officer typed, unless somebody else has changed it meanwhile: then both values are shown."""

from collective.prai import _
from collective.prai.core.publication.refusals import say
from collective.prai.programme.versions import as_token
from collective.prai.programme.versions import changed_since
from collective.prai.programme.versions import digest
from collective.prai.programme.versions import digests
from collective.prai.programme.versions import from_token
from collective.prai.programme.versions import in_words
from collective.prai.programme.versions import value_of
from plone.dexterity.utils import iterSchemata
from typing import NamedTuple
from zope.event import notify
from zope.lifecycleevent import Attributes
from zope.lifecycleevent import ObjectModifiedEvent


class Clash(NamedTuple):
    """A field that two officers changed: what stands now, what was typed."""

    field: str
    label: str
    theirs: str
    mine: str


def token(obj, *names: str) -> str:
    """For the hidden field of a form that shows these fields."""
    return as_token(digests(obj, names))


def clashes(obj, values: dict, seen: dict[str, str]) -> list[Clash]:
    """Fields that were changed by somebody else and that this form would change too."""
    found = []
    for name in changed_since(obj, seen, values):
        now = value_of(obj, name)
        if digest(values[name]) not in (seen.get(name), digest(now)):
            found.append(Clash(name, _label(obj, name), in_words(now), in_words(values[name])))
    return found


def save(obj, values: dict, seen_token, told: bool = True) -> list[Clash]:
    """Write the values, or nothing at all where two officers changed the same field.

    What the form showed and left as it was is not written: the newer value of a colleague stays.
    """
    seen = from_token(seen_token)
    found = clashes(obj, values, seen)
    if found:
        return found
    changed = {
        name: value
        for name, value in values.items()
        if digest(value) != seen.get(name) and digest(value) != digest(value_of(obj, name))
    }
    for name, value in changed.items():
        for schema in iterSchemata(obj):
            if name in schema:
                setattr(schema(obj), name, value)
                break
    if changed and told:
        notify(ObjectModifiedEvent(obj, *(Attributes(schema, *changed) for schema in iterSchemata(obj))))
    return []


def sentence(found: list[Clash]):
    """What happened, in words."""
    return _(
        "A colleague has changed this meanwhile: nothing was saved. "
        "Look at both values, then save again: ${names}.",
        mapping={"names": ", ".join(one.label for one in found)},
    )


def _label(obj, name: str) -> str:
    return next((say(schema[name].title) for schema in iterSchemata(obj) if name in schema), name)
