"""Datestamps along the log: they never fall, and the index finds what a plain scan finds."""

from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.outbox import WITHDRAWN
import pytest
import random


START = 1_200_000_000


def write(outbox, uid, stamp, **values):
    outbox.write(Entry(uid, stamp=stamp, **values))


def scan(outbox, start, end):
    """The answer that the index must give, read from the whole log."""
    return [entry.seq for entry in outbox.entries() if start <= entry.stamp <= end]


def found(outbox, start, end):
    low, high = outbox.seqs_between(start, end)
    return list(outbox.log.keys(low, high)) if low <= high else []


def assert_same(outbox, chance):
    for _question in range(5):
        start = START + chance.randint(-5, 120)
        end = start + chance.randint(-2, 60)
        assert found(outbox, start, end) == scan(outbox, start, end), (start, end)
    assert found(outbox, 0, 2**40) == list(outbox.log.keys())


def random_log(seed, operations=200):
    """Writes of 25 items by a clock that stands, runs and is put back."""
    chance, outbox, clock = random.Random(seed), Outbox(), START
    for _operation in range(operations):
        clock += chance.choice((0, 0, 0, 1, 1, 2, 10, -7))
        state = {"state": WITHDRAWN} if chance.random() < 0.2 else {}
        write(outbox, f"uid{chance.randrange(25)}", clock, **state)
        yield outbox, chance


@pytest.mark.parametrize("seed", range(12))
def test_index_finds_what_a_scan_finds(seed):
    for outbox, chance in random_log(seed):
        stamps = [entry.stamp for entry in outbox.entries()]
        assert stamps == sorted(stamps)
        assert_same(outbox, chance)
        assert outbox.published == sum(entry.state == PUBLISHED for entry in outbox.entries())
        # It never outgrows the log, however often an item is written.
        assert len(outbox.stamps) <= len(outbox.log)


@pytest.mark.parametrize("seed", range(8))
def test_stamps_that_are_raised_stay_in_order_and_are_found(seed):
    for outbox, chance in random_log(seed, 60):
        after = chance.randint(max(0, outbox.head - 8), outbox.head)
        stamp = outbox.last_stamp + chance.randint(-3, 4)
        kept = {entry.seq: entry.stamp for entry in outbox.entries() if entry.seq <= after}
        outbox.raise_stamps(after, stamp)
        stamps = [entry.stamp for entry in outbox.entries()]
        assert stamps == sorted(stamps)
        assert all(entry.stamp >= stamp for entry in outbox.entries(after))
        assert kept == {entry.seq: entry.stamp for entry in outbox.entries() if entry.seq <= after}
        assert_same(outbox, chance)
        assert len(outbox.stamps) <= len(outbox.log)


@pytest.mark.parametrize("seed", range(4))
def test_index_of_an_older_log(seed):
    """Version 1000 had no index, and stamps of an item of its own: they may fall along the log."""
    *_before, (outbox, chance) = random_log(seed)
    for entry in outbox.entries():
        entry.stamp += chance.choice((0, 0, -20, 15))
    before = {entry.seq: entry.stamp for entry in outbox.entries()}
    count, outbox.seq.published = outbox.published, None
    assert outbox.published == count
    outbox.stamps = None
    asked = outbox.seqs_between(START, START + 60)
    outbox.index_log()
    assert_same(outbox, chance)
    stamps = [entry.stamp for entry in outbox.entries()]
    assert stamps == sorted(stamps)
    # Raised, never lowered: whoever has passed that second gets the entry again, instead of never.
    assert all(entry.stamp >= before[entry.seq] for entry in outbox.entries())
    assert outbox.seq.published == count
    assert asked == outbox.seqs_between(START, START + 60)
    index = list(outbox.stamps.items())
    outbox.index_log()
    assert list(outbox.stamps.items()) == index


def test_older_log_is_indexed_by_the_first_write():
    """New code serves a site before its manager has run the upgrade."""
    outbox = Outbox()
    write(outbox, "a", START + 100)
    write(outbox, "b", START)
    del outbox.stamps
    write(outbox, "c", START + 50)
    assert [entry.stamp for entry in outbox.entries()] == [START + 100] * 3
    assert found(outbox, START + 100, START + 100) == [1, 2, 3]


def test_reset_forgets_the_stamps():
    outbox = Outbox()
    write(outbox, "a", START)
    outbox.reset()
    assert outbox.last_stamp == 0
    assert outbox.seqs_between(0, 2**40) == (1, 0)
