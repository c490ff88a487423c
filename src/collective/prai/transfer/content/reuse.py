"""Reprise: who took up what, where, how far it is, and what came of it."""

from collective.prai import _
from collective.prai.core.content import Sheet
from collective.prai.core.fields import Money
from collective.prai.core.fields import PartialDate
from collective.prai.core.fields import relation
from collective.prai.core.fields import term
from collective.prai.core.fields import terms
from collective.prai.core.publication.needs import needs
from collective.prai.interfaces import ISyndicatable
from plone.app.dexterity.textindexer import searchable
from plone.app.textfield import RichText
from plone.supermodel import model
from zope import schema
from zope.interface import implementer


#: What can be taken up.
ORIGINALS = (
    "prai.Deliverable", "prai.ProjectSheet", "prai.MissionSheet", "prai.HowTo", "prai.Guide",
    "prai.TeachingPack", "prai.Study",
)  # fmt: skip
LOOKING, IN_SERVICE, ABANDONED = "looking-for-partners", "in-service", "abandoned"


class IReuse(model.Schema):
    """No person is named: an organisation.  The declarant's address is no field of it (declarants.py)."""

    searchable("reuser_name", "adaptations", "obstacles", "outcome")
    model.fieldset(
        "lessons",
        label=_("What it took, what came of it"),
        fields=[
            "adaptations", "days", "actual_cost", "cost_avoided", "obstacle_kinds", "obstacles", "outcome",
            "derived_deliverable",
        ],
    )  # fmt: skip
    original = relation(*ORIGINALS, title=_("What was taken up"))
    reuser = relation("prai.Organisation", title=_("Who took it up"))
    reuser_name = schema.TextLine(
        title=_("Who took it up (free name)"),
        description=_("An organisation that is not in the directory; never a person."),
        required=False,
    )
    kind = term("reuse_kinds", title=_("How it was taken up"))
    stage = term("reuse_stages", required=True, title=_("How far it is"))
    partners_until = schema.Date(
        title=_("Looking for partners until"),
        description=_("From the day after, the call for partners is no longer shown."),
        required=False,
    )
    date = PartialDate(title=_("Since"), description=_("A day, a month or a year."), required=False)
    url = schema.URI(title=_("Address where it can be seen"), required=False)
    confirmed_on = schema.Date(
        title=_("Last confirmed on"),
        description=_("The last day on which its declarant, or the team, said that this is so."),
        required=False,
    )
    example = schema.Bool(
        title=_("Fictitious example"),
        description=_("Shown as such, and counted nowhere."),
        required=False,
        default=False,
    )
    adaptations = RichText(title=_("What was changed"), required=False)
    days = schema.Int(title=_("Days of work"), min=0, max=1_000_000, required=False)
    actual_cost = Money(title=_("What it cost (€)"), required=False)
    cost_avoided = Money(title=_("Cost that was avoided (€)"), required=False)
    obstacle_kinds = terms("reuse_obstacles", title=_("Obstacles"))
    obstacles = RichText(title=_("Obstacles in detail"), required=False)
    outcome = RichText(
        title=_("What came of it"),
        description=_("What works; of a reuse that was given up, what others should know."),
        required=False,
    )
    derived_deliverable = relation("prai.Deliverable", title=_("What was made of it"))


def is_looking(obj, data: dict) -> bool:
    """Whether partners are looked for, in the (possibly unsaved) item."""
    return data.get("stage", getattr(obj, "stage", None)) == LOOKING


def is_abandoned(obj, data: dict) -> bool:
    """Whether it was given up, in the (possibly unsaved) item."""
    return data.get("stage", getattr(obj, "stage", None)) == ABANDONED


needs(IReuse, "original", ("reuser", "reuser_name"), "kind", "confirmed_on")
needs(IReuse, "partners_until", when=is_looking, note=_("necessary to publish a call for partners"))
needs(
    IReuse,
    ("outcome", "obstacles"),
    when=is_abandoned,
    note=_("an abandoned reuse is published with its lesson"),
)


@implementer(IReuse, ISyndicatable)
class Reuse(Sheet):
    """A reuse; shown on the sheet of its original."""
