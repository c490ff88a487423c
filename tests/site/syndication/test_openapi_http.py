"""The described interface is the one that answers: every address, method, status, media type and schema."""

from collective.prai.syndication.description import TRIED
from collective.prai.syndication.description import whole
from collective.prai.syndication.interfaces import IDiffusion
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from contextlib import contextmanager
from jsonschema import Draft202012Validator
from jsonschema import FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from plone import api
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from tests.site.conftest import make
from tests.site.programme.calls import CALL
from urllib.parse import quote
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component import getGlobalSiteManager
from zope.interface import Interface
import base64
import pytest
import requests
import time
import transaction


METHODS = ("get", "post")
UNKNOWN = "0" * 32
#: One pixel.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)


class Site:
    """A running site with an item of each kind, and the words that requests are written with."""

    def __init__(self, portal):
        self.portal = portal
        self.url = portal.absolute_url()
        fields = {"themes": ["tourisme"], "departments": ["09"], "audiences": ["elus"]}
        self.published = make(portal, "prai.HowTo", "published", title="Recenser", **fields)
        guide = make(
            portal, "prai.Guide", "published", title="Guide", file_licence="etalab-2.0",
            file=NamedBlobFile(b"%PDF-1.4 guide", filename="guide.pdf"), cover=NamedBlobImage(PNG, filename="couverture.png"),
        )  # fmt: skip
        run_sweep(portal)
        withdrawn = make(portal, "prai.HowTo", "published", title="Ancienne", **fields)
        make(portal, "prai.Indicator", "published", title="Communes avec un site", **fields)
        run_sweep(portal)
        self._withdraw(withdrawn)
        run_sweep(portal)
        transaction.commit()
        self.words = {"published": self.published.UID(), "withdrawn": withdrawn.UID(), "unknown": UNKNOWN}
        self.words |= {"host": urlsplit(self.url).hostname}
        dataset = make(portal, "prai.Indicator", "withdrawn", title="Ancien indicateur")
        run_sweep(portal)
        transaction.commit()
        self.words |= {"withdrawn_dataset": dataset.UID()}
        call = make(portal, "prai.Call", "open", title="Projets innovants", **CALL)
        deliverable = make(
            portal, "prai.Deliverable", "published", title="Questionnaire", conditions=["haut-debit"],
            effort=[{"internal_days": 12, "provider_days": None, "cost": None, "months": None, "source": "étude"}],
            contact_function="Secrétariat",
        )  # fmt: skip
        run_sweep(portal)
        transaction.commit()
        self.words |= {"deliverable": "/".join(deliverable.getPhysicalPath()[2:])}
        self.words |= {"call": "/".join(call.getPhysicalPath()[2:])}
        self.words |= {"file": guide.UID(), "site": self.url, "page": self.published.absolute_url()}

    def _withdraw(self, item):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "withdraw", comment="Remplacée par le guide.")

    def put(self, text) -> str:
        for name, word in self.words.items():
            text = str(text).replace(f"{{{name}}}", word)
        return text

    @contextmanager
    def when(self, situation):
        """The site in that situation, for the requests that are made in it."""
        if situation is None:
            yield
            return
        assert situation == "pending", situation
        item = make(self.portal, "prai.HowTo", "published", title="La suivante")
        self.words["next"] = item.UID()
        run_sweep(self.portal)
        self._withdraw(item)
        transaction.commit()
        try:
            yield
        finally:
            run_sweep(self.portal)
            transaction.commit()

    def ask(self, method, path, operation, tried):
        """The answer to the request that the description says leads to a status."""
        parameters = [resolve(one) for one in operation.get("parameters", ())]
        values = {one["name"]: one["example"] for one in parameters if one["in"] == "path"}
        values |= tried.get("path", {})
        for name, value in values.items():
            path = path.replace(f"{{{name}}}", quote(self.put(value), safe="/."))
        if "query" in tried or tried.get("status", "200") != "200":
            query = self.put(tried.get("query", ""))
        else:
            given = [
                (one["name"], one["example"])
                for one in parameters
                if one["in"] == "query" and "example" in one
            ]
            query = urlencode(
                [
                    (name, self.put(v))
                    for name, value in given
                    for v in (value if isinstance(value, list) else [value])
                ]
            )
        headers = {"Accept": accepted(path)} | {k: self.put(v) for k, v in tried.get("headers", {}).items()}
        return requests.request(
            method, f"{self.url}{path}?{query}", headers=headers, data=tried.get("body"), timeout=60
        )


def accepted(path) -> str:
    return "application/json" if "@" in path else "*/*"


def resolve(value: dict) -> dict:
    """The thing a reference names; what stands beside it wins."""
    if "$ref" not in value:
        return value
    found = whole()
    for name in value["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return resolve(found) | {name: one for name, one in value.items() if name != "$ref"}


def operations():
    return [
        (method, path, operation)
        for path, item in whole()["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def faults(answer, status: str, response: dict) -> list[str]:
    """Where an answer is not what is described."""
    if str(answer.status_code) != status:
        return [f"{answer.status_code} {answer.text[:200]}"]
    described = response.get("content", {})
    found = answer.headers.get("Content-Type", "").partition(";")[0]
    if not described:
        return [f"a body: {answer.text[:100]}"] if answer.content else []
    if found not in described:
        return [f"media type {found}"]
    wrong = [
        f"no {name}"
        for name in response.get("headers", {})
        if name not in answer.headers and not resolve(response["headers"][name]).get("x-sometimes")
    ]
    if found.endswith("json"):
        schema = described[found].get("schema", {}) | {"components": whole()["components"]}
        checker = Draft202012Validator(schema, format_checker=FormatChecker())
        wrong += [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(answer.json())]
    return wrong


@pytest.fixture(scope="class")
def site(class_site):
    return Site(class_site)


class TestDescription:
    def test_it_is_valid(self, site):
        served = requests.get(f"{site.url}/diffusion/openapi.json", timeout=30).json()
        assert served["openapi"].startswith("3.1.")
        assert list(OpenAPIV31SpecValidator(served).iter_errors()) == []
        assert TRIED not in str(served)
        assert served["servers"] == [{"url": site.url}]

    def test_every_address_is_described_and_nothing_else(self, site):
        registered = {
            registration.name
            for registration in getGlobalSiteManager().registeredAdapters()
            if registration.required[:1] == (IDiffusion,) and registration.provided is Interface
        }
        paths = {
            path.removeprefix("/diffusion/") for path in whole()["paths"] if path.startswith("/diffusion/")
        }
        assert {path.partition("/")[0] for path in paths} == registered
        elsewhere = {path for path in whole()["paths"] if not path.startswith("/diffusion")}
        assert elsewhere == {
            "/++api++/@changes", "/++api++/{fiche}/@fit", "/++api++/operations/@operations",
            "/++api++/{appel}/@eligibility", "/++api++/@dashboard",
        }  # fmt: skip

    def test_operations_have_names_of_their_own(self):
        names = [operation["operationId"] for _method, _path, operation in operations()]
        assert len(names) == len(set(names))

    def test_every_status_can_be_had_and_is_as_described(self, site):
        assert query_outbox(site.portal).settled(time.time())
        wrong = []
        for method, path, operation in operations():
            for status, response in operation["responses"].items():
                response = resolve(response)
                tried = {"status": status} | response.get(TRIED, {})
                if status == "304":
                    tag = site.ask(method, path, operation, {}).headers.get("ETag", "")
                    tried = {"headers": {"If-None-Match": tag}}
                with site.when(tried.get("when")):
                    answer = site.ask(method, path, operation, tried)
                wrong += [f"{method} {path} {status}: {fault}" for fault in faults(answer, status, response)]
        assert wrong == []

    def test_head_and_options_at_each_address(self, site):
        wrong = []
        for method, path, operation in operations():
            if method != "get" or path in ("/diffusion", "/diffusion/api"):
                continue
            got = site.ask("GET", path, operation, {})
            head = site.ask("HEAD", path, operation, {})
            if (head.status_code, head.headers["Content-Type"]) != (
                got.status_code,
                got.headers["Content-Type"],
            ):
                wrong.append(f"HEAD {path}: {head.status_code}")
            asked = site.ask("OPTIONS", path, operation, {})
            if asked.status_code != 204 or asked.headers.get("Access-Control-Allow-Origin") != "*":
                wrong.append(f"OPTIONS {path}: {asked.status_code}")
        assert wrong == []
