"""From the decision to the drafts: an award sets off the sheet and the operation; settlement follows.

The room of sheets makes the sheet: it hears IApplicationAwarded.  Nothing of the answers, of the
contact or of the notes of officers is in the facts that it is told.
"""

from Acquisition import aq_base
from collective.prai.core.funding import IFunding
from collective.prai.core.indexers import related_uids
from collective.prai.core.publication.state import state_of
from collective.prai.core.territory import ITerritory
from collective.prai.interfaces import IApplicationAwarded
from collective.prai.programme.content.advice import ADVICE_MISSIONS
from collective.prai.programme.content.call import ADVICE
from collective.prai.programme.funders import by_fund
from collective.prai.programme.funders import shares_of
from collective.prai.programme.journal import record
from collective.prai.programme.operations.codes import next_code
from collective.prai.programme.relations import index_relations
from collective.prai.programme.relations import relate
from collective.prai.programme.relations import sources
from collective.prai.programme.relations import target
from decimal import Decimal
from plone import api
from plone.dexterity.utils import addContentToContainer
from plone.dexterity.utils import createContent
from zope.event import notify
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent
from zope.schema import getFieldNames


SECTION = "operations"


@implementer(IApplicationAwarded)
class ApplicationAwarded(ObjectEvent):
    """See the interface."""

    def __init__(self, application, facts: dict):
        super().__init__(application)
        self.facts = facts
        self.made = {}


def facts_of(application) -> dict:
    """Field of a project sheet → value: what the Région decided to help, and whom.

    ``lead`` and ``beneficiaries`` are UIDs; amounts are Decimals in euros; rows are new lists.
    """
    funding = IFunding(application)
    eligible = application.awarded_eligible_cost
    facts = {
        "title": application.title,
        "lead": next(iter(_uids(application, "lead")), None),
        "beneficiaries": _uids(application, "applicants"),
        "beneficiary_names": "\n".join(_free_names(application)) or None,
        "project_kinds": list(application.project_kinds or ()),
        "themes": list(application.themes or ()),
        "total_cost": funding.total_cost,
        "eligible_cost": eligible if eligible is not None else funding.eligible_cost,
        "sources": [
            {"funder": share.funder, "amount": share.amount, "status": "granted"}
            for share in shares_of(application)
        ],
    }
    territory = ITerritory(application)
    return facts | {name: _copy(getattr(territory, name, None)) for name in getFieldNames(ITerritory)}


def _copy(value):
    return list(value) if isinstance(value, (list, tuple)) else value


def _uids(application, name: str) -> list[str]:
    try:
        return related_uids(application, name)
    except AttributeError:  # how an indexer says that there is nothing
        return []


def _free_names(application) -> list[str]:
    """Names of applicants that are not in the directory."""
    lead = [] if target(application, "lead") is not None else [application.lead_name]
    return [name.strip() for name in [*lead, *(application.other_applicants or ())] if name and name.strip()]


def application_moved(application, event):
    """After a transition by whatever door."""
    act = event.transition.getId() if event.transition is not None else ""
    if act == "award":
        award(application)
    elif act == "settle":
        settle(application)


def award(application):
    """The draft of the sheet and the operation, once: a second award finds those of the first."""
    if getattr(target(application, "call"), "kind", None) == ADVICE:
        _make_mission(application)
        return
    event = ApplicationAwarded(application, facts_of(application))
    notify(event)
    sheet = target(application, "project_sheet") or event.made.get("project_sheet")
    operation = target(application, "operation")
    if operation is None:
        operation = _make_operation(application)
        record(application, "operation_made", f"Opération {operation.code}")
    if sheet is not None and target(application, "project_sheet") is None:
        record(application, "sheet_made", "Brouillon de la fiche projet")
    _link(application, operation, sheet)


def _make_mission(application):
    """Days of advice are a mission, of which there is neither a sheet nor an operation of its own yet."""
    if any(item.portal_type == "prai.Advice" for item in sources(application, "application")):
        return
    lead = target(application, "lead")
    mission = createContent(
        "prai.Advice",
        title=application.title,
        language="fr",
        application=relate(application),
        lead=relate(lead),
        beneficiaries=[one for one in map(_copied, application.applicants or ()) if one is not None],
        measure=relate(target(target(application, "call"), "measure")),
        days_granted=application.awarded_days,
    )
    with api.env.adopt_roles(["Manager"]):
        addContentToContainer(api.portal.get()[ADVICE_MISSIONS], mission, checkConstraints=False)
    record(application, "mission_made", "Accompagnement ouvert")


def _make_operation(application):
    """A draft row: amounts are those of the decision, what nobody decided stays empty."""
    portal = api.portal.get()
    facts = facts_of(application)
    shares = by_fund(shares_of(application))
    measure = target(target(application, "call"), "measure")
    lead = target(application, "lead")
    places = [facts["location"]] if facts["location"] else []
    operation = createContent(
        "prai.Operation",
        title=facts["title"],
        code=next_code(measure),
        language="fr",
        measure=relate(measure),
        lead=relate(lead),
        beneficiaries=[one for one in map(_copied, application.applicants or ()) if one is not None],
        beneficiary_label=None if lead is not None else (application.lead_name or None),
        eligible_cost=facts["eligible_cost"],
        total_cost=facts["total_cost"],
        location=", ".join(places) or None,
        departments=facts["departments"],
        **shares,
    )
    # The decision makes it, whoever writes it down; a first version is saved, which is a right of its own.
    with api.env.adopt_roles(["Manager"]):
        return addContentToContainer(portal[SECTION], operation, checkConstraints=False)


def _copied(relation):
    return relate(relation.to_object)


def _link(application, operation, sheet):
    """Each knows the others; what an officer linked by hand stays."""
    if target(application, "operation") is None:
        application.operation = relate(operation)
    if sheet is not None:
        if target(application, "project_sheet") is None:
            application.project_sheet = relate(sheet)
        known = [relation.to_object for relation in operation.sheets or ()]
        if not any(aq_base(one) is aq_base(sheet) for one in known if one is not None):
            operation.sheets = [*(operation.sheets or ()), relate(sheet)]
        if target(sheet, "operation") is None:
            sheet.operation = relate(operation)
            index_relations(sheet)
    index_relations(application, operation)
    operation.reindexObject()
    application.reindexObject()


def settle(application):
    """What was paid goes to the operation that says nothing of payments; a public one is settled too.

    Figures that are there already stay, and are shown beside each other (discrepancies).
    """
    operation = target(application, "operation")
    if operation is None:
        return
    paid, day = application.paid_aid, application.settled_on
    if paid is not None and not operation.payments:
        date = day.isoformat() if day is not None else None
        operation.payments = [
            {"date": date, "funder": share.funder, "amount": share.amount}
            for share in shares_of(application, paid)
        ]
        record(application, "operation_paid", f"Opération {operation.code} : versements inscrits")
    if state_of(operation) == "published":
        api.content.transition(operation, "settle")
    operation.reindexObject()


def paid_of(operation) -> Decimal | None:
    """Euros that went out; None while nothing is known of payments."""
    rows = operation.payments or ()
    return sum((row["amount"] for row in rows), Decimal(0)) if rows else None
