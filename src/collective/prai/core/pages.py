"""What every page of ours says in the same way: sections, facts, licence, source, warnings."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.back_relations import back_relations
from collective.prai.core.banners import Banner
from collective.prai.core.banners import banners
from collective.prai.core.compiled import Compiled
from collective.prai.core.lenders import departments_of
from collective.prai.core.listing import Link
from collective.prai.core.money import format_euros
from collective.prai.core.outline import PLACE
from collective.prai.core.outline import with_contents
from collective.prai.core.page_boxes import Boxes
from collective.prai.core.page_funding import FundingParts
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.core.place import place_of
from collective.prai.core.publication.needs import is_filled
from collective.prai.core.safe_html import safe_address
from collective.prai.core.subjects import AUDIENCES
from collective.prai.core.subjects import Tag
from collective.prai.core.subjects import tags
from collective.prai.core.subjects import THEMES
from collective.prai.core.typography import bound_html
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import ISyndicatable
from datetime import date
from decimal import Decimal
from functools import cached_property
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.dexterity.utils import iterSchemata
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from time import time
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import urlsplit
from z3c.relationfield.interfaces import IRelationValue
from zope.component import queryMultiAdapter


class Section(NamedTuple):
    """A titled part of a page; an empty one says so."""

    id: str
    title: str
    value: object
    html: str = ""

    @property
    def filled(self) -> bool:
        return is_filled(self.value)


#: Characters of a value that is read across the room.
_SHORT = 14
#: Words of a list that stand below each other; more of them stand in lines.
_MANY_WORDS = 3


class Folded(NamedTuple):
    """A long list behind its number: « 19 communes »."""

    folded: object
    text: str


class Fact(NamedTuple):
    """One line of the key facts: a label and what is known, as texts, links or folded lists.

    ``note`` explains the value; ``amount`` is the same in euros, where sheets are compared.
    """

    title: str
    values: list
    main: bool = False
    note: object = ""
    amount: Decimal | None = None

    @property
    def in_line(self) -> bool:
        """Whether there are so many words that they stand in lines, not below each other."""
        return len(self.values) > _MANY_WORDS and all(isinstance(value, (str, Tag)) for value in self.values)

    @property
    def classes(self) -> str:
        """A figure is shown larger than words."""
        if not self.main:
            return "prai-fact"
        text = str(self.values[0]) if len(self.values) == 1 else ""
        figure = len(text) <= _SHORT and any(sign.isdigit() for sign in text)
        return "prai-fact prai-fact-main prai-fact-figure" if figure else "prai-fact prai-fact-main"


class Taken(NamedTuple):
    """Something that can be taken home: a link, how to get it and under which licence, in words."""

    link: Link
    how: str
    licence: str


class FileLink(NamedTuple):
    """A file to download; size in kilobytes."""

    title: str
    url: str
    kind: str
    size: int
    licence: str


#: Fields that name what a sheet was made from.
SOURCES = ("source", "source_url", "derived_from", "source_site")
#: More municipalities than a reader wants to read in a line.
_MANY_PLACES = 5


class Page(FundingParts, Boxes, Compiled, BrowserView):
    """Base of the page of a type; its template prints the macros in reading order."""

    #: « Sur cette page », drawn of the page itself.
    contents_place = PLACE
    draw_contents = ViewPageTemplateFile("templates/contents.pt")

    def __call__(self):
        return with_contents(self.index(), lambda entries: self.draw_contents(entries=entries))

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

    @cached_property
    def has_source(self) -> bool:
        """Whether the sheet was made from somebody else's document, so that gaps are gaps of that."""
        stored = vars(aq_base(self.context))
        return any(stored.get(name) for name in SOURCES)

    # Sections and facts

    def section(self, name: str, title=None) -> Section:
        """The part of the page that a field fills."""
        value = getattr(aq_base(self.context), name, None)
        return Section(name, title or self.labels[name], value, self.html(value))

    def sections(self, *names: str) -> list[Section]:
        return [self.section(name) for name in names]

    def html(self, value) -> str:
        """Safe HTML of a rich text; plain text of several lines as paragraphs is the template's work."""
        found = value.output_relative_to(self.context) if IRichTextValue.providedBy(value) else ""
        return bound_html(found)

    def fact(self, title, *values, main: bool = False, note="", amount=None) -> Fact:
        """A key fact; values that are None or empty are left out."""
        return Fact(title, [value for value in values if value not in (None, "")], main, note, amount)

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

    def subjects(self) -> list[Tag]:
        """Its themes, then its audiences, each with the page that gathers its like."""
        values = vars(aq_base(self.context))
        return [tag for kind in (THEMES, AUDIENCES) for tag in tags(kind, values.get(kind.vocabulary))]

    def audiences(self) -> Fact:
        """For whom, each with the page that gathers its like; its tags need not say it again."""
        values = vars(aq_base(self.context))
        return self.fact(_("For whom"), *tags(AUDIENCES, values.get(AUDIENCES.vocabulary)))

    def themes(self) -> list[Tag]:
        """Its themes, each with the page that gathers its like."""
        return tags(THEMES, vars(aq_base(self.context)).get(THEMES.vocabulary))

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
    def places(self) -> list:
        """Where, from the widest to the nearest, and how many people live there."""
        base = aq_base(self.context)
        found = self._departments(getattr(base, "departments", None) or [])
        found += self.terms("epcis", "epcis")
        towns = self.terms("municipalities", "municipalities")
        if len(towns) > _MANY_PLACES:
            number = _("${number} municipalities", mapping={"number": len(towns)})
            found.append(Folded(number, ", ".join(towns)))
        elif towns:
            found.append(", ".join(towns))
        location = getattr(base, "location", None)
        if location and location not in found:
            found.append(location)
        # As lists have it: a deliverable is where its project is.
        found = found or self._departments(departments_of(self.context, time()).codes)
        return found + self.population()

    def _departments(self, codes) -> list[str]:
        return [f"{self.term('departments', code)} ({code})" for code in codes]

    def population(self) -> list:
        """Inhabitants as the source says, else as today's census does; nothing while unknown."""
        number = place_of(self.context).population
        if number is None:
            return []
        mapping = {"number": self.number(number)}
        if getattr(aq_base(self.context), "population", None) is None:
            return [_("${number} inhabitants at the last census", mapping=mapping)]
        return [_("${number} inhabitants", mapping=mapping)]

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

    def taken(self, name: str = "deliverables") -> list[Taken]:
        """« À reprendre chez vous »: each deliverable with how to get it."""
        value = getattr(aq_base(self.context), name, None) or []
        found = []
        for relation in value if isinstance(value, (list, tuple)) else [value]:
            link = self.link(relation.to_object) if _is_whole(relation) else None
            if link is not None:
                base = aq_base(relation.to_object)
                how = self.term("availabilities", getattr(base, "availability", None))
                licence = self.term("product_licences", getattr(base, "product_licence", None))
                found.append(Taken(link, how, licence))
        return found

    @cached_property
    def back_relations(self) -> list:
        """What refers to this item, by meaning; what the page offers to take already is not said twice."""
        here = {one.link.url for one in self.taken()} if "deliverables" in self.labels else set()
        groups = [
            group._replace(deeds=[deed for deed in group.deeds if deed.link.url not in here])
            for group in back_relations(self.context)
        ]
        return [group for group in groups if group.deeds]

    def similar(self) -> str:
        """Drawn by the room that knows the whole catalog; "" where there is none."""
        view = queryMultiAdapter((self.context, self.request), name="prai-similar")
        return view() if view is not None else ""

    def taken_up(self) -> str:
        """Who took it up: drawn by the room that knows reuses; "" where there is none."""
        view = queryMultiAdapter((self.context, self.request), name="prai-taken-up")
        return view() if view is not None else ""

    def declaring(self) -> str:
        """The way to say that this was taken up, drawn by its room; "" for what cannot be."""
        view = queryMultiAdapter((self.context, self.request), name="prai-declare-action")
        return view() if view is not None else ""

    @property
    def compare_url(self) -> str:
        """Where this sheet is compared with others; "" of what is no sheet or not public."""
        if not (self.is_public and ISyndicatable.providedBy(self.context)):
            return ""
        return f"{api.portal.get().absolute_url()}/comparer?fiche={self.context.UID()}"

    def comparison(self) -> list[Fact]:
        """What is compared of sheets of this type: the key facts, and what they are about."""
        about = [name for name in ("project_kinds", "themes", "audiences") if name in self.labels]
        found = [*self.facts(), *[self.field_fact(name, *self.terms(name, name)) for name in about]]
        if "deliverables" in self.labels:
            found.append(self.field_fact("deliverables", *[one.link for one in self.taken()]))
        return found

    def facts(self) -> list[Fact]:
        """The key facts of the type, the first ones first."""
        return []

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

    def banners(self) -> list[Banner]:
        return banners(self)

    def review_is_due(self) -> bool:
        """Whether readers are told that the text is to be reviewed."""
        review_by = getattr(aq_base(self.context), "review_by", None)
        return self.state == "to_revise" or (review_by is not None and review_by <= date.today())

    def linkable(self, name: str) -> str:
        """What a field of addresses holds, if a page may link to it; a URI may as well be a script."""
        return safe_address(getattr(aq_base(self.context), name, None) or "") or ""

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
