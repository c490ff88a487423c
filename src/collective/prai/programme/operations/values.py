"""What a row of the list says of an operation: plain values, None where nobody knows."""

from collective.prai.core.lenders import departments_of
from collective.prai.core.money import percent
from collective.prai.core.safe_html import clean_text
from collective.prai.core.visibility import reader_may_see
from collective.prai.programme.operations.persons import may_be_named
from collective.prai.programme.operations.persons import PERSON
from collective.prai.programme.operations.persons import public_title
from collective.prai.programme.operations.persons import without_name
from collective.prai.programme.operations.profiles import MONEY
from collective.prai.programme.operations.profiles import NEVER
from collective.prai.programme.relations import target
from collective.prai.programme.relations import targets
from decimal import Decimal
from time import time


def union_rate(operation) -> Decimal | None:
    """Percent of the eligible cost, else of the total one, that the Union pays; None if unknown."""
    base = operation.eligible_cost if operation.eligible_cost is not None else operation.total_cost
    if operation.erdf is None or not base:
        return None
    return percent(operation.erdf, base)


def row_of(operation, persons: str = NEVER, now: float | None = None) -> dict:
    """Every value of profiles.VALUES as the current reader may know it.

    ``persons``: ``never`` or ``two-years``, see profiles.Profile.
    """
    now = time() if now is None else now
    measure = _seen(operation, "measure")
    programme = _seen(measure, "programme") if measure is not None else None
    lead = _seen(operation, "lead")

    def text(value):
        """Of a person's operation, without that person."""
        return _text(
            without_name(value or "", operation.beneficiary_label) if operation.natural_person else value
        )

    return {
        "code": _text(operation.code),
        "name": _text(public_title(operation)),
        "beneficiary": beneficiary(operation, persons, now),
        "siren": getattr(lead, "siren", None) or None,
        "contractor": _text(getattr(_seen(operation, "contractor"), "title", None)),
        "summary": text(operation.summary),
        "starts": operation.starts,
        "ends": operation.actual_end or operation.planned_end,
        **{name: getattr(operation, name) for name in MONEY},
        "union_rate": union_rate(operation),
        "fund": _text(operation.fund),
        "measure": _text(getattr(measure, "number", None)),
        "measure_title": _text(getattr(measure, "title", None)),
        "programme": _text(getattr(programme, "title", None)),
        "specific_objective": _text(operation.specific_objective),
        "intervention": _text(operation.intervention_code),
        "postcode": _text(operation.postcode),
        "nuts": _text(operation.nuts),
        "location": text(operation.location),
        "country": _text(operation.country),
        "currency": "EUR",
        "departments": list(departments_of(operation, now).codes),
        "official": bool(operation.official_row),
        "source": text(getattr(operation, "source", None)),
        "updated": operation.modified().toZone("Europe/Paris").strftime("%Y-%m-%d"),
    }


def beneficiary(operation, persons: str, now: float) -> str | None:
    """Its name as it was at publication; « personne physique » where a person is not named, or no longer."""
    if operation.natural_person and (persons == NEVER or not may_be_named(operation, now)):
        return PERSON
    if operation.beneficiary_label:
        return _text(operation.beneficiary_label)
    names = [
        one for one in (_seen(operation, "lead"), *targets(operation, "beneficiaries")) if one is not None
    ]
    return _text(", ".join(dict.fromkeys(one.title for one in names if reader_may_see(one)))) or None


def _seen(obj, name: str):
    """The item to which a field leads, as far as the current reader may see it."""
    found = target(obj, name)
    return found if found is not None and reader_may_see(found) else None


def _text(value) -> str | None:
    return clean_text(value or "").strip() or None
