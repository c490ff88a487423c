from plone import api
import json


class TestPublishing:
    def test_draft_never_reaches_the_log(self, make_item, sweep, outbox):
        make_item("prai.HowTo")
        sweep()
        assert list(outbox.entries()) == []

    def test_published_sheet_is_in_the_log(self, make_item, sweep, outbox):
        howto = make_item("prai.HowTo", state="published", title="Recenser l’équipement", themes=["tourisme"])
        sweep()
        (entry,) = outbox.entries()
        assert (entry.uid, entry.state) == (howto.UID(), "published")
        assert "theme:tourisme" in entry.sets
        assert json.loads(entry.snap.data)["title"] == "Recenser l’équipement"

    def test_withdrawn_sheet_leaves_a_tombstone(self, make_item, sweep, outbox):
        howto = make_item("prai.HowTo", state="published")
        sweep()
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(howto, "withdraw", comment="Remplacée")
        sweep()
        (entry,) = outbox.entries()
        assert (entry.uid, entry.state, entry.reason) == (howto.UID(), "withdrawn", "Remplacée")
        assert entry.snap is None
