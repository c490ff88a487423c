"""projects.yaml and missions.yaml → what was learnt from projects and missions."""

from collective.prai.core.money import format_euros
from collective.prai.core.money import parse_euros
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.corpus.builders.common import departments
from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.builders.common import source_url
from collective.prai.corpus.builders.common import theme_tokens
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import number
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial
from collective.prai.corpus.text import split_lead


#: Actions of the programme that are not about the public Internet.
OFF_THEME = {"axe-1-recherche"}


def project(row: Taker) -> Draft:
    """The brochure's own sections; where a sheet has only its summary, that is the project."""
    values = {"title": row.required("title"), **HOUSE, **theme_tokens(row), **_funding(row)}
    values["departments"] = departments(row, "departement")
    values["components"] = _components(row)
    if action := row.text("action"):
        row.say("action", row.terms.word("actions", action))
        values["off_theme"] = action in OFF_THEME
    row.fact("opened", lambda value: format_partial(partial(value)))
    for key in ("leisure_centres", "strategy_years"):
        row.fact(key)
    _each(row, "results")
    territory = row.part("territory")
    values["population"] = territory.take("population", int)
    for key in ("intercommunalities", "communes"):
        if (value := territory.take(key, int)) is not None:
            row.say(key, number(value))
    territory.finish("territory.")
    if url := source_url(row):
        values["further_reading"] = [{"title": "Site indiqué par la source", "url": url}]
    values |= _sections(row, "le_projet", {"mode_operatoire": "approach", "le_plus": "highlights"})
    beneficiary, mission = row.text("beneficiary"), row.text("mission")
    relations = {
        "lead": beneficiary,
        "beneficiaries": row.listed("beneficiaries"),
        "deliverables": row.listed("transferability"),
        "relatedItems": [mission] if mission else [],
    }
    return Draft(row.row, "prai.ProjectSheet", values, relations)


def mission(row: Taker) -> Draft:
    """A claimed duration stays beside the dates that contradict it."""
    values = {"title": row.required("title"), **HOUSE, **theme_tokens(row)}
    values["departments"] = departments(row, "departement")
    values["beneficiary_types"] = row.tokens("beneficiary_types", "beneficiary_types").get(
        "beneficiary_types"
    )
    provider, associates = row.text("provider"), row.listed("partners")
    values["role"] = _roles(row, provider)
    values |= _period(row)
    values |= _counted(row, "missions", "mission_count") | _counted(
        row, "projects_funded_after", "funded_projects"
    )
    for key in ("procured", "delivered"):
        row.fact(key, lambda value: format_partial(partial(value)))
    for key in (
        "average_days", "satisfaction_responses", "max_participating_bodies", "offers_received", "version",
    ):  # fmt: skip
        row.fact(key)
    values |= _sections(
        row, "projet", {"methodologie": "method", "bilan": "results", "le_plus": "highlights"}
    )
    relations = {
        "client": row.text("client"),
        "provider": provider,
        "associates": associates,
        "beneficiaries": row.listed("beneficiaries"),
        "deliverables": row.listed("transferability"),
    }
    return Draft(row.row, "prai.MissionSheet", values, relations)


def _sections(row: Taker, main: str, others: dict[str, str]) -> dict:
    """Rich texts, the summary as the description; facts close the main text."""
    text, summary = row.text(main), row.required("body")
    values = {field: rich(row.text(key)) for key, field in others.items()}
    values["transferability"] = rich(row.text("transferability_text"))
    lead, rest = (one_line(summary), text) if text else split_lead(summary)
    return values | {"description": lead, "the_project": rich(rest, row.facts), **provenance(row)}


def _funding(row: Taker) -> dict:
    """Exact euros; the own contribution is computed by the site and only checked here."""
    cost, own = row.part("cost"), row.part("self_funding")
    if cost.text("currency") not in ("", "EUR"):
        raise row.row.refuse("« cost » is not in euros", "cost")
    amounts = {key: cost.take(key) for key in ("total", "erdf", "region")}
    amounts = {
        key: row.checked("cost", lambda value=value: parse_euros(value))
        for key, value in amounts.items()
        if value is not None
    }
    funders = {"erdf": "FEDER", "region": "Région Midi-Pyrénées"}
    sources = [
        {"funder": funder, "amount": amounts[key], "status": "granted"}
        for key, funder in funders.items()
        if key in amounts
    ]
    if note := cost.text("note"):
        row.say("cost_note", note)
    cost.finish("cost.")
    amount, note = own.take("amount"), own.text("note")
    own.text("confidence")
    own.finish("self_funding.")
    if amount is not None:
        known = row.checked("self_funding", lambda: parse_euros(amount))
        if known != amounts.get("total", 0) - sum(line["amount"] for line in sources):
            row.say("self_funding", f"{format_euros(known)} {note}".strip())
    return {"total_cost": amounts.get("total"), "sources": sources}


def _components(row: Taker) -> list[dict]:
    found = []
    for component in row.take("components", list, []):
        if not isinstance(component, dict) or set(component) - {"label", "services"}:
            raise row.row.refuse("a component has a label and services, nothing else", "components")
        label = str(component.get("label") or "")
        kinds = row.checked("components", lambda label=label: row.terms.tokens("component_kinds", [label]))
        text = "\n".join(component.get("services") or [])
        found.append({"title": label, "text": text, "kind": kinds["component_kinds"][0]})
    return found


def _each(row: Taker, key: str):
    """Every figure of a mapping as a fact; amounts are euros, checked."""
    part = row.part(key)
    if part.text("currency") not in ("", "EUR"):
        raise row.row.refuse(f"« {key} » is not in euros", key)
    for name in list(part.left):
        row.say(name, number(part.take(name, int)))


def _roles(row: Taker, provider: str) -> str:
    """Role of the provider, then of the associated firms."""
    roles = row.take("roles", dict, {})
    own = roles.get(provider, "")
    rest = " ; ".join(f"{row.names.get(one, one)} : {role}" for one, role in roles.items() if one != provider)
    return f"{own} ({rest})" if own and rest else own or rest


def _period(row: Taker) -> dict:
    """Dates as precise as the source, and its own words beside them."""
    part = row.part("period")
    starts, ends = (_bound(part, key) for key in ("start", "end"))
    part.finish("period.")
    text = one_line(row.text("period_label"))
    months = row.take("duration_months_claimed", int)
    if months is not None:
        text = f"{text or format_period(starts, ends)} ({months} mois selon la source)"
    return {"starts": starts, "ends": ends, "period_text": text}


def _bound(part: Taker, key: str) -> str | None:
    value = part.take(key)
    return None if value is None else part.checked(key, lambda: partial(value))


def _counted(row: Taker, key: str, field: str) -> dict:
    """A number and its qualifier; the qualifier's words are those of the qualifier's title."""
    part = row.part(key)
    value, qualifier = part.take("value", int), part.token("qualifier", "qualifier")
    part.finish(f"{key}.")
    return {field: value, f"{field}_qualifier": qualifier}
