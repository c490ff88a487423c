"""Opération: a row of the public list of operations (Reg. (EU) 2021/1060 art. 49(3) and its elders)."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import relations
from collective.prai.core.fields import rows
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from collective.prai.programme.operations.codes import Code
from collective.prai.programme.operations.persons import public_title
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer
from zope.interface import Interface


class IPayment(Interface):
    """Money that went out."""

    date = PartialDate(title=_("Date"))
    funder = schema.TextLine(title=_("Funder"))
    amount = Money(title=_("Amount (€)"))


class IOperation(model.Schema):
    """Unknown is not zero: an operation without amounts is listed as such."""

    # The name of the beneficiary is indexed by operations/indexers.py: a person's never is.
    searchable("code", "summary", "results")
    model.fieldset(
        "money",
        label=_("Money"),
        fields=["total_cost", "eligible_cost", "erdf", "region", "other_public", "payments", "fund"],
    )
    model.fieldset(
        "list",
        label=_("List of operations"),
        fields=[
            "specific_objective", "intervention_code", "postcode", "nuts", "location", "country",
            "natural_person", "official_row",
        ],
    )  # fmt: skip
    code = Code(title=_("Code"), description=_("One of its own for each operation."), required=True)
    measure = relation("prai.Measure", title=_("Measure"))
    lead = relation("prai.Organisation", title=_("Beneficiary"))
    beneficiaries = relations("prai.Organisation", title=_("Other beneficiaries"))
    beneficiary_label = schema.TextLine(
        title=_("Name of the beneficiary"),
        description=_("As it was at publication; filled in by the site if it is empty then."),
        required=False,
    )
    contractor = relation("prai.Organisation", title=_("Contractor"))
    summary = schema.Text(
        title=_("Short description"), description=_("300 characters at most."), max_length=300, required=False
    )
    results = RichText(title=_("What came of it"), required=False)
    starts = PartialDate(title=_("Begins"), required=False)
    planned_end = PartialDate(title=_("Planned end"), required=False)
    actual_end = PartialDate(title=_("Actual end"), required=False)
    departments = terms("departments", title=_("Départements"))
    sheets = relations("prai.ProjectSheet", title=_("Sheets"))
    total_cost = Money(title=_("Total cost (€)"), required=False)
    eligible_cost = Money(title=_("Total eligible expenditure (€)"), required=False)
    erdf = Money(title=_("ERDF contribution (€)"), required=False)
    region = Money(title=_("Contribution of the Région (€)"), required=False)
    other_public = Money(title=_("Other public money (€)"), required=False)
    payments = rows(IPayment, title=_("Payments"))
    fund = schema.TextLine(title=_("Fund"), required=False, default="FEDER")
    specific_objective = schema.TextLine(title=_("Specific objective"), required=False)
    intervention_code = schema.TextLine(title=_("Type of intervention"), required=False)
    postcode = schema.TextLine(title=_("Postcode"), required=False)
    nuts = schema.TextLine(title=_("NUTS code"), required=False)
    location = schema.TextLine(title=_("Place or indicator of location"), required=False)
    country = schema.TextLine(title=_("Country"), required=False, default="FR")
    natural_person = schema.Bool(
        title=_("The beneficiary is a natural person"),
        description=_("Its name leaves the public list two years after publication (art. 49(3))."),
        required=False,
        default=False,
    )
    official_row = schema.Bool(
        title=_("Row of the official list"),
        description=_("Off: the row is rebuilt from other sources, and says so."),
        required=False,
        default=True,
    )


needs(IOperation, "code", ("lead", "beneficiary_label"), "summary")


@implementer(IOperation)
class Operation(Sheet):
    """An operation; its sheets tell what was learnt."""

    def Title(self):
        """Of a person's operation, without that person: lists and searches never learn the name."""
        return public_title(self)
