"""howtos.yaml, teaching_packs.yaml, guides.yaml → what was written for the centre."""

from collective.prai.corpus.builders.common import day
from collective.prai.corpus.builders.common import departments
from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import address
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import unbroken


def howto(row: Taker) -> Draft:
    """Published by the centre itself: its licence and credit line are the house's."""
    values = _common(row) | {
        "problem": one_line(row.text("problem")),
        "in_brief": unbroken(row.text("in_brief")),
        "steps": _rows(row, "steps", {"title", "text"}),
        "watch_points": unbroken(row.text("watch_points")),
        "effort_days": row.take("effort_days", int),
        "links": _rows(row, "links", {"title", "url"}),
        "departments": departments(row, "departements"),
    }
    for link in values["links"]:
        if address(link.get("url")) != link.get("url"):
            raise row.row.refuse(f"« {link.get('url')} » is not a web address", "links")
    if row.text("publisher") not in ("", "ardesi"):
        raise row.row.refuse("only the centre publishes how-to sheets here", "publisher")
    relations = {"deliverables": row.listed("deliverables"), "guide": row.text("guide")}
    return Draft(row.row, "prai.HowTo", values, relations)


def teaching_pack(row: Taker) -> Draft:
    values = _common(row) | {
        "objectives": unbroken(row.text("objectives")),
        "prerequisites": unbroken(row.text("prerequisites")),
        "sequence": _rows(row, "sequence", {"title", "minutes", "method", "material"}),
    }
    relations = {"publisher": row.text("publisher"), "resources": row.listed("resources")}
    return Draft(row.row, "prai.TeachingPack", values, relations, _chapters(row))


def guide(row: Taker) -> Draft:
    values = _common(row) | {"subtitle": one_line(row.text("subtitle")), "body": unbroken(row.text("body"))}
    return Draft(row.row, "prai.Guide", values, {"publisher": row.text("publisher")}, _chapters(row))


def collection(row: Taker) -> Draft:
    """The sheets are those of the corpus: drafts among them wait until they are published."""
    values = _common(row) | {
        "subtitle": one_line(row.text("subtitle")),
        "editorial": unbroken(row.text("editorial")),
        "common_points": unbroken(row.text("common_points")),
        "starts": row.text("starts"),
        "ends": row.text("ends"),
        "issued": row.text("issued"),
        "eu_notice": row.text("eu_notice"),
    }
    relations = {
        "sheets": row.listed("sheets"),
        "publisher": row.text("publisher"),
        "funders": row.listed("funders"),
    }
    return Draft(row.row, "prai.Collection", values, relations)


def _common(row: Taker) -> dict:
    return {
        "title": row.required("title"),
        "description": one_line(row.text("description")),
        "themes": row.listed("themes"),
        "audiences": row.listed("audiences"),
        "review_by": day(row, "review_by"),
        **HOUSE,
        **provenance(row),
    }


def _rows(row: Taker, key: str, allowed: set[str]) -> list[dict]:
    """Plain rows of text and whole numbers, absent cells None."""
    found = []
    for values in row.take(key, list, []):
        if not isinstance(values, dict) or set(values) - allowed or not values.get("title"):
            raise row.row.refuse(
                f"a line of « {key} » has a title and no other keys than {sorted(allowed)}", key
            )
        found.append({name: _cell(values.get(name)) for name in sorted(allowed)})
    return found


def _cell(value):
    return one_line(value) if isinstance(value, str) else value


def _chapters(row: Taker) -> list[Draft]:
    found = []
    for values in row.take("chapters", list, []):
        if not isinstance(values, dict) or not isinstance(values.get("id"), str):
            raise row.row.refuse("a chapter is a mapping of keys with an id", "chapters")
        part = Taker(row.row._replace(values=values, lines={}), row.terms)
        chapter = {
            "title": part.required("title"),
            "description": one_line(part.text("description")),
            "body": unbroken(part.text("body")),
        }
        part.finish("chapters.")
        found.append(Draft(row.row, "prai.Chapter", chapter, id=values["id"]))
    return found
