"""Vocabularies: tables that ARDESI edits (registry), fixed lists of the model, and places."""

from Acquisition import aq_base
from collective.prai.core import geography
from collective.prai.core.geography import folded
from functools import cache
from pathlib import Path
from plone import api
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility
from zope.globalrequest import getRequest
from zope.interface import implementer
from zope.schema.interfaces import IVocabularyFactory
from zope.schema.vocabulary import SimpleTerm
from zope.schema.vocabulary import SimpleVocabulary
import yaml


DATA = Path(__file__).parent / "data"
PREFIX = "collective.prai.vocabularies."


@cache
def seeds() -> dict[str, list[dict]]:
    """Vocabulary name → rows (token, fr, en, parent, retired) that the profile installs."""
    return yaml.safe_load((DATA / "vocabularies.yaml").read_text(encoding="utf-8"))


@cache
def fixed() -> dict[str, list[dict]]:
    """Vocabulary name → rows of the lists that code depends on: not editable."""
    return yaml.safe_load((DATA / "fixed.yaml").read_text(encoding="utf-8"))


def language() -> str:
    """``en`` for English readers, ``fr`` for everyone else, and where nobody asks: a profile, a command."""
    if getRequest() is None:
        return "fr"
    return "en" if (api.portal.get_current_language() or "fr").startswith("en") else "fr"


def rows(name: str) -> list[dict]:
    """Rows of a vocabulary: the registry's if it is editable there, else the shipped ones."""
    if name in fixed():
        return fixed()[name]
    registry = queryUtility(IRegistry)
    found = registry.get(PREFIX + name) if registry is not None else None
    return found if found is not None else seeds().get(name, [])


def titles(name: str, lang: str | None = None) -> dict[str, str]:
    """Token → title, retired terms included."""
    lang = lang or language()
    if name == "municipalities":
        return {code: place.name for code, place in geography.municipalities().items()}
    if name == "epcis":
        return {siren: body.name for siren, body in geography.epcis().items()}
    return {row["token"]: row.get(lang) or row["fr"] for row in rows(name)}


def title(name: str, token: str | None, lang: str | None = None) -> str:
    """Title of one term; the token itself when nothing better is known."""
    return titles(name, lang).get(token, token or "") if token else ""


def descendants(name: str, token: str) -> set[str]:
    """The term and all terms below it: a group counts for its members."""
    found = {token}
    below = [row["token"] for row in rows(name) if row.get("parent") == token]
    for child in below:
        found |= descendants(name, child)
    return found


def _uses(context, token: str) -> bool:
    return any(_holds(value, token) for value in getattr(aq_base(context), "__dict__", {}).values())


def _holds(value, token: str) -> bool:
    if isinstance(value, dict):
        return token in value.values()
    if isinstance(value, list):
        return token in value or any(isinstance(row, dict) and _holds(row, token) for row in value)
    return isinstance(value, str) and value == token


@implementer(IVocabularyFactory)
class TermVocabulary:
    """Terms in the reader's language; a retired one only where it is already used."""

    def __init__(self, name: str):
        self.name = name

    def __call__(self, context):
        lang = language()
        return SimpleVocabulary(
            [
                SimpleTerm(row["token"], row["token"], row.get(lang) or row["fr"])
                for row in rows(self.name)
                if not row.get("retired") or _uses(context, row["token"])
            ]
        )


class PlaceVocabulary(SimpleVocabulary):
    """Places found by the beginning of any word of their name, those that begin with it first."""

    def __init__(self, terms, *interfaces, **kwargs):
        super().__init__(terms, *interfaces, **kwargs)
        self._folded = [(" " + folded(term.title.split(" – ")[0]), term) for term in terms]

    def search(self, query: str) -> list[SimpleTerm]:
        """Terms whose title holds the words of the query in this order; all for an empty query."""
        wanted = " " + folded(str(query)[:100])
        found = [(text, term) for text, term in self._folded if wanted in text or wanted == " "]
        return [term for _text, term in sorted(found, key=lambda pair: not pair[0].startswith(wanted))]


@cache
def _municipality_terms() -> PlaceVocabulary:
    return PlaceVocabulary(
        [
            SimpleTerm(m.code, m.code, f"{m.name} ({m.department}) – {_inhabitants(m.population)}")
            for m in sorted(geography.municipalities().values(), key=lambda m: m.name)
        ]
    )


@cache
def _epci_terms() -> PlaceVocabulary:
    return PlaceVocabulary(
        [
            SimpleTerm(
                e.siren, e.siren, f"{e.name} ({', '.join(e.departments)}) – {_inhabitants(e.population)}"
            )
            for e in sorted(geography.epcis().values(), key=lambda e: e.name)
        ]
    )


def _inhabitants(count: int) -> str:
    return f"{count:,} hab.".replace(",", "\u202f")


@implementer(IVocabularyFactory)
class Municipalities:
    """INSEE codes; titles carry département and population so that homonyms can be told apart."""

    def __call__(self, context):
        return _municipality_terms()


@implementer(IVocabularyFactory)
class Epcis:
    """SIREN numbers of today's inter-municipal bodies."""

    def __call__(self, context):
        return _epci_terms()


municipalities = Municipalities()
epcis = Epcis()

# Edited in the control panel: registry rows, seeded from data/vocabularies.yaml.
organisation_types = TermVocabulary("organisation_types")
themes = TermVocabulary("themes")
audiences = TermVocabulary("audiences")
project_kinds = TermVocabulary("project_kinds")
deliverable_kinds = TermVocabulary("deliverable_kinds")
study_kinds = TermVocabulary("study_kinds")
transfer_conditions = TermVocabulary("transfer_conditions")
training_formats = TermVocabulary("training_formats")
units = TermVocabulary("units")
# What code or law depends on: data/fixed.yaml.
departments = TermVocabulary("departments")
organisation_roles = TermVocabulary("organisation_roles")
licences = TermVocabulary("licences")
file_licences = TermVocabulary("file_licences")
product_licences = TermVocabulary("product_licences")
reuse_scopes = TermVocabulary("reuse_scopes")
eu_notices = TermVocabulary("eu_notices")
zones = TermVocabulary("zones")
confidence = TermVocabulary("confidence")
copy_status = TermVocabulary("copy_status")
funding_status = TermVocabulary("funding_status")
stages = TermVocabulary("stages")
qualifiers = TermVocabulary("qualifiers")
indicator_kinds = TermVocabulary("indicator_kinds")
directions = TermVocabulary("directions")
computed_figures = TermVocabulary("computed_figures")
budget_kinds = TermVocabulary("budget_kinds")
availabilities = TermVocabulary("availabilities")
reuse_kinds = TermVocabulary("reuse_kinds")
reuse_stages = TermVocabulary("reuse_stages")
reuse_obstacles = TermVocabulary("reuse_obstacles")
maturities = TermVocabulary("maturities")
partner_kinds = TermVocabulary("partner_kinds")
partner_formats = TermVocabulary("partner_formats")
partner_stages = TermVocabulary("partner_stages")
programme_needs = TermVocabulary("programme_needs")
call_kinds = TermVocabulary("call_kinds")
threshold_effects = TermVocabulary("threshold_effects")
cap_bases = TermVocabulary("cap_bases")
application_channels = TermVocabulary("application_channels")
opinions = TermVocabulary("opinions")
eligibility_results = TermVocabulary("eligibility_results")
session_kinds = TermVocabulary("session_kinds")
advice_purposes = TermVocabulary("advice_purposes")
advice_follow_ups = TermVocabulary("advice_follow_ups")
satisfactions = TermVocabulary("satisfactions")
