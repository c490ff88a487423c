"""``/diffusion/donnees/<id>.csv`` and ``.json``: the stable distributions of the data catalogue."""

from collective.prai import _
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.gate import withdrawn_for
from collective.prai.core.house import house
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import as_json
from collective.prai.core.tables import CREDIT
from collective.prai.interfaces import IDatasets
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.catalogue_state import while_unchanged
from collective.prai.syndication.item import titles_version
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.record import iso
from Products.Five.browser import BrowserView
from zope.component import subscribers
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import re
import time


_ID = re.compile(r"[0-9a-z-]{1,64}")
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8; header=present", "json": "application/json; charset=utf-8"}


def is_open(dataset, now: float) -> bool:
    """Whether partners may have it: a free licence, and an item that is public at that second."""
    if dataset.licence not in FREE_LICENCES:
        return False
    return dataset.item is None or public_state(dataset.item, now).public


def open_datasets(site, now: float) -> list:
    """Of all rooms, in their order."""
    rooms = subscribers([site], IDatasets)
    return [dataset for room in rooms for dataset in room.all() if is_open(dataset, now)]


def find_dataset(site, id: str, now: float):
    """The open dataset of that id; Problem 404 or 410 where there is none."""
    for room in subscribers([site], IDatasets) if _ID.fullmatch(id) else ():
        dataset = room.get(id)
        if dataset is None:
            continue
        if is_open(dataset, now):
            return dataset
        if dataset.item is not None and withdrawn_for(dataset.item) is not None:
            raise Problem(410, "Gone", _("This dataset was withdrawn: remove your copy."))
    raise Problem(404, "NotFound", _("There is no dataset of that name."))


@implementer(IPublishTraverse)
class Data(Answer, BrowserView):
    """One dataset in one format; without an ending, the way to its page."""

    name = ""

    def publishTraverse(self, request, name):
        self.name = f"{self.name}/{name}" if self.name else name
        return self

    def respond(self) -> bytes | str:
        id, dot, suffix = self.name.partition(".")
        if dot and suffix not in MEDIA_TYPES:
            raise Problem(404, "NotFound", _("Datasets are there as .csv and as .json."))
        now = time.time()
        dataset = find_dataset(self.site, id, now)
        if not dot:
            self.request.response.setStatus(303)
            self.request.response.setHeader("Location", self.fill(dataset.url))
            return ""
        self.media_type = MEDIA_TYPES[suffix]
        licence, page = FREE_LICENCES[dataset.licence], self.fill(dataset.url)
        self.request.response.setHeader("Link", f'<{licence}>; rel="license", <{page}>; rel="describedby"')
        write = self.csv if suffix == "csv" else self.json
        key = (self.address, titles_version())
        body = while_unchanged(f"dataset {self.name}", key, now, lambda: write(dataset))
        if not_modified(self.request, etag_of(self.name, body)):
            return ""
        return self.send(body)

    def fill(self, text: str) -> str:
        return text.replace(ADDRESS, self.address)

    def csv(self, dataset) -> bytes:
        credit = {"licence": dataset.licence, "attribution": dataset.attribution}
        rows = [row | credit for row in dataset.rows()]
        return self.fill(as_csv((*dataset.columns, *CREDIT), rows).decode()).encode()

    def json(self, dataset) -> bytes:
        licence = {
            "id": dataset.licence,
            "url": FREE_LICENCES[dataset.licence],
            "attribution": dataset.attribution,
        }
        about = {
            "id": f"{ADDRESS}/diffusion/donnees/{dataset.id}",
            "title": dataset.titles["fr"],
            "description": dataset.descriptions["fr"],
            "url": dataset.url,
            "publisher": house().name,
            "licence": licence,
            "updated": iso(dataset.modified.timeTime()),
        }
        return self.fill(as_json(about, dataset.columns, dataset.rows()).decode()).encode()

    def error_body(self, problem: Problem, sentence: str) -> bytes:
        if self.name.endswith(".json"):
            return super().error_body(problem, sentence)
        self.request.response.setHeader("Content-Type", "text/plain; charset=utf-8")
        return f"{sentence}\n".encode()
