"""The log goes out as JSON lines and comes back, and partners' cursors go on."""

from collective.prai.syndication.archive import BadArchive
from collective.prai.syndication.archive import dump_jsonl
from collective.prai.syndication.archive import load_jsonl
from collective.prai.syndication.outbox import KEY
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.reconcile import TooManyWithdrawals
from DateTime import DateTime
from io import BytesIO
from plone import api
from tests.site.syndication.conftest import Partner
from tests.site.syndication.conftest import relation
from zope.annotation.interfaces import IAnnotations
from zope.i18n import translate
from zope.lifecycleevent import modified
import hashlib
import json
import pytest
import time
import transaction


def export(outbox) -> bytes:
    stream = BytesIO()
    dump_jsonl(outbox, stream)
    return stream.getvalue()


def load(portal, data, **options):
    return load_jsonl(portal, query_outbox(portal), BytesIO(data), **options)


def content(outbox):
    """All that the log is, as plain values."""
    rows = [
        {name: getattr(entry, name) for name in ("uid", "seq", "state", "stamp", "etag", "references", "shown",
         "sets", "sets_ever", "reason", "path", "updated", "first_published", "visible_until", "portal_type")}
        | {"snap": entry.snap and entry.snap.data}
        for entry in outbox.entries()
    ]  # fmt: skip
    others = {
        "by_uid": dict(outbox.by_uid), "by_path": dict(outbox.by_path), "facts": dict(outbox.facts),
        "embeds": {uid: sorted(uids) for uid, uids in outbox.embeds.items()}, "due": sorted(outbox.due),
        "epoch": outbox.epoch, "published": outbox.published,
    }  # fmt: skip
    return rows, others


def rewrite(data: bytes, change) -> bytes:
    """The file with its lines changed and a last line that fits."""
    rows = [json.loads(line) for line in data.splitlines()][:-1]
    rows = change(rows) or rows
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    end = {"entries": len(rows) - 1, "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    return b"".join(lines) + json.dumps(end).encode() + b"\n"


def lose(portal):
    """The outbox is gone, and a new one takes its place."""
    IAnnotations(portal)[KEY] = Outbox()
    return query_outbox(portal)


@pytest.fixture
def filled(portal, make_item, sweep, manager, outbox):
    """Two sheets that point at each other's neighbour, one withdrawn, one that will expire."""
    first = make_item("prai.HowTo", state="published", title="Recenser « l’équipement »", themes=["tourisme"])
    second = make_item("prai.HowTo", state="published", title="Former", relatedItems=[relation(first)])
    second.expiration_date = DateTime(time.time() + 86_400)
    modified(second)
    gone = make_item("prai.HowTo", state="published", title="Ancienne")
    sweep()
    api.content.transition(gone, "withdraw", comment="Remplacée")
    sweep()
    first.title = "Recenser l’équipement des mairies"
    modified(first)
    sweep()
    return {"first": first, "second": second, "gone": gone}


class TestRoundTrip:
    def test_everything_comes_back(self, portal, filled, outbox):
        before, data = content(outbox), export(outbox)
        lose(portal)
        assert load(portal, data) == len(before[0]) == 3
        assert content(query_outbox(portal)) == before
        assert export(query_outbox(portal)).splitlines()[1:-1] == data.splitlines()[1:-1]

    def test_log_that_is_not_in_memory_is_written_whole(self, portal, filled, outbox):
        """Attributes of an object that the database has not loaded yet are not in its __dict__."""
        data = export(outbox)
        transaction.savepoint()
        portal._p_jar.cacheMinimize()
        assert export(outbox) == data

    def test_cursors_go_on_and_nothing_is_told_twice(self, portal, filled, outbox, sweep):
        partner = Partner(portal)
        partner.pull()
        data = export(outbox)
        lose(portal)
        load(portal, data)
        partner.outbox = query_outbox(portal)
        assert sweep() == 0
        assert partner.pull() == 0
        filled["first"].title = "Encore"
        modified(filled["first"])
        sweep()
        assert partner.pull() == 2  # the other one shows its title
        assert partner.items[filled["first"].UID()]["title"] == "Encore"

    def test_what_changed_since_the_export_comes_by_the_next_sweep(self, portal, filled, outbox, sweep):
        data, partner = export(outbox), Partner(portal)
        partner.pull()
        api.content.transition(filled["first"], "withdraw", comment="Fausse")
        lose(portal)
        load(portal, data)
        sweep()
        partner.outbox = query_outbox(portal)
        partner.pull()
        assert partner.withdrawn[filled["first"].UID()] == "Fausse"
        assert filled["first"].UID() not in partner.items

    def test_cursor_of_what_was_lost_is_not_taken_for_ours(self, portal, filled, outbox, sweep):
        """Numbers that were given after the export would be given again, for something else."""
        data, head, epoch = export(outbox), outbox.head, outbox.epoch
        modified(filled["first"])
        filled["first"].title = "Perdue"
        sweep()
        lost = outbox.head
        for _time in ("once", "again"):  # and what an export of the new log keeps
            lose(portal)
            load(portal, data)
            new = query_outbox(portal)
            filled["first"].title += " encore"
            modified(filled["first"])
            sweep()
            assert new.knows(epoch, head) and new.knows(epoch, new.head) and not new.knows(epoch, lost)
            assert not new.knows(epoch, new.head + 1) and not new.knows("0" * 12, head)
            # A reader who asked before that sweep has the highest number that was given.
            assert new.knows(epoch, new.head - 1)
            data = export(new)
        assert len(new.gaps) == 2


class TestReplacing:
    def test_log_that_is_further_keeps_what_is_newer(self, portal, filled, outbox, sweep, make_item):
        data = export(outbox)
        brief = make_item("prai.HowTo", state="published", title="Brève")
        sweep()
        partner = Partner(portal)
        partner.pull()
        api.content.delete(brief)
        sweep()
        head = outbox.head
        with pytest.raises(BadArchive, match="further ahead"):
            load(portal, data)
        load(portal, data, replace=True)
        sweep()
        assert outbox.head >= head
        partner.pull()
        # It came and went after the export: its withdrawal must not be lost.
        assert partner.withdrawn[brief.UID()] == "deleted"
        assert set(partner.items) == {filled["first"].UID(), filled["second"].UID()}

    def test_log_of_another_epoch(self, portal, filled, outbox, sweep, make_item):
        data, old = export(outbox), Partner(portal)
        old.pull()
        new = lose(portal)
        brief = make_item("prai.HowTo", state="published", title="Brève")
        sweep()
        api.content.delete(brief)
        sweep()
        with pytest.raises(BadArchive, match="has a log already"):
            load(portal, data)
        assert query_outbox(portal).epoch == new.epoch
        load(portal, data, replace=True)
        sweep()
        old.outbox = query_outbox(portal)
        old.pull()
        assert old.withdrawn[brief.UID()] == "deleted"
        assert [entry.stamp for entry in new.entries()] == sorted(entry.stamp for entry in new.entries())

    def test_file_of_another_site_is_refused(self, portal, filled, outbox):
        def foreign(rows):
            row = next(row for row in rows[1:] if row["state"] == "published")
            rows[0]["head"] += 20
            for number in range(20):
                rows.append(row | {"uid": f"{number:032x}", "seq": rows[0]["head"] - 19 + number,
                                   "stamp": rows[-1]["stamp"], "path": f"/ailleurs/{number}"})  # fmt: skip

        data = rewrite(export(outbox), foreign)
        lose(portal)
        with pytest.raises(TooManyWithdrawals) as error:
            load(portal, data)
        assert len(error.value.paths) == 20
        assert query_outbox(portal).head == 0


def _swap(rows):
    rows[1], rows[2] = rows[2], rows[1]


def _fall(rows):
    rows[-1]["stamp"] = 5


def _set(name, value, line=1):
    return lambda rows: rows[line].__setitem__(name, value)


#: What is done to a file, and a word of the refusal.
SPOILT = [
    (lambda data: b"", "cut"),
    (lambda data: data[: len(data) // 2], "not whole"),
    (lambda data: b"".join(data.splitlines(True)[:-1]), "cut"),
    (lambda data: b"".join(data.splitlines(True)[:-2] + data.splitlines(True)[-1:]), "was changed"),
    (lambda data: data + b"{}\n", "was changed"),
    (lambda data: data.replace(b"Former", b"Fermer"), "was changed"),
    (lambda data: b"\xff\xfe" + data, "not whole"),
    (lambda data: b"[" * 100_000 + b"\n", "not whole"),
    (lambda data: rewrite(data, _set("version", 2, 0)), "of version 2"),
    (lambda data: rewrite(data, _set("format", "csv", 0)), "not an export"),
    (lambda data: rewrite(data, _set("head", 1, 0)), "out of order"),
    (lambda data: rewrite(data, _set("epoch", "../..", 0)), "lacks the epoch"),
    (lambda data: rewrite(data, _set("gaps", [[1]], 0)), "lacks the epoch"),
    (lambda data: rewrite(data, _swap), "out of order"),
    (lambda data: rewrite(data, _fall), "out of order"),
    (lambda data: rewrite(data, lambda rows: [*rows, rows[-1] | {"seq": 10**6}]), "out of order"),
    (lambda data: rewrite(data, _set("snap", None, -1)), "not an entry"),
    (lambda data: rewrite(data, _set("sets", [1])), "not an entry"),
    (lambda data: rewrite(data, _set("seq", "7")), "not an entry"),
    (lambda data: rewrite(data, _set("password", "x")), "not an entry"),
]


class TestRefused:
    def test_wrong_file_changes_nothing(self, portal, filled, outbox):
        data = export(outbox)
        lost = lose(portal)
        before = content(lost)
        for number, (spoil, word) in enumerate(SPOILT):
            with pytest.raises(BadArchive) as error:
                load(portal, spoil(data))
            assert word in translate(error.value.args[0], target_language="en"), number
            assert content(lost) == before
