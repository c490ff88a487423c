"""Marks of many transactions at once, over real connections."""

from collective.prai.syndication import marks
from collective.prai.syndication.marks import Pending
from transaction import TransactionManager
from ZODB.DemoStorage import DemoStorage
import pytest
import transaction
import ZODB


@pytest.fixture
def sides(monkeypatch):
    """The marks as an editor's transaction sees them, and as the sweep's does; all in one shard."""
    monkeypatch.setattr(marks, "SHARDS", 1)
    database, sweeper = ZODB.DB(DemoStorage()), TransactionManager()
    editor = database.open()
    editor.root.pending = Pending()
    transaction.commit()
    other = database.open(sweeper)
    try:
        yield editor.root.pending, other.root.pending, sweeper
    finally:
        transaction.abort()
        sweeper.abort()
        database.close()


def add(pending, name: str, count: int):
    for number in range(count):
        pending.add(f"{name}-{number}", f"/{name}/{number}")


def handle(pending, most: int = 1_000):
    for mark in list(pending)[:most]:
        pending.discard(mark)


def test_an_import_goes_on_while_the_sweep_handles_what_it_made_before(sides):
    editors, sweeps, sweeper = sides
    add(editors, "first", 250)
    transaction.commit()
    sweeper.begin()
    add(editors, "second", 250)
    handle(sweeps)
    sweeper.commit()
    transaction.commit()
    sweeper.begin()
    assert {mark.uid.partition("-")[0] for mark in sweeps} == {"second"}
    assert len(list(sweeps)) == 250


def test_a_sweep_leaves_what_it_had_no_time_for(sides):
    editors, sweeps, sweeper = sides
    add(editors, "first", 250)
    transaction.commit()
    sweeper.begin()
    handle(sweeps, 100)
    sweeper.commit()
    transaction.begin()
    assert len(list(editors)) == 150 and editors
    handle(sweeps)
    sweeper.commit()
    transaction.begin()
    assert not editors and not list(editors)


def test_marks_of_a_site_that_was_made_before_are_handled(sides):
    editors, _sweeps, _sweeper = sides
    editors.shards[0]["00ff00ff00ff00ff.67|t|uid|/a|b"] = None
    (mark,) = editors
    assert (mark.uid, mark.path, mark.since) == ("uid", "/a|b", 0x67)
    editors.discard(mark)
    assert not editors
