"""The home page: what the centre is, one search box, the four needs, and what can be taken home today."""

from collective.prai import _
from collective.prai.core import map_figures
from collective.prai.core.map_figures import Figure
from collective.prai.core.ready_pages import DIFFUSION
from collective.prai.core.ready_pages import NEEDS
from collective.prai.core.social import SITE_LINE
from collective.prai.core.structure import SECTIONS
from collective.prai.core.subjects import subject_url
from collective.prai.core.subjects import terms
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.subjects import THEMES
from collective.prai.finder.cards import Card
from collective.prai.finder.census import Census
from collective.prai.finder.subjects import available_first
from collective.prai.finder.subjects import SHEETS
from collective.prai.finder.views import FinderView
from collective.prai.finder.views import SectionLink
from DateTime import DateTime
from functools import cached_property
from plone import api
from zope.component import queryMultiAdapter


_TYPES = {section.id: section.types for section in SECTIONS}


class TalliedView(FinderView):
    """A page that says how many items each list has."""

    @cached_property
    def census(self) -> Census:
        return Census(self.sets)

    def section_links(self, ids) -> list[SectionLink]:
        """Sections by id, as far as they are there and the reader may see them."""
        found = []
        for name in ids:
            section = self.portal.get(name)
            if section is None or not api.user.has_permission("View", obj=section):
                continue
            count = self.census.of_type(*(type for type in _TYPES[name] if type != "Image")).bit_count()
            found.append(SectionLink(section.Title(), section.absolute_url(), section.Description(), count))
        return found

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

    def subjects(self, kind) -> list[dict]:
        """Those of which there is a text, in the order of the vocabulary, with the number of texts."""
        counts = self.census.counts(kind, self.census.of_type(*SHEETS))
        return [
            {"token": token, "title": title, "url": subject_url(kind, token), "count": counts[token]}
            for token, title in terms(kind).items()
            if token in counts
        ]

    def tools(self) -> list[dict]:
        """Pages that find something."""
        pages = {
            "trouver": _("Find"),
            "pres-de-chez-moi": _("Near me"),
            "tableau-de-bord": _("Dashboard"),
        }
        return [{"title": title, "url": f"{self.portal.absolute_url()}/{id}"} for id, title in pages.items()]

    def open_calls(self) -> str:
        """Drawn by the room that knows calls; "" where none is open or to come."""
        view = queryMultiAdapter((self.context, self.request), name="prai-open-calls")
        return view() if view is not None else ""

    def diffusion(self) -> dict | None:
        """The offer to partners: its title and description are content, its address is not."""
        page = self.portal.get(DIFFUSION.id)
        if page is None or not api.user.has_permission("View", obj=page):
            return None
        url = f"{self.portal.absolute_url()}{DIFFUSION.leads_to}"
        return {"title": page.Title(), "url": url, "description": page.Description()}


class HomeView(TalliedView):
    """For an elected official with ten minutes, on a phone."""

    def lead(self):
        """The description of the site, which editors change in its settings."""
        return self.context.Description() or SITE_LINE

    def themes(self) -> list[dict]:
        return self.subjects(THEMES)

    def map(self) -> Figure:
        """All texts by département."""
        counts = self.census.counts(TERRITORIES, self.census.of_type(*SHEETS))
        title = _("Sheets by département")
        return map_figures.region(counts, lambda code: subject_url(TERRITORIES, code), title)

    def section(self, id: str) -> SectionLink | None:
        return next(iter(self.section_links([id])), None)

    def deliverables(self) -> list[Card]:
        """What can be had, what is downloaded at once first; never what nobody found again."""
        mask = self.census.of_type("prai.Deliverable")
        found = available_first(self.census.first(mask, 100), found_only=True)
        return [self.maker.card(brain) for brain in found[:3]]

    def latest(self) -> list[Card]:
        """Sheets that are not above already."""
        mask = self.census.of_type(*(name for name in SHEETS if name != "prai.Deliverable"))
        return [self.maker.card(brain) for brain in self.census.first(mask, 3)]

    def news(self) -> list[Card]:
        return [self.maker.card(brain) for brain in self.census.first(self.census.of_type("News Item"), 3)]

    def events(self) -> list[Card]:
        """The next ones, the nearest first."""
        coming = {"query": DateTime(), "range": "min"}
        return self.cards(3, portal_type="Event", review_state="published", end=coming, sort_on="start")

    def figures(self) -> list[dict]:
        """Pairs of a number and what it counts, each led to its list."""
        found = [
            {"number": section.count, "title": section.title, "url": section.url}
            for section in self.section_links(("projets", "livrables", "fiches-pratiques", "organisations"))
        ]
        return [figure for figure in found if figure["number"]]
