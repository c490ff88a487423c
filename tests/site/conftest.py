"""Layers, and factories of real-looking content in its own section."""

from collective.prai.core.publication.state import workflow_of
from collective.prai.core.publication.workflow import APPLICATIONS
from collective.prai.core.publication.workflow import CALLS
from collective.prai.core.publication.workflow import DECLARATION
from collective.prai.core.publication.workflow import OPERATIONS
from collective.prai.core.publication.workflow import PUBLICATION
from collective.prai.core.publication.workflow import SITTINGS
from collective.prai.core.settings import PREFIX
from collective.prai.core.structure import SECTION_OF
from collective.prai.core.throttle import throttle
from collective.prai.interfaces import IPraiLayer
from collective.prai.programme.setup import FOLDERS
from collective.prai.testing import FUNCTIONAL_TESTING
from collective.prai.testing import INTEGRATION_TESTING
from collective.prai.testing import KEPT_OBJECTS
from contextlib import contextmanager
from datetime import date
from datetime import datetime
from decimal import Decimal
from itertools import count
from playwright.sync_api import expect
from playwright.sync_api import sync_playwright
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from plone.app.textfield import RichTextValue
from pytest_plone import fixtures_factory
from tests.chromium import launch
from tests.site.looking import looking_first
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.intid.interfaces import IIntIds
import html
import pytest
import re
import transaction


globals().update(fixtures_factory(((FUNCTIONAL_TESTING, "functional"), (INTEGRATION_TESTING, "integration"))))


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests: a process can drive only one at a time."""
    # A machine that tests have to themselves answers at once; on a busy one nothing is wrong before a minute.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


def rich(html):
    return RichTextValue(html, "text/html", "text/x-html-safe")


class Html(str):
    """Becomes a rich text when an item is made: a persistent value must not outlive its test."""


def relate(obj):
    """A relation to an item, for the factories."""
    return RelationValue(getUtility(IIntIds).getId(obj))


def words(page):
    """Text of a page, spaces of all kinds as one."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@contextmanager
def hardly_any_at_once():
    """A site behind a real server that gives two costly answers, then makes everybody wait."""
    rates = {"throttle_rate": 1, "throttle_burst": 2, "throttle_together": 1}
    before = {name: api.portal.get_registry_record(f"{PREFIX}.{name}") for name in rates}

    def use(values):
        for name, value in values.items():
            api.portal.set_registry_record(f"{PREFIX}.{name}", value)
        transaction.commit()
        throttle.clear()

    use(rates)
    try:
        yield
    finally:
        use(before)


#: Type → fields that make it complete enough to publish.
COMPLETE = {
    "prai.Organisation": {"organisation_type": "intercommunalite"},
    "prai.HowTo": {
        "problem": "J'ai besoin de recenser l'équipement.",
        "in_brief": Html("<p>Écrivez aux mairies.</p>"),
    },
    "prai.Guide": {},
    "prai.Chapter": {"body": Html("<p>Le chapitre.</p>")},
    "prai.Collection": {"editorial": Html("<p>Ce que ces fiches montrent.</p>")},
    "prai.TeachingPack": {"objectives": Html("<p>Savoir écrire un besoin.</p>")},
    "prai.Study": {"year": 2006, "summary": Html("<p>Deuxième édition.</p>"), "kind": "diagnostic-annuel"},
    "prai.Indicator": {"definition": "Communes disposant d'un site.", "unit": "nombre"},
    "prai.ProjectSheet": {
        "beneficiary_names": "Communauté de communes des Coteaux du Girou",
        "project_kinds": ["portail-internet-citoyen"],
        "the_project": Html("<p>Un plan numérique en quatre volets.</p>"),
    },
    "prai.MissionSheet": {},
    "prai.Deliverable": {
        "kind": "questionnaire",
        "purpose": Html("<p>Recenser l'équipement des mairies.</p>"),
        "availability": "on-request",
    },
    "prai.Reuse": {
        "reuser_name": "Commune de Lévignac",
        "kind": "adaptation",
        "stage": "in-service",
        "confirmed_on": date(2026, 11, 2),
    },
    "prai.Programme": {"presentation": Html("<p>Le numérique des petites communes.</p>"), "starts": "2006"},
    "prai.Measure": {"number": "7.3", "services": Html("<p>Des jours de conseil.</p>")},
    "prai.Call": {
        "kind": "innovative-project",
        "eligible_types": ["commune", "intercommunalite"],
        "opens": datetime(2006, 9, 1, 8),
    },
    # What a decision needs; dossiers in other states do not mind.
    "prai.Application": {
        "opinion": "favourable",
        "decision_body": "Commission permanente",
        "decision_on": date(2007, 3, 12),
        "decision_act": "07-CP-0312",
        "awarded_aid": Decimal("65640.00"),
        "decision_reason": "Projet exemplaire.",
    },
    "prai.Operation": {
        "beneficiary_label": "Communauté de communes des Coteaux du Girou",
        "summary": "Portail citoyen et téléservice petite enfance.",
    },
}
#: Type → its folder, those of the officers included.
FOLDER_OF = SECTION_OF | {row[2]: name for name, row in FOLDERS.items()}
_CODES = count(1)


#: Workflow → state → transitions that lead there.
PATHS = {
    PUBLICATION: {
        "in_review": ["submit"], "published": ["publish"], "to_revise": ["publish", "flag"],
        "withdrawn": ["publish", "withdraw"], "archived": ["publish", "archive"],
    },
    DECLARATION: {
        "confirmed": ["confirm"], "published": ["confirm", "publish"], "rejected": ["reject"],
        "withdrawn": ["confirm", "publish", "withdraw"],
    },
    CALLS: {"open": ["open"], "closed": ["open", "close"], "archived": ["open", "close", "archive"]},
    OPERATIONS: {
        "checked": ["check"], "published": ["check", "publish"], "settled": ["check", "publish", "settle"],
        "withdrawn": ["check", "publish", "withdraw"],
    },
    APPLICATIONS: {
        "submitted": ["submit"], "to_complete": ["submit", "ask_completion"],
        "eligible": ["submit", "declare_eligible"], "ineligible": ["submit", "declare_ineligible"],
        "before_jury": ["submit", "declare_eligible", "to_jury"],
        **{
            state: ["submit", "declare_eligible", "to_jury", "give_opinion", *more]
            for state, more in {
                "opinion_given": (), "deferred": ("defer",), "awarded": ("award",), "rejected": ("reject",),
                "agreed": ("award", "sign"), "settled": ("award", "sign", "settle"),
            }.items()
        },
        "withdrawn": ["submit", "abandon"],
    },
    SITTINGS: {"convened": ["convene"], "in_session": ["convene", "start"], "closed": ["convene", "start", "close"]},
    # Stock types; chapters and files have none.
    None: {"published": ["publish"]},
}  # fmt: skip


#: Type → relations to an organisation without which it is not published.
NEEDED_ORGANISATIONS = {
    "prai.Guide": ("publisher",),
    "prai.MissionSheet": ("client",),
    "prai.Programme": ("authority",),
}


def _organisation(portal) -> RelationValue:
    """One authority of the directory, made on first use."""
    folder = portal["organisations"]
    if "sicoval" not in folder:
        values = {"title": "SICOVAL", "organisation_type": "communaute-d-agglomeration"}
        api.content.create(folder, "prai.Organisation", "sicoval", **values)
    return RelationValue(getUtility(IIntIds).getId(folder["sicoval"]))


def _deliverable(portal) -> RelationValue:
    """A deliverable that is not public: what a reuse shows of it is nothing."""
    folder = portal["livrables"]
    if "repris" not in folder:
        api.content.create(folder, "prai.Deliverable", "repris", title="À reprendre", kind="questionnaire")
    return RelationValue(getUtility(IIntIds).getId(folder["repris"]))


def decide_anew(dossier, **fields):
    """A dossier that is examined again has neither opinion nor decision: write new ones."""
    for name, value in (COMPLETE["prai.Application"] | {"decision_act": "07-CP-0400"} | fields).items():
        setattr(dossier, name, value)


def make(portal, portal_type, state="draft", container=None, title="Fiche", licence="etalab-2.0", **fields):
    """An item of a type in its section, complete, in the asked publication state."""
    container = container if container is not None else portal[FOLDER_OF[portal_type]]
    values = COMPLETE.get(portal_type, {}) | fields
    values = {name: rich(str(v)) if isinstance(v, Html) else v for name, v in values.items()}
    with api.env.adopt_roles(["Manager"]):
        for name in NEEDED_ORGANISATIONS.get(portal_type, ()):
            values.setdefault(name, _organisation(portal))
        if portal_type == "prai.Operation":
            values.setdefault("code", f"PRAI-{next(_CODES)}")
        if portal_type == "prai.Session":
            values.setdefault("kind", "jury")
        if portal_type == "prai.Reuse":
            values.setdefault("original", _deliverable(portal))
        obj = api.content.create(container, portal_type, title=title, **values)
        if hasattr(obj, "licence") or "licence" in values:
            obj.licence = values.get("licence", licence)
        for transition in PATHS[workflow_of(obj)].get(state, []):
            api.content.transition(obj, transition, comment="Remplacée par la suivante.")
    return obj


@pytest.fixture
def make_item(portal):
    """Factory in the rolled-back site: make_item("prai.HowTo", state="published", …)."""
    return lambda portal_type, **kw: make(portal, portal_type, **kw)


@pytest.fixture
def render(portal, http_request):
    """render(obj, "view"): HTML of a page as the current user gets it, within the whole site."""
    alsoProvides(http_request, IPraiLayer)

    def render(obj, name="view"):
        http_request["URL"] = http_request["ACTUAL_URL"] = obj.absolute_url()
        return api.content.get_view(name, obj, http_request)()

    return render


@pytest.fixture
def admin_auth():
    """Credentials of the site's owner, for requests over HTTP."""
    return (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.fixture(scope="class")
def class_site(functional_class):
    """The site behind a real server, for one whole test class: built once, asked many times."""
    layers = []

    def collect(layer):
        for base in layer.__bases__:
            collect(base)
        if layer not in layers and layer is not object:
            layers.append(layer)

    collect(functional_class)
    for layer in layers:
        layer.testSetUp()
    functional_class["zodbDB"].setCacheSize(KEPT_OBJECTS)
    with looking_first(functional_class["portal"]._p_jar):
        yield functional_class["portal"]
    for layer in reversed(layers):
        layer.testTearDown()


@pytest.fixture(autouse=True)
def anew(request):
    """Each test of a shared site begins with what is committed there, by its server too.

    A connection sees the moment of its last commit: who wrote from there what the server has written since
    would conflict with it, or not, as the ids of items happen to fall. What a test leaves unsaved goes with it.
    """
    shared = "class_site" in request.fixturenames
    if shared:
        transaction.commit()
    yield
    if shared:
        transaction.abort()


@pytest.fixture
def make_for():
    """The same for a site that the test commits: make_for(portal, "prai.HowTo", "published", …)."""
    return make
