"""Open Graph and the canonical address: what a shared link shows, at the public address of the site.

In place of stock Plone's, which takes addresses from the request and Plone's logo for an image.
"""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core.record import is_a
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import public_address
from collective.prai.core.settings import site_title
from collective.prai.core.targets import place
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IHeadedPage
from functools import cached_property
from html import escape
from plone import api
from plone.app.layout.globals.interfaces import IViewView
from plone.app.layout.links.viewlets import CanonicalURL
from plone.app.layout.viewlets.common import ViewletBase
from plone.base.interfaces import IPloneSiteRoot
from plone.namedfile.interfaces import INamedBlobImage
from typing import NamedTuple
from zope.i18n import translate


#: Fields that hold an image of the item.
IMAGE_FIELDS = ("cover", "image", "logo")
#: Image of the site, in the theme's static folder: 1200 by 630 pixels, as networks crop it.
SITE_IMAGE, SITE_IMAGE_SIZE = "++plone++collective.prai/share.png", (1200, 630)
#: What the site says of itself until its editors do.
SITE_LINE = _(
    "What local authorities of Midi-Pyrénées did with the Internet, what it cost them, and what you "
    "can take home."
)
LOCALES = {"fr": "fr_FR", "en": "en_GB"}


class Picture(NamedTuple):
    """``size``: pixels, or (-1, -1) when not known."""

    url: str
    media_type: str
    size: tuple[int, int]
    alt: str


def public_url(url: str) -> str:
    """An address of this site, as the request has it, at the public address."""
    own = api.portal.get().absolute_url()
    address = public_address() or own
    return address + url[len(own) :] if url == own or url.startswith(f"{own}/") else url


class Canonical(CanonicalURL):
    """One address of a page, whatever the host and the path by which it was reached."""

    def render(self) -> str:
        state = api.content.get_view("plone_context_state", self.context, self.request)
        own = getattr(self.view, "canonical", "") if IHeadedPage.providedBy(self.view) else ""
        url = own or public_url(state.canonical_object_url())
        return f'    <link rel="canonical" href="{escape(url)}" />'


class Shared(NamedTuple):
    """What is said of a page; ``kind``: its Open Graph type."""

    title: str
    description: str
    url: str
    kind: str
    language: str


class SocialTags(ViewletBase):
    """Of the pages of public items, and of our own pages that are no items."""

    @cached_property
    def is_home(self) -> bool:
        return IPloneSiteRoot.providedBy(self.context)

    @cached_property
    def site_title(self) -> str:
        return clean_text(site_title())

    @cached_property
    def is_headed(self) -> bool:
        """Whether it is a page of ours that has one public address, whatever was asked of it."""
        return IHeadedPage.providedBy(self.view) and bool(getattr(self.view, "canonical", ""))

    def shown(self) -> bool:
        if not (self.is_headed or IViewView.providedBy(self.view)):
            return False  # a form, an error: nobody shares it
        wanted = api.portal.get_registry_record("plone.share_social_data", default=True)
        return bool(wanted) and (self.is_headed or self.is_home or is_public(self.context))

    def shared(self) -> Shared:
        context, address = self.context, public_address() or api.portal.get().absolute_url()
        language = (context.language or "fr") if isinstance(context.language, str) else "fr"
        description = clean_text(context.description or "")
        if self.is_headed or self.is_home:
            description = clean_text(api.portal.get().description or "") or self._said(SITE_LINE)
        if self.is_headed:
            view = self.view
            # What the page says of itself, else what the site says of itself.
            own = self._said(getattr(view, "description", "")) or self._said(getattr(view, "lead", ""))
            url = getattr(view, "shared_url", "") or view.canonical
            return Shared(self._said(view.heading), own or description, url, "website", language)
        if self.is_home:
            return Shared(self.site_title, description, address, "website", language)
        url = place(context).replace(ADDRESS, address)
        return Shared(clean_text(context.title or ""), description, url, "article", language)

    def _said(self, message) -> str:
        """A message or a text in the reader's language; a method is asked."""
        found = message() if callable(message) else message
        return clean_text(translate(found, context=self.request)).strip() if isinstance(found, str) else ""

    def picture(self) -> Picture:
        """The item's own image, else that of the site."""
        stored = {} if self.is_headed else aq_base(self.context).__dict__
        title = clean_text(self.context.title or "")
        for name in IMAGE_FIELDS:
            value = stored.get(name)
            if is_a(INamedBlobImage, value) and value.getSize() and value.contentType != "image/svg+xml":
                url = public_url(f"{self.context.absolute_url()}/@@images/{name}")
                return Picture(url, value.contentType, value.getImageSize(), title)
        url = public_url(f"{api.portal.get().absolute_url()}/{SITE_IMAGE}")
        alt = translate(_("Logo of ${site}", mapping={"site": self.site_title}), context=self.request)
        return Picture(url, "image/png", SITE_IMAGE_SIZE, alt)

    def tags(self) -> list[tuple[str, object]]:
        """Property and content, in the order of the page; what is not known is left out."""
        shared, picture = self.shared(), self.picture()
        found = [
            ("og:site_name", self.site_title),
            ("og:title", shared.title),
            ("og:description", shared.description),
            ("og:type", shared.kind),
            ("og:url", shared.url),
            ("og:locale", LOCALES.get(shared.language[:2], LOCALES["fr"])),
            ("og:image", picture.url),
            ("og:image:type", picture.media_type),
            ("og:image:width", picture.size[0] if picture.size[0] > 0 else ""),
            ("og:image:height", picture.size[1] if picture.size[1] > 0 else ""),
            ("og:image:alt", picture.alt),
        ]
        return [(name, content) for name, content in found if content != ""]

    def render(self) -> str:
        if not self.shown():
            return ""
        lines = [f'<meta property="{name}" content="{escape(str(text))}" />' for name, text in self.tags()]
        return "\n".join([*lines, '<meta name="twitter:card" content="summary" />'])


class NoMicrodata(ViewletBase):
    """The data block in the head says it; a hidden copy in the text would only differ one day."""

    def render(self) -> str:
        return ""
