"""The sweep as a fixture, and a partner who reads the outbox through the public code."""

from collective.prai.syndication.item import fill
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.pager import Pager
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import read_query
from collective.prai.syndication.sweep import sweep as run_sweep
from plone import api
from plone.app.textfield import RichTextValue
from tests.site.syndication.oai_site import oai  # noqa: F401
from tests.site.syndication.oai_site import patch  # noqa: F401
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
import base64
import json
import pytest
import time


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


GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def rich(html):
    return RichTextValue(html, "text/html", "text/x-html-safe")


def relation(obj):
    return RelationValue(getUtility(IIntIds).getId(obj))


class Partner:
    """Follows the log by cursor and applies what it is told."""

    def __init__(self, portal, query=""):
        self.outbox = query_outbox(portal)
        self.query = query
        self.cursor = None
        self.items, self.withdrawn = {}, {}

    def pull(self, now=None):
        query = read_query(self.query)._replace(cursor=self.cursor)
        pager = Pager(self.outbox, query, now or time.time())
        page = pager.after(self.cursor.seq if self.cursor is not None else 0)
        self.cursor = Cursor(self.outbox.epoch, page.seq)
        for row in page.rows:
            item = json.loads(fill(row.data, "https://centre.example", "fr"))
            uid = item["id"].removeprefix("urn:uuid:")
            if item["status"] == "published":
                self.items[uid] = item
            else:
                self.items.pop(uid, None)
                self.withdrawn[uid] = item["reason"]
        return len(page.rows)


@pytest.fixture
def partner(portal, sweep):
    return Partner(portal)


@pytest.fixture
def manager():
    with api.env.adopt_roles(["Manager"]):
        yield


@pytest.fixture
def howto(make_item, sweep, manager):
    """One published sheet that the partner does not know yet."""
    made = make_item(
        "prai.HowTo", state="published", title="Recenser", themes=["tourisme"], departments=["09"]
    )
    sweep()
    return made
