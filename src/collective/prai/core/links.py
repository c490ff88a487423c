"""Links of a text that lead to what its reader may not see are shown as words, without the link.

Stock Plone resolves each ``resolveuid`` link, and so tells the path of drafts and withdrawn items.
"""

from collective.prai.core.visibility import reader_may_see
from plone.app.uuid.utils import uuidToObject
from plone.outputfilters.interfaces import IFilter
from zope.interface import implementer
import re


_LINK = re.compile(
    r"<a\b[^>]*?\bhref=[\"'][^\"']*resolve[Uu]id/(?P<uid>[0-9a-fA-F]{32})[^>]*>(?P<words>.*?)</a>", re.DOTALL
)


@implementer(IFilter)
class HiddenLinks:
    """Before Plone's own filter (order 800), while links still hold the UID."""

    order = 700

    def __init__(self, context=None, request=None):
        self.context = context
        self.request = request

    def is_enabled(self):
        return self.context is not None

    def __call__(self, data):
        return _LINK.sub(self._keep, data)

    def _keep(self, match):
        target = uuidToObject(match["uid"], unrestricted=True)
        hidden = target is not None and not reader_may_see(target)
        return match["words"] if hidden else match[0]
