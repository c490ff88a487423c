"""``@@kit-de-transfert``: what a kit will hold, and what not; ``@@kit-de-transfert.zip``: the kit."""

from collections.abc import Iterator
from collective.prai import _
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.headed import way_to
from collective.prai.core.pages import Page
from collective.prai.core.printing.document import printing
from collective.prai.core.printing.press import NotPrinted
from collective.prai.core.printing.views import NotPrintedPage
from collective.prai.core.throttle import too_many
from collective.prai.core.throttle import Visit
from collective.prai.core.visibility import as_anybody
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IHeadedPage
from collective.prai.transfer.kit.archive import Archive
from collective.prai.transfer.kit.contents import Contents
from collective.prai.transfer.kit.contents import PAGE
from collective.prai.transfer.kit.contents import WHY
from collective.prai.transfer.kit.contents import ZIP
from collective.prai.transfer.kit.packing import Kit
from collective.prai.transfer.kit.packing import licence_titles
from collective.prai.transfer.kit.packing import Part
from collective.prai.transfer.kit.sheet import Sheet
from collective.prai.transfer.kit.texts import size_words
from contextlib import contextmanager
from contextlib import nullcontext
from functools import cached_property
from plone.i18n.utility import LanguageBinding
from plone.memoize.view import ViewMemo
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zExceptions import HTTPServiceUnavailable
from zope.annotation.interfaces import IAnnotations
from zope.interface import implementer
from ZPublisher.Iterators import IStreamIterator


#: In each answer to what is asked too early; seconds.
LATER = 10


class NotPacked(HTTPServiceUnavailable):
    """No kit now; ``retry``: seconds after which to ask again; ``often``: this client asks too often."""

    def __init__(self, retry: int, often: bool = False):
        super().__init__()
        self.retry, self.often = retry, often


@contextmanager
def in_french(request) -> Iterator[None]:
    """A kit is in the language of the centre, whoever asks: the same bytes for all."""
    names = ("LANGUAGE", "LANGUAGE_TOOL")
    # What views remember of this request is of its reader, in her language.
    notes = IAnnotations(request)
    remembered = notes.pop(ViewMemo.key, None)
    before = {name: request.get(name) for name in names}
    binding = LanguageBinding()
    binding.LANGUAGE = binding.DEFAULT_LANGUAGE = "fr"
    binding.LANGUAGE_LIST = []
    request.set("LANGUAGE", "fr")
    request.set("LANGUAGE_TOOL", binding)
    try:
        yield
    finally:
        for name, value in before.items():
            request.set(name, value)
        notes.pop(ViewMemo.key, None)
        if remembered is not None:
            notes[ViewMemo.key] = remembered


@contextmanager
def reading(context, request) -> Iterator[bool]:
    """Read what goes into a kit: as a visitor where the sheet is public, which is what it yields."""
    public = is_public(context)
    with in_french(request), printing(request), as_anybody() if public else nullcontext():
        yield public


def look(context, request) -> Kit:
    """The kit without its PDF, for its list; all is read before this returns."""
    with reading(context, request) as public:
        contents = Contents(context, request)
        sheet = Sheet(context, request, public) if contents.free else None
        kit = Kit(contents, sheet, b"")
        kit.parts  # noqa: B018 (read now, as who may read it)
        return kit


@implementer(IStreamIterator)
class Stream(Archive):
    """What the publisher sends without keeping a thread or a connection to the database."""


class KitZip(BrowserView):
    """The kit of a sheet; NotPacked where it cannot be made now."""

    def __call__(self):
        visit = Visit(self.request)
        if visit.wait:
            raise NotPacked(visit.wait, often=True)
        body = b""
        try:
            body = self.answer()
            return body
        finally:
            visit.end(body)

    def answer(self):
        """The archive; nothing for who has it already, or asks for the headers alone."""
        request, response = self.request, self.request.response
        response.setHeader("X-Robots-Tag", "noindex, nofollow")
        kit = look(self.context, request)
        public = is_public(self.context)
        if public and not_modified(request, f'"{kit.tag()}"'):
            return b""
        kit = self._drawn(kit)
        if (
            public
            and kit.sheet is not None
            and kit.pdf is None
            and not_modified(request, f'"{kit.tag("sans-pdf")}"')
        ):
            return b""
        if not public:
            response.setHeader("Cache-Control", "private, no-store")
        archive = kit.archive(Stream)
        response.setHeader("Content-Type", "application/zip")
        response.setHeader("Content-Disposition", f'attachment; filename="{kit.contents.root}.zip"')
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Length", str(len(archive)))
        return b"" if request.method == "HEAD" else archive

    def _drawn(self, kit: Kit) -> Kit:
        """With the PDF of its sheet."""
        with reading(self.context, self.request):
            try:
                pdf = kit.sheet.pdf() if kit.sheet is not None else None
            except NotPrinted:
                raise NotPacked(LATER) from None
            found = Kit(kit.contents, kit.sheet, pdf)
            found.parts  # noqa: B018 (read now, as who may read it)
            return found


class NotPackedPage(NotPrintedPage):
    """503 or 429: when to come back, and what to do meanwhile."""

    heading = _("This kit cannot be made just now")

    def __call__(self):
        if self.exception.often:
            self.status = 429
        return super().__call__()

    @property
    def sentences(self):
        why = (
            too_many(self.exception.retry)
            if self.exception.often
            else _("Another kit is being made: ask again in ten seconds.")
        )  # fmt: skip
        return (why, _("The files of the deliverables can be had one by one on their pages."))


class Row(NamedTuple):
    """A line of the list; ``size``: in words, "" where it is not known beforehand."""

    title: str
    path: str
    size: str
    licence: str
    version: str


class Group(NamedTuple):
    title: object
    rows: list[Row]


class Lack(NamedTuple):
    """Something missing; ``contact``: (text, address or "")."""

    title: str
    why: object
    url: str
    contact: list[tuple[str, str]]


@implementer(IHeadedPage)
class KitPage(Page):
    """What the kit of this sheet will hold, with sizes; what is missing is said first."""

    def __call__(self):
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        return super().__call__()

    @cached_property
    def kit(self) -> Kit:
        return look(self.context, self.request)

    @property
    def heading(self):
        return _("Transfer kit: ${title}", mapping={"title": self.context.Title()})

    #: Kits change with what is around them: no search engine keeps their page.
    canonical = ""

    @property
    def trail(self) -> list[tuple[str, str]]:
        """The section, then the sheet."""
        return way_to(self.context)

    @property
    def zip_url(self) -> str:
        return f"{self.context.absolute_url()}/{ZIP}"

    @property
    def stable_zip(self) -> str:
        return self.kit.contents.address

    @property
    def declare_url(self) -> str:
        return self.kit.contents.declare

    def words(self, size: int) -> str:
        return size_words(size, self.language)

    @property
    def total(self) -> str:
        """All but the PDF, which is made when it is asked for."""
        return self.words(self.kit.size)

    @property
    def day(self) -> str:
        """Of the last change of what is in it."""
        return self.date(self.kit.contents.moment.date().isoformat())

    @property
    def has_pdf(self) -> bool:
        return self.kit.sheet is not None

    def missing(self) -> list[Lack]:
        return [
            Lack(one.title, WHY[one.why], one.url, [self._contact(line) for line in one.contact])
            for one in self.kit.missing
        ]

    def _contact(self, line: str) -> tuple[str, str]:
        if line.startswith(("http://", "https://")):
            return _("the form for questions"), line
        return line, f"mailto:{line}" if "@" in line and " " not in line else ""

    def groups(self) -> list[Group]:
        """The sheet, the deliverables, what goes with them."""
        titles = licence_titles()
        groups: dict[str, list[Row]] = {"sheet": [], "things": [], "words": []}
        for part in self.kit.parts:
            licence = titles.get(part.licence, part.licence)
            row = Row(part.title, part.path, self.words(part.size), licence, part.version)
            groups[_group_of(part)].append(row)
        if self.has_pdf:
            own = titles.get(self.context.licence, "")
            groups["sheet"].insert(0, Row(_("The sheet, to print"), "fiche.pdf", "PDF", own, ""))
        heads = {"sheet": _("The sheet"), "things": _("The deliverables"), "words": _("What goes with them")}
        return [Group(heads[name], rows) for name, rows in groups.items() if rows]


def _group_of(part: Part) -> str:
    if part.path.startswith("livrables/"):
        return "things"
    return "sheet" if part.path.startswith("fiche") else "words"


class KitLink(BrowserView):
    """One line on the page of a sheet: « Kit de transfert »; "" where there is nothing to take."""

    def __call__(self) -> str:
        contents = Contents(self.context, self.request)
        return self.index() if contents.things else ""

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{PAGE}"
