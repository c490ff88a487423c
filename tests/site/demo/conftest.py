"""The demonstration site, built once for all tests of this folder."""

from collective.prai.corpus.importer import DEMO_FOLDERS
from collective.prai.corpus.importer import import_corpus
from collective.prai.testing import DEMO_FUNCTIONAL_TESTING
from collective.prai.testing import DEMO_INTEGRATION_TESTING
from pathlib import Path
from plone import api
from pytest_plone import fixtures_factory
import pytest


globals().update(
    fixtures_factory(((DEMO_INTEGRATION_TESTING, "integration"), (DEMO_FUNCTIONAL_TESTING, "functional")))
)


def pytest_collection_modifyitems(items):
    """Last of all: a layer stays until the end, and the others expect an empty site."""
    here = Path(__file__).parent
    items.sort(key=lambda item: here in item.path.parents)


@pytest.fixture
def run(portal):
    """Imports the demonstration corpus again."""

    def again():
        with api.env.adopt_roles(["Manager"]):
            return import_corpus(portal, DEMO_FOLDERS)

    return again


@pytest.fixture(scope="session")
def kept():
    """What was found out about the site, which is the same for every test."""
    return {}


@pytest.fixture
def report(run, kept):
    """The state of every item of the corpus, as a second run finds it: run once, for it changes nothing."""
    if "report" not in kept:
        kept["report"] = run()
    return kept["report"]
