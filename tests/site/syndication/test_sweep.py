"""What the sweep makes of each kind of change; a reader who follows the log is the judge."""

from collective.prai.syndication import sweep as module
from collective.prai.syndication.outbox import dump_jsonl
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.outbox import remove_outbox
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import read_query
from collective.prai.syndication.reader import fill
from collective.prai.syndication.reader import read_page
from collective.prai.syndication.sweep import mark_all
from collective.prai.syndication.sweep import Sweep
from DateTime import DateTime
from io import BytesIO
from plone import api
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.textfield import RichTextValue
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.file import NamedBlobImage
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import modified
import base64
import json
import pytest
import time
import transaction


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
        query = read_query(self.query)._replace(since=self.cursor)
        page = read_page(self.outbox, query, now or time.time())
        self.cursor = Cursor(self.outbox.epoch, page.seq)
        for data in page.items:
            item = json.loads(fill(data, "https://centre.example", "fr"))
            uid = item["id"].removeprefix("urn:uuid:")
            if item["status"] == "published":
                self.items[uid] = item
            else:
                self.items.pop(uid, None)
                self.withdrawn[uid] = item["reason"]
        return len(page.items)


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


class TestDependants:
    def test_new_title_of_a_target_reaches_who_points_at_it(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        sweep()
        howto.title = "Nouveau titre"
        modified(howto)
        sweep()
        partner.pull()
        (link,) = partner.items[other.UID()]["links"]
        assert (link["rel"], link["title"]) == ("relatedItems", "Nouveau titre")
        assert link["id"] == f"urn:uuid:{howto.UID()}"

    def test_deleted_target_disappears_from_who_pointed_at_it(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        sweep()
        api.content.delete(howto, check_linkintegrity=False)
        sweep()
        partner.pull()
        assert partner.items[other.UID()]["links"] == []

    def test_private_target_is_not_named_and_appears_once_public(self, make_item, sweep, partner, manager):
        draft = make_item("prai.HowTo", title="Marqueurbrouillon")
        text = rich(f'<p>Voir <a href="resolveuid/{draft.UID()}">la suite</a>.</p>')
        other = make_item("prai.HowTo", state="published", in_brief=text, relatedItems=[relation(draft)])
        sweep()
        partner.pull()
        assert "Marqueurbrouillon" not in str(partner.items) and "marqueurbrouillon" not in str(partner.items)
        assert "Voir la suite." in partner.items[other.UID()]["content"]["html"]
        api.content.transition(draft, "publish")
        sweep()
        partner.pull()
        item = partner.items[other.UID()]
        assert item["links"][0]["title"] == "Marqueurbrouillon"
        assert 'href="https://centre.example/fiches-pratiques/marqueurbrouillon"' in item["content"]["html"]

    def test_renamed_organisation_reaches_the_sheets_that_name_it(self, make_item, sweep, partner, manager):
        body = make_item("prai.Organisation", state="published", title="ARDESI")
        guide = make_item("prai.Guide", state="published", publisher=relation(body))
        sweep()
        partner.pull()
        assert partner.items[guide.UID()]["links"][0]["title"] == "ARDESI"
        body.title = "ARDESI Midi-Pyrénées"
        modified(body)
        sweep()
        partner.pull()
        assert partner.items[guide.UID()]["links"][0]["title"] == "ARDESI Midi-Pyrénées"

    def test_target_that_expires_takes_its_link_away(self, howto, make_item, sweep, partner):
        other = make_item("prai.HowTo", state="published", title="Autre", relatedItems=[relation(howto)])
        soon = time.time() + 60
        howto.expiration_date = DateTime(soon)
        modified(howto)
        sweep()
        sweep(soon + 1)
        partner.pull(soon + 1)
        assert partner.items[other.UID()]["links"] == []


class TestParts:
    @pytest.fixture
    def guide(self, make_item, sweep, manager):
        body = make_item("prai.Organisation", state="published", title="ARDESI")
        made = make_item("prai.Guide", state="published", title="Guide", publisher=relation(body))
        for number in (1, 2):
            make_item(
                "prai.Chapter",
                container=made,
                title=f"Chapitre {number}",
                body=rich(f"<p>texte {number}</p>"),
                licence=None,
            )
        sweep()
        return made

    def html(self, partner, guide):
        partner.pull()
        return partner.items[guide.UID()]["content"]["html"]

    def test_edited_chapter_updates_its_guide(self, guide, sweep, partner):
        assert "texte 1" in self.html(partner, guide)
        guide["chapitre-1"].body = rich("<p>réécrit</p>")
        modified(guide["chapitre-1"])
        sweep()
        assert "réécrit" in self.html(partner, guide)

    def test_chapters_in_another_order_update_their_guide(self, guide, sweep, partner):
        html = self.html(partner, guide)
        assert html.index("texte 1") < html.index("texte 2")
        guide.moveObjectsToTop(["chapitre-2"])
        sweep()
        html = self.html(partner, guide)
        assert html.index("texte 2") < html.index("texte 1")

    def test_deleted_chapter_updates_its_guide(self, guide, sweep, partner):
        api.content.delete(guide["chapitre-1"], check_linkintegrity=False)
        sweep()
        assert "texte 1" not in self.html(partner, guide)

    def test_chapters_go_with_their_guide(self, guide, sweep, partner):
        partner.pull()
        api.content.transition(guide, "withdraw", comment="x")
        sweep()
        partner.pull()
        assert partner.items == {}

    def test_replaced_image_updates_the_item_that_shows_it(self, guide, sweep, partner):
        image = api.content.create(
            guide["chapitre-1"], "Image", "plan", image=NamedBlobImage(GIF, filename="plan.gif")
        )
        guide["chapitre-1"].body = rich(
            f'<p><img src="resolveuid/{image.UID()}/@@images/image/large" alt="Plan"></p>'
        )
        modified(guide["chapitre-1"])
        sweep()
        partner.pull()
        (shown,) = partner.items[guide.UID()]["content"]["images"]
        assert shown["url"] == "https://centre.example/guides/guide/chapitre-1/plan/@@images/image"
        image.image = NamedBlobImage(GIF + b"\0", filename="plan.gif")
        modified(image)
        sweep()
        partner.pull()
        (again,) = partner.items[guide.UID()]["content"]["images"]
        assert again["sha256"] != shown["sha256"]

    @pytest.mark.parametrize(
        ("licence", "count"), [("etalab-2.0", 1), ("on-request", 0), ("unknown", 0), (None, 0)]
    )
    def test_file_leaves_only_under_a_free_licence(self, guide, sweep, partner, licence, count):
        guide.file, guide.file_licence = NamedBlobFile(b"%PDF-1.4", filename="guide été.pdf"), licence
        modified(guide)
        sweep()
        partner.pull()
        found = partner.items[guide.UID()]["attachments"]
        assert len(found) == count
        if found:
            assert found[0]["url"].startswith("https://centre.example/guides/guide/@@download/file/")
            assert (found[0]["size"], found[0]["licence"], len(found[0]["sha256"])) == (8, licence, 64)


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
        assert rows[0] == {"epoch": outbox.epoch, "head": outbox.head}
        assert lines == len(rows) - 1 == len(list(outbox.entries()))
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
