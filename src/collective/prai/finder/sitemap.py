"""``/plan-du-site``: every page that leads somewhere, on one page."""

from collective.prai import _
from collective.prai.core.ready_pages import NEEDS
from collective.prai.core.ready_pages import READY_PAGES
from collective.prai.core.settings import public_address
from collective.prai.core.structure import SECTIONS
from collective.prai.core.subjects import AUDIENCES
from collective.prai.core.subjects import KINDS
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.subjects import THEMES
from collective.prai.finder.home import TalliedView
from collective.prai.finder.views import SectionLink
from collective.prai.interfaces import IHeadedPage
from Products.Five.browser import BrowserView
from zope.interface import implementer


@implementer(IHeadedPage)
class SitemapView(TalliedView):
    """Needs, sections, themes, audiences, territories, practical pages, ways to reuse."""

    heading = _("Site map")

    @property
    def canonical(self) -> str:
        return f"{public_address() or self.portal.absolute_url()}/plan-du-site"

    def others(self) -> list[SectionLink]:
        """Sections that no need lists."""
        listed = {section for need in NEEDS for section in need.sections}
        return self.section_links([section.id for section in SECTIONS if section.id not in listed])

    def groups(self) -> list[dict]:
        """Themes, audiences and territories, each with its own page of all."""
        titles = {THEMES: _("Themes"), AUDIENCES: _("Audiences"), TERRITORIES: _("Territories")}
        return [
            {
                "id": kind.id,
                "title": titles[kind],
                "url": f"{self.portal.absolute_url()}/{kind.id}",
                "subjects": self.subjects(kind),
            }
            for kind in KINDS
        ]

    def pages(self) -> list[dict]:
        """Practical pages: ready-made ones and any other public page at the root."""
        path = "/".join(self.portal.getPhysicalPath())
        brains = self.catalog(
            path={"query": path, "depth": 1},
            portal_type=("Document", "Link", "EasyForm"),
            sort_on="getObjPositionInParent",
        )
        elsewhere = {need.id for need in NEEDS} | {page.id for page in READY_PAGES if page.leads_to}
        return [{"title": b.Title, "url": b.getURL()} for b in brains if b.getId not in elsewhere]


class StockSitemap(BrowserView):
    """The address of stock Plone leads to ours."""

    def __call__(self):
        self.request.response.redirect(f"{self.context.absolute_url()}/plan-du-site", status=301)
        return ""
