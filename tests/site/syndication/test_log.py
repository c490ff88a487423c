"""The log itself: conflicts, growth, loss, dumps."""

from collective.prai.syndication.archive import dump_jsonl
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import remove_outbox
from collective.prai.syndication.sweep import mark_all
from io import BytesIO
from plone import api
from tests.site.syndication.conftest import Partner
from zope.lifecycleevent import modified
import json
import time
import transaction


class TestTheLog:
    def test_reset_gives_a_new_epoch_and_the_same_content(self, portal, howto, sweep, outbox):
        before = outbox.epoch
        outbox.reset()
        mark_all(portal)
        sweep()
        assert outbox.epoch != before
        partner = Partner(portal)
        partner.pull()
        assert set(partner.items) == {howto.UID()}

    def test_numbers_only_grow(self, howto, make_item, sweep, outbox):
        for number in range(3):
            howto.title = f"Titre {number}"
            modified(howto)
            sweep()
        assert [entry.seq for entry in outbox.entries()] == [outbox.head]

    def test_settled_once_everything_is_swept(self, howto, sweep, outbox):
        assert outbox.settled(time.time())
        modified(howto)
        assert not outbox.settled(time.time())
        sweep()
        assert outbox.settled(time.time())

    def test_mark_survives_a_savepoint_that_is_rolled_back(self, howto, outbox):
        point = transaction.savepoint()
        modified(howto)
        point.rollback()
        assert not outbox.pending
        modified(howto)
        assert outbox.pending

    def test_dump_holds_every_entry(self, howto, make_item, sweep, outbox):
        make_item("prai.HowTo", state="withdrawn")
        sweep()
        stream = BytesIO()
        lines = dump_jsonl(outbox, stream)
        rows = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert (rows[0]["epoch"], rows[0]["head"]) == (outbox.epoch, outbox.head)
        assert lines == len(rows) - 2 == rows[-1]["entries"] == len(list(outbox.entries()))
        assert rows[1]["snap"]["title"] == "Recenser"

    def test_nothing_of_the_editors_leaves(self, howto, partner):
        partner.pull()
        text = json.dumps(partner.items[howto.UID()])
        for word in ("creator", "review_state", "admin", "test_user", "allow_discussion", "versioning"):
            assert word not in text


class TestWithoutOutbox:
    def test_site_whose_outbox_was_taken_away_keeps_working(self, portal, howto, sweep):
        remove_outbox()
        howto.title = "Autre"
        modified(howto)
        api.content.rename(howto, new_id="autre")
        assert sweep() == 0 and query_outbox(portal) is None
