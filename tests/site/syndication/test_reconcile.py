"""What happened beside the site's events is found, and an accident empties no partner's site."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.reconcile import reconcile
from collective.prai.syndication.reconcile import TooManyWithdrawals
from collective.prai.syndication.state import LATE
from collective.prai.syndication.state import read_state
from collective.prai.syndication.state import STALE
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import OAI_DELAY
from plone import api
from tests.site.syndication.conftest import Partner
from zope.lifecycleevent import modified
import pytest
import time


@pytest.fixture
def sheets(make_item, sweep, manager):
    """Fourteen published sheets."""
    made = [make_item("prai.HowTo", state="published", title=f"Fiche {n}") for n in range(14)]
    sweep()
    return made


def hide(sheet):
    """As a permission set by code does it: nobody is told."""
    sheet.manage_permission("View", ["Manager"], acquire=0)


class TestReconcile:
    def test_nothing_to_do_writes_nothing(self, portal, sheets, outbox):
        head = outbox.head
        result = reconcile(portal)
        assert (result.written, result.withdrawn, result.unchanged, result.failed) == (0, 0, 14, 0)
        assert outbox.head == head and outbox.reconciliation == result
        assert result.size == sum(len(entry.snap.data) for entry in outbox.entries())

    def test_what_no_event_told_is_found(self, portal, sheets, outbox, manager, make_item, sweep):
        partner = Partner(portal)
        partner.pull()
        sheets[0].title = "Changée sans bruit"
        hide(sheets[1])
        missed = make_item("prai.HowTo", state="published", title="Oubliée")
        for mark in list(outbox.pending):
            outbox.pending.discard(mark)
        result = reconcile(portal)
        assert (result.written, result.withdrawn, result.unchanged) == (3, 1, 12)
        partner.pull()
        assert partner.items[sheets[0].UID()]["title"] == "Changée sans bruit"
        assert partner.withdrawn == {sheets[1].UID(): "private"}
        assert missed.UID() in partner.items

    def test_accident_is_refused_before_anything_is_written(self, portal, sheets, outbox):
        for sheet in sheets[:11]:
            hide(sheet)
        sheets[12].title = "Changée sans bruit"
        head = outbox.head
        with pytest.raises(TooManyWithdrawals) as error:
            reconcile(portal)
        assert error.value.paths == sorted("/".join(sheet.getPhysicalPath()) for sheet in sheets[:11])
        assert error.value.published == 14
        assert outbox.head == head and not outbox.pending
        assert outbox.reconciliation.refused == 11
        result = reconcile(portal, allow_withdrawals=True)
        assert (result.withdrawn, result.written, result.refused) == (11, 12, 0)

    def test_ten_or_a_fifth_are_no_accident(self, portal, sheets, outbox):
        for sheet in sheets[:10]:
            hide(sheet)
        assert reconcile(portal).withdrawn == 10

    def test_what_editors_withdraw_is_not_asked_about(self, portal, sheets, outbox):
        for sheet in sheets[:12]:
            api.content.transition(sheet, "withdraw", comment="Refonte")
        assert reconcile(portal).refused == 0
        assert outbox.published == 2

    def test_marks_of_everything_are_no_way_round(self, portal, sheets, outbox):
        for sheet in sheets:
            hide(sheet)
        mark_all(portal)
        with pytest.raises(TooManyWithdrawals):
            reconcile(portal)


class TestState:
    def test_figures(self, portal, sheets, outbox, sweep):
        now = time.time()
        api.content.transition(sheets[0], "withdraw", comment="Fausse")
        sweep()
        state = read_state(outbox, now)
        assert (state.published, state.withdrawn, state.pending, state.lag) == (13, 1, 0, 0)
        assert state.epoch == outbox.epoch and abs(state.changed - now) <= 2 and not state.late
        assert state.ahead <= OAI_DELAY + 2
        modified(sheets[1])
        modified(sheets[2])
        # All marks of one transaction are as old as its first.
        since = min(mark.since for mark in outbox.pending)
        assert now - 60 < since <= now
        state = read_state(outbox, since + LATE)
        assert (state.pending, state.lag, state.late) == (2, LATE, False)
        assert read_state(outbox, since + LATE + 1).late

    def test_due_second_that_no_one_looks_at_is_a_lag(self, outbox):
        outbox.plan("a" * 32, 1_000)
        assert read_state(outbox, 1_100).lag == 100

    def test_mark_of_version_1000_has_no_age(self, outbox):
        outbox.pending.shards[3]["00ff00ff00ff00ff|t|uid|/plone/a"] = None
        (mark,) = outbox.pending
        assert (mark.since, mark.kind, mark.uid, mark.path) == (0, "t", "uid", "/plone/a")
        assert read_state(outbox, time.time()).lag == 0

    def test_reconciliation_that_does_not_run(self, portal, outbox):
        now = time.time()
        assert read_state(outbox, now).stale(now)
        reconcile(portal)
        state = read_state(query_outbox(portal), now)
        assert not state.stale(now) and state.stale(now + STALE + 60)
