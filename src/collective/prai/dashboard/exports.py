"""The dashboard for programs: one structure (JSON, ``@dashboard``) and one flat table (CSV)."""

from collective.prai.core.figures import EUROS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.social import public_url
from collective.prai.core.tables import Column
from collective.prai.core.tables import number
from collective.prai.dashboard.board import Board
from decimal import Decimal
from zope.i18n import translate
from zope.i18nmessageid import Message


COLUMNS = (
    Column("part", "string", "Partie : figure, target, budget, place, call, session, step"),
    Column("id", "string", "Identifiant"),
    Column("title", "string", "Intitulé"),
    Column("measure", "string", "Mesure"),
    Column("funder", "string", "Financeur (vide : dépense éligible)"),
    Column("aspect", "string", "Ce que dit la valeur : target, result, planned, committed, paid, count…"),
    Column("value", "number", "Valeur (vide : inconnue)"),
    Column("unit", "string", "Unité : count, euros, days, ou celle de l’indicateur"),
    Column("unknown", "integer", "Opérations dont la valeur n’est pas connue"),
    Column("starts", "string", "Date ou début (jour, mois ou année)"),
    Column("ends", "string", "Fin"),
    Column("qualifier", "string", "Précision de la valeur"),
    Column("source", "string", "Source ou instance qui a décidé"),
    Column("url", "string", "Page"),
)


def plain(board: Board, request) -> dict:
    """Amounts as text, exact to the cent; what is not known is null.  Described in openapi/dashboard.yaml."""

    def said(text) -> str:
        return translate(text, context=request) if isinstance(text, Message) else clean_text(text or "")

    def figure(one) -> dict:
        return {
            "id": one.id, "title": said(one.title), "value": _value(one.value, one.unit), "unit": one.unit,
            "unknown": one.unknown, "url": _url(one.url),
        }  # fmt: skip

    return {
        "figures": [figure(one) for one in board.figures],
        "targets": [
            {
                "id": one.id, "title": said(one.title), "measure": said(one.measure), "unit": one.unit,
                "counted": said(one.counted) or None, "due": one.due or None, "url": _url(one.url),
                "targets": [
                    {
                        "value": number(goal.value),
                        "since": goal.since or None,
                        "body": said(goal.body) or None,
                    }
                    for goal in one.goals
                ],
                "results": [
                    {
                        "value": number(got.value), "date": got.date or None, "qualifier": got.qualifier,
                        "series": said(got.label) or None, "source": said(got.source) or None,
                    }
                    for got in one.reached
                ],
                "live": [figure(live) for live in one.live],
            }
            for one in board.targets
        ],
        "budget": [_budget(one, said) for one in board.budgets],
        "totals": [_budget(one, said) for one in board.totals],
        "places": [
            {"kind": one.kind, "title": said(one.title), "departments": one.counts, "region": one.whole}
            for one in board.places
        ],
        "calendar": [
            {
                "id": one.id, "title": said(one.title), "kind": one.kind, "starts": one.starts,
                "ends": one.ends or None, "url": _url(one.url),
            }
            for one in board.spans
        ],
        "steps": [
            {
                "id": one.id, "title": said(one.title), "value": one.value, "of": said(one.of) or None,
                "url": _url(one.url),
            }
            for one in board.steps
        ],
    }  # fmt: skip


def _budget(one, said) -> dict:
    return {
        "measure": one.measure or None, "title": said(one.title) or None, "funder": said(one.funder) or None,
        "planned": _value(one.planned, EUROS), "committed": _value(one.committed, EUROS),
        "paid": _value(one.paid, EUROS), "unknown": one.unknown, "url": _url(one.url),
    }  # fmt: skip


def _value(value, unit: str):
    if value is None:
        return None
    return f"{value:.2f}" if unit == EUROS else number(Decimal(value))


def _url(url: str) -> str | None:
    return public_url(url) if url else None


def rows(board: Board, request) -> list[dict]:
    """One value a row, of the same figures; columns are above."""
    found, data = [], plain(board, request)
    for one in data["figures"]:
        found.append({"part": "figure", "aspect": "count", **one})
    for one in data["targets"]:
        about = {name: one[name] for name in ("id", "title", "measure", "unit", "url")} | {"part": "target"}
        for goal in one["targets"]:
            found.append(
                about
                | {
                    "aspect": "target",
                    "value": goal["value"],
                    "starts": goal["since"],
                    "source": goal["body"],
                }
            )
        for got in one["results"]:
            found.append(
                about
                | {
                    "aspect": "result", "value": got["value"], "starts": got["date"],
                    "qualifier": got["qualifier"], "source": got["source"],
                }
            )  # fmt: skip
    for one in data["budget"]:
        for aspect in ("planned", "committed", "paid"):
            found.append(
                {
                    "part": "budget", "id": one["measure"], "title": one["title"], "measure": one["title"],
                    "funder": one["funder"], "aspect": aspect, "value": one[aspect], "unit": EUROS,
                    "unknown": one["unknown"] if aspect == "committed" else None, "url": one["url"],
                }
            )  # fmt: skip
    for one in data["places"]:
        counts = {**one["departments"], "region": one["region"]}
        for code, count in sorted(counts.items()):
            found.append(
                {"part": "place", "id": f"{one['kind']}-{code}", "title": one["title"], "aspect": "count",
                 "value": count, "unit": "count"}
            )  # fmt: skip
    for one in data["calendar"]:
        found.append({**one, "part": one["kind"], "aspect": "period"})
    for one in data["steps"]:
        found.append({**one, "part": "step", "aspect": "count", "unit": "count", "source": one["of"]})
    return [_exact(row) for row in found]


def _exact(row: dict) -> dict:
    """Values as numbers: of a text a spreadsheet would not know that it is one."""
    value = row.get("value")
    return row | {"value": Decimal(str(value)) if value is not None else None}
