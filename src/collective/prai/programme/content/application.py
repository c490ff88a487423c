"""Dossier de candidature: what an applicant asked, how it was judged; never public."""

from collective.prai import _
from collective.prai.core.content import Book
from collective.prai.core.fields import Figure
from collective.prai.core.fields import Money
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.interfaces import IJournaled
from plone.autoform import directives
from plone.schema.email import Email
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


#: Folder at the root; never public.
APPLICATIONS = "dossiers"
#: Permissions: who reads whom to write to, who reads and who writes what the officers make of a dossier.
READ_CONTACT = "collective.prai.ReadApplicationContact"
READ_INSTRUCTION = "collective.prai.ReadInstruction"
INSTRUCT = "collective.prai.InstructApplications"
ONLINE, PAPER = "online", "paper"


class IAnswer(Interface):
    """One answer of the form as it was given."""

    question = schema.TextLine(title=_("Name of the question"))
    label = schema.Text(title=_("Question"), required=False)
    value = schema.Text(title=_("Answer"), required=False)


class IRuleResult(Interface):
    """One rule of the call: what the site computed, what an officer made of it."""

    rule = schema.TextLine(title=_("Rule"))
    label = schema.Text(title=_("Rule in words"), required=False)
    computed = term("eligibility_results", title=_("Computed"))
    reason = schema.Text(title=_("Reason"), required=False)
    override = term("eligibility_results", title=_("Decided otherwise"))
    override_reason = schema.Text(title=_("Reason of the officer"), required=False)


#: Fields that officers fill in, and that applicant and jurors read on pages alone, when their time has come.
OF_OFFICERS = (
    "assigned_to", "internal_note", "opinion", "opinion_comment", "awarded_aid", "awarded_eligible_cost",
    "awarded_days", "decision_body", "decision_on", "decision_act", "decision_reason", "agreement_on",
    "agreement_number", "settled_on", "paid_aid", "project_sheet", "operation", "erase_on",
)  # fmt: skip


class IApplication(model.Schema):
    """Read by its applicant, the officers and the jurors of its session alone."""

    model.fieldset(
        "project",
        label=_("Project"),
        fields=[
            "project_kinds", "requirements_met", "themes", "excluded_justification", "summary", "goals",
            "users", "partners", "schedule", "team", "days_asked",
        ],
    )  # fmt: skip
    model.fieldset(
        "contact",
        label=_("Contact"),
        fields=["contact_function", "contact_email", "contact_phone"],
    )
    model.fieldset("answers", label=_("Answers"), fields=["channel", "received_on", "answers"])
    model.fieldset(
        "instruction",
        label=_("Instruction"),
        fields=["assigned_to", "eligibility", "computed_aid", "computed_working", "internal_note"],
    )
    model.fieldset(
        "decision",
        label=_("Opinion and decision"),
        fields=[
            "opinion", "opinion_comment", "awarded_aid", "awarded_eligible_cost", "awarded_days",
            "decision_body", "decision_on", "decision_act", "decision_reason", "agreement_on",
            "agreement_number", "settled_on", "paid_aid", "project_sheet", "operation", "erase_on",
        ],
    )  # fmt: skip
    number = schema.TextLine(title=_("Number of the dossier"), required=False)
    call = relation("prai.Call", title=_("Call"))
    lead = relation("prai.Organisation", title=_("Lead applicant"))
    lead_name = schema.TextLine(title=_("Lead applicant (free name)"), required=False)
    applicants = relations("prai.Organisation", title=_("Other applicants"))
    other_applicants = schema.List(
        title=_("Other applicants (free names)"),
        value_type=schema.TextLine(),
        defaultFactory=list,
        required=False,
    )
    applicant_kind = term("organisation_types", title=_("Kind of body"))
    applicant_siren = schema.TextLine(title=_("SIREN number"), required=False, max_length=20)
    population = schema.Int(title=_("Population (inhabitants)"), min=0, max=70_000_000, required=False)
    outside_urban_area = schema.Bool(title=_("Outside urban areas"), required=False)
    project_kinds = terms("project_kinds", title=_("Kinds of project"))
    requirements_met = schema.List(
        title=_("Conditions of the call that are met"),
        description=_("Their numbers, in the order of the call."),
        value_type=schema.Int(min=1, max=999),
        defaultFactory=list,
        required=False,
    )
    themes = terms("themes", title=_("Themes"))
    excluded_justification = schema.Text(title=_("Why an excluded kind is justified"), required=False)
    summary = schema.Text(title=_("The need"), required=False)
    goals = schema.Text(title=_("Goals"), required=False)
    users = schema.Text(title=_("Who will use it"), required=False)
    partners = schema.Text(title=_("Partners"), required=False)
    schedule = schema.Text(title=_("Schedule"), required=False)
    team = schema.Text(title=_("Who will carry it out"), required=False)
    days_asked = Figure(title=_("Days of advice asked"), required=False)
    contact_function = schema.TextLine(
        title=_("Function"),
        description=_("The post or the department, not the name of a person."),
        required=False,
    )
    contact_email = Email(title=_("E-mail of the office"), required=False)
    contact_phone = schema.TextLine(title=_("Telephone of the office"), required=False)
    channel = term("application_channels", title=_("How it came"))
    received_on = schema.Datetime(title=_("Received"), required=False)
    directives.omitted("answers")
    directives.read_permission(
        contact_function=READ_CONTACT,
        contact_email=READ_CONTACT,
        contact_phone=READ_CONTACT,
        answers=READ_CONTACT,
        **dict.fromkeys(OF_OFFICERS, READ_INSTRUCTION),
    )
    directives.write_permission(
        number=INSTRUCT,
        call=INSTRUCT,
        channel=INSTRUCT,
        received_on=INSTRUCT,
        eligibility=INSTRUCT,
        computed_aid=INSTRUCT,
        computed_working=INSTRUCT,
        **dict.fromkeys(OF_OFFICERS, INSTRUCT),
    )
    answers = rows(IAnswer, title=_("Answers"))
    assigned_to = schema.TextLine(title=_("Officer in charge"), required=False)
    eligibility = rows(IRuleResult, title=_("Eligibility"))
    computed_aid = Money(title=_("Computed aid (€)"), required=False)
    computed_working = schema.Text(title=_("How it was computed"), required=False)
    internal_note = schema.Text(title=_("Note of the officers"), required=False)
    opinion = term("opinions", title=_("Opinion of the jury"))
    opinion_comment = schema.Text(title=_("Reservations and advice of the jury"), required=False)
    awarded_aid = Money(title=_("Awarded aid (€)"), required=False)
    awarded_eligible_cost = Money(title=_("Eligible cost kept (€)"), required=False)
    awarded_days = Figure(title=_("Awarded days of advice"), required=False)
    decision_body = schema.TextLine(title=_("Deciding body"), required=False)
    decision_on = schema.Date(title=_("Decided on"), required=False)
    decision_act = schema.TextLine(title=_("Number of the act"), required=False)
    decision_reason = schema.Text(title=_("Reason of the decision"), required=False)
    agreement_on = schema.Date(title=_("Agreement signed on"), required=False)
    agreement_number = schema.TextLine(title=_("Number of the agreement"), required=False)
    settled_on = schema.Date(title=_("Settled on"), required=False)
    paid_aid = Money(title=_("Paid (€)"), required=False)
    project_sheet = relation("prai.ProjectSheet", title=_("Project sheet"))
    operation = relation("prai.Operation", title=_("Operation"))
    erase_on = schema.Date(
        title=_("To be erased on"),
        description=_("From that day on, the daily command erases the dossier."),
        required=False,
    )


@implementer(IApplication, IJournaled)
class Application(Book):
    """A dossier; the files that came with it lie in it."""
