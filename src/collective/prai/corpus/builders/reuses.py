"""reuses.yaml → who took up what; an example says that it is one, and counts nowhere."""

from collective.prai.core.money import parse_euros
from collective.prai.corpus.builders.common import day
from collective.prai.corpus.builders.common import departments
from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import unbroken


_EUROS = ("actual_cost", "cost_avoided")
_TEXTS = ("adaptations", "obstacles", "outcome")


def reuse(row: Taker) -> Draft:
    """Tokens stand in the file as the site has them: it was written for the centre."""
    values = {
        "title": row.required("title"),
        "description": one_line(row.text("description")),
        "reuser_name": row.text("reuser_name"),
        "kind": row.required("kind"),
        "stage": row.required("stage"),
        "date": row.text("date"),
        "partners_until": day(row, "partners_until"),
        "confirmed_on": day(row, "confirmed_on"),
        "days": row.take("days", int),
        "obstacle_kinds": row.listed("obstacle_kinds"),
        "departments": departments(row, "departements"),
        "zone": row.listed("zone"),
        "population": row.take("population", int),
        "example": row.take("example", bool, False),
        **HOUSE,
        **provenance(row),
    }
    for name in _EUROS:
        text = row.text(name)
        values[name] = row.checked(name, lambda text=text: parse_euros(text)) if text else None
    values |= {name: unbroken(row.text(name)) for name in _TEXTS}
    relations = {"original": row.text("original"), "reuser": row.text("reuser")}
    return Draft(row.row, "prai.Reuse", values, relations)
