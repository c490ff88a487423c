"""The versions of a deliverable on its page and at addresses of their own; help by kind."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core.attachments import digest
from collective.prai.core.outline import Entry
from collective.prai.core.pages import Page
from collective.prai.core.social import public_url
from collective.prai.transfer.help import help_for
from collective.prai.transfer.kit.contents import stable_url
from collective.prai.transfer.kit.texts import size_words
from collective.prai.transfer.versions import LATEST
from collective.prai.transfer.versions import latest_files
from collective.prai.transfer.versions import Version
from collective.prai.transfer.versions import VersionFile
from collective.prai.transfer.versions import VERSIONS
from collective.prai.transfer.versions import versions_of
from functools import cached_property
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import quote
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


#: Where the versions stand on the page of the deliverable.
ANCHOR = "#history"


def download_url(one: VersionFile) -> str:
    """Where a browser takes the file today."""
    return f"{one.item.absolute_url()}/@@download/{one.field}/{quote(one.filename.encode('utf-8'), safe='')}"


class FileRow(NamedTuple):
    """``size`` in words; ``sha256`` in hexadecimal."""

    name: str
    url: str
    size: str
    sha256: str


class VersionRow(NamedTuple):
    """``stable``: its address that no renaming breaks; ``date`` in words."""

    name: str
    date: str
    latest: bool
    changes: list[str]
    files: list[FileRow]
    gone: bool
    lost: list[str]
    stable: str


class VersionsPart(Page):
    """Newest first: date, what changed, files with size and checksum, an address that lasts."""

    def __call__(self) -> str:
        return self.index() if self.rows else ""

    @property
    def anchor(self) -> Entry:
        return Entry("history", _("Versions"))

    @cached_property
    def rows(self) -> list[VersionRow]:
        return [self._row(one, number == 0) for number, one in enumerate(versions_of(self.context))]

    def _row(self, one: Version, latest: bool) -> VersionRow:
        files = [
            FileRow(
                file.filename, download_url(file), self.words(file.value.getSize()), digest(file.value).sha256
            )
            for file in one.files
        ]
        stable = self.stable(LATEST if latest else one.slug) if files else ""
        lost = one.gone if self.is_editor else []
        return VersionRow(
            one.name, self.date(one.date), latest, one.changes, files, bool(one.gone), lost, stable
        )

    def stable(self, name: str) -> str:
        return f"{stable_url(self.context)}/{VERSIONS}/{name}"

    def words(self, size: int) -> str:
        return size_words(size, self.language)


class HelpPart(Page):
    """« Comment s'en servir » where the sheet says nothing of it: what holds for all of its kind."""

    def __call__(self) -> str:
        return self.index() if self.sentences else ""

    @property
    def sentences(self) -> list[str]:
        return help_for(aq_base(self.context).kind)

    @property
    def kind(self) -> str:
        return self.term("deliverable_kinds", self.context.kind)


@implementer(IPublishTraverse)
class VersionsAddress(BrowserView):
    """``@@versions/2.0``, ``@@versions/derniere``: leads to the file, where there are several to the list."""

    name = ""

    def publishTraverse(self, request, name):
        if self.name:
            raise NotFound(name)
        self.name = name
        return self

    def __call__(self):
        files = self._files() if self.name else []
        if files is None:
            raise NotFound(self.name)
        url = download_url(files[0]) if len(files) == 1 else f"{self.context.absolute_url()}{ANCHOR}"
        response = self.request.response
        response.setHeader("X-Robots-Tag", "noindex")
        response.setHeader("Cache-Control", "public, max-age=0, must-revalidate")
        response.redirect(public_url(url), status=302)
        return ""

    def _files(self) -> list[VersionFile] | None:
        """None: there is no such version, or none of its files is to be had any more."""
        if self.name == LATEST:
            return latest_files(self.context) or ([] if versions_of(self.context) else None)
        found = next((one for one in versions_of(self.context) if one.slug == self.name), None)
        return found.files or None if found is not None else None
