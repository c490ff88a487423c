"""organisations.yaml → the directory."""

from collective.prai.core.partial_date import format_partial
from collective.prai.corpus.builders.common import communes_of
from collective.prai.corpus.builders.common import departments
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import source_url
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import number
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial


def organisation(row: Taker) -> Draft:
    """What has no field (legal form, budget, former names…) is said at the end of the summary."""
    codes = departments(row, "departement", "departements")
    city = row.text("city")
    names = _municipalities(row)
    full_name = row.text("full_name")
    for key in ("legal_form", "former_url", "intercommunalities", "count"):
        row.fact(key)
    _dated(row, "team")
    _dated(row, "budget", " €")
    values = {
        "title": row.required("name"),
        "organisation_type": row.token("type", "organisation_type"),
        "roles": row.tokens("roles", "roles").get("roles"),
        "acronym": row.text("acronym"),
        "other_names": [name for name in [full_name, *row.listed("aliases")] if name],
        "departments": codes,
        "location": city,
        "municipalities": communes_of(names or [city], codes),
        "population": row.take("population", int),
        "website": source_url(row),
        **provenance(row),
    }
    lines = [one_line(row.text("summary")), *(f"{fact}." for fact in row.facts)]
    values["summary"] = "\n".join(line for line in lines if line)
    return Draft(row.row, "prai.Organisation", values)


def _municipalities(row: Taker) -> list[str]:
    """Names of the member municipalities; their number and date are said in the summary."""
    part = row.part("communes")
    names, when = part.listed("names"), part.text("date")
    if value := part.take("value", int):
        text = number(value)
        text += f" ({format_partial(part.checked('date', lambda: partial(when)))})" if when else ""
        text += f" : {', '.join(names)}" if names else ""
        row.say("communes", text)
    part.finish("communes.")
    return names


def _dated(row: Taker, key: str, unit: str = ""):
    """A value with its date, such as a budget; its currency must be the euro."""
    part = row.part(key)
    if part.text("currency") not in ("", "EUR"):
        raise row.row.refuse(f"« {key} » is not in euros", key)
    value, when = part.take("value", int), part.text("date")
    if value is not None:
        date = format_partial(part.checked("date", lambda: partial(when))) if when else ""
        row.say(key, number(value) + unit + (f" ({date})" if date else ""))
    part.finish(f"{key}.")
