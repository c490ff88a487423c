"""programme.yaml, calls → who could ask for what, by which rules; what the source leaves open stays open."""

from calendar import monthrange
from collective.prai.core.money import parse_euros
from collective.prai.core.partial_date import format_partial
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.builders.news import PARIS
from collective.prai.corpus.builders.programme import bound
from collective.prai.corpus.builders.programme import measure_id
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial
from datetime import datetime
from decimal import Decimal
import pytz


STEERING = "Comité de pilotage"


def call(row: Taker) -> Draft:
    """A call of the past: closed on the site, as it has been for years."""
    action = row.required("action")
    opens, closes = bound(row, "opens"), bound(row, "closes")
    for key, day in (("opens", opens), ("closes", closes)):
        if day and len(day) < len("2006-09-01"):
            row.say(key, f"{format_partial(day)} (le jour n’est pas précisé)")
    rounds = [partial(one) for one in row.listed("rounds")]
    if rounds:
        row.say("rounds", ", ".join(format_partial(one) for one in rounds))
    for key in ("applications", "selected"):
        row.fact(key)
    types = row.tokens("eligible_types", "eligible_types").get("eligible_types")
    excluded = row.tokens("excluded_themes", "excluded_kinds").get("excluded_kinds")
    values = {
        "title": row.terms.word("call_titles", row.row.id),
        "kind": row.terms.word("call_kinds", row.row.id),
        "opens": moment(opens or (rounds[0] if rounds else None), last=False),
        "closes": moment(closes or (rounds[-1] if rounds else None), last=True),
        "rolling": row.take("continuous", bool, False),
        "eligible_types": types,
        "thresholds": _thresholds(row),
        "excluded_kinds": excluded,
        "excluded_themes": [
            f"{word[0].upper()}{word[1:]}"
            for word in row.row.values.get("excluded_themes") or []
            if word in row.terms.without_token("excluded_kinds", [word])
        ],
        "criteria": [_criterion(text) for text in row.listed("criteria")],
        "jury_every": row.take("jury_cadence_months", int),
        "maxima": _maxima(row),
        **_support(row),
    }
    objectives = row.terms.word("call_objectives", row.row.id)
    values |= {"objectives": rich(objectives, row.facts), **provenance(row)}
    return Draft(row.row, "prai.Call", values, {"measure": measure_id(action)}, state="closed")


def moment(day: str | None, last: bool) -> datetime | None:
    """First or last second, in Paris, of a day, or of a month of which no day is known; kept as UTC.

    A date without a zone comes back from an export as another moment.
    """
    if day is None:
        return None
    year, month, date = ([int(part) for part in day.split("-")] + [0, 0])[:3]
    if last:
        month = month or 12
        found = datetime(year, month, date or monthrange(year, month)[1], 23, 59, 59)
    else:
        found = datetime(year, month or 1, date or 1)
    return PARIS.localize(found).astimezone(pytz.UTC)


def _thresholds(row: Taker) -> list[dict]:
    """Strictly below, as the source says; « hors agglomération » is of municipalities alone."""
    part = row.part("priority_thresholds")
    effect = part.token("nature", "threshold_effects")
    outside = part.token("commune_condition", "commune_conditions")
    found = []
    for key, kind in (
        ("commune_population_below", "commune"), ("intercommunality_population_below", "intercommunalite"),
    ):  # fmt: skip
        if (below := part.take(key, int)) is not None:
            found.append(
                {
                    "type": kind, "max_population": below, "effect": effect, "since": None,
                    "outside_urban_area": kind == "commune" and outside == "outside-urban-area",
                    "decided_by": None,
                }
            )  # fmt: skip
    part.finish("priority_thresholds.")
    return found


def _criterion(text: str) -> dict:
    """No source gives the weights."""
    text = one_line(text)
    return {
        "criterion": f"{text[0].upper()}{text[1:]}", "hint": None, "weight": None, "max_score": None,
        "since": None, "decided_by": None,
    }  # fmt: skip


def _maxima(row: Taker) -> list[dict]:
    most = row.take("max_projects", int)
    return [{"projects": most, "since": None, "decided_by": None}] if most is not None else []


def _support(row: Taker) -> dict:
    """Rates by funder, ceilings with what is known of them, days of advice."""
    part = row.part("support")
    kind = part.text("kind")
    split = part.take("split", dict, {})
    rates = [_rate(funder, percent) for funder, percent in split.items()]
    whole, total = part.take("funding_rate_percent", int), part.take("rate_percent", int)
    if split and sum(split.values()) != total:
        raise row.row.refuse("the parts of the funders do not make the rate", "support")
    if whole is not None:
        rates = [_rate(row.terms.word("funders", "programme"), whole)]
    caps = []
    if cap := part.take("cap", dict):
        if cap["currency"] != "EUR" or cap["scope"] != "project":
            raise row.row.refuse("a ceiling in euros, for a project", "support")
        amount = row.checked("support", lambda: parse_euros(cap["amount"]))
        caps.append(_cap(amount, None, None, cap["reading"]))
    if raised := part.take("cap_raised", dict):
        source = row.terms.readable_source(raised["source"])
        note = f"Plafond relevé ; le nouveau montant n’a pas été retrouvé ({source})"
        caps.append(_cap(None, partial(raised["date"]), STEERING, note))
    days = part.take("average_days", int)
    part.finish("support.")
    return {
        "expense_nature": f"{kind[0].upper()}{kind[1:]}" if kind else None,
        "rates": rates,
        "caps": caps,
        "typical_days": Decimal(days) if days is not None else None,
    }


def _rate(funder: str, percent) -> dict:
    return {"funder": funder, "percent": Decimal(percent), "since": None, "decided_by": None}


def _cap(amount, since, decided_by, note: str) -> dict:
    """No basis: the guide can be read in two ways, and the reading is said."""
    note = one_line(note)
    return {
        "amount": amount, "basis": None, "funder": None, "note": f"{note[0].upper()}{note[1:]}",
        "since": since, "decided_by": decided_by,
    }  # fmt: skip
