"""programme.yaml → the programme, its steering committees, its measures, targets that no series has."""

from collective.prai.core.money import parse_euros
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.builders.common import rich
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import address
from collective.prai.corpus.text import number
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import partial
from collective.prai.corpus.text import words
from collective.prai.programme.content.session import STEERING
from decimal import Decimal
from html import escape


PROGRAMME = "prai-midi-pyrenees"
#: Figures of a measure that are points of a series of indicators.yaml: taken there, not said twice.
IN_SERIES = (
    "target", "target_initial", "target_revised", "result", "average_days", "moved_on", "submitted_2006",
    "submitted_2007", "services_delivered", "planned_outputs",
)  # fmt: skip


def measure_id(found: str) -> str:
    """Address of the measure that the corpus calls 7.3, or by a name."""
    return f"mesure-{found.replace('.', '-')}" if found[:1].isdigit() else found


def programme(row: Taker) -> list[Draft]:
    """The programme, and one session for each known meeting of its steering committee."""
    governance = row.part("governance")
    said, sessions = _governance(governance, row)
    governance.finish("governance.")
    period = row.part("period")
    starts, ends = bound(period, "start"), bound(period, "end")
    period.finish("period.")
    strands = [one_line(strand["title"]) for strand in row.take("strands", list, [])]
    row.say("strands", " ; ".join(strands))
    values = {
        "title": row.required("title"),
        "acronym": row.text("acronym"),
        "strand": row.text("ict_strand"),
        "starts": starts,
        "ends": ends,
        "extended_until": bound(row, "extended_until"),
        "presentation": rich(row.required("body"), row.facts),
        "objectives": [one_line(line) for line in row.listed("objectives")],
        "method": rich(row.text("method")),
        "funds": row.listed("funds"),
        "governance": said,
        "source_url": address(row.text("url")),
        **provenance(row),
    }
    return [
        Draft(row.row, "prai.Programme", values, {"authority": row.text("managing_authority")}),
        *sessions,
    ]


def measure(row: Taker) -> Draft:
    """What the corpus tells of a measure is what came of it; the guide's questions are in derived.yaml."""
    found = row.row.id
    row.text("number")
    row.facts += [row.terms.word("strands", row.text("strand"))]
    period = row.part("period")
    starts, ends = bound(period, "start"), bound(period, "end")
    period.finish("period.")
    for key in ("opened", "started"):
        starts = bound(row, key) or starts
    for key in IN_SERIES:
        row.take(key)
    audiences = row.listed("audiences")
    _budget_facts(row)
    values = {
        "title": row.required("title"),
        "number": found if found[0].isdigit() else row.terms.word("measure_numbers", found),
        "need": row.terms.word("needs", found) if row.terms.knows("needs", found) else None,
        "who": _list(audiences) if audiences else "",
        "procured_on": bound(row, "procured"),
        "planned_start": bound(row, "planned_start"),
        "actual_start": starts,
        "ends": ends,
        **_budget(row),
    }
    if url := row.text("url"):
        values["source_url"] = address(url)
    values |= {"assessment": rich(row.required("body"), row.facts), **provenance(row)}
    providers = row.listed("providers")
    relations = {
        "programme": PROGRAMME,
        "operator": row.text("operator"),
        "contractor": providers[0] if providers else "",
        "subcontractors": providers[1:],
    }
    return Draft(row.row, "prai.Measure", values, relations, id=measure_id(found))


def target(row: Taker) -> list[Draft]:
    """An indicator where indicators.yaml has no series of it; of the others, the same figures."""
    row.take("action")
    label, planned, result = row.required("indicator"), row.take("target"), row.take("result")
    revised, note = row.take("target_revised"), one_line(row.text("note"))
    source = provenance(row)
    if row.terms.knows("series_of_targets", row.row.id):
        return []
    if revised is not None:
        raise row.row.refuse("a revised target needs its date: it belongs to a series", "target_revised")
    known = row.terms.word("targets", row.row.id)
    observation = {
        "date": known.get("observed"), "value": Decimal(result or 0), "qualifier": None, "territory": None,
        "series": "réalisé", "source": source["source"], "note": note or None,
    }  # fmt: skip
    values = {
        "title": known["title"],
        "definition": f"{known['title']}, objectif et réalisé.",
        "unit": "nombre",
        "counted": label,
        "initial_target": Decimal(planned),
        "initial_target_due": known["due"],
        "observations": [observation] if result is not None else [],
        **HOUSE,
        **source,
    }
    return [Draft(row.row, "prai.Indicator", values, id=f"prai-{row.row.id}")]


def bound(row: Taker, key: str) -> str | None:
    """A date as precise as the source."""
    value = row.take(key)
    return None if value is None else row.checked(key, lambda: partial(value))


def _governance(part: Taker, row: Taker) -> tuple[str, list[Draft]]:
    committee, jury, evaluation = (
        part.part(name) for name in ("steering_committee", "selection", "evaluation")
    )
    members = [one_line(member) for member in committee.listed("members")]
    years = committee.part("years")
    period = format_period(bound(years, "start"), bound(years, "end"))
    years.finish("years.")
    lines = [
        f"Comité de pilotage : {committee.required('chaired_by')} ; "
        f"{committee.take('meetings_per_year', int)} réunions par an, "
        f"{committee.take('meetings_total', int)} en tout ({period}).",
        f"Y siègent : {' ; '.join(members)}.",
    ]
    meetings = committee.take("known_meetings", list, [])
    source = row.terms.readable_source(committee.text("source"))
    sessions = [_session(row, meeting, members, source) for meeting in meetings]
    jury.take("cadence_months", int)
    lines.append(f"Sélection : {jury.required('jury')}, {jury.required('cadence_label')}.")
    lines.append(_evaluation(evaluation))
    for one in (committee, jury, evaluation):
        one.take("source")
        one.take("confidence")
        one.finish("governance.")
    return "\n".join(f"<p>{escape(line, quote=False)}</p>" for line in lines), sessions


def _evaluation(part: Taker) -> str:
    when = part.part("consultation")
    period = format_period(bound(when, "start"), bound(when, "end"))
    when.finish("consultation.")
    evaluator = part.required("evaluator")
    return (
        f"Évaluation finale : {part.names.get(evaluator, evaluator)}, {part.required('carried_out')}, "
        f"après une consultation ({period}) qui a reçu {part.take('offers_received', int)} offres. "
        f"Critères : {', '.join(part.listed('criteria'))}."
    )


def _session(row: Taker, meeting: dict, members: list[str], source: str) -> Draft:
    """What is known of a meeting: its day and what it decided; those who sat there have no account."""
    lines = {key: row.row.lines.get("governance", row.row.line) for key in meeting}
    part = Taker(row.row._replace(values={"id": "", **meeting}, lines=lines), row.terms)
    day = bound(part, "date")
    values = {
        "title": f"Comité de pilotage du {format_partial(day)}",
        "kind": STEERING,
        "rank": part.take("rank", int),
        "held_on": day,
        "members": [{"account": None, "seat": member} for member in members],
        "decisions": [
            {"subject": one_line(text), "old": None, "new": None, "reason": None}
            for text in part.listed("decisions")
        ],
        "source": source,
    }
    part.finish("governance.known_meetings.")
    return Draft(row.row, "prai.Session", values, id=f"comite-de-pilotage-{day}")


def _budget(row: Taker) -> dict:
    """The eligible cost of the measure and the part of the fund; a rate is never made up."""
    part = row.part("budget")
    if part.text("currency") not in ("", "EUR"):
        raise row.row.refuse("« budget » is not in euros", "budget")
    total, erdf = part.take("total_eligible"), part.take("erdf")
    part.finish("budget.")
    if total is None:
        return {}
    share = {
        "funder": "FEDER", "planned": row.checked("budget", lambda: parse_euros(erdf)), "since": None,
        "decided_by": None, "source": row.terms.readable_source(one_line(row.left.get("source") or "")),
    }  # fmt: skip
    return {"budget_planned": row.checked("budget", lambda: parse_euros(total)), "budget": [share]}


def _budget_facts(row: Taker):
    """Figures that have no field: shares, staff, outputs, rounds."""
    row.fact("envelope")
    row.fact("calls", lambda rounds: ", ".join(format_partial(partial(one)) for one in rounds))
    for key in ("applications", "selected", "previously_advised_share"):
        row.fact(key)
    below = row.part("below_target_at")
    if (count := below.take("count", int)) is not None:
        row.say("below_target_at", f"{count} ({format_partial(bound(below, 'date'))})")
    below.finish("below_target_at.")
    row.fact("formats", lambda formats: ", ".join(row.terms.word("formats", one) for one in formats))
    for key in ("erdf_breakdown_percent", "known_outputs"):
        shares = row.take(key, dict, {})
        sign = "\u00a0%" if key.endswith("percent") else ""
        if shares:
            text = ", ".join(f"{name.replace('_', ' ')} {number(one)}{sign}" for name, one in shares.items())
            row.say(key, text)
    staff = row.take("staff", dict, {})
    if staff:
        full_time, agents = number(staff.pop("fte_per_year")), staff.pop("agents")
        text = f"{full_time} équivalent temps plein par an, {agents} agents"
        row.say("staff", f"{text} de {staff.pop('departments')} services")
        if staff:
            raise row.row.refuse(f"no words for {sorted(staff)}", "staff")
    outputs = row.take("outputs", list, [])
    if outputs:
        row.say("outputs", " ; ".join(_output(one) for one in outputs))


def _output(output: dict) -> str:
    planned = f" (prévu : {words(output['planned'])})" if "planned" in output else ""
    return f"{one_line(output['label'])} : {words(output['actual'])}{planned}"


def _list(lines: list[str]) -> str:
    return "<ul>\n" + "\n".join(f"<li>{escape(line, quote=False)}</li>" for line in lines) + "\n</ul>"
