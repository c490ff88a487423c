"""resources.yaml → guides, studies and how-to sheets, by kind."""

from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.builders.common import source_url
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial
from collective.prai.corpus.text import split_lead


def resource(row: Taker) -> Draft:
    """A sheet of ours about a document of anybody: our licence for the sheet, no file."""
    kind = row.required("kind")
    own_type = row.terms.word("resource_types", kind) if row.terms.knows("resource_types", kind) else ""
    values = {"title": row.required("title"), **HOUSE}
    values["audiences"] = row.tokens("audience", "audiences").get("audiences")
    values["source_url"] = source_url(row)
    for key in ("pages", "print_run", "items_described", "indicator_families", "date_precision"):
        row.fact(key)
    row.fact("languages", lambda codes: ", ".join(row.terms.word("languages", code) for code in codes))
    row.fact("chapters", lambda titles: " ; ".join(titles))
    issued = row.text("date")
    issued = row.checked("date", lambda: partial(issued)) if issued else None
    lead, body = split_lead(row.required("body"))
    values |= {"description": lead, **provenance(row)}
    return {"prai.Guide": _guide, "prai.HowTo": _howto}.get(own_type, _study)(row, kind, values, issued, body)


def _guide(row: Taker, kind: str, values: dict, issued, body: str) -> Draft:
    values |= {"issued": issued, "body": rich(body, row.facts)}
    return Draft(row.row, "prai.Guide", values, {"publisher": row.text("publisher")})


def _howto(row: Taker, kind: str, values: dict, issued, body: str) -> Draft:
    """A page of another body: what need it answers is not said by the source, so it stays empty."""
    if issued:
        row.facts.append(f"Page datée du {issued}")
    values |= {"in_brief": rich(body, row.facts)}
    return Draft(row.row, "prai.HowTo", values, {"contact_organisation": row.text("publisher")})


def _study(row: Taker, kind: str, values: dict, issued, body: str) -> Draft:
    publishers = [one for one in [row.text("publisher"), *row.listed("publishers")] if one]
    values |= {
        "kind": row.checked("kind", lambda: row.terms.tokens("study_kind", [kind])["study_kind"][0]),
        "issued": issued,
        "year": int(issued[:4]) if issued else None,
        "date_unknown": True if not issued else None,
        "edition": row.text("edition"),
        "version": one_line(row.text("version")),
        "summary": rich(body, row.facts),
    }
    relations = {"publisher": publishers[0]} if len(publishers) == 1 else {"authors": publishers}
    return Draft(row.row, "prai.Study", values, relations)
