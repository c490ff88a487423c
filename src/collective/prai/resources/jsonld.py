"""What the pages of guides, how-to sheets, teaching packs, studies and indicators say to machines."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai.core.jsonld import breadcrumb
from collective.prai.core.jsonld import filled
from collective.prai.core.jsonld import JsonLd
from collective.prai.core.jsonld import moment
from collective.prai.core.jsonld import node
from collective.prai.core.jsonld import plain
from collective.prai.core.jsonld import publisher
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.record import Record
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.targets import place
from collective.prai.interfaces import IJsonLd
from collective.prai.resources.datasets import series
from functools import cached_property
from zope.interface import implementer


#: Files of a study that are tables, so that the study is a dataset too.
TABLES = frozenset(
    {
        "text/csv", "application/json", "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.ms-excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)  # fmt: skip


class HowToLd(JsonLd):
    """A fiche pratique: the need, the steps, what to take home."""

    kind = "HowTo"

    def own(self):
        steps = [
            filled(
                {
                    "@type": "HowToStep", "position": number, "name": clean_text(row.get("title") or ""),
                    "text": clean_text(row.get("text") or row.get("title") or ""),
                }
            )
            for number, row in enumerate(self.context.steps or (), 1)
        ]  # fmt: skip
        days = self.value("effort_days")
        return {
            "abstract": self.value("in_brief"),
            "disambiguatingDescription": self.value("problem"),
            "step": steps,
            "totalTime": f"P{days}D" if days else None,
            "supply": [{"@type": "HowToSupply"} | _without_type(one) for one in self.things("deliverables")],
            "isPartOf": self.things("guide", "Article"),
        }


def _without_type(thing: dict) -> dict:
    return {name: value for name, value in thing.items() if name != "@type"}


class BookLd(JsonLd):
    """What has chapters."""

    def parts(self) -> list[dict]:
        return [
            {
                "@type": "Chapter", "@id": f"urn:uuid:{part.UID()}", "name": clean_text(part.title),
                "url": place(part), "position": number,
            }
            for number, part in enumerate(self.record.chapters, 1)
        ]  # fmt: skip

    def publishers(self) -> list[dict]:
        return self.organisations("publisher") or [publisher()]


class GuideLd(BookLd):
    """A guide is an article to learn from; schema.org's Guide is shopping advice."""

    kind = ["Article", "LearningResource"]

    def own(self):
        return {
            "headline": clean_text(self.context.title or ""),
            "alternativeHeadline": self.value("subtitle"),
            "abstract": self.value("body"),
            "learningResourceType": "guide",
            "dateCreated": self.value("issued"),
            "publisher": self.publishers(),
            "hasPart": self.parts(),
            "encoding": self.files(),
        }


class PublicCollection(Record):
    """The whitelist of a recueil, which is no item of the outbox: its sheets are, each by itself."""

    fields = ("editorial", "common_points", "sheets", "publisher", "issued", "funders", "cover")


class CollectionLd(JsonLd):
    """A recueil: a collection of works, each with its own page."""

    kind = "Collection"

    @cached_property
    def record(self):
        return PublicCollection(self.context)

    def own(self):
        sheets = self.things("sheets")
        return {
            "abstract": self.value("editorial"),
            "hasPart": sheets,
            "collectionSize": len(sheets) or None,
            "publisher": self.organisations("publisher") or [publisher()],
            "funder": self.organisations("funders"),
            "dateCreated": self.value("issued"),
        }


class TeachingPackLd(BookLd):
    """A dossier pédagogique."""

    kind = "LearningResource"

    def own(self):
        minutes = sum(row.get("minutes") or 0 for row in self.context.sequence or ())
        return {
            "learningResourceType": "dossier pédagogique",
            "teaches": self.value("objectives"),
            "competencyRequired": self.value("prerequisites"),
            "timeRequired": f"PT{minutes}M" if minutes else None,
            "publisher": self.publishers(),
            "hasPart": self.parts(),
            "citation": self.things("resources"),
            "encoding": self.files(),
        }


class StudyLd(BookLd):
    """A study; also a dataset when its free file is a table."""

    kind = "Report"

    def own(self):
        files = self.files()
        tables = [one | {"@type": "DataDownload"} for one in files if one.get("encodingFormat") in TABLES]
        year = self.value("year")
        return {
            "@type": ["Report", "Dataset"] if tables else "Report",
            "distribution": tables,
            "encoding": [one for one in files if one.get("encodingFormat") not in TABLES],
            "abstract": self.value("summary"),
            "genre": self.title_of("study_kinds", "kind"),
            "dateCreated": self.value("issued") or (str(year) if year else None),
            "version": self.value("version"),
            "publisher": self.publishers(),
            "author": self.organisations("authors"),
            "sponsor": self.organisations("commissioned_by")
            or node("Organization", name=self.value("commissioned_by_name")),
            "funder": self.organisations("funders"),
            "hasPart": self.parts(),
        }


class IndicatorLd(JsonLd):
    """An indicator: a dataset, with its table to download."""

    kind = "Dataset"

    def own(self):
        dates = sorted(row["date"] for row in self.context.observations or () if row.get("date"))
        base = f"{ADDRESS}/diffusion/donnees/{self.context.UID()}"
        formats = (("csv", "text/csv"), ("json", "application/json"))
        return {
            "abstract": self.value("definition"),
            "alternateName": self.value("code"),
            "variableMeasured": node(
                "PropertyValue",
                name=self.value("counted") or clean_text(self.context.title or ""),
                unitText=self.title_of("units", "unit"),
            ),
            "measurementTechnique": self.value("method"),
            "temporalCoverage": f"{dates[0]}/{dates[-1]}" if dates else None,
            "creator": publisher(),
            "distribution": [
                {"@type": "DataDownload", "contentUrl": f"{base}.{suffix}", "encodingFormat": media_type}
                for suffix, media_type in formats
                if getattr(self.context, "licence", None) in FREE_LICENCES
                and self.context.reuse_scope == "free"
                and series(self.context)
            ],
        }


@implementer(IJsonLd)
class ChapterLd:
    """A chapter has no licence and no date of its own: its book's hold."""

    def __init__(self, context, view):
        self.context = context

    def data(self) -> dict | None:
        context = self.context
        book = aq_parent(aq_inner(context))
        urn, url = f"urn:uuid:{context.UID()}", place(context)
        return filled(
            {
                "@type": "Chapter", "@id": urn, "identifier": urn, "url": url,
                "mainEntityOfPage": {"@type": "WebPage", "@id": url, "breadcrumb": breadcrumb(context)},
                "name": clean_text(context.title or ""),
                "description": clean_text(context.description or ""),
                "abstract": plain(context.body.raw)[:300] if context.body else None,
                "inLanguage": context.language or "fr",
                "isAccessibleForFree": True,
                "license": FREE_LICENCES.get(getattr(book, "licence", None)),
                "creditText": clean_text(getattr(book, "attribution", None) or ""),
                "datePublished": moment(book.effective_date),
                "dateModified": moment(context.modification_date),
                "publisher": publisher(),
                "isPartOf": {
                    "@type": "CreativeWork", "@id": f"urn:uuid:{book.UID()}",
                    "name": clean_text(book.title or ""), "url": place(book),
                },
            }
        )  # fmt: skip
