"""``openapi.json``: the whole public interface in OpenAPI 3.1, put together from one file a format."""

from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.settings import public_address
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import is_read
from collective.prai.syndication.answer import other_method
from collective.prai.syndication.record import dumps
from copy import deepcopy
from functools import cache
from functools import lru_cache
from pathlib import Path
from plone import api
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
import yaml


FOLDER = Path(__file__).parent / "openapi"
COMMON = "common.yaml"
#: How the tests get an answer: said beside it, of no use to a partner.
TRIED = "x-tried"


@cache
def whole() -> dict:
    """All files as one description, as they are written; ValueError when two say the same thing."""
    found = yaml.safe_load((FOLDER / COMMON).read_text(encoding="utf-8"))
    found["paths"] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        if path.name == COMMON:
            continue
        part = yaml.safe_load(path.read_text(encoding="utf-8"))
        _add(found["paths"], part.get("paths", {}), path.name)
        for kind, named in part.get("components", {}).items():
            _add(found["components"].setdefault(kind, {}), named, path.name)
    return found


def _add(found: dict, more: dict, source: str):
    twice = found.keys() & more.keys()
    if twice:
        raise ValueError(f"{source} describes again: {', '.join(sorted(twice))}")
    found |= more


def served(address: str) -> dict:
    """The description for partners of the site at that address."""
    description = _without(deepcopy(whole()))
    description["servers"] = [{"url": address}]
    return description


def _without(value):
    """The same without what is for the tests alone."""
    if isinstance(value, dict):
        return {name: _without(one) for name, one in value.items() if name != TRIED}
    return [_without(one) for one in value] if isinstance(value, list) else value


@lru_cache(maxsize=8)
def rendered(address: str) -> bytes:
    """The description as JSON; a site has one address, a process few sites."""
    return dumps(served(address)).encode()


class OpenApi(Answer, BrowserView):
    """For programs, and for the reading page."""

    def respond(self) -> bytes | str:
        body = rendered(self.address)
        if not_modified(self.request, etag_of(body)):
            return ""
        return self.send(body)


#: Scripts and data are ours alone; Redoc writes its styles itself, and draws its marks as data.
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


class Reading(BrowserView):
    """The description for people: Redoc, and without scripts the list of all operations."""

    page = ViewPageTemplateFile("templates/api.pt")

    def __call__(self):
        if not is_read(self.request):
            return other_method(self.request)
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        self.request.response.setHeader("Content-Security-Policy", POLICY)
        self.request.response.setHeader("Content-Type", "text/html; charset=utf-8")
        return self.page()

    @property
    def here(self) -> str:
        """Where the reader is: scripts come from there."""
        return api.portal.get().absolute_url()

    @property
    def canonical(self) -> str:
        """Its one public address, wherever the reader is."""
        return f"{public_address() or self.here}/diffusion/api"

    @property
    def description(self) -> dict:
        return whole()

    def groups(self) -> list[dict]:
        """Operations under the title of their tag, in the order of the tags."""
        found = [
            {
                "tag": operation["tags"][0],
                "method": method.upper(),
                "path": path,
                "summary": operation["summary"],
                "parameters": [_named(one) for one in operation.get("parameters", ())],
                "statuses": list(operation["responses"]),
            }
            for path, item in whole()["paths"].items()
            for method, operation in item.items()
            if "responses" in operation
        ]
        return [
            {"title": tag["description"], "operations": [one for one in found if one["tag"] == tag["name"]]}
            for tag in whole()["tags"]
            if any(one["tag"] == tag["name"] for one in found)
        ]


def _named(parameter: dict) -> str:
    reference = parameter.get("$ref", "").rpartition("/")[2]
    return whole()["components"]["parameters"][reference]["name"] if reference else parameter["name"]
