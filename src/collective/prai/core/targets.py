"""What one item points at: found by UID or by path, shown only where the public may see it."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from collective.prai.core.attachments import describe
from collective.prai.core.file_addresses import file_address
from collective.prai.core.file_addresses import shown_scale
from collective.prai.core.licences import is_free
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_html
from collective.prai.core.safe_html import clean_text
from collective.prai.core.visibility import lineage
from collective.prai.core.visibility import visibility
from collective.prai.core.walking import walk
from collective.prai.interfaces import ISyndicatable
from html import escape
from html import unescape
from plone import api
from plone.base.interfaces import IPloneSiteRoot
from plone.namedfile.interfaces import INamedBlobImage
from plone.uuid.interfaces import IUUID
from typing import NamedTuple
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit
import re


_UID_LINK = re.compile(r"(?:^|/)resolve[uU]id/([0-9a-f]{32})/?(.*)$", re.S)
#: ``@@images/cover/large``: a field, and one of the site's sizes.
_IMAGE = re.compile(r"(?:@@images/([a-z_]+)(?:/([a-z0-9_-]+))?)?/?(?:[?#].*)?", re.S)
#: As the cleaner writes it: every value in double quotes, with no double quote inside.
_IMG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


def find(uid: str, *paths: str):
    """The object of that UID wherever it is now, or None; ``paths`` are tried before the catalog.

    Unrestricted: the caller asks who may see it.
    """
    portal = api.portal.get()
    for path in filter(None, paths):
        obj = portal.unrestrictedTraverse(path, None)
        if obj is not None and IUUID(obj, None) == uid and "/".join(obj.getPhysicalPath()) == path:
            return obj
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(UID=uid):
        obj = portal.unrestrictedTraverse(brain.getPath(), None)
        if obj is not None and IUUID(obj, None) == uid:
            return obj
    return None


def place(obj) -> str:
    """Its address behind the placeholder of the site's public address."""
    depth = len(api.portal.get().getPhysicalPath())
    return ADDRESS + quote("".join(f"/{part}" for part in obj.getPhysicalPath()[depth:]))


def brain_place(brain) -> str:
    """The same of a row of the catalog, without waking the object."""
    depth = len(api.portal.get().getPhysicalPath())
    return ADDRESS + quote("".join(f"/{part}" for part in brain.getPath().split("/")[depth:]))


def holder(obj):
    """The syndicatable item that this is or is a part of, whose licence holds for it; None: of no item."""
    return next((item for item in lineage(obj) if ISyndicatable.providedBy(item)), None)


class Target(NamedTuple):
    """Something pointed at; ``url`` starts with the placeholder."""

    uid: str
    title: str
    url: str
    portal_type: str
    public: bool


def target_of(obj, now: float) -> Target:
    """As the public may see it at that second."""
    return Target(
        IUUID(obj, "") or "",
        clean_text(obj.title or obj.getId()),
        place(obj),
        obj.portal_type,
        visibility(obj).at(now),
    )


class Shown(NamedTuple):
    """An image in a text: who has it, in which addresses it is shown, what is said of it there."""

    obj: object
    field: str
    addresses: set[str]
    texts: list[str]


class Targets:
    """Everything one item points at, remembered while its record is made.

    ``uids`` grows by each item that is asked for, public or not, there or not.
    """

    def __init__(self, context, now: float, addresses: Iterable[str] = ()):
        portal = api.portal.get()
        self.site = "/".join(portal.getPhysicalPath())
        self.own = IUUID(context, None)
        self.now = now
        self.addresses = [address.rstrip("/") for address in addresses if address]
        self.uids: set[str] = set()
        #: Those of them that the public may see, so that their title or address is printed.
        self.shown: set[str] = set()
        #: Images of ours that the text shows: (UID, field) → Shown.
        self.images: dict[tuple[str, str], Shown] = {}
        self._found: dict = {}

    def of(self, obj) -> Target | None:
        """The object as a target if the public may see it, else None; noted either way."""
        found = target_of(obj, self.now)
        if found.uid and found.uid != self.own:
            self.uids.add(found.uid)
            if found.public:
                self.shown.add(found.uid)
        return found if found.public else None

    def _by_uid(self, uid):
        if uid not in self._found:
            self._found[uid] = find(uid)
        return self._found[uid]

    def clean(self, obj, html: str) -> str:
        """Text of this object as a safe fragment, its links absolute."""
        base = "/".join(_container(obj).getPhysicalPath())[len(self.site) :] + "/"
        cleaned = clean_html(html, lambda tag, url: self._resolve(tag, url, base))
        return _IMG.sub(self._describe, cleaned) if self.images else cleaned

    def _describe(self, found) -> str:
        """The image with its alternative text: what the author wrote, else what the site knows of it."""
        values = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        for shown in self.images.values():
            if values.get("src") in shown.addresses:
                if "alt" not in values:
                    return f'<img{found[1]} alt="{escape(describe(shown.obj))}">'
                if values["alt"].strip() and values["alt"] not in shown.texts:
                    shown.texts.append(values["alt"])
        return found[0]

    def _resolve(self, tag, url, base):
        url = url.strip()
        if match := _UID_LINK.search(url):
            uid, rest = match.groups()
            self.uids |= {uid} - {self.own}
            obj = self._by_uid(uid)
            return None if obj is None else self._shown(tag, obj, rest)
        for address in self.addresses:
            if url == address or url.startswith((f"{address}/", f"{address}?", f"{address}#")):
                url = url[len(address) :] or "/"
                break
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if parts.scheme:
            return url if parts.scheme in ("http", "https", "mailto", "tel") else None
        if parts.netloc:
            return f"https:{url}"
        if not parts.path:
            return None  # an anchor of a page that the partner does not show
        return self._internal(tag, url, base)

    def _internal(self, tag, url, base):
        try:
            path = urlsplit(urljoin(base, url)).path
        except ValueError:
            return None
        if path.startswith(f"{self.site}/"):
            path = path[len(self.site) :]
        current, rest = walk(path)
        parts = urlsplit(url)
        tail = "/".join(quote(part, safe="@") for part in rest)
        tail += f"?{parts.query}" if parts.query else ""
        tail += f"#{parts.fragment}" if parts.fragment else ""
        if IPloneSiteRoot.providedBy(current):
            return f"{ADDRESS}/{tail}"
        if not hasattr(aq_base(current), "portal_type"):
            return None
        if uid := IUUID(current, None):
            self.uids |= {uid} - {self.own}
        return self._shown(tag, current, tail)

    def _shown(self, tag, obj, rest):
        if not visibility(obj).at(self.now):
            return None
        uid = IUUID(obj, None)
        self.shown |= {uid} - {self.own}
        if tag == "img" and (address := self._image(obj, uid, rest)):
            return address
        joint = "/" if rest and rest[0] not in "?#" else ""
        return place(obj) + joint + rest

    def _image(self, obj, uid, rest) -> str | None:
        """The stable address of an image of its own type, or of a field of the item itself.

        None for one that belongs to another item which may not be copied: who shows it frees nothing.
        """
        found = _IMAGE.fullmatch(unquote(rest))
        if not found or not (obj.portal_type == "Image" or uid == self.own):
            return None
        field, scale = found[1] or "image", found[2] or ""
        value = getattr(aq_base(obj), field, None)
        if not INamedBlobImage.providedBy(value):
            return None
        owner = holder(obj)
        if owner is not None and (owner_uid := IUUID(owner, None)) != self.own:
            # Its publisher may take the licence back, or give one.
            self.uids.add(owner_uid)
            if not is_free(owner):
                return None
        address = file_address(uid, field, value.filename, shown_scale(value, scale))
        self.images.setdefault((uid, field), Shown(obj, field, set(), [])).addresses.add(address)
        return address


def _container(obj):
    """What relative links of its text are relative to, as a browser reads them."""
    return aq_inner(obj) if getattr(aq_base(obj), "isPrincipiaFolderish", False) else aq_parent(aq_inner(obj))
