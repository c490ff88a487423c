"""A dossier in a line: what the desk, the comparison and the booklet say of it."""

from collective.prai.core import vocabularies
from collective.prai.core.funding import IFunding
from collective.prai.core.publication.state import state_of
from collective.prai.programme.calls import call_of
from collective.prai.programme.instruct.house import days_since
from collective.prai.programme.instruct.house import entered
from collective.prai.programme.instruct.house import state_title
from collective.prai.programme.windows import moment
from decimal import Decimal
from plone import api
from typing import NamedTuple


#: States in which a dossier waits for an officer, and is late after a while.
WAITING = ("submitted", "eligible", "opinion_given", "deferred")
DELAY = "collective.prai.sessions.late_days"
LATE_DAYS = 21
NO, WARNING = "no", "warning"
#: Texts of an applicant, in the order in which a juror reads.
TEXTS = ("summary", "goals", "users", "partners", "schedule", "team", "excluded_justification")
CONTACT = ("contact_function", "contact_email", "contact_phone")


class Line(NamedTuple):
    """``age``: days since it was received; ``waits``: days in its present state; money in euros."""

    uid: str
    number: str
    title: str
    url: str
    applicant: str
    population: int | None
    call: str
    call_uid: str
    state: str
    state_title: str
    cost: Decimal | None
    eligible_cost: Decimal | None
    asked: Decimal | None
    computed: Decimal | None
    awarded: Decimal | None
    received: object
    age: int | None
    waits: int | None
    late: bool
    assigned_to: str
    doubts: int
    refusals: int


def late_after() -> int:
    """Days in one state after which a dossier that waits for an officer is late."""
    return api.portal.get_registry_record(DELAY, default=None) or LATE_DAYS


def line_of(application, late_days: int | None = None) -> Line:
    funding = IFunding(application, None)
    state, call = state_of(application), call_of(application)
    received, waits = moment(application.received_on), days_since(entered(application))
    results = [result_of(row) for row in application.eligibility or ()]
    late_days = late_after() if late_days is None else late_days
    return Line(
        uid=application.UID(),
        number=application.number or "",
        title=application.Title(),
        url=application.absolute_url(),
        applicant=applicant_of(application),
        population=application.population,
        call=call.Title() if call is not None else "",
        call_uid=call.UID() if call is not None else "",
        state=state,
        state_title=state_title(application),
        cost=funding.total_cost if funding is not None else None,
        eligible_cost=funding.eligible_cost if funding is not None else None,
        asked=asked_of(funding),
        computed=application.computed_aid,
        awarded=application.awarded_aid,
        received=received,
        age=days_since(received),
        waits=waits,
        late=state in WAITING and waits is not None and waits > late_days,
        assigned_to=application.assigned_to or "",
        doubts=results.count(WARNING),
        refusals=results.count(NO),
    )


def applicant_of(application) -> str:
    """Name of the lead, « et 2 autres » behind it."""
    lead = application.lead.to_object if application.lead is not None else None
    name = lead.Title() if lead is not None else application.lead_name or ""
    others = [relation.to_object.Title() for relation in application.applicants or () if relation.to_object]
    others += [other for other in application.other_applicants or () if other]
    return ", ".join([name, *others]) if name else ", ".join(others)


def asked_of(funding) -> Decimal | None:
    """Sum of what is asked of funders; None where no amount is."""
    sources = (funding.sources if funding is not None else None) or ()
    amounts = [row["amount"] for row in sources if row.get("amount") is not None]
    return sum(amounts) if amounts else None


def result_of(row: dict) -> str:
    """What a rule comes to: what an officer decided, else what the site computed."""
    return row.get("override") or row.get("computed") or ""


def kind_of(application) -> str:
    return vocabularies.title("organisation_types", application.applicant_kind)


def answers_of(application, contact: bool) -> list[dict]:
    """Of the form; without ``contact``, none that says whom to write to or holds that address."""
    rows = list(application.answers or ())
    if contact:
        return rows
    hidden = {value for name in CONTACT if (value := getattr(application, name, None))}
    return [
        row
        for row in rows
        if row.get("question") not in (*CONTACT, "replyto", "email", "phone")
        and not any(value in (row.get("value") or "") for value in hidden)
    ]
