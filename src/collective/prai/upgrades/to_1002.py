"""The finder and the pages; each step may run twice.  Settings in XML are in profiles/1002."""

from collective.prai.core.structure import AGENDA
from collective.prai.core.structure import create_presentations
from collective.prai.core.structure import create_sections
from collective.prai.core.structure import LISTING
from collective.prai.core.structure import PRESENTATIONS
from collective.prai.core.structure import set_aside
from collective.prai.finder.lexicon import fill_words
from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.setup import create_questions_content
from collective.prai.questions.setup import FORM
from collective.prai.questions.setup import LIST
from collective.prai.theme.editor import free_tab
from plone import api


#: Filled from items that are there already.
INDEXES = (
    "prai_cost",
    "cost_band",
    "population_band",
    "prai_year",
    "stage",
    "prai_off_theme",
    "zone",
    "epcis",
    "municipalities",
    "project_kinds",
    "prai_actors",
    "prai_place_from",
    "prai_availability",
)


#: Root names that pages of version 1002 have; an item there would hide the page and all below it.
PAGES = (
    "trouver", "pres-de-chez-moi", "comparer", "themes", "territoires", "publics", "plan-du-site", "alertes",
)  # fmt: skip
#: Root names of what version 1002 makes → its type.
MADE = {FORM: "EasyForm", QUESTIONS: "Folder", PRESENTATIONS: "Folder", "recueils": "Folder"}


def free_addresses(setup_tool):
    """What the editors have at an address that is ours from now on is kept under another name."""
    portal = api.portal.get()
    for name in PAGES:
        set_aside(name)
    for name, portal_type in MADE.items():
        if name in portal.objectIds() and portal[name].portal_type != portal_type:
            set_aside(name)
    # Any other folder of that name may be public, and take other things than questions.
    if QUESTIONS in portal.objectIds() and portal[QUESTIONS].getLayout() != LIST:
        set_aside(QUESTIONS)


def index_sheets(setup_tool):
    """New indexes and columns of every item of ours; whatever its state, hence unrestricted."""
    catalog = api.portal.get_tool("portal_catalog")
    types = [name for name in api.portal.get_tool("portal_types").objectIds() if name.startswith("prai.")]
    for brain in catalog.unrestrictedSearchResults(portal_type=types):
        brain._unrestrictedGetObject().reindexObject(idxs=list(INDEXES))


def index_words(setup_tool):
    """Stems of everything that readers may look for, our types and stock ones."""
    fill_words()


def welcome_questions(setup_tool):
    """The form « Poser une question », and the team's folder for what comes in."""
    create_questions_content()


def add_presentations_folder(setup_tool):
    """Where editors write what stands at the head of the pages of themes, audiences and territories."""
    create_presentations()


def install_caching(setup_tool):
    """What a new site gets from the dependencies of our profile."""
    if setup_tool.getLastVersionForProfile("plone.app.caching:default") == "unknown":
        setup_tool.runAllImportStepsFromProfile("profile-plone.app.caching:default")


def show_next_events_first(setup_tool):
    """The agenda, unless an editor chose another view for it."""
    agenda = api.portal.get().get("agenda")
    if agenda is not None and agenda.getLayout() == LISTING:
        agenda.setLayout(AGENDA)


def add_collections_section(setup_tool):
    """The section « Recueils »; sections that are there stay as they are."""
    create_sections("recueils")


def free_tab_key(setup_tool):
    """Nobody is held in a list or a table of the rich text editor."""
    free_tab()
