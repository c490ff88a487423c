"""One item as a document: cover, contents, its own page, the pages of its parts, imprint.

Its words are those of the pages: each page of an item is rendered by its own template, with a bare main
template around it in place of the site (IPrintLayer).
"""

from collective.prai.core import vocabularies
from collective.prai.core.authors import authors
from collective.prai.core.pages import Page
from collective.prai.core.printing import cleaning
from collective.prai.core.printing.images import Pictures
from collective.prai.core.printing.style import style_drawings
from collective.prai.core.printing.style import stylesheet
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import public_address
from collective.prai.core.settings import site_title
from collective.prai.core.social import public_url
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IPrintedWhole
from collective.prai.interfaces import IPrintLayer
from contextlib import contextmanager
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple
from zope.interface import directlyProvidedBy
from zope.interface import directlyProvides


#: Fields with a picture for the cover.
_COVERS = ("cover", "image", "logo")


class Bare(BrowserView):
    """``@@main_template`` of what is printed."""

    template = ViewPageTemplateFile("templates/bare.pt")

    @property
    def macros(self):
        return self.template.macros

    def __call__(self):
        return self.template()


class Part(NamedTuple):
    """One item of a whole, with its own page below its own title; ``kind``: "" for a chapter."""

    id: str
    kind: str
    title: str
    lead: str
    html: str


class Entry(NamedTuple):
    """A line of the contents."""

    id: str
    title: str


@contextmanager
def printing(request):
    """Pages rendered meanwhile have nothing around them."""
    before = directlyProvidedBy(request)
    directlyProvides(request, IPrintLayer, before)
    try:
        yield
    finally:
        directlyProvides(request, before)


class Document(BrowserView):
    """Make it within ``printing``, and ``as_anybody`` where the item is public."""

    template = ViewPageTemplateFile("templates/document.pt")

    def __init__(self, context, request, public: bool):
        super().__init__(context, request)
        self.public = public
        self.site = api.portal.get()
        self.pictures = Pictures([public_address(), self.site.absolute_url()])

    def html(self) -> str:
        """The whole document; the same text means the same PDF."""
        return style_drawings(clean_text(self.template()))

    def css(self) -> str:
        return stylesheet()

    # Cover

    @cached_property
    def page(self) -> Page:
        """The page of the item."""
        return self.page_of(self.context)

    def page_of(self, item) -> Page:
        return api.content.get_view(item.getLayout(), item, self.request)

    @cached_property
    def language(self) -> str:
        return vocabularies.language()

    @cached_property
    def title(self) -> str:
        return clean_text(self.context.Title())

    @cached_property
    def site_title(self) -> str:
        return clean_text(site_title())

    @cached_property
    def kind(self):
        return self.page.type_title(self.context.portal_type)

    @cached_property
    def keywords(self) -> str:
        return ", ".join(self.page.terms("themes", "themes"))

    @property
    def body_class(self) -> str:
        """A whole has a cover of its own; of a sheet, the first page begins with it."""
        return "prai-print-whole" if self.is_whole else "prai-print-sheet"

    @property
    def subtitle(self) -> str:
        return self.context.__dict__.get("subtitle") or ""

    @cached_property
    def organisations(self) -> list[str]:
        return authors(self.page)

    @cached_property
    def cover(self) -> tuple[str, str] | None:
        """Name and title of the picture on the cover of a whole."""
        if not self.is_whole:
            return None
        found = (self.pictures.of_item(self.context, f"@@images/{name}") for name in _COVERS)
        return next(filter(None, found), None)

    @cached_property
    def modified(self) -> str:
        return self.page.modified

    @cached_property
    def reuse(self) -> dict | None:
        return self.page.reuse

    @property
    def colon(self) -> str:
        """As each language writes it behind a word."""
        return "\u00a0:" if self.language == "fr" else ":"

    @cached_property
    def address(self) -> str:
        return public_url(self.context.absolute_url())

    @property
    def shown_address(self) -> str:
        return self.address.partition("://")[2]

    @cached_property
    def notices(self) -> list[str]:
        """What European programmes ask for, of the item and of what is in it, each once."""
        pages = [self.page, *(self.page_of(item) for item in self.items)]
        return list(dict.fromkeys(notice for page in pages if (notice := page.eu_notice())))

    # Text

    @cached_property
    def whole(self):
        return IPrintedWhole(self.context, None)

    @cached_property
    def items(self) -> list:
        """Parts of the whole that the reader may see."""
        return [item for item in self.whole.items() if reader_may_see(item)] if self.whole else []

    @property
    def is_whole(self) -> bool:
        return bool(self.items)

    @cached_property
    def inside(self) -> dict[str, str]:
        """Address → anchor of what this document holds: a link to it stays in the document."""
        return {item.absolute_url(): f"p{index}" for index, item in enumerate(self.items, 1)}

    @cached_property
    def _own(self) -> tuple[str, str]:
        """The item's own page, and the boxes at its foot."""
        root = self._cleaned(self.context, self.page(), "", 0)
        cleaning.take(root, "prai-eu", "prai-subtitle", "prai-in-parts")
        # What is around the whole comes behind its parts, as behind the text of a sheet.
        boxes = cleaning.take(root, "prai-back", "prai-reuse", "prai-boxes")
        return cleaning.serialise(root), boxes

    @property
    def own(self) -> str:
        return self._own[0]

    @property
    def boxes(self) -> str:
        return self._own[1]

    @cached_property
    def parts(self) -> list[Part]:
        return [self._part(index, item) for index, item in enumerate(self.items, 1)]

    def _part(self, index: int, item) -> Part:
        page = self.page_of(item)
        root = self._cleaned(item, page(), f"p{index}-", 1)
        cleaning.take(root, "prai-eu", "prai-print-once")
        reuse = page.reuse
        if self.reuse is not None and _same_terms(reuse, self.reuse):
            cleaning.take(root, "prai-reuse")
        boxes = cleaning.take(root, "prai-reuse", "prai-boxes")
        cleaning.take(root, "prai-sheet-end")
        kind = page.type_title(item.portal_type) if reuse is not None else ""
        return Part(
            f"p{index}",
            kind,
            clean_text(item.Title()),
            clean_text(item.Description()),
            cleaning.serialise(root) + boxes,
        )

    @cached_property
    def outside(self) -> str:
        """Address of the site in links, as it holds on paper."""
        return public_address() or self.site.absolute_url()

    def picture(self, url: str) -> tuple[str, str] | None:
        """What stands for the image at that address, and what it is called; None where none is shown."""
        return self.pictures.of_address(url)

    def _cleaned(self, item, text: str, prefix: str, levels: int):
        address = item.absolute_url() if item.isPrincipiaFolderish else item.aq_parent.absolute_url()
        place = cleaning.Place(
            f"{address}/",
            self.site.absolute_url(),
            self.outside,
            self.picture,
            prefix,
            levels,
            self.inside,
        )
        return cleaning.clean(cleaning.parse(text), place)

    @cached_property
    def contents(self) -> list[Entry]:
        """Lines of the contents; a sheet of a few pages has none."""
        if not self.is_whole:
            return []
        root = cleaning.parse(self.own)
        own = [Entry(*found) for found in cleaning.sections(root)]
        return own + [Entry(part.id, part.title) for part in self.parts]


def _same_terms(reuse: dict | None, whole: dict) -> bool:
    """Whether what is said of the whole's licence holds for the part."""
    if reuse is None:
        return True
    names = ("title", "here_only", "attribution", "credits")
    return all(reuse[name] == whole[name] for name in names)
