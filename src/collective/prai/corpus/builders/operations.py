"""operations.yaml → rows of the list of operations; an amount that no source gives stays unknown."""

from collective.prai.core.money import parse_euros
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.builders.programme import measure_id
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import one_line
from decimal import Decimal
from decimal import ROUND_HALF_UP


#: Key of an amount → field, and the key of its rate.
_AMOUNTS = {
    "total_eligible": ("eligible_cost", None),
    "erdf_contribution": ("erdf", "erdf_rate_percent"),
    "regional_contribution": ("region", "regional_rate_percent"),
}


def operation(row: Taker) -> Draft:
    """Rates are computed by the site and only checked here."""
    amounts = {}
    for key, (name, rate_key) in _AMOUNTS.items():
        value = row.take(key)
        amounts[name] = (
            row.checked(key, lambda value=value: parse_euros(value)) if value is not None else None
        )
        rate = row.take(rate_key) if rate_key else None
        if rate is not None and _percent(amounts[name], amounts["eligible_cost"]) != rate:
            raise row.row.refuse("this rate is not that of the amounts", rate_key)
    project = row.text("project")
    values = {
        "title": row.required("name"),
        "code": row.row.id,
        "beneficiary_label": row.required("beneficiary_label"),
        "summary": one_line(row.required("description")),
        "results": rich(_body(row)),
        "official_row": row.take("official_row", bool, True),
        **amounts,
        **provenance(row),
    }
    relations = {
        "measure": measure_id(row.required("action")),
        "lead": row.text("beneficiary"),
        "sheets": [project] if project else [],
    }
    return Draft(row.row, "prai.Operation", values, relations)


def _body(row: Taker) -> str:
    body = one_line(row.required("body"))
    if not row.terms.knows("unsaid", row.row.id):
        return body
    before, sentence, after = body.partition(row.terms.word("unsaid", row.row.id))
    if not sentence:
        raise row.row.refuse("the sentence to be left out is not there any more", "body")
    return f"{before}{after}".strip()


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
