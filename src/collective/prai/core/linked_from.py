"""What would be broken by a deletion, told without the titles of what the reader may not see.

Stock Plone names every source of a link: who may delete an authority would read which dossiers it has.
"""

from AccessControl import getSecurityManager
from collective.prai import _
from plone import api
from plone.app.linkintegrity.browser.info import DeleteConfirmationInfo
from plone.app.linkintegrity.utils import getIncomingLinks
from zope.i18n import translate


class LinkedFrom(DeleteConfirmationInfo):
    """Sources that the reader may not see are one line without a name: the deletion still says that it breaks
    something.  The service @linkintegrity asks here too."""

    def check_object(self, obj, excluded_path=None, excluded_paths=None):
        breach = super().check_object(obj, excluded_path, excluded_paths)
        if not breach:
            return breach
        check = getSecurityManager().checkPermission
        links = getIncomingLinks(obj, from_attribute=None)
        sources = [link.from_object for link in links if link.from_path]
        seen = {source.UID() for source in sources if check("View", source)}
        shown = [source for source in breach["sources"] if source["uid"] in seen]
        if len(shown) < len(breach["sources"]):
            title = translate(_("An item that you may not see"), context=self.request)
            url = api.portal.get().absolute_url()
            shown.append({"uid": "", "title": title, "url": url, "accessible": False})
        return breach | {"sources": shown}
