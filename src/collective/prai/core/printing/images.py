"""Images of the site that a document shows: found by their address, given only to who may see them."""

from Acquisition import aq_base
from collective.prai.core.attachments import describe
from collective.prai.core.targets import find
from collective.prai.core.visibility import reader_may_see
from collective.prai.core.walking import walk
from plone.namedfile.interfaces import INamedImage
from urllib.parse import urlsplit
import re


#: Stands before the name of an image in the document; no address begins so.
SCHEME = "prai:///image/"
#: Of one document: bytes of one image, bytes of all, number.
LARGEST, ALL, MOST = 15 * 2**20, 60 * 2**20, 300
_RESOLVE = re.compile(r"(?:.*/)?resolve[uU]id/([0-9a-f]{32})(?:/(.*))?", re.S)
#: ``@@images/image``, ``@@images/image/large``, ``@@images/cover-400-0a1b….png``
_FIELD = re.compile(r"(?:@@images/)([a-z_]+?)(?:[/-].*)?", re.S)


class Pictures:
    """Those of one document, by the name that stands for them in its HTML.

    The name says which version it is, so that a document is known by its HTML alone.
    """

    def __init__(self, addresses: list[str]):
        self.addresses = [address.rstrip("/") for address in addresses if address]
        self.shown: dict[str, object] = {}
        self.size = 0

    def of_address(self, url: str) -> tuple[str, str] | None:
        """Name and title of what is at that address of the site; None for all else, and for what the
        reader may not see."""
        path = self._path(url)
        if path is None:
            return None
        if match := _RESOLVE.fullmatch(path):
            return self.of_item(find(match[1]), match[2] or "")
        current, rest = walk(path)
        return self.of_item(current, "/".join(rest))

    def _path(self, url: str) -> str | None:
        for address in self.addresses:
            if url.startswith(f"{address}/"):
                try:
                    return urlsplit(url[len(address) :]).path
                except ValueError:
                    return None
        return None

    def of_item(self, obj, rest: str) -> tuple[str, str] | None:
        """The image of an item behind ``rest`` of its address: ``""``, ``@@images/cover/large``."""
        match = _FIELD.fullmatch(rest)
        if obj is None or not hasattr(aq_base(obj), "portal_type"):
            return None
        if rest not in ("", "view") and match is None and not rest.startswith("@@images/"):
            return None
        names = [match[1] if match else "image", "image"]
        for name in names:
            value = getattr(aq_base(obj), name, None)
            if INamedImage.providedBy(value):
                return self._show(obj, name, value)
        return None

    def _show(self, obj, field: str, value) -> tuple[str, str] | None:
        if not reader_may_see(obj):
            return None
        serial = (getattr(value, "_p_serial", None) or b"").hex()
        name = f"{SCHEME}{obj.UID()}/{field}/{serial}"
        if name not in self.shown:
            size = value.getSize()
            if size > LARGEST or self.size + size > ALL or len(self.shown) >= MOST:
                return None
            self.size += size
            self.shown[name] = value
        return name, describe(obj)

    def handed_over(self) -> dict[str, tuple[str, bytes]]:
        """Name → media type and bytes."""
        return {name: (value.contentType, value.data) for name, value in self.shown.items()}
