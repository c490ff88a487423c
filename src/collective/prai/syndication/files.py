"""``/diffusion/fichiers/<UID>/<field>/<name>``: the files of the manifest, at addresses that no move breaks.

An image may be asked for at one of the site's sizes: ``…/<field>/<scale>/<name>``.  The name is for
people; it is not compared, so an address works after the file was replaced.
"""

from collective.prai import _
from collective.prai.core.attachments import sha256
from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.filenames import safe_filename
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.safe_html import clean_text
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.ranges import FilePart
from collective.prai.syndication.ranges import FileParts
from collective.prai.syndication.ranges import wanted_parts
from collective.prai.syndication.served_files import find_file
from collective.prai.syndication.served_files import Gone
from collective.prai.syndication.served_files import scaled
from collective.prai.syndication.served_files import Served
from email.utils import formatdate
from email.utils import parsedate_to_datetime
from io import BytesIO
from Products.Five.browser import BrowserView
from typing import BinaryIO
from urllib.parse import quote
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import re
import time
import unicodedata


_UID = re.compile(r"[0-9a-f]{32}", re.A)
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,126}/[a-z0-9][a-z0-9.+-]{0,126}", re.A)
#: Shown in the browser; all others are saved, SVG too: it still shows in an ``<img>``.
INLINE = {"image/gif", "image/jpeg", "image/png", "image/webp", "image/avif", "application/pdf"}
#: Nothing in a file may run or load anything.
POLICY = "default-src 'none'; sandbox"
EXPOSED = ("ETag", "Retry-After", "Last-Modified", "Content-Length", "Content-Range", "Content-Disposition",
           "Accept-Ranges", "Link")  # fmt: skip


def media_type(value) -> str:
    """Of the file, without parameters; what is no type is bytes."""
    found = (value.contentType or "").partition(";")[0].strip().lower()
    return found if _MEDIA_TYPE.fullmatch(found) else "application/octet-stream"


def disposition(filename: str, inline: bool) -> str:
    """Content-Disposition with the file's name for new and for old programs (RFC 6266)."""
    name = safe_filename(clean_text(filename))
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    ascii_name = re.sub(r"[^A-Za-z0-9 ._()-]", "_", ascii_name).strip(" .") or "fichier"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


@implementer(IPublishTraverse)
class Files(Answer, BrowserView):
    """One file of a public item, in whole or in part."""

    media_type = "text/plain; charset=utf-8"

    def __init__(self, context, request):
        super().__init__(context, request)
        self.steps: list[str] = []

    def publishTraverse(self, request, name):
        # All that is left: a file may have a name that Zope would give a meaning to.
        self.steps = [name, *reversed(request["TraversalRequestNameStack"])]
        request["TraversalRequestNameStack"] = []
        return self

    def respond(self):
        uid, field, scale = self._address()
        outbox = query_outbox(self.site)
        try:
            served = find_file(outbox, uid, field, time.time()) if outbox is not None else None
        except Gone:
            raise Problem(
                410, "Gone", _("This file was withdrawn with its item: take your copy away.")
            ) from None
        value = served.value if served is not None else None
        if scale and served is not None:
            value = scaled(served, field, scale, self.request)
        if value is None:
            raise self._nothing()
        return self._send(served, value)

    def _nothing(self) -> Problem:
        return Problem(404, "NotFound", _("There is no such file, or it may not be copied."))

    def _address(self) -> tuple[str, str, str]:
        """UID, field and scale, which is "" for the file itself."""
        if len(self.steps) not in (3, 4) or not _UID.fullmatch(self.steps[0]):
            raise self._nothing()
        uid, field = self.steps[:2]
        return uid, field, self.steps[2] if len(self.steps) == 4 else ""

    def _send(self, served: Served, value):
        response, kind = self.request.response, media_type(value)
        modified = int(value.modified or 0)
        etag = f'"{sha256(value)}"'
        allow_all_origins(response, EXPOSED)
        # Any page may show it, also one that is isolated from other sites.
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Security-Policy", POLICY)
        response.setHeader("Accept-Ranges", "bytes")
        response.setHeader("Last-Modified", formatdate(modified, usegmt=True))
        response.setHeader("Vary", "Origin")
        if licence := FREE_LICENCES.get(served.row["licence"]):
            response.setHeader("Link", f'<{licence}>; rel="license"')
        if not_modified(self.request, etag) or self._unchanged_since(modified):
            response.setStatus(304)
            return b""
        response.setHeader("Content-Type", kind)
        name = served.value.filename or served.obj.getId()
        response.setHeader("Content-Disposition", disposition(name, kind in INLINE))
        return self._stream(value, kind, etag, modified)

    def _unchanged_since(self, modified: int) -> bool:
        """If-Modified-Since, which counts only where no entity tag is given."""
        if self.request.getHeader("If-None-Match"):
            return False
        since = _seconds(self.request.getHeader("If-Modified-Since"))
        return since is not None and modified <= since

    def _stream(self, value, kind: str, etag: str, modified: int):
        response, size = self.request.response, value.getSize()
        parts = None
        condition = self.request.getHeader("If-Range")
        if self.request.method == "HEAD":
            response.setHeader("Content-Length", str(size))
            return b""
        if not condition or condition.strip() == etag or _seconds(condition) == modified:
            parts = wanted_parts(self.request.getHeader("Range"), size)
        if parts == []:
            headers = {"Content_Range": f"bytes */{size}"}
            raise Problem(416, "RangeNotSatisfiable", _("The file ends before that."), **headers)
        if parts is not None:
            response.setStatus(206)
        body = self._body(_opened(value), parts, size, kind)
        response.setHeader("Content-Length", str(len(body)))
        return body

    def _body(self, stream: BinaryIO, parts, size: int, kind: str):
        response = self.request.response
        if parts is None:
            return FilePart(stream, 0, size)
        if len(parts) == 1:
            start, end = parts[0]
            response.setHeader("Content-Range", f"bytes {start}-{end - 1}/{size}")
            return FilePart(stream, start, end)
        body = FileParts(stream, parts, size, kind)
        response.setHeader("Content-Type", body.media_type)
        return body


def _opened(value) -> BinaryIO:
    """The file on disk, which outlives the connection to the database."""
    if value._blob._p_blob_uncommitted:
        # A size of an image that this very request made.
        return BytesIO(value.data)
    return value.openDetached()


def _seconds(date: str | None) -> int | None:
    """Seconds since 1970 of an HTTP date, None if it is none."""
    try:
        return int(parsedate_to_datetime(date or "").timestamp())
    except (ValueError, TypeError, OverflowError):
        return None
