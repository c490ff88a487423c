"""What every page of ours says in the same way: sections, facts, licence, source, warnings."""

from Acquisition import aq_base
from collective.prai.core import vocabularies
from collective.prai.core.contact import IContact
from collective.prai.core.funding import funding_plan
from collective.prai.core.funding import IFunding
from collective.prai.core.funding import warnings
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.licences import IN_WORDS
from collective.prai.core.listing import Link
from collective.prai.core.money import format_euros
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.core.provenance import IProvenance
from collective.prai.core.publication.needs import is_filled
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import ISyndicatable
from datetime import date
from functools import cached_property
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import urlsplit
from z3c.relationfield.interfaces import IRelationValue


class Section(NamedTuple):
    """A titled part of a page; an empty one says so."""

    id: str
    title: str
    value: object
    html: str = ""

    @property
    def filled(self) -> bool:
        return is_filled(self.value)


class Fact(NamedTuple):
    """One line of the key facts: a label and what is known, as texts or links."""

    title: str
    values: list
    main: bool = False


class FileLink(NamedTuple):
    """A file to download; size in kilobytes."""

    title: str
    url: str
    kind: str
    size: int
    licence: str


class Page(BrowserView):
    """Base of the page of a type; its template prints the macros in reading order."""

    @cached_property
    def macros(self):
        """The shared pieces: core/templates/macros.pt."""
        return api.content.get_view("prai-macros", self.context, self.request)["macros"]

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    @cached_property
    def labels(self) -> dict:
        """Field name → label: the form and the page call a thing by the same name."""
        return {
            name: field.title
            for schema in iterSchemata(self.context)
            for name, field in schema.namesAndDescriptions()
            if hasattr(field, "title")
        }

    @cached_property
    def is_editor(self) -> bool:
        return api.user.has_permission("Modify portal content", obj=self.context)

    # Sections and facts

    def section(self, name: str, title=None) -> Section:
        """The part of the page that a field fills."""
        value = getattr(aq_base(self.context), name, None)
        return Section(name, title or self.labels[name], value, self.html(value))

    def sections(self, *names: str) -> list[Section]:
        return [self.section(name) for name in names]

    def html(self, value) -> str:
        """Safe HTML of a rich text; plain text of several lines as paragraphs is the template's work."""
        return value.output_relative_to(self.context) if IRichTextValue.providedBy(value) else ""

    def fact(self, title, *values, main: bool = False) -> Fact:
        """A key fact; values that are None or empty are left out."""
        return Fact(title, [value for value in values if value not in (None, "")], main)

    def field_fact(self, name: str, *values, main: bool = False) -> Fact:
        """A key fact under the field's own label."""
        return self.fact(self.labels[name], *values, main=main)

    # Values

    def terms(self, vocabulary: str, name: str) -> list[str]:
        """Titles of the chosen terms, in the editor's order."""
        value = getattr(aq_base(self.context), name, None) or []
        return [
            vocabularies.title(vocabulary, token) for token in ([value] if isinstance(value, str) else value)
        ]

    def term(self, vocabulary: str, token: str | None) -> str:
        return vocabularies.title(vocabulary, token)

    def money(self, amount) -> str:
        return format_euros(amount)

    def date(self, value: str | None) -> str:
        return format_partial(value, self.language)

    def period(self, start: str | None, end: str | None) -> str:
        return format_period(start, end, self.language)

    def number(self, value) -> str:
        """A figure as French texts write it: ``133 000``, ``16,9``."""
        return format_number(value, self.language)

    def lines(self, text: str | None) -> list[str]:
        return [line.strip() for line in (text or "").splitlines() if line.strip()]

    @cached_property
    def places(self) -> list[str]:
        """Where, from the widest to the nearest."""
        found = [
            f"{self.term('departments', code)} ({code})"
            for code in getattr(aq_base(self.context), "departments", None) or []
        ]
        found += self.terms("epcis", "epcis")
        if municipalities := ", ".join(self.terms("municipalities", "municipalities")):
            found.append(municipalities)
        location = getattr(aq_base(self.context), "location", None)
        return found + ([location] if location and location not in found else [])

    # Related items: only what the viewer may see

    def link(self, obj) -> Link | None:
        """A link to an item, or None when the viewer must not know of it."""
        if obj is None or not reader_may_see(obj):
            return None
        url = obj.absolute_url()
        if obj.portal_type in ("File", "Image"):
            url += "/view"
        return Link(obj.Title(), url, obj.Description(), obj.portal_type, is_public(obj))

    def related(self, name: str) -> list[Link]:
        """Links of a relation field, in the editor's order."""
        value = getattr(aq_base(self.context), name, None) or []
        relations = value if isinstance(value, (list, tuple)) else [value]
        links = [self.link(relation.to_object) for relation in relations if _is_whole(relation)]
        return [link for link in links if link is not None]

    def type_title(self, portal_type: str):
        """What readers call the type."""
        info = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
        return info.Title() if info is not None else portal_type

    def file_link(self, name: str = "file", obj=None) -> FileLink | None:
        """The file of a field, with its own licence in words."""
        item = self.context if obj is None else obj
        value = getattr(aq_base(item), name, None)
        if value is None or not value.filename:
            return None
        address = f"{item.absolute_url()}/@@download/{name}/{quote(value.filename.encode('utf-8'))}"
        licence = getattr(aq_base(item), f"{name}_licence", None)
        kind = value.filename.rpartition(".")[2].upper()[:5]
        size = max(1, round(value.getSize() / 1024))
        return FileLink(value.filename, address, kind, size, self.term("file_licences", licence))

    # Boxes

    @cached_property
    def state(self) -> str:
        return api.content.get_state(self.context, default="")

    @cached_property
    def is_public(self) -> bool:
        return is_public(self.context)

    def review_is_due(self) -> bool:
        """Whether readers are told that the text is to be reviewed."""
        review_by = getattr(aq_base(self.context), "review_by", None)
        return self.state == "to_revise" or (review_by is not None and review_by <= date.today())

    def reuse(self) -> dict | None:
        """Licence of our text in words, credit line and permanent identifier."""
        token = getattr(aq_base(self.context), "licence", None)
        if token is None and not hasattr(aq_base(self.context), "reuse_scope"):
            return None
        token = token or "unknown"
        return {
            "title": self.term("licences", token),
            "url": FREE_LICENCES.get(token),
            "words": IN_WORDS[token],
            "here_only": self.context.reuse_scope == "site-only",
            "attribution": self.context.attribution,
            "credits": self.context.credits,
            "id": f"urn:uuid:{self.context.UID()}",
            "revision": getattr(aq_base(self.context), "revision", 0) or 0,
            "modified": self.modified,
            "builder": self.builder(token),
        }

    def builder(self, licence: str) -> str:
        """Where a webmaster gets the code that shows this item; "" when it may not leave."""
        leaves = (
            ISyndicatable.providedBy(self.context)
            and licence in FREE_LICENCES
            and self.context.reuse_scope == "free"
            and is_public(self.context)
        )
        return f"{api.portal.get().absolute_url()}/diffusion?fiche={self.context.UID()}" if leaves else ""

    @cached_property
    def modified(self) -> str:
        """The day of the last change, in words."""
        return format_partial(self.context.modification_date.asdatetime().date().isoformat(), self.language)

    def source(self) -> dict | None:
        """The document that the sheet was written from; an empty text when it is not named."""
        if not IProvenance.providedBy(self.context):
            return None
        return {
            "lines": self.lines(self.context.source),
            "url": self.context.source_url,
            "confidence": self.term("confidence", self.context.confidence),
            "derived_from": self.related("derived_from"),
        }

    def contact(self) -> dict | None:
        """The office to ask, or None when nothing of it is known."""
        item = IContact(self.context, None)
        if item is None:
            return None
        found = {
            "function": item.contact_function,
            "organisation": next(iter(self.related("contact_organisation")), None),
            "email": item.contact_email,
            "phone": item.contact_phone,
        }
        return found if any(found.values()) else None

    def eu_notice(self) -> str:
        return self.term("eu_notices", getattr(aq_base(self.context), "eu_notice", None))

    # Funding

    @cached_property
    def plan(self):
        return funding_plan(self.context)

    @cached_property
    def funding(self):
        return IFunding(self.context, None)

    def funding_warnings(self) -> list:
        """For editors only: real data break every rule, and readers need not be alarmed."""
        return warnings(self.context) if self.is_editor else []

    def funding_bar(self) -> list[dict]:
        """Parts of the cost for the drawing: x and width in percent, own contribution last."""
        plan = self.plan
        if plan is None or plan.own_contribution is None or not plan.aid:
            return []
        cost = plan.aid + plan.own_contribution
        parts, x = [], 0.0
        for share in [s.amount for s in plan.shares] + [plan.own_contribution]:
            width = float(share * 100 / cost)
            parts.append({"x": f"{x:.2f}", "width": f"{width:.2f}", "index": len(parts) % 4})
            x += width
        parts[-1]["index"] = "own"
        return parts

    def percent(self, rate) -> str:
        """``50 %`` or ``38,24 %``."""
        return f"{self.number(rate)}\u00a0%" if rate is not None else ""

    def host(self, url: str) -> str:
        """What a link to another site shows of its address."""
        return urlsplit(url).netloc.removeprefix("www.") or url


def format_number(value, language: str = "fr") -> str:
    """Thousands apart and the decimals that are there; empty for None."""
    if value is None:
        return ""
    text = f"{value:,f}" if not isinstance(value, (int, float)) else f"{value:,}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language == "en":
        return text
    return text.replace(",", "\u202f").replace(".", ",")


def _is_whole(relation) -> bool:
    return IRelationValue.providedBy(relation) and not relation.isBroken()
