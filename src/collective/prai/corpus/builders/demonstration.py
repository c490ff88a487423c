"""demonstration.yaml → a call that visitors may answer, some dossiers and a jury, all of them fictitious."""

from collective.prai.core.money import parse_euros
from collective.prai.corpus.builders.calls import moment
from collective.prai.corpus.builders.programme import bound
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import unbroken
from collective.prai.programme.content.call import ICall
from collective.prai.programme.content.session import JURY
from decimal import Decimal
from zope.schema import getFieldNames


#: Of a row, what is a number with decimals.
_FIGURES = ("percent", "weight")
_MARK = "Exemple fictif"


def call(row: Taker) -> Draft:
    """It stays open: the demonstration shows how to apply."""
    values = {name: unbroken(row.text(name)) for name in ("objectives", "selection")}
    values |= {name: row.listed(name) for name in ("eligible_types", "excluded_kinds")}
    values |= {
        name: [_row(row, name, one) for one in row.take(name, list, [])]
        for name in ("thresholds", "requirements", "rates", "caps", "criteria")
    }
    most = row.take("maxima", list, [])
    values |= {
        "title": _titled(row),
        "description": row.text("description"),
        "kind": row.required("kind"),
        "opens": moment(bound(row, "opens"), last=False),
        "rolling": row.take("rolling", bool, False),
        "expense_nature": row.text("expense_nature"),
        "maxima": [{"projects": one, "since": None, "decided_by": None} for one in most],
        "jury_every": row.take("jury_every", int),
        "example": True,
    }
    return Draft(row.row, "prai.Call", values)


def application(row: Taker, call_id: str = "exemple-services-en-ligne") -> Draft:
    """A dossier that « came on paper »: nobody has to be written to."""
    values = {name: row.text(name) for name in ("lead_name", "summary", "goals", "users")}
    values |= {
        "title": _titled(row),
        "applicant_kind": row.required("applicant_kind"),
        "population": row.take("population", int),
        "outside_urban_area": row.take("outside_urban_area", bool),
        "project_kinds": row.listed("project_kinds"),
        "excluded_justification": row.text("excluded_justification"),
        "channel": "paper",
        "received_on": moment(bound(row, "received_on"), last=False),
    }
    for name in ("eligible_cost", "total_cost"):
        values[name] = parse_euros(row.required(name))
    return Draft(row.row, "prai.Application", values, {"call": call_id}, state=row.required("state"))


def session(row: Taker) -> Draft:
    """Convened: its juror reads the dossiers of its agenda."""
    values = {
        "title": _titled(row),
        "kind": JURY,
        "held_on": bound(row, "held_on"),
        "starts_at": row.text("starts_at"),
        "place": row.text("place"),
        "members": [{"account": one["account"], "seat": one["seat"]} for one in row.take("members", list)],
        "programme_points": row.listed("points"),
    }
    return Draft(row.row, "prai.Session", values, {"agenda": row.listed("agenda")}, state="convened")


def _titled(row: Taker) -> str:
    title = row.required("title")
    if not title.startswith(_MARK):
        raise row.row.refuse(f"a title of the demonstration begins with « {_MARK} »", "title")
    return title


def _row(row: Taker, name: str, given: dict) -> dict:
    columns = getFieldNames(ICall[name].value_type.schema)
    if set(given) - set(columns):
        raise row.row.refuse(f"a line of « {name} » has no {sorted(set(given) - set(columns))}", name)
    found = {column: given.get(column) for column in columns}
    for column in _FIGURES:
        if found.get(column) is not None:
            found[column] = Decimal(found[column])
    if found.get("amount") is not None:
        found["amount"] = parse_euros(found["amount"])
    return found
