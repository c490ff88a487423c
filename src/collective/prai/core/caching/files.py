"""Files, and what never changes under its address, as caches may keep them."""

from collective.prai import _
from collective.prai.core.gate import traversed_content
from collective.prai.core.visibility import reader_may_see
from email.utils import formatdate
from plone.app.caching.operations.default import StrongCaching
from plone.app.caching.operations.default import WeakCaching
from plone.caching.interfaces import ICachingOperationType
from plone.resource.interfaces import IUniqueResourceRequest
from zope.interface import provider
import time


#: Seconds.
YEAR = 31_536_000


@provider(ICachingOperationType)
class FileCaching(WeakCaching):
    """Named collective.prai.file: « you have it already » by date, for nothing that is hidden by then."""

    title = _("Public files of the resource centre")
    description = _("Browsers ask each time whether a file has changed; one that was withdrawn is refused.")
    sort = 7

    def interceptResponse(self, rulename, response, class_=None):  # noqa: N802
        """Stock answers 304 before our gate may have looked."""
        content = traversed_content(self.request)
        if content is not None and not reader_may_see(content):
            return None
        return super().interceptResponse(rulename, response, class_=WeakCaching)

    def modifyResponse(self, rulename, response, class_=None):  # noqa: N802
        super().modifyResponse(rulename, response, class_=WeakCaching)


@provider(ICachingOperationType)
class ResourceCaching(StrongCaching):
    """Named collective.prai.resource: styles, scripts, pictures of the theme."""

    title = _("Styles and scripts of the resource centre")
    description = _(
        "Browsers keep them for a day; those whose address holds the hash of what it leads to, for good."
    )
    sort = 8

    def interceptResponse(self, rulename, response, class_=None):  # noqa: N802
        return super().interceptResponse(rulename, response, class_=StrongCaching)

    def modifyResponse(self, rulename, response, class_=None):  # noqa: N802
        super().modifyResponse(rulename, response, class_=StrongCaching)
        if IUniqueResourceRequest.providedBy(self.request) and response.getStatus() in (200, 304):
            response.setHeader("Cache-Control", f"public, max-age={YEAR}, immutable")
            response.setHeader("Expires", formatdate(time.time() + YEAR, usegmt=True))
