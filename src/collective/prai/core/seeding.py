"""Vocabulary rows of the profile: a missing term is added, an edited one is left alone."""

from collective.prai.core.settings import IVocabularies
from collective.prai.core.vocabularies import PREFIX
from collective.prai.core.vocabularies import seeds
from plone import api
from zope.schema import getFieldNames


def merge_seeds(current: list[dict], shipped: list[dict]) -> list[dict]:
    """Shipped terms that are not there yet come last; nothing that is there changes."""
    known = {row["token"] for row in current}
    empty = {"en": "", "parent": "", "retired": False}
    return current + [empty | row for row in shipped if row["token"] not in known]


def seed_vocabularies():
    """Bring every editable vocabulary up to what this version ships."""
    shipped = seeds()
    for name in getFieldNames(IVocabularies):
        current = api.portal.get_registry_record(PREFIX + name, default=None) or []
        merged = merge_seeds(list(current), shipped[name])
        if merged != current:
            api.portal.set_registry_record(PREFIX + name, merged)
