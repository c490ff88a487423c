"""Puts a kit together: its parts in their order, what is written for it, the list of all of them."""

from collective.prai.core import vocabularies
from collective.prai.core.attachments import digest
from collective.prai.core.sharing import citation
from collective.prai.transfer.kit import texts
from collective.prai.transfer.kit.archive import Archive
from collective.prai.transfer.kit.archive import Member
from collective.prai.transfer.kit.conditions import conditions_page
from collective.prai.transfer.kit.contents import Contents
from collective.prai.transfer.kit.contents import Missing
from collective.prai.transfer.kit.contents import plain
from collective.prai.transfer.kit.licences import text_of
from collective.prai.transfer.kit.sheet import Sheet
from functools import cached_property
from plone import api
from typing import NamedTuple
from zope.i18n import translate
import hashlib
import json
import zlib


#: Of manifest.json: what reads it can ask.
FORMAT = "collective.prai.kit/1"
READ_ME, MANIFEST, SUMS = "LISEZ-MOI.txt", "manifest.json", "SHA256SUMS"
FICHE_PDF, FICHE_HTML = "fiche.pdf", "fiche.html"


class Part(NamedTuple):
    """A file of the kit.  ``source``: its bytes, or the file field that holds it; ``uid``: whose it is."""

    path: str
    title: str
    size: int
    sha256: str
    crc32: int
    source: object
    licence: str = ""
    version: str = ""
    url: str = ""
    uid: str = ""


def made(path: str, title: str, content: bytes, **more) -> Part:
    """Of what is written for the kit."""
    sha = hashlib.sha256(content).hexdigest()
    return Part(path, title, len(content), sha, zlib.crc32(content), content, **more)


def stored(path: str, title: str, value, **more) -> Part:
    """Of a file field."""
    found = digest(value)
    return Part(path, title, value.getSize(), found.sha256, found.crc32, value, **more)


class Kit:
    """``pdf``: of the sheet; None where it cannot be made, b"" where only the rest is looked at."""

    def __init__(self, contents: Contents, sheet: Sheet | None, pdf: bytes | None):
        self.contents, self.sheet, self.pdf = contents, sheet, pdf

    @cached_property
    def missing(self) -> list[Missing]:
        found = list(self.contents.missing)
        if self.sheet is not None and self.pdf is None:
            found.append(Missing(f"{self.contents.title} (PDF)", "no-pdf", self.contents.url, []))
        return found

    @cached_property
    def facts(self) -> texts.Facts:
        contents = self.contents
        site = plain(api.portal.get_registry_record("plone.site_title", default="") or "")
        kind = translate(
            contents.page_of(contents.context).type_title(contents.context.portal_type),
            context=contents.request,
        )
        lacks = [texts.Lack(one.title, texts.WHY[one.why], one.url, one.contact) for one in self.missing]
        licences = [(token, contents.licence_title(token)) for token in contents.licences]
        return texts.Facts(
            contents.title, plain(kind), site, contents.moment, contents.url, contents.stable,
            contents.address, contents.declare, licences, self.credits, lacks,
        )  # fmt: skip

    @cached_property
    def credits(self) -> list[texts.Credit]:
        contents, found = self.contents, []
        own = contents.context
        if contents.free:
            page = contents.page_of(own)
            credit = citation(page, own.licence, own.attribution or "")
            found.append(texts.Credit("Le texte de la fiche", plain(credit)))
        given = {one.path.split("/")[1] for one in contents.given}
        for thing in contents.things:
            if thing.folder in given:
                version = f"version {plain(thing.item.version)}" if thing.item.version else ""
                licence = contents.licence_title(thing.licence)
                parts = [thing.by, f"«\u00a0{thing.title}\u00a0»", version, licence, thing.stable]
                found.append(
                    texts.Credit(f"Le livrable «\u00a0{thing.title}\u00a0»", ", ".join(filter(None, parts)))
                )
        return found

    # Parts

    @cached_property
    def parts(self) -> list[Part]:
        """All of them, LISEZ-MOI first and the sums last."""
        body = [*self._sheet, *self._things, *self._words]
        lines = [
            texts.Line(one.path, one.title, one.size, self.contents.licence_title(one.licence))
            for one in body
        ]
        total = sum(one.size for one in body)
        top = made(
            READ_ME,
            "Ce que contient ce kit, et ce qui y manque",
            texts.windows(texts.read_me(self.facts, lines, total)),
        )
        listed = [top, *body]
        manifest = made(MANIFEST, "Liste des fichiers pour les programmes", self._manifest(listed))
        listed.append(manifest)
        sums = "".join(f"{one.sha256}  {one.path}\n" for one in listed)
        return [*listed, made(SUMS, "Empreintes des fichiers", sums.encode("utf-8", "replace"))]

    @cached_property
    def _sheet(self) -> list[Part]:
        if self.sheet is None:
            return []
        more = {
            "licence": self.contents.context.licence,
            "uid": self.contents.context.UID(),
            "url": self.contents.stable,
        }
        found = [made(FICHE_PDF, "La fiche, à imprimer", self.pdf, **more)] if self.pdf else []
        found.append(
            made(
                FICHE_HTML,
                "La fiche, à lire sans Internet",
                self.sheet.html().encode("utf-8", "replace"),
                **more,
            )
        )
        images = self.sheet.images.values()
        return found + [
            stored(path, "Image de la fiche", value, licence=more["licence"]) for path, value in images
        ]

    @cached_property
    def _things(self) -> list[Part]:
        found = []
        for one in self.contents.given:
            more = {"licence": one.licence, "version": one.version, "url": one.url, "uid": one.uid}
            make = made if isinstance(one.value, bytes) else stored
            found.append(make(one.path, one.title, one.value, **more))
        return found

    @cached_property
    def _words(self) -> list[Part]:
        found = [
            made("conditions.html", "Conditions de reprise et mode d’emploi", conditions_page(self.contents))
        ]
        if self.credits:
            words = texts.windows(texts.attribution(self.facts))
            found.append(made("attribution.txt", "La phrase qui cite la source, prête à copier", words))
        for token, title in self.facts.licences:
            text = text_of(token)
            head = texts.licence_head(token, title, text is not None)
            content = texts.windows(head + (text or b"").decode("utf-8"))
            found.append(made(f"licences/{token}.txt", f"Licence\u00a0: {title}", content))
        if self.facts.declare:
            slip = texts.return_slip(self.facts)
            found.append(made("bordereau-de-retour.html", "Pour dire que vous l’avez repris", slip))
        return found

    def _manifest(self, parts: list[Part]) -> bytes:
        contents, context = self.contents, self.contents.context
        told = {
            "format": FORMAT,
            "state": f"{contents.moment:%Y-%m-%dT%H:%M:%SZ}",
            "sheet": {
                "id": f"urn:uuid:{context.UID()}", "type": context.portal_type, "title": contents.title,
                "url": contents.url, "stable_url": contents.stable,
                "revision": getattr(context, "revision", 0) or 0,
            },
            "kit_url": contents.address,
            "declare_url": contents.declare,
            "missing": [
                {
                    "title": one.title, "why": one.why, "sentence": texts.WHY[one.why],
                    "url": one.url, "contact": one.contact,
                }
                for one in self.missing
            ],
            "deliverables": [
                {
                    "id": f"urn:uuid:{thing.item.UID()}", "title": thing.title, "url": thing.url,
                    "latest_url": contents.latest(thing), "licence": thing.licence,
                    "version": plain(thing.item.version), "by": thing.by,
                }
                for thing in contents.things
            ],
            "attribution": [one.credit for one in self.credits],
            "files": [_row(one) for one in parts],
        }  # fmt: skip
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")

    @property
    def size(self) -> int:
        """Bytes of its parts."""
        return sum(one.size for one in self.parts)

    def tag(self, *more: str) -> str:
        """What tells this state of the kit from every other, before its PDF is drawn."""
        known = [*more, self.sheet.key if self.sheet is not None else "", f"{self.contents.moment}"]
        known += [f"{one.sha256} {one.path}" for one in self.parts]
        return hashlib.sha256("\x1f".join(known).encode("utf-8", "replace")).hexdigest()[:32]

    def archive(self, factory: type[Archive] = Archive) -> Archive:
        """The ZIP; it outlives the connection to the database: files are read by their paths."""
        members = [
            Member(f"{self.contents.root}/{one.path}", one.size, one.crc32, _source(one.source))
            for one in self.parts
        ]
        return factory(members, self.contents.moment)


def _source(source) -> bytes | str:
    """A blob is found on the disk now, fetched from the server of the database where it is not here."""
    return source if isinstance(source, bytes) else source._blob.committed()


def _row(part: Part) -> dict:
    row = {"path": part.path, "title": part.title, "size": part.size, "sha256": part.sha256}
    more = {"licence": part.licence, "version": part.version, "url": part.url}
    own = {"of": f"urn:uuid:{part.uid}"} if part.uid else {}
    return row | {name: value for name, value in more.items() if value} | own


def licence_titles() -> dict[str, str]:
    """Token → title, for pages."""
    return vocabularies.titles("licences") | vocabularies.titles("product_licences")
