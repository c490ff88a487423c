"""Working copies: rewritten aside, checked in whole, under the same rule as any publication."""

from collective.prai.core.publication.acting import act
from collective.prai.core.publication.memory import remember
from collective.prai.core.publication.refusals import CheckinRefused
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.visibility import is_public
from collective.prai.interfaces import IPraiContent
from plone import api
from plone.app.iterate.interfaces import IBaseline
from plone.app.iterate.interfaces import ICheckinCheckoutPolicy
from plone.app.iterate.interfaces import IWorkingCopy
from plone.app.textfield import RichTextValue
from plone.locking.interfaces import ILockable
from plone.namedfile.file import NamedBlobImage
from z3c.relationfield import RelationValue
from zc.relation.interfaces import ICatalog
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import IObjectModifiedEvent
from zope.lifecycleevent import ObjectModifiedEvent
import pytest


def checkout(obj):
    return ICheckinCheckoutPolicy(obj).checkout(obj.aq_parent)


def checkin(copy, message="Réécrite."):
    return ICheckinCheckoutPolicy(copy).checkin(message)


def html(text):
    return RichTextValue(text, "text/html", "text/x-html-safe")


def gif(colour: bytes) -> bytes:
    """One pixel."""
    return (
        b"GIF89a\x01\x00\x01\x00\x80\x00\x00"
        + colour
        + b"\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    )


RED, BLUE = gif(b"\xff\x00\x00"), gif(b"\x00\x00\xff")


def picture(data):
    return NamedBlobImage(data, contentType="image/gif", filename="schema.gif")


def relation_to(obj):
    return RelationValue(getUtility(IIntIds).getId(obj))


def catalogued(obj) -> set[str]:
    """UIDs of the deliverables that the relation catalog knows of an item."""
    query = {"from_id": getUtility(IIntIds).getId(obj), "from_attribute": "deliverables"}
    return {relation.to_object.UID() for relation in getUtility(ICatalog).findRelations(query)}


@pytest.fixture
def as_manager(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


@pytest.fixture
def control(portal, http_request):
    return lambda obj: api.content.get_view("iterate_control", obj, http_request)


class TestSheet:
    @pytest.fixture(autouse=True)
    def _sheet(self, portal, make_item, as_manager):
        self.deliverable = make_item("prai.Deliverable", title="Questionnaire", state="published")
        self.sheet = make_item("prai.HowTo", title="Recenser")
        self.sheet.deliverables = [relation_to(self.deliverable)]
        self.sheet.steps = [{"title": "Écrire aux mairies", "text": "Une lettre."}]
        notify(ObjectModifiedEvent(self.sheet))
        act(self.sheet, "publish")
        self.copy = checkout(self.sheet)

    def test_the_copy_is_a_private_draft_with_everything(self):
        assert IWorkingCopy.providedBy(self.copy)
        assert api.content.get_state(self.copy) == "draft"
        assert not is_public(self.copy)
        assert self.copy.steps == self.sheet.steps
        assert [rel.to_object.getId() for rel in self.copy.deliverables] == [self.deliverable.getId()]
        assert catalogued(self.copy) == catalogued(self.sheet) == {self.deliverable.UID()}
        assert (self.copy.revision, self.copy.effective_date) == (0, None)

    def test_checkin_keeps_identity_and_counts_a_revision(self):
        uid, url, date = self.sheet.UID(), self.sheet.absolute_url(), self.sheet.effective_date
        history = len(self.sheet.workflow_history["prai_publication_workflow"])
        self.copy.problem = "J'ai besoin de tout recenser."
        found = checkin(self.copy)
        assert found.aq_base is self.sheet.aq_base
        assert (found.UID(), found.absolute_url(), found.effective_date) == (uid, url, date)
        assert (found.problem, found.revision) == ("J'ai besoin de tout recenser.", 2)
        assert api.content.get_state(found) == "published"
        assert len(found.workflow_history["prai_publication_workflow"]) == history
        assert not IBaseline.providedBy(found)
        assert not ILockable(found).locked()
        assert [b.UID for b in api.content.find(portal_type="prai.HowTo")] == [uid]
        assert api.content.find(SearchableText="tout recenser")

    def test_unchanged_checkin_counts_nothing(self):
        assert checkin(self.copy).revision == 1

    def test_emptied_fields_and_relations_come_through(self):
        self.copy.deliverables = []
        self.copy.steps = None
        notify(ObjectModifiedEvent(self.copy))
        found = checkin(self.copy)
        assert found.deliverables == []
        assert not found.steps
        assert catalogued(found) == set()

    def test_a_new_relation_comes_through(self, make_item):
        other = make_item("prai.Deliverable", title="Cahier des charges")
        self.copy.deliverables = [relation_to(other), relation_to(self.deliverable)]
        notify(ObjectModifiedEvent(self.copy))
        found = checkin(self.copy)
        assert [rel.to_object.Title() for rel in found.deliverables] == [
            "Cahier des charges",
            "Questionnaire",
        ]
        assert catalogued(found) == {other.UID(), self.deliverable.UID()}

    def test_incomplete_is_refused_and_changes_nothing(self):
        self.copy.problem = ""
        with pytest.raises(CheckinRefused) as refusal:
            checkin(self.copy)
        assert [gap.field for gap in refusal.value.missing] == ["problem"]
        assert self.sheet.problem == "J'ai besoin de recenser l'équipement."
        assert ICheckinCheckoutPolicy(self.copy).getBaseline() is not None

    @pytest.mark.parametrize("action", ["publish", "archive", "restore"])
    def test_the_copy_is_never_published(self, action):
        with pytest.raises(Refused):
            act(self.copy, action)
        with pytest.raises(Exception, match="."):
            api.portal.get_tool("portal_workflow").doActionFor(self.copy, action)
        assert api.content.get_state(self.copy) == "draft"

    def test_the_copy_may_be_reviewed(self):
        act(self.copy, "submit")
        assert checkin(self.copy).aq_base is self.sheet.aq_base

    def test_cancel_leaves_the_public_page_as_it_was(self):
        self.copy.problem = "Tout autre chose"
        self.copy.deliverables = []
        notify(ObjectModifiedEvent(self.copy))
        baseline = ICheckinCheckoutPolicy(self.copy).cancelCheckout()
        assert (baseline.problem, baseline.revision) == ("J'ai besoin de recenser l'équipement.", 1)
        assert len(baseline.deliverables) == 1
        assert not ILockable(baseline).locked()
        assert len(api.content.find(portal_type="prai.HowTo")) == 1

    def test_a_deleted_copy_frees_the_public_page(self, control):
        api.content.delete(self.copy, check_linkintegrity=False)
        assert not IBaseline.providedBy(self.sheet)
        assert not ILockable(self.sheet).locked()
        assert control(self.sheet).checkout_allowed()

    def test_flagging_the_public_page_meanwhile_is_kept(self):
        act(self.sheet, "flag")
        found = checkin(self.copy)
        assert api.content.get_state(found) == "to_revise"


class TestWhoMay:
    def test_editors_check_out_public_items_and_reviewers_check_in(self, portal, make_item, control):
        sheet = make_item("prai.HowTo", state="published")
        draft = make_item("prai.HowTo")
        with api.env.adopt_roles(["Manager"]):
            for name, group in (("redactrice", "redacteurs"), ("relecteur", "relecteurs")):
                api.user.create(username=name, email=f"{name}@ardesi.example", password="Secret-123456")
                api.group.add_user(groupname=group, username=name)
        with api.env.adopt_user("redactrice"):
            assert control(sheet).checkout_allowed()
            assert not control(draft).checkout_allowed()
            copy = checkout(sheet)
            assert copy.Creator() == "redactrice"
            assert not control(copy).checkin_allowed()
            assert control(copy).cancel_allowed()
        with api.env.adopt_user("relecteur"):
            assert control(copy).checkin_allowed()
            checkin(copy)
        assert sheet.revision == 1

    @pytest.mark.parametrize("roles", [["Anonymous"], ["Member"], ["Contributor"], ["Juror"]])
    def test_others_may_not(self, portal, make_item, control, roles):
        sheet = make_item("prai.HowTo", state="published")
        with api.env.adopt_roles(roles):
            assert not control(sheet).checkout_allowed()


class TestBook:
    @pytest.fixture(autouse=True)
    def _guide(self, portal, make_item, as_manager):
        self.guide = make_item("prai.Guide", title="Le guide")
        for name in ("un", "deux", "trois"):
            api.content.create(
                self.guide, "prai.Chapter", name, title=name.title(), body=html(f"<p>{name}</p>")
            )
        api.content.create(self.guide.un, "Image", "schema", title="Schéma", image=picture(RED))
        act(self.guide, "publish")
        self.uids = {name: part.UID() for name, part in self.guide.objectItems()}
        self.copy = checkout(self.guide)

    def names(self, book):
        return list(book.objectIds())

    def test_the_copy_has_its_own_chapters(self):
        assert self.names(self.copy) == ["un", "deux", "trois"]
        assert not set(self.uids.values()) & {part.UID() for part in self.copy.objectValues()}
        assert self.copy.un.schema.image.data == RED
        assert not any(is_public(part) for part in self.copy.objectValues())

    def test_writing_in_the_copy_changes_nothing_public(self):
        self.copy.un.body = html("<p>Réécrit</p>")
        notify(ObjectModifiedEvent(self.copy.un))
        assert self.guide.un.body.raw == "<p>un</p>"
        assert self.guide.revision == 1

    def test_chapters_find_their_originals(self):
        self.copy.un.body = html("<p>Réécrit</p>")
        self.copy.un.schema.image = picture(BLUE)
        self.copy.manage_delObjects(["deux"])
        api.content.create(self.copy, "prai.Chapter", "quatre", title="Quatre")
        new = self.copy.quatre.UID()
        drawing = self.guide.un.schema.UID()
        self.copy.moveObjectToPosition("trois", 0)
        found = checkin(self.copy)
        assert self.names(found) == ["trois", "un", "quatre"]
        assert found.un.UID() == self.uids["un"]
        assert found.trois.UID() == self.uids["trois"]
        assert found.quatre.UID() == new
        assert found.un.body.raw == "<p>Réécrit</p>"
        assert (found.un.schema.UID(), found.un.schema.image.data) == (drawing, BLUE)
        assert found.revision == 2
        assert is_public(found.quatre)
        paths = [
            b.getPath()
            for b in api.content.find(portal_type="prai.Chapter", sort_on="getObjPositionInParent")
        ]
        assert [path.rsplit("/", 1)[1] for path in paths] == ["trois", "un", "quatre"]
        assert all("copy_of" not in path for path in paths)
        assert api.content.find(SearchableText="Réécrit")

    def test_a_renamed_chapter_keeps_its_address(self):
        api.content.rename(self.copy.un, "premier")
        found = checkin(self.copy)
        assert self.names(found) == ["un", "deux", "trois"]
        assert found.un.UID() == self.uids["un"]

    def test_a_duplicated_chapter_is_new(self):
        api.content.copy(self.copy.un, self.copy, id="double")
        found = checkin(self.copy)
        assert self.names(found) == ["un", "deux", "trois", "double"]
        assert found.un.UID() == self.uids["un"]

    def test_a_chapter_added_to_the_public_guide_meanwhile_is_kept(self):
        api.content.create(self.guide, "prai.Chapter", "tardif", title="Tardif")
        assert self.names(checkin(self.copy)) == ["un", "deux", "trois", "tardif"]

    def rewrite(self, chapter, text):
        chapter.body = html(f"<p>{text}</p>")
        notify(ObjectModifiedEvent(chapter))

    def test_a_chapter_changed_on_the_public_page_alone_stays(self):
        self.rewrite(self.guide.deux, "Corrigé en ligne")
        self.rewrite(self.copy.un, "Réécrit")
        found = checkin(self.copy)
        assert (found.un.body.raw, found.deux.body.raw) == ("<p>Réécrit</p>", "<p>Corrigé en ligne</p>")

    def test_a_chapter_changed_on_both_sides_is_refused_and_nothing_is_lost(self):
        self.rewrite(self.guide.un, "Corrigé en ligne")
        self.rewrite(self.copy.un, "Réécrit")
        with pytest.raises(CheckinRefused, match="Un"):
            checkin(self.copy)
        assert self.guide.un.body.raw == "<p>Corrigé en ligne</p>"
        assert self.copy.un.body.raw == "<p>Réécrit</p>"

    def test_the_same_change_on_both_sides_is_none(self):
        self.rewrite(self.guide.un, "Pareil")
        self.rewrite(self.copy.un, "Pareil")
        assert checkin(self.copy).un.body.raw == "<p>Pareil</p>"

    def test_a_drawing_changed_online_and_deleted_in_the_copy_is_refused(self):
        self.guide.un.schema.image = picture(BLUE)
        notify(ObjectModifiedEvent(self.guide.un.schema))
        self.copy.un.manage_delObjects(["schema"])
        with pytest.raises(CheckinRefused, match="Schéma"):
            checkin(self.copy)
        assert self.guide.un.schema.image.data == BLUE

    def test_the_form_shows_the_clash_and_takes_the_confirmation(self, render, http_request):
        self.rewrite(self.guide.un, "Corrigé en ligne")
        self.rewrite(self.copy.un, "Réécrit")
        page = render(self.copy, "content-checkin")
        assert f"{self.guide.un.absolute_url()}/view" in page and 'name="overwrite"' in page
        remember(self.copy, overwrite=True)
        assert checkin(self.copy).un.body.raw == "<p>Réécrit</p>"

    def test_links_to_parts_of_the_copy_lead_to_what_stays(self):
        target = self.copy.deux.UID()
        self.copy.un.body = html(f'<p><a href="resolveuid/{target}">suite</a></p>')
        api.content.create(
            self.copy, "prai.Chapter", "quatre", body=html(f'<a href="../resolveuid/{target}">x</a>')
        )
        found = checkin(self.copy)
        assert f"resolveuid/{self.uids['deux']}" in found.un.body.raw
        assert f"resolveuid/{self.uids['deux']}" in found.quatre.body.raw

    def test_untouched_checkin_changes_no_chapter(self):
        before = {name: part.modification_date for name, part in self.guide.objectItems()}
        found = checkin(self.copy)
        assert {name: part.modification_date for name, part in found.objectItems()} == before
        assert found.revision == 1

    def test_a_checkin_that_fails_leaves_no_mark_of_merging(self):
        def fail(_obj, _event):
            raise RuntimeError("Arrêté en chemin")

        self.copy.un.body = html("<p>Réécrit</p>")
        site = getGlobalSiteManager()
        site.registerHandler(fail, (IPraiContent, IObjectModifiedEvent))
        try:
            with pytest.raises(RuntimeError):
                checkin(self.copy)
        finally:
            site.unregisterHandler(fail, (IPraiContent, IObjectModifiedEvent))
        self.guide.title = "Le guide, revu"
        notify(ObjectModifiedEvent(self.guide))
        assert self.guide.revision == 2

    def test_emptied_relation_of_a_book_comes_through(self, make_item):
        study = make_item("prai.Study", state="published")
        copy = checkout(study)
        copy.relatedItems = []
        assert checkin(copy).relatedItems == []

    def test_cancel_leaves_every_chapter(self):
        self.copy.manage_delObjects(["deux"])
        baseline = ICheckinCheckoutPolicy(self.copy).cancelCheckout()
        assert {name: part.UID() for name, part in baseline.objectItems()} == self.uids
