"""Logo, footer and accessibility statement: ours in place of stock ones that are not true here."""

from collective.prai.core.structure import SECTIONS
from plone import api
from plone.app.layout.viewlets.common import LogoViewlet
from Products.Five.browser import BrowserView


class Logo(LogoViewlet):
    """Our drawing, unless the site's managers chose their own in the control panel."""

    def update(self):
        super().update()
        if not api.portal.get_registry_record("plone.site_logo", default=None):
            self.img_src = f"{api.portal.get().absolute_url()}/++plone++collective.prai/logo.svg"


class Footer(BrowserView):
    """The sections, so that they are one step away from every page."""

    def sections(self) -> list[dict]:
        """Public top sections in their order, from the catalog."""
        portal = api.portal.get()
        brains = api.portal.get_tool("portal_catalog")(
            path={"query": "/".join(portal.getPhysicalPath()), "depth": 1},
            portal_type="Folder",
            getId=[section.id for section in SECTIONS],
            sort_on="getObjPositionInParent",
        )
        return [{"title": brain.Title, "url": brain.getURL()} for brain in brains]
