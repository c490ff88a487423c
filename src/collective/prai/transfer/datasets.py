"""Who took up what, as one table for data catalogues: public facts on organisations, examples left out."""

from collective.prai.core import vocabularies
from collective.prai.core.indexers import plain_text
from collective.prai.core.licences import is_free
from collective.prai.core.place import place_of
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import safe_address
from collective.prai.core.section_table import SectionTable
from collective.prai.core.section_table import SectionTables
from collective.prai.core.tables import Column
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from collective.prai.transfer import saying
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import call_is_over


COLUMNS = (
    Column("id", "string", "Identifiant permanent (urn:uuid)"),
    Column("title", "string", "Titre"),
    Column("original", "string", "Ce qui a été repris"),
    Column("original_id", "string", "Identifiant de ce qui a été repris (urn:uuid)"),
    Column("reuser", "string", "Qui l’a repris"),
    Column("reuser_id", "string", "Identifiant de l’organisation, si elle est dans l’annuaire (urn:uuid)"),
    Column("departments", "array", "Départements (codes)"),
    Column("kind", "string", "Manière (code)"),
    Column("kind_title", "string", "Manière"),
    Column("stage", "string", "Avancement (code)"),
    Column("stage_title", "string", "Avancement"),
    Column("partners_until", "date", "Fin de l’appel à partenaires"),
    Column("date", "string", "Depuis (jour, mois ou année)"),
    Column("confirmed_on", "date", "Dernière confirmation"),
    Column("days", "integer", "Jours de travail"),
    Column("actual_cost", "number", "Coût en euros"),
    Column("cost_avoided", "number", "Coût évité en euros"),
    Column("obstacles", "array", "Obstacles (codes)"),
    Column("lesson", "string", "Ce que les autres devraient en savoir, si elle a été abandonnée"),
    Column("derived_id", "string", "Identifiant du livrable adapté (urn:uuid)"),
    Column("address", "string", "Où la voir"),
    Column("url", "string", "Page de la reprise"),
)


class Reuses(SectionTable):
    """Public reuses whose text is free; a fictitious example is none, and a call that is over is past."""

    portal_type = "prai.Reuse"
    columns = COLUMNS
    keywords = ("reprise", "transfert", "mutualisation", "réutilisation")
    titles = {"fr": "Reprises des livrables et des projets", "en": "Reuses of deliverables and projects"}
    descriptions = {
        "fr": "Qui a repris quoi, où, jusqu’où, depuis quand, à quel coût, et ce qui a été abandonné avec "
        "sa leçon. Chaque ligne dit quand elle a été confirmée pour la dernière fois.",
        "en": "Who took up what, where, how far, since when, at what cost, and what was given up, with its "
        "lesson. Each row says when it was last confirmed.",
    }

    def takes(self, item) -> bool:
        return is_free(item) and not item.example and not call_is_over(item)

    def row(self, item) -> dict:
        original, made = _public(item, "original"), _public(item, "derived_deliverable")
        body = _public(item, "reuser")
        name = body.Title() if body is not None else item.reuser_name
        departments = list(item.departments or ()) or list(place_of(body or item).departments)
        if not departments and body is not None:
            departments = list(getattr(body, "departments", None) or ())
        return {
            "id": _urn(item),
            "title": clean_text(item.title or ""),
            "original": clean_text(original.Title()) if original is not None else None,
            "original_id": _urn(original),
            "reuser": clean_text(name or "") or None,
            "reuser_id": _urn(body),
            "departments": departments,
            "kind": item.kind,
            "kind_title": vocabularies.title("reuse_kinds", item.kind, "fr"),
            "stage": item.stage,
            "stage_title": vocabularies.title("reuse_stages", item.stage, "fr"),
            "partners_until": _day(item.partners_until),
            "date": item.date,
            "confirmed_on": _day(item.confirmed_on),
            "days": item.days,
            "actual_cost": item.actual_cost,
            "cost_avoided": item.cost_avoided,
            "obstacles": list(item.obstacle_kinds or ()),
            "lesson": clean_text(plain_text(saying.lesson(item))) or None,
            "derived_id": _urn(made),
            "address": safe_address(item.url) if item.url else None,
            "url": place(item),
        }


def _public(item, name: str):
    """What a relation leads to if the public may see it."""
    found = target(item, name)
    return found if found is not None and is_public(found) else None


def _urn(item) -> str | None:
    return f"urn:uuid:{item.UID()}" if item is not None else None


def _day(value) -> str | None:
    return value.isoformat() if value else None


class ReuseDatasets(SectionTables):
    """See SectionTables."""

    table = Reuses
