"""Links of a text that lead to what its reader may not see are shown as words, without the link.

Stock Plone resolves each ``resolveuid`` link, and so tells the path of drafts and withdrawn items; of an
image it tells the title as well, however the text names it.  What the text says instead of it stands in its
place.
"""

from Acquisition import aq_parent
from collective.prai.core.visibility import reader_may_see
from html import escape
from html import unescape
from plone import api
from plone.app.uuid.utils import uuidToObject
from plone.outputfilters.interfaces import IFilter
from Products.CMFCore.interfaces import IContentish
from urllib.parse import unquote
from zope.interface import implementer
import re


#: Attributes of a tag, with whatever stands between quotes.
_INSIDE = r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_UID = re.compile(r"resolve[Uu]id/([0-9a-fA-F]{32})")
_LINK = re.compile(rf"(?P<tag><a\b{_INSIDE}>)(?P<words>.*?)</a\s*>", re.DOTALL | re.I)
_HREF = re.compile(r"\bhref\s*=", re.I)
#: A picture is its image and other sizes of it: without the image it is nothing.
_PICTURE = re.compile(r"<picture\b.*?</picture\s*>", re.DOTALL | re.I)
_SHOWN = re.compile(rf"<(?:img|source|iframe|audio|video|embed|track|area)\b{_INSIDE}>", re.I)
_SOURCE = re.compile(r"\b(?:src|srcset|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.I)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)


@implementer(IFilter)
class HiddenLinks:
    """Before Plone's own filters (orders 700 and 800), while links still hold the UID."""

    order = 600

    def __init__(self, context=None, request=None):
        self.context = context
        self.request = request

    def is_enabled(self):
        return self.context is not None

    def __call__(self, data):
        data = _LINK.sub(self._keep, data)
        data = _PICTURE.sub(self._show, data)
        return _SHOWN.sub(self._show, data)

    def _keep(self, match):
        leads = _HREF.search(match["tag"]) and any(map(self._is_hidden, _UID.findall(match["tag"])))
        return match["words"] if leads else match[0]

    def _show(self, match):
        """The tag; where one of its sources is hidden its words, as a PDF has them, or nothing."""
        for source in _SOURCE.findall(match[0]):
            address = unescape("".join(source))
            uids = _UID.findall(address)
            if any(map(self._is_hidden, uids)) or (not uids and self._names_hidden(address)):
                alt = _ALT.search(match[0])
                words = escape(unescape("".join(alt.groups(""))).strip()) if alt else ""
                return f"[{words}]" if words else ""
        return match[0]

    def _is_hidden(self, uid: str) -> bool:
        target = uuidToObject(uid, unrestricted=True)
        return target is not None and not reader_may_see(target)

    def _names_hidden(self, address: str) -> bool:
        """Whether it is a path of the site to what is hidden; stock code follows paths as it does UIDs."""
        path = re.split(r"[?#\s]|/@@", address.strip(), maxsplit=1)[0]
        if not path or ":" in path or path.startswith("//"):
            return False
        step = api.portal.get() if path.startswith("/") else self.context
        for part in filter(None, unquote(path).split("/")):
            if part == ".":
                continue
            child = aq_parent(step) if part == ".." else _child(step, part)
            if child is None:
                break
            step = child
            if IContentish.providedBy(step) and step is not self.context and not reader_may_see(step):
                return True
        return False


def _child(container, name: str):
    """An item of a folder; what else an address goes through is none."""
    get = getattr(container, "_getOb", None)
    return get(name, None) if get is not None else None
