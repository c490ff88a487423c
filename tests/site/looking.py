"""A test and the server that it asks share a site: each sees what the other has committed before it writes.

A connection sees the moment in which its last transaction ended.  Who writes from an older view conflicts with
what the server has written since, or does not, as the ids of items happen to fall: a test that fails by chance.
"""

from contextlib import contextmanager
from pytest import MonkeyPatch
from requests import Session
from threading import current_thread
from threading import main_thread
import transaction


def look():
    """Take a new view of the site, unless something is unsaved."""
    if current_thread() is main_thread() and not transaction.get()._resources:
        transaction.begin()


class LastSeen:
    """Which transaction was the last when the view of this thread was taken."""

    def __init__(self, database):
        self.database = database
        self.afterCompletion()

    def afterCompletion(self, _transaction=None):  # noqa: N802 (ISynchronizer)
        self.tid = self.database.lastTransaction()

    newTransaction = afterCompletion  # noqa: N815

    def beforeCompletion(self, _transaction):  # noqa: N802
        pass


@contextmanager
def looking_first(connection):
    """After each answer look again; who writes nevertheless from an older view is told so each time."""
    seen, send, begin = LastSeen(connection.db()), Session.send, connection.tpc_begin

    def send_and_look(*asked, **options):
        answer = send(*asked, **options)
        look()
        return answer

    def begin_if_seen(unsaved):
        assert seen.tid == connection.db().lastTransaction(), "transaction.begin() before you write"
        begin(unsaved)

    transaction.manager.registerSynch(seen)
    with MonkeyPatch.context() as patch:
        patch.setattr(Session, "send", send_and_look)
        patch.setattr(connection, "tpc_begin", begin_if_seen, raising=False)
        yield
    transaction.manager.unregisterSynch(seen)
