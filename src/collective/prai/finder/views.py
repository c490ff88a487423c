"""Home page, listings of the sections, pages of the four needs, site map: all from the catalog."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.feeds import asked_filters
from collective.prai.core.feeds import feed_links
from collective.prai.core.feeds import FeedLink
from collective.prai.core.feeds import reuse_url
from collective.prai.core.feeds import section_filters
from collective.prai.core.listing import visible_brains
from collective.prai.core.ready_pages import DIFFUSION
from collective.prai.core.ready_pages import NEED_OF_ID
from collective.prai.core.ready_pages import NEEDS
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.cards import Card
from collective.prai.finder.cards import Cards
from collective.prai.interfaces import IFollowable
from DateTime import DateTime
from functools import cached_property
from plone import api
from plone.base.utils import munge_search_term
from Products.CMFPlone.browser.search import AjaxSearch
from Products.Five.browser import BrowserView
from Products.ZCTextIndex.ParseTree import ParseError
from typing import NamedTuple
from urllib.parse import urlencode
from zope.interface import implementer


#: Archived items stay at their address and leave the lists.
LISTED_STATES = ["published", "to_revise"]
PAGE_SIZE = 20
#: Newest first, but for what readers look up by name or by day.
SORTS = {
    "organisations": ("sortable_title", "ascending"),
    "indicateurs": ("sortable_title", "ascending"),
    "agenda": ("start", "descending"),
}
#: Sections whose items have no themes.
_WITHOUT_THEMES = ("organisations", "actualites", "agenda")
_WITHOUT_PLACES = ("guides", "dossiers-pedagogiques", "actualites", "agenda")


class SectionLink(NamedTuple):
    """A section in a list, with the number of items that anyone may read there."""

    title: str
    url: str
    description: str
    count: int


class FinderView(BrowserView):
    """What the pages of the finder have in common."""

    @cached_property
    def macros(self):
        """The cards: finder/templates/cards.pt."""
        return api.content.get_view("prai-cards", self.context, self.request)["macros"]

    @cached_property
    def catalog(self):
        return api.portal.get_tool("portal_catalog")

    @cached_property
    def portal(self):
        return api.portal.get()

    @cached_property
    def maker(self) -> Cards:
        return Cards()

    def cards(self, limit: int, **query) -> list[Card]:
        """Cards of the first visible results."""
        brains = self.catalog(sort_limit=limit * 3, **query)[: limit * 3]
        return [self.maker.card(brain) for brain in visible_brains(brains)[:limit]]

    def section_links(self, ids) -> list[SectionLink]:
        """Sections by id, as far as they are there and the viewer may see them."""
        path = "/".join(self.portal.getPhysicalPath())
        folders = {
            brain.getId: brain
            for brain in self.catalog(path={"query": path, "depth": 1}, getId=list(ids), portal_type="Folder")
        }
        found = [folders[name] for name in ids if name in folders]
        return [SectionLink(b.Title, b.getURL(), b.Description, self.count(b.getPath())) for b in found]

    def count(self, path: str) -> int:
        return len(self.catalog(path={"query": path, "depth": 1}, review_state=LISTED_STATES))


@implementer(IFollowable)
class FollowableView(FinderView):
    """A list that feeds can follow; see IFollowable."""

    def feed_filters(self) -> list[tuple[str, str]]:
        """See IFollowable; there is no default, for an empty list means that no feed follows it."""
        raise NotImplementedError

    def feeds(self) -> list[FeedLink]:
        """The feeds of what is listed, none where no feed can select the same."""
        filters = self.feed_filters()
        return feed_links(filters) if filters else []

    def reuse_url(self) -> str:
        return reuse_url(self.feed_filters())


class HomeView(FinderView):
    """The four needs, one search box, what is new."""

    def needs(self) -> list[dict]:
        """The pages of the needs that are there, each with its sections."""
        pages = [(need, self.portal.get(need.id)) for need in NEEDS]
        return [
            {
                "id": need.id,
                "title": page.Title(),
                "url": page.absolute_url(),
                "description": page.Description(),
                "sections": self.section_links(need.sections),
            }
            for need, page in pages
            if page is not None and api.user.has_permission("View", obj=page)
        ]

    def latest(self) -> list[Card]:
        types = [name for name in SECTION_OF if name.startswith("prai.") and name != "prai.Organisation"]
        return self.cards(
            6, portal_type=types, review_state=LISTED_STATES, sort_on="effective", sort_order="descending"
        )

    def news(self) -> list[Card]:
        return self.cards(
            3, portal_type="News Item", review_state="published", sort_on="effective", sort_order="descending"
        )

    def events(self) -> list[Card]:
        coming = {"query": DateTime(), "range": "min"}
        return self.cards(3, portal_type="Event", review_state="published", end=coming, sort_on="start")

    def diffusion(self) -> dict | None:
        """The offer to partners: its title and description are content, its address is not."""
        page = self.portal.get(DIFFUSION.id)
        if page is None or not api.user.has_permission("View", obj=page):
            return None
        url = f"{self.portal.absolute_url()}{DIFFUSION.leads_to}"
        return {"title": page.Title(), "url": url, "description": page.Description()}


class NeedView(FollowableView):
    """A need of the programme's guide: its text, then the sections that answer it."""

    def feed_filters(self) -> list[tuple[str, str]]:
        need = NEED_OF_ID.get(self.context.getId())
        return section_filters(need.sections) if need is not None else []

    def html(self) -> str:
        text = self.context.text
        return text.output_relative_to(self.context) if text else ""

    def sections(self) -> list[SectionLink]:
        need = NEED_OF_ID.get(self.context.getId())
        return self.section_links(need.sections) if need is not None else []

    def latest(self) -> list[Card]:
        """A few sheets of these sections."""
        need = NEED_OF_ID.get(self.context.getId())
        types = [name for name, section in SECTION_OF.items() if need and section in need.sections]
        types = [name for name in types if name.startswith("prai.") and name != "prai.Organisation"]
        return self.cards(
            4, portal_type=types, review_state=LISTED_STATES, sort_on="effective", sort_order="descending"
        )


class ListingView(FollowableView):
    """Cards of a section, twenty a page, filtered by theme and département with plain links and a form."""

    def feed_filters(self) -> list[tuple[str, str]]:
        section, asked = section_filters([self.context.getId()]), asked_filters(self.asked)
        if not section or asked is None or self.archives or not self.is_section:
            return []
        return section + asked

    @property
    def is_section(self) -> bool:
        """A folder elsewhere may be called like a section."""
        return aq_parent(aq_inner(self.context)) == self.portal

    @cached_property
    def asked(self) -> dict[str, str]:
        """The filters that the address asks for, under their public names."""
        found = {}
        for name in ("theme", "departement"):
            value = self.request.form.get(name)
            value = value[0] if isinstance(value, list) and value else value
            if isinstance(value, str) and value.strip():
                found[name] = value.strip()[:100]
        return found

    @cached_property
    def archives(self) -> bool:
        return self.request.form.get("archives") == "1"

    def query(self) -> dict:
        sort_on, sort_order = SORTS.get(self.context.getId(), ("effective", "descending"))
        query = {
            "path": {"query": "/".join(self.context.getPhysicalPath()), "depth": 1},
            "review_state": ["archived"] if self.archives else LISTED_STATES,
            "sort_on": sort_on,
            "sort_order": sort_order,
        }
        if "theme" in self.asked:
            query["themes"] = self.asked["theme"]
        if "departement" in self.asked:
            query["departments"] = self.asked["departement"]
        return query

    @cached_property
    def results(self):
        return self.catalog(**self.query())

    @cached_property
    def total(self) -> int:
        return len(self.results)

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))

    @cached_property
    def page(self) -> int:
        """The page that is asked for, from 1; the nearest one when there is none of that number."""
        asked = self.request.form.get("page", "1")
        number = (
            int(asked)
            if isinstance(asked, str) and asked.isascii() and asked.isdigit() and len(asked) < 7
            else 1
        )
        return min(max(number, 1), self.pages)

    def items(self) -> list[Card]:
        """Their folder is this one, which the viewer sees already: no further question."""
        start = (self.page - 1) * PAGE_SIZE
        return [self.maker.card(brain) for brain in self.results[start : start + PAGE_SIZE]]

    @property
    def address(self) -> str:
        """Address of the list without what is asked."""
        return self.context.absolute_url()

    def page_url(self, number: int) -> str:
        query = dict(self.asked)
        if self.archives:
            query["archives"] = "1"
        if number > 1:
            query["page"] = str(number)
        return f"{self.address}?{urlencode(query)}" if query else self.address

    def batch(self) -> list[dict]:
        """Page numbers around this one, with the first and the last; None stands for a gap."""
        near = {1, self.pages, *range(self.page - 1, self.page + 2)}
        numbers = sorted(number for number in near if 1 <= number <= self.pages)
        found, before = [], 0
        for number in numbers:
            if number - before > 1:
                found.append(None)
            found.append({"number": number, "url": self.page_url(number), "current": number == self.page})
            before = number
        return found

    def filters(self) -> list[dict]:
        """Choices that the site knows, in the order of their titles."""
        section = self.context.getId()
        found = []
        if section not in _WITHOUT_THEMES:
            found.append(self.filter("theme", _("Theme"), "themes", _("All themes")))
        if section not in _WITHOUT_PLACES:
            found.append(self.filter("departement", _("Département"), "departments", _("All départements")))
        return [choice for choice in found if choice["options"]]

    def filter(self, name: str, title, vocabulary: str, everything) -> dict:
        used = set(self.catalog.uniqueValuesFor(vocabulary)) | {self.asked.get(name)}
        titles = vocabularies.titles(vocabulary)
        options = [
            {"token": token, "title": text, "selected": token == self.asked.get(name)}
            for token, text in sorted(titles.items(), key=lambda item: item[1])
            if token in used
        ]
        return {"name": name, "title": title, "everything": everything, "options": options}

    def archived_count(self) -> int:
        return len(self.catalog(**(self.query() | {"review_state": ["archived"]})))


class SearchView(ListingView):
    """Results of the one search box, as cards; archived items are left out."""

    def feed_filters(self) -> list[tuple[str, str]]:
        """Words that are looked for are no filter of the feeds."""
        return asked_filters(self.asked) or []

    @cached_property
    def text(self) -> str:
        """The words that are looked for."""
        text = self.request.form.get("SearchableText", "")
        return text.strip()[:200] if isinstance(text, str) else ""

    @cached_property
    def asked(self) -> dict[str, str]:
        found = super().asked
        subject = self.request.form.get("Subject")
        subject = subject[0] if isinstance(subject, list) and subject else subject
        if isinstance(subject, str) and subject:
            found["Subject:list"] = subject[:100]
        return ({"SearchableText": self.text} if self.text else {}) | found

    @property
    def address(self) -> str:
        return f"{self.context.absolute_url()}/@@search"

    def query(self) -> dict:
        asked, query = self.asked, {"review_state": {"not": ["archived"]}}
        for name, index in (("theme", "themes"), ("departement", "departments"), ("Subject:list", "Subject")):
            if name in asked:
                query[index] = asked[name]
        if self.text:
            query["SearchableText"] = munge_search_term(self.text)
        query["portal_type"] = api.portal.get_tool("plone_utils").getUserFriendlyTypes()
        return query

    @cached_property
    def results(self):
        """Of one search at most, nothing for nothing."""
        if not self.asked:
            return []
        try:
            return visible_brains(self.catalog(**self.query()))
        except ParseError:
            return []


class LiveSearch(AjaxSearch):
    """Suggestions under the search box: what the search itself would list."""

    def filter_query(self, query):
        query = super().filter_query(query)
        return query and query | {"review_state": {"not": ["archived"]}}


class SiteMapView(FinderView):
    """Every page that leads somewhere: needs, sections, practical pages."""

    def needs(self) -> list[dict]:
        return HomeView(self.context, self.request).needs()

    def others(self) -> list[SectionLink]:
        """Sections that no need lists."""
        listed = {section for need in NEEDS for section in need.sections}
        return self.section_links([section.id for section in SECTIONS if section.id not in listed])

    def pages(self) -> list[dict]:
        """Practical pages: ready-made ones and any other public page at the root."""
        path = "/".join(self.portal.getPhysicalPath())
        brains = self.catalog(
            path={"query": path, "depth": 1},
            portal_type=("Document", "Link"),
            sort_on="getObjPositionInParent",
        )
        needs = {need.id for need in NEEDS}
        return [{"title": b.Title, "url": b.getURL()} for b in brains if b.getId not in needs]
