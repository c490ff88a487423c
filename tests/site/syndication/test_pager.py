"""The pager, newest first: nothing missed by who walks down to where he began last time."""

from collective.prai.syndication.pager import Pager
from collective.prai.syndication.query import read_query
from plone import api
import pytest
import time


@pytest.fixture
def walk(outbox):
    """walk(query, down_to): UIDs and states of all pages down to a number, and the head it began with."""

    def walk(query="limit=2", down_to=0, **options):
        asked, head, found, below = read_query(query), outbox.head, [], None
        while True:
            page = Pager(outbox, asked, time.time(), **options).below(below)
            found += [(row.entry.uid, row.status) for row in page.rows if row.entry.seq > down_to]
            if page.held or not page.has_more or page.seq <= down_to:
                return found, head, page
            below = page.seq

    return walk


@pytest.fixture
def sheets(make_item, sweep, manager):
    made = []
    for number in range(5):
        made.append(make_item("prai.HowTo", state="published", title=f"Fiche {number}", themes=["tourisme"]))
        sweep()
    return made


class TestBelow:
    def test_newest_come_first_and_pages_join(self, sheets, walk):
        found, _head, _page = walk()
        ours = [uid for uid, _status in found]
        assert ours[:5] == [sheet.UID() for sheet in reversed(sheets)]
        assert len(set(ours)) == len(ours)

    def test_item_that_moves_up_during_a_walk_is_met_by_the_next(self, sheets, walk, outbox, sweep):
        first = Pager(outbox, read_query("limit=2"), time.time()).below()
        head = outbox.head
        sheets[0].title = "Fiche changée"
        outbox.pending.add(sheets[0].UID(), kind="f")
        sweep()
        rest = Pager(outbox, read_query("limit=100"), time.time()).below(first.seq)
        assert sheets[0].UID() not in {row.entry.uid for row in (*first.rows, *rest.rows)}
        found, _head, _page = walk(down_to=head)
        assert found == [(sheets[0].UID(), "published")]

    def test_hidden_entry_ends_the_page_until_the_sweep(self, sheets, walk, sweep):
        api.content.transition(sheets[2], "withdraw", comment="Remplacée.")
        found, _head, page = walk()
        assert [uid for uid, _status in found] == [sheets[4].UID(), sheets[3].UID()] and page.held
        sweep()
        found, _head, page = walk()
        assert found[0] == (sheets[2].UID(), "withdrawn") and not page.held

    def test_list_for_people_leaves_it_out_and_goes_on(self, sheets, walk):
        api.content.transition(sheets[4], "withdraw", comment="Remplacée.")
        found, _head, page = walk(skip=True, tombstones=False)
        assert [uid for uid, _status in found][:4] == [sheet.UID() for sheet in reversed(sheets[:4])]

    def test_what_left_the_filter_is_withdrawn_for_this_reader(self, sheets, walk, sweep, outbox):
        sheets[1].themes = ["urbanisme"]
        outbox.pending.add(sheets[1].UID(), kind="f")
        sweep()
        found, _head, _page = walk("limit=2&theme=tourisme")
        assert found[0] == (sheets[1].UID(), "withdrawn") and len(found) == 5
        assert len(walk("limit=2&theme=tourisme", tombstones=False)[0]) == 4

    def test_withdrawals_come_beside_the_items_up_to_a_bound(self, sheets, walk, sweep, monkeypatch):
        for sheet in sheets[3:]:
            api.content.transition(sheet, "withdraw", comment="Remplacée.")
        sweep()
        found, _head, page = walk("limit=3")
        assert [status for _uid, status in found[:5]] == ["withdrawn"] * 2 + ["published"] * 3
        monkeypatch.setattr("collective.prai.syndication.pager.MOST_WITHDRAWALS", 1)
        assert walk("limit=1")[0] == found

    def test_sparse_log_is_read_to_its_end(self, sheets, outbox, walk):
        outbox.seq.value += 5_000
        assert len(walk()[0]) == len(list(outbox.entries()))
