"""What a kit holds and what it cannot hold, each with its reason; only what its reader may see.

Of a public sheet it is what a visitor may read, whoever asks: a kit travels.
"""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.file_addresses import file_address
from collective.prai.core.licences import is_free
from collective.prai.core.pages import Page
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import safe_address
from collective.prai.core.settings import public_address
from collective.prai.core.social import public_url
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IKitFiles
from collective.prai.interfaces import ISyndicationRecord
from collective.prai.transfer.asking import question_url
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.declaring.viewlets import declare_url
from collective.prai.transfer.kit.names import Names
from collective.prai.transfer.kit.names import slug
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES
from collective.prai.transfer.reuses import deliverables_of
from collective.prai.transfer.reuses import targets
from collective.prai.transfer.versions import current_files
from collective.prai.transfer.versions import LATEST
from collective.prai.transfer.versions import VERSIONS
from collective.prai.transfer.versions import versions_of
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from typing import NamedTuple
from zope.component import subscribers


#: Bytes and number of the files of one kit; what is more is said to be missing, with its address.
LARGEST, MOST = 2 * 2**30, 1_000
#: Names below the address of a sheet: the page, and the kit.
PAGE, ZIP = "@@kit-de-transfert", "@@kit-de-transfert.zip"

#: Why something is not in the kit: on its page, and in French in the kit itself.
WHY = {
    "not-found": _("The document has not been found: what is known of it is on its page."),
    "on-request": _("It is not on line: it has to be asked for."),
    "licence-on-request": _("It may be redistributed only with the agreement of its author: ask for it."),
    "licence-unknown": _("Its licence is not known: it can be read on its page, but not be put into a kit."),
    "elsewhere": _("It is published by its author at another address, where the latest version is."),
    "form": _("It is a form on this site: it is used, and copied, at its address."),
    "nothing": _("No file is attached to its page."),
    "sheet-not-free": _("The text of the sheet may not be copied: read it on the site."),
    "too-much": _("The kit would become too large: take it at its own address."),
    "version-gone": _("The file of this version has been withdrawn."),
}  # fmt: skip


class Given(NamedTuple):
    """A file in the kit.  ``value``: what its field holds, or bytes made for the kit; ``url``: where it can
    be had at any time."""

    path: str
    title: str
    value: object
    licence: str
    version: str
    url: str
    uid: str

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.value) if isinstance(self.value, bytes) else self.value.getSize()


class Missing(NamedTuple):
    """Something that is not in the kit; ``why``: key of WHY; ``contact``: lines that say whom to ask."""

    title: str
    why: str
    url: str
    contact: list[str]


class Thing(NamedTuple):
    """A deliverable of the kit; ``by``: who made it."""

    item: object
    page: Page
    title: str
    url: str
    stable: str
    folder: str
    licence: str
    by: str


def stable_url(item) -> str:
    """Its address that no renaming breaks."""
    return public_url(f"{api.portal.get().absolute_url()}/resolveuid/{item.UID()}")


def moment_of(item) -> datetime:
    """Its last change."""
    return item.modification_date.asdatetime().astimezone(UTC).replace(microsecond=0)


def plain(text) -> str:
    """One line of what somebody typed."""
    return " ".join(clean_text(str(text or "")).split())


class Contents:
    """Of the kit of one sheet, as the reader of the moment may see it."""

    def __init__(self, context, request):
        self.context, self.request = context, request
        self.names = Names()

    def page_of(self, item) -> Page:
        return api.content.get_view(item.getLayout(), item, self.request)

    @cached_property
    def title(self) -> str:
        return plain(self.context.Title())

    @cached_property
    def free(self) -> bool:
        """Whether the text of the sheet may be copied."""
        return is_free(self.context)

    @cached_property
    def root(self) -> str:
        """The one folder in the archive."""
        return f"kit-{slug(self.context.getId())}"

    @cached_property
    def things(self) -> list[Thing]:
        """The sheet, if it is a deliverable itself; else those that it names, then those that name it."""
        if IDeliverable.providedBy(self.context):
            items = [self.context]
        else:
            items = [*targets(aq_base(self.context), "deliverables"), *deliverables_of(self.context)]
        unique = {item.UID(): item for item in items if IDeliverable.providedBy(item)}
        folders = Names()
        return [self._thing(item, folders) for item in unique.values() if reader_may_see(item)]

    def _thing(self, item, folders: Names) -> Thing:
        makers = [maker for maker in targets(aq_base(item), "producer") if reader_may_see(maker)]
        by = ", ".join(plain(maker.Title()) for maker in makers) or plain(item.producer_name)
        folder = folders.path("", slug(item.getId(), "livrable"))
        url = public_url(item.absolute_url())
        licence = item.product_licence or "unknown"
        return Thing(
            item, self.page_of(item), plain(item.Title()), url, stable_url(item), folder, licence, by
        )

    @cached_property
    def _sorted(self) -> tuple[list[Given], list[Missing]]:
        given: list[Given] = []
        missing: list[Missing] = []
        room = LARGEST
        if not self.free:
            missing.append(self._miss(self.title, "sheet-not-free", self.context))
        for thing in self.things:
            files = self._files(thing)
            if thing.licence not in FREE_PRODUCT_LICENCES or not files:
                missing.append(self._miss(thing.title, self._why(thing, bool(files)), thing.item))
                continue
            for one in files:
                if one.size > room or len(given) >= MOST:
                    missing.append(
                        self._miss(f"{thing.title} – {one.title}", "too-much", thing.item, one.url)
                    )
                    continue
                room -= one.size
                given.append(one)
            missing += self._gone(thing)
        return given, missing

    @property
    def given(self) -> list[Given]:
        """Files of the deliverables: of each the latest version, then the others."""
        return self._sorted[0]

    @property
    def missing(self) -> list[Missing]:
        return self._sorted[1]

    def _files(self, thing: Thing) -> list[Given]:
        """Whatever its licence is."""
        versions = versions_of(thing.item)
        found = [] if versions else [self._given(thing, one, "", "") for one in current_files(thing.item)]
        for number, version in enumerate(versions):
            below = f"/versions/{version.slug}" if number else ""
            found += [self._given(thing, one, version.name, below) for one in version.files]
        return found + self._made(thing)

    def _made(self, thing: Thing) -> list[Given]:
        """What rooms make for the kit, such as the model of a form."""
        return [
            Given(
                self.names.path(f"livrables/{thing.folder}", name),
                plain(title), content, thing.licence, "", thing.stable, thing.item.UID(),
            )
            for maker in subscribers((thing.item, self.request), IKitFiles)
            for name, title, content in maker.files()
        ]  # fmt: skip

    def _given(self, thing: Thing, one, version: str, below: str) -> Given:
        path = self.names.path(f"livrables/{thing.folder}{below}", one.filename)
        address = public_address() or api.portal.get().absolute_url()
        url = file_address(one.item.UID(), one.field, one.filename).replace(ADDRESS, address)
        title = plain(one.filename if one.item is thing.item else one.item.Title() or one.filename)
        return Given(path, title, one.value, thing.licence, plain(version), url, one.item.UID())

    def _why(self, thing: Thing, has_files: bool) -> str:
        item = aq_base(thing.item)
        if has_files:
            return "licence-on-request" if thing.licence == "on-request" else "licence-unknown"
        if item.availability in ("not-found", "on-request"):
            return item.availability
        if safe_address(item.repository or ""):
            return "elsewhere"
        return "form" if item.form else "nothing"

    def _gone(self, thing: Thing) -> list[Missing]:
        found = []
        for version in versions_of(thing.item):
            if version.gone:
                title = f"{thing.title} – version {plain(version.name)}"
                found.append(self._miss(title, "version-gone", thing.item))
        return found

    def _miss(self, title: str, why: str, item, url: str = "") -> Missing:
        if why == "elsewhere":
            url = safe_address(item.repository) or ""
        if why == "form":
            shown = [form for form in targets(aq_base(item), "form") if reader_may_see(form)]
            url = public_url(shown[0].absolute_url()) if shown else ""
        return Missing(title, why, url or public_url(item.absolute_url()), self.contact(item))

    def contact(self, item) -> list[str]:
        """The office of the item, else of the sheet; the form of the site where neither can be written to."""
        found = self.page_of(item).contact() or self.page_of(self.context).contact() or {}
        organisation = found["organisation"].title if found.get("organisation") else ""
        lines = [found.get("function"), organisation, found.get("email"), found.get("phone")]
        if not (found.get("email") or found.get("phone")):
            lines.append(public_url(question_url(item)))
        return [plain(line) for line in lines if line]

    # What is said of it

    @cached_property
    def moment(self) -> datetime:
        """The last change of the sheet and of what is in the kit: the state that it is of."""
        items = [self.context, *(thing.item for thing in self.things)]
        inside = [part for item in items if item.isPrincipiaFolderish for part in item.contentValues()]
        return max(moment_of(item) for item in [*items, *filter(reader_may_see, inside)])

    @cached_property
    def url(self) -> str:
        return public_url(self.context.absolute_url())

    @cached_property
    def stable(self) -> str:
        return stable_url(self.context)

    @property
    def address(self) -> str:
        """Where this kit is had, anew and at any time."""
        return f"{self.stable}/{ZIP}"

    @property
    def declare(self) -> str:
        """Where one says that one has taken it up."""
        return public_url(declare_url(self.context))

    def latest(self, thing: Thing) -> str:
        """Where the latest version of a deliverable is had."""
        return f"{thing.stable}/{VERSIONS}/{LATEST}"

    @cached_property
    def licences(self) -> list[str]:
        """Tokens of the licences in the kit: of the text first, then of the things."""
        own = [self.context.licence] if self.free else []
        return list(dict.fromkeys([*own, *(one.licence for one in self.given)]))

    def licence_title(self, token: str) -> str:
        for vocabulary in ("product_licences", "licences"):
            if token in (titles := vocabularies.titles(vocabulary, "fr")):
                return titles[token]
        return token

    def html(self, item, name: str) -> str:
        """A rich text of an item as a safe fragment, its links at the public address."""
        value = getattr(aq_base(item), name, None)
        if value is None or not value.raw:
            return ""
        cleaned = ISyndicationRecord(item).targets.clean(item, value.raw)
        return cleaned.replace(ADDRESS, public_address() or api.portal.get().absolute_url())
