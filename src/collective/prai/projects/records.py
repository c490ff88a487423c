"""What partners receive of project and mission sheets."""

from collective.prai.core.funding import funding_plan
from collective.prai.core.record import Record
from collective.prai.projects.content.mission_sheet import IMissionSheet
from collective.prai.projects.content.project_sheet import IProjectSheet
from zope.component import adapter


CONTACT = ("contact_function", "contact_organisation", "contact_email", "contact_phone")
SOURCE = ("source", "source_url", "confidence", "derived_from", "credits", "eu_notice")


@adapter(IProjectSheet)
class ProjectSheetRecord(Record):
    """With the own contribution, computed as on the page: euros, or null while unknown."""

    fields = (
        "lead", "beneficiaries", "beneficiary_names", "partners", "project_kinds", "stage", "starts", "ends",
        "the_project", "components", "approach", "total_cost", "eligible_cost", "sources", "transferability",
        "deliverables", "conditions", "condition_rows", "effort", "highlights", "lessons", "further_reading",
        "departments", "epcis", "municipalities", "zone", "population", "location", "operation", *CONTACT,
        *SOURCE, "relatedItems",
    )  # fmt: skip

    def content(self):
        plan = funding_plan(self.context)
        own = plan.own_contribution if plan is not None else None
        return super().content() | {"own_contribution": None if own is None else f"{own:.2f}"}


@adapter(IMissionSheet)
class MissionSheetRecord(Record):
    fields = (
        "client", "beneficiaries", "provider", "role", "associates", "period_text", "starts", "ends",
        "the_project", "method", "results", "mission_count", "mission_count_qualifier", "funded_projects",
        "funded_projects_qualifier", "beneficiary_types", "project_kinds", "zones", "transferability",
        "deliverables", "highlights", "departments", "epcis", "municipalities", "zone", "population",
        "location", *CONTACT, *SOURCE, "relatedItems",
    )  # fmt: skip
