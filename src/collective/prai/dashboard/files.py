"""The figures of the dashboard as files, and as ``SITE/@dashboard`` for programs."""

from collective.prai.core.caching.conditional import allow_all_origins
from collective.prai.core.caching.conditional import answer_preflight
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.licences import HOUSE_ATTRIBUTION
from collective.prai.core.licences import HOUSE_LICENCE
from collective.prai.core.settings import public_address
from collective.prai.core.tables import as_csv
from collective.prai.dashboard.board import Board
from collective.prai.dashboard.exports import COLUMNS
from collective.prai.dashboard.exports import plain
from collective.prai.dashboard.exports import rows
from collective.prai.dashboard.views import INSIDE
from collective.prai.dashboard.views import PUBLIC
from plone import api
from plone.restapi.services import Service
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import json


JSON, CSV = "application/json; charset=utf-8", "text/csv; charset=utf-8"


def as_json(board: Board, request) -> bytes:
    """``@id``, licence and the parts."""
    site = public_address() or api.portal.get().absolute_url()
    about = {
        "@id": f"{site}/@dashboard", "page": f"{site}/{PUBLIC}", "licence": HOUSE_LICENCE,
        "attribution": HOUSE_ATTRIBUTION,
    }  # fmt: skip
    return json.dumps(about | plain(board, request), ensure_ascii=False).encode()


@implementer(IPublishTraverse)
class CsvFile(BrowserView):
    """All values, one a row."""

    name, public = PUBLIC, True
    kind, suffix = CSV, "csv"

    def publishTraverse(self, request, name):
        raise NotFound(self, name, request)

    def body(self) -> bytes:
        return as_csv(COLUMNS, rows(Board(api.portal.get(), self.public), self.request))

    def __call__(self):
        request, response = self.request, self.request.response
        request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        response.setHeader("Content-Type", self.kind)
        response.setHeader("Content-Disposition", f'attachment; filename="{self.name}.{self.suffix}"')
        body = self.body()
        if not self.public:
            response.setHeader("Cache-Control", "private, no-store")
            return body
        allow_all_origins(response)
        return b"" if not_modified(request, etag_of(body)) else body


class JsonFile(CsvFile):
    """The same, with its structure."""

    kind, suffix = JSON, "json"

    def body(self) -> bytes:
        return as_json(Board(api.portal.get(), self.public), self.request)


class InsideCsv(CsvFile):
    """What the internal page shows."""

    name, public = INSIDE, False


class InsideJson(JsonFile):
    """What the internal page shows."""

    name, public = INSIDE, False


class DashboardService(Service):
    """What everybody may know, whoever asks."""

    def render(self):
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        response = self.request.response
        allow_all_origins(response)
        response.setHeader("Content-Type", JSON)
        body = as_json(Board(api.portal.get()), self.request)
        return b"" if not_modified(self.request, etag_of(body)) else body
