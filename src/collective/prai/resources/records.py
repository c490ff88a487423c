"""What partners receive of guides, how-to sheets, teaching packs, studies and indicators."""

from collective.prai.core.record import Record
from collective.prai.resources.content.guide import IGuide
from collective.prai.resources.content.howto import IHowTo
from collective.prai.resources.content.indicator import IIndicator
from collective.prai.resources.content.study import IStudy
from collective.prai.resources.content.teaching_pack import ITeachingPack
from zope.component import adapter


#: Where a text comes from: the reader of a copy has the same right to know.
SOURCE = ("source", "source_url", "confidence", "derived_from", "credits", "eu_notice")
PLACES = ("departments", "epcis", "municipalities", "zone", "population", "location")


@adapter(IGuide)
class GuideRecord(Record):
    fields = ("subtitle", "body", "publisher", "issued", "cover", *SOURCE, "relatedItems")


@adapter(IHowTo)
class HowToRecord(Record):
    fields = (
        "problem", "in_brief", "steps", "watch_points", "effort_days", "deliverables", "guide", "links",
        *PLACES, "contact_function", "contact_organisation", "contact_email", "contact_phone", *SOURCE,
        "relatedItems",
    )  # fmt: skip


@adapter(ITeachingPack)
class TeachingPackRecord(Record):
    fields = ("objectives", "prerequisites", "sequence", "resources", "publisher", *SOURCE, "relatedItems")


@adapter(IStudy)
class StudyRecord(Record):
    fields = (
        "kind", "year", "date_unknown", "summary", "issued", "planned_for", "version", "edition", "publisher",
        "commissioned_by", "commissioned_by_name", "authors", "funders", "consulted", "method", "surveyed",
        "respondents", "budget", *PLACES, *SOURCE, "relatedItems",
    )  # fmt: skip


@adapter(IIndicator)
class IndicatorRecord(Record):
    fields = (
        "code", "definition", "kind", "unit", "counted", "direction", "initial_target", "initial_target_due",
        "revised_targets", "observations", "method", "computed", *PLACES, *SOURCE, "relatedItems",
    )  # fmt: skip
