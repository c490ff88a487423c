"""The sweep as a fixture, and a partner who reads the outbox through the public code."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
import pytest


@pytest.fixture
def outbox(portal):
    """The site's outbox, emptied of what the set-up wrote."""
    found = query_outbox(portal)
    run_sweep(portal)
    return found


@pytest.fixture
def sweep(portal, outbox):
    """Handle all marks and due dates in the test's own transaction; returns the entries written."""
    return lambda now=None: run_sweep(portal, now=now)
