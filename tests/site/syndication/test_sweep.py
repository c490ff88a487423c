"""What the sweep makes of each kind of change; a reader who follows the log is the judge."""

from collective.prai.syndication import sweep as module
from collective.prai.syndication import sweep as sweep_module
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import Sweep
from DateTime import DateTime
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from tests.site.syndication.conftest import Partner
from tests.site.syndication.conftest import relation
from zope.lifecycleevent import modified
import pytest
import time


class TestPublishing:
    @pytest.mark.parametrize("state", ["draft", "in_review"])
    def test_unpublished_sheet_never_reaches_the_log(self, make_item, sweep, outbox, state):
        make_item("prai.HowTo", state=state)
        sweep()
        assert list(outbox.entries()) == []

    @pytest.mark.parametrize(("state", "archived", "to_revise"),
                             [("published", False, False), ("archived", True, False), ("to_revise", False, True)])  # fmt: skip
    def test_every_public_state_is_told(self, make_item, sweep, partner, state, archived, to_revise):
        uid = make_item("prai.HowTo", state=state).UID()
        sweep()
        partner.pull()
        assert (partner.items[uid]["archived"], partner.items[uid]["to_revise"]) == (archived, to_revise)

    def test_withdrawn_sheet_leaves_a_tombstone_with_its_reason(self, howto, sweep, outbox, partner):
        partner.pull()
        api.content.transition(howto, "withdraw", comment="Remplacée")
        sweep()
        (entry,) = outbox.entries()
        assert (entry.uid, entry.state, entry.reason) == (howto.UID(), "withdrawn", "Remplacée")
        assert entry.snap is None
        partner.pull()
        assert (partner.items, partner.withdrawn) == ({}, {howto.UID(): "Remplacée"})

    def test_deleted_sheet_keeps_its_tombstone_for_ever(self, howto, sweep, partner, outbox):
        uid = howto.UID()
        partner.pull()
        api.content.delete(howto, check_linkintegrity=False)
        sweep()
        partner.pull()
        assert partner.withdrawn == {uid: "deleted"}
        assert outbox.entry(uid).sets_ever >= {"theme:tourisme", "departement:09"}

    @pytest.mark.parametrize(
        ("field", "value"),
        [("licence", "all-rights-reserved"), ("reuse_scope", "site-only")],
    )
    def test_text_that_is_not_free_is_withdrawn(self, howto, sweep, partner, field, value):
        partner.pull()
        setattr(howto, field, value)
        modified(howto)
        sweep()
        partner.pull()
        assert partner.withdrawn == {howto.UID(): "licence"}

    def test_first_publication_date_survives_a_withdrawal(self, howto, sweep, partner):
        partner.pull()
        first = partner.items[howto.UID()]["published"]
        api.content.transition(howto, "withdraw", comment="x")
        sweep()
        api.content.transition(howto, "restore_draft")
        howto.effective_date = None
        api.content.transition(howto, "publish")
        sweep()
        partner.pull()
        assert partner.items[howto.UID()]["published"] == first


class TestEditing:
    def test_edit_is_an_update_at_a_later_number(self, howto, make_item, sweep, partner, outbox):
        partner.pull()
        before = outbox.entry(howto.UID()).seq
        howto.title = "Recenser l’équipement"
        modified(howto)
        sweep()
        assert outbox.entry(howto.UID()).seq > before
        assert len(list(outbox.entries())) == 1
        assert partner.pull() == 1
        assert partner.items[howto.UID()]["title"] == "Recenser l’équipement"

    def test_save_that_changes_nothing_makes_no_entry(self, howto, sweep, outbox):
        before = outbox.head
        modified(howto)
        assert sweep() == 0
        assert outbox.head == before

    def test_rename_keeps_the_id_and_tells_the_new_address(self, howto, sweep, partner):
        partner.pull()
        api.content.rename(howto, new_id="equipement")
        sweep()
        partner.pull()
        (item,) = partner.items.values()
        assert item["url"] == "https://centre.example/fiches-pratiques/equipement"

    def test_move_into_another_folder(self, portal, howto, sweep, partner):
        partner.pull()
        folder = api.content.create(portal, "Folder", "dossier")
        api.content.transition(folder, "publish")
        uid = howto.UID()
        api.content.move(howto, folder)
        sweep()
        partner.pull()
        assert partner.items[uid]["url"] == "https://centre.example/dossier/recenser"

    def test_copy_is_another_item(self, portal, howto, sweep, partner):
        copied = api.content.copy(howto, portal["fiches-pratiques"], safe_id=True)
        api.content.transition(copied, "publish")
        sweep()
        partner.pull()
        assert set(partner.items) == {howto.UID(), copied.UID()}

    def test_working_copy_appears_nowhere(self, portal, howto, sweep, partner):
        policy = ICheckinCheckoutPolicy(howto)
        copied = policy.checkout(portal["fiches-pratiques"])
        copied.title = "Marqueurcopie"
        modified(copied)
        sweep()
        partner.pull()
        assert set(partner.items) == {howto.UID()}
        assert "Marqueurcopie" not in str(partner.items)

    def test_check_in_is_told(self, portal, howto, sweep, partner):
        partner.pull()
        copied = ICheckinCheckoutPolicy(howto).checkout(portal["fiches-pratiques"])
        copied.problem = "J’ai besoin de savoir de quoi disposent les mairies."
        sweep()
        ICheckinCheckoutPolicy(copied).checkin("Réécrite")
        sweep()
        partner.pull()
        assert partner.items[howto.UID()]["content"]["problem"].endswith("les mairies.")


class TestFilters:
    def test_retagged_sheet_is_withdrawn_from_the_filter_it_left(self, portal, howto, sweep):
        tourism, nursery = Partner(portal, "theme=tourisme"), Partner(portal, "theme=petite-enfance")
        tourism.pull(), nursery.pull()
        assert set(tourism.items) == {howto.UID()} and not nursery.items
        howto.themes = ["petite-enfance"]
        modified(howto)
        sweep()
        tourism.pull(), nursery.pull()
        assert tourism.withdrawn == {howto.UID(): "out-of-filter"} and not tourism.items
        assert set(nursery.items) == {howto.UID()}

    def test_deletion_reaches_every_filter_that_ever_matched(self, portal, howto, sweep):
        tourism = Partner(portal, "theme=tourisme")
        tourism.pull()
        howto.themes = []
        modified(howto)
        sweep()
        api.content.delete(howto, check_linkintegrity=False)
        sweep()
        tourism.pull()
        assert not tourism.items and tourism.withdrawn

    def test_retired_term_is_still_a_filter(self, portal, howto, sweep):
        name = "collective.prai.vocabularies.themes"
        rows = [
            dict(row) | {"retired": row["token"] == "tourisme"}
            for row in api.portal.get_registry_record(name)
        ]
        api.portal.set_registry_record(name, rows)
        tourism = Partner(portal, "theme=tourisme")
        assert tourism.pull() == 1

    def test_retitled_term_is_told_without_a_new_entry(self, portal, howto, sweep, partner):
        name = "collective.prai.vocabularies.themes"
        rows = [dict(row) for row in api.portal.get_registry_record(name)]
        next(row for row in rows if row["token"] == "tourisme")["fr"] = 'Tourisme & "loisirs" <b>'
        api.portal.set_registry_record(name, rows)
        partner.pull()
        assert partner.items[howto.UID()]["themes"][0]["title"] == 'Tourisme & "loisirs" <b>'


class TestFolders:
    @pytest.fixture
    def folder(self, portal, make_item, sweep, manager):
        found = api.content.create(portal, "Folder", "dossier", title="Dossier")
        api.content.transition(found, "publish")
        for number in range(3):
            make_item("prai.HowTo", state="published", container=found, title=f"Fiche {number}")
        sweep()
        return found

    def test_folder_made_private_withdraws_what_is_in_it(self, folder, sweep, partner):
        partner.pull()
        assert len(partner.items) == 3
        api.content.transition(folder, "retract")
        sweep()
        partner.pull()
        assert partner.items == {} and set(partner.withdrawn.values()) == {"private"}
        api.content.transition(folder, "publish")
        sweep()
        partner.pull()
        assert len(partner.items) == 3

    def test_folder_that_expires_takes_its_contents_along(self, folder, sweep, partner):
        partner.pull()
        folder.expiration_date = DateTime(time.time() + 100)
        modified(folder)
        sweep()
        assert partner.pull() == 0
        sweep(time.time() + 101)
        partner.pull(time.time() + 101)
        assert set(partner.withdrawn.values()) == {"expired"}

    def test_renamed_folder_changes_the_addresses_below(self, folder, sweep, partner):
        partner.pull()
        api.content.rename(folder, new_id="ailleurs")
        sweep()
        partner.pull()
        assert {item["url"].split("/")[3] for item in partner.items.values()} == {"ailleurs"}

    def test_deleted_folder_leaves_a_tombstone_for_each_item(self, portal, folder, sweep, partner):
        partner.pull()
        api.content.delete(portal["dossier"], check_linkintegrity=False)
        sweep()
        partner.pull()
        assert partner.items == {} and list(partner.withdrawn.values()) == ["deleted"] * 3

    def test_long_subtree_is_swept_in_short_steps(self, portal, folder, partner):
        partner.pull()
        api.content.transition(folder, "retract")
        steps, outbox = 0, query_outbox(portal)
        while (step := Sweep(portal, outbox, time.time(), limit=2)).run():
            assert step.written <= 2
            steps += 1
        partner.pull()
        assert steps >= 2 and len(partner.withdrawn) == 3

    def test_new_item_in_a_section_sweeps_only_itself(
        self, portal, folder, make_item, outbox, monkeypatch, sweep
    ):
        seen = []
        real = module.render
        monkeypatch.setattr(module, "render", lambda obj, *rest: seen.append(obj.UID()) or real(obj, *rest))
        made = make_item("prai.HowTo", state="published", container=folder)
        sweep()
        assert seen == [made.UID()]


class TestLongStep:
    """Large files take their time; a harvester must not have come by since the stamps."""

    def test_stamps_are_those_of_the_end(self, make_item, sweep, outbox, manager, monkeypatch):
        for number in range(3):
            make_item("prai.HowTo", state="published", title=f"Longue {number}")
        before, began, clock = outbox.head, 1_900_000_000, iter(range(0, 1000, 1))
        monkeypatch.setattr(sweep_module.time, "monotonic", lambda: float(next(clock)))
        sweep(now=began)
        stamps = [entry.stamp for entry in outbox.entries(before)]
        # One tick at the beginning, one before each item: the second item is the last of its step.
        assert len(stamps) == 3 and stamps == sorted(stamps)
        assert min(stamps) >= began + sweep_module.OAI_DELAY + 3
        assert [entry.seq for entry in outbox.entries(*outbox_range(outbox, stamps[0]))]


def outbox_range(outbox, stamp):
    low, high = outbox.seqs_between(stamp, stamp)
    return low - 1, high


class TestDates:
    def test_expiry_passes(self, howto, sweep, partner):
        soon = time.time() + 60
        howto.expiration_date = DateTime(soon)
        modified(howto)
        sweep()
        partner.pull()
        assert partner.items
        sweep(soon + 1)
        partner.pull(soon + 1)
        assert partner.withdrawn == {howto.UID(): "expired"}

    def test_future_date_comes(self, make_item, sweep, partner):
        made = make_item("prai.HowTo", state="published")
        soon = time.time() + 60
        made.effective_date = DateTime(soon)
        modified(made)
        sweep()
        partner.pull()
        assert partner.items == {}
        sweep(soon + 1)
        partner.pull(soon + 1)
        assert set(partner.items) == {made.UID()}

    def test_expired_item_is_hidden_before_the_sweep_has_passed(self, portal, howto, sweep):
        soon = time.time() + 60
        howto.expiration_date = DateTime(soon)
        modified(howto)
        sweep()
        late = Partner(portal)
        assert late.pull(soon + 1) == 0 and late.items == {}
        sweep(soon + 1)
        late.pull(soon + 1)
        assert late.withdrawn


class TestBeforeTheSweep:
    """A reader between an editor's commit and the sweep."""

    def test_withdrawn_item_does_not_leave(self, portal, howto):
        api.content.transition(howto, "withdraw", comment="x")
        partner = Partner(portal)
        assert partner.pull() == 0

    def test_item_in_a_folder_that_became_private_does_not_leave(self, portal, howto):
        api.content.transition(portal["fiches-pratiques"], "retract")
        assert Partner(portal).pull() == 0

    def test_item_that_shows_a_withdrawn_one_waits(self, portal, howto, make_item, sweep):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        sweep()
        api.content.transition(howto, "withdraw", comment="x")
        partner = Partner(portal)
        partner.pull()
        assert other.UID() not in partner.items
        sweep()
        partner.pull()
        assert partner.items[other.UID()]["links"] == []

    def test_item_that_comes_back_before_the_sweep_is_not_lost(self, portal, howto, sweep):
        expires = howto.expiration_date
        howto.expiration_date = DateTime(time.time() - 10)
        modified(howto)
        partner = Partner(portal)
        assert partner.pull() == 0
        howto.expiration_date = expires
        modified(howto)
        assert sweep() == 0  # nothing has changed in the log
        partner.pull()
        assert set(partner.items) == {howto.UID()}

    def test_unrelated_marks_hide_nothing(self, portal, howto, make_item):
        make_item("prai.HowTo")
        assert Partner(portal).pull() == 1
