"""The mark of the site in a browser's tab: ours, unless the site's managers chose their own."""

from pathlib import Path
from plone import api
from plone.app.layout.links.viewlets import FaviconViewlet
from plone.namedfile.file import NamedImage
from Products.CMFPlone.browser.favicon import SiteFavicon


ICON = Path(__file__).parent / "static" / "favicon.ico"
MEDIA_TYPE = "image/vnd.microsoft.icon"


def has_own() -> bool:
    """Whether the managers uploaded one in the control panel."""
    return bool(api.portal.get_registry_record("plone.site_favicon", default=None))


class FaviconLinks(FaviconViewlet):
    """The drawing, and the old format for what cannot read it."""

    def render(self):
        if has_own():
            return super().render()
        base = api.portal.get().absolute_url()
        return (
            f'<link rel="icon" href="{base}/favicon.ico" sizes="48x48" type="{MEDIA_TYPE}" />\n'
            f'<link rel="icon" href="{base}/++plone++collective.prai/favicon.svg" type="image/svg+xml" />'
        )


class Favicon(SiteFavicon):
    """``/favicon.ico``, which programs ask for without reading the page."""

    def __init__(self, context, request):
        super().__init__(context, request)
        if not has_own():
            self.data = NamedImage(data=ICON.read_bytes(), contentType=MEDIA_TYPE, filename="favicon.ico")

    def set_headers(self, file):
        super().set_headers(file)
        # Stock Plone calls a page canonical that is not there, on whatever host the request named.
        del self.request.response.headers["link"]
