"""A harvester, and a site of five sheets whose ages he knows; the fixture is named in conftest.py."""

from collective.prai.syndication import sweep as sweeping
from collective.prai.syndication.outbox import query_outbox
from plone import api
from tests.site.conftest import make
from tests.site.syndication.oai_schemas import OAI
from tests.site.syndication.oai_schemas import valid
from urllib.parse import urlencode
import pytest
import requests
import time
import transaction


SITE = "https://centre.example.org/prai"
BASE = f"{SITE}/diffusion/oai"
DAY = 86_400
#: Sheet → seconds before now at which it last changed, in log order.
CHANGED = {"ancienne": 3 * DAY, "etude": 2 * DAY, "enfance": 1000, "retiree": 500, "partie": 400}


def utc(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


class Answer:
    """One answer, valid against all its schemas."""

    def __init__(self, response):
        self.response = response
        assert response.status_code == 200, response.text[:500]
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert response.headers["Cache-Control"] == "no-store"
        self.tree = valid(response.content)
        self.request = self.tree.find(OAI + "request")
        assert self.request.text == BASE

    def texts(self, name):
        return [element.text for element in self.tree.iter(name)]

    @property
    def error(self):
        return next((element.get("code") for element in self.tree.iter(OAI + "error")), None)

    @property
    def headers(self):
        """UID → whether it is deleted, in order."""
        found = [
            (one.findtext(OAI + "identifier"), one.get("status")) for one in self.tree.iter(OAI + "header")
        ]
        return {
            identifier.removeprefix("oai:centre.example.org:"): bool(status) for identifier, status in found
        }

    def specs(self, uid):
        (header,) = (one for one in self.tree.iter(OAI + "header") if one[0].text.endswith(uid))
        return [one.text for one in header.iter(OAI + "setSpec")]

    @property
    def token(self):
        return self.tree.find(f".//{OAI}resumptionToken")


class Harvester:
    """Asks the site; ``ask`` by GET and POST, and both must say the same."""

    def __init__(self, portal):
        self.portal = portal
        self.url = f"{portal.absolute_url()}/diffusion/oai"
        self.uids = {}

    def send(self, method="GET", query="", **options):
        return requests.request(method, self.url + query, timeout=30, **options)

    def ask(self, pairs):
        query = pairs if isinstance(pairs, str) else urlencode(pairs)
        got = Answer(self.send(query=f"?{query}"))
        posted = Answer(
            self.send("POST", data=query, headers={"Content-Type": "application/x-www-form-urlencoded"})
        )
        for tree in (got.tree, posted.tree):
            tree.remove(tree.find(OAI + "responseDate"))
        assert [element.items() for element in got.tree.iter()] == [e.items() for e in posted.tree.iter()]
        assert got.error is not None or list(got.tree.itertext()) == list(posted.tree.itertext())
        return got

    def list(self, prefix="oai_dc", verb="ListRecords", **arguments):
        arguments = {name.rstrip("_"): value for name, value in arguments.items()}
        return self.ask({"verb": verb, "metadataPrefix": prefix, **arguments})

    def identifier(self, name):
        return f"oai:centre.example.org:{self.uids[name]}"

    def named(self, answer):
        """Names of the sheets of an answer → whether they are deleted."""
        names = {uid: name for name, uid in self.uids.items()}
        return {names[uid]: deleted for uid, deleted in answer.headers.items()}


@pytest.fixture(scope="class")
def patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="class")
def oai(class_site, patch):
    """Five sheets of known age; the swept second is the one at which they are served."""
    portal = class_site
    api.portal.set_registry_record("collective.prai.public_url", SITE)
    api.portal.set_registry_record("plone.site_title", "Centre de ressources")
    api.portal.set_registry_record("plone.email_from_address", "bureau@centre.example.org")
    harvester = Harvester(portal)
    common = {"departments": ["09"], "themes": ["tourisme"], "description": "Un résumé & des « signes » <b>."}

    def sweep(age):
        patch.setattr(sweeping, "OAI_DELAY", -age)
        sweeping.sweep(portal)

    def sheet(name, portal_type="prai.HowTo", state="published", **values):
        made = make(portal, portal_type, state, title=f"Fiche {name}", **{**common, **values})
        harvester.uids[name] = made.UID()
        return made

    sweep(5 * DAY)
    gone, left = sheet("retiree"), sheet("partie")
    sheet("ancienne", attribution="ARDESI")
    sweep(CHANGED["ancienne"])
    sheet("etude", "prai.Study")
    sweep(CHANGED["etude"])
    sheet("enfance", themes=["petite-enfance"], departments=[], description="")
    sheet("brouillon", state="draft")
    sweep(CHANGED["enfance"])
    with api.env.adopt_roles(["Manager"]):
        api.content.transition(gone, "withdraw", comment="Remplacée.")
    sweep(CHANGED["retiree"])
    left.themes = ["urbanisme"]
    query_outbox(portal).pending.add(left.UID(), "/".join(left.getPhysicalPath()))
    sweep(CHANGED["partie"])
    patch.setattr(sweeping, "OAI_DELAY", 5)
    transaction.commit()
    return harvester
