"""deliverables.yaml → what can be taken elsewhere."""

from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import split_lead


def deliverable(row: Taker) -> Draft:
    """No source gives a licence of the thing itself: unknown, and said so."""
    origin, relations = row.text("origin"), {}
    if origin and row.terms.knows("origins", origin):
        row.say("origin", row.terms.word("origins", origin))
    elif origin:
        relations["origin"] = origin
    row.fact("languages", lambda codes: ", ".join(row.terms.word("languages", code) for code in codes))
    row.fact("count")
    lead, body = split_lead(row.required("body"))
    values = {
        "title": row.required("title"),
        "description": lead,
        "kind": row.token("kind", "deliverable_kind"),
        "purpose": rich(body, row.facts),
        "product_licence": "unknown",
        **HOUSE,
        **provenance(row),
    }
    return Draft(row.row, "prai.Deliverable", values, relations)
