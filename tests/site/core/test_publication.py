"""Save incomplete, never publish incomplete: guards, dates, revisions, reasons."""

from collective.prai.core.publication.acting import act
from collective.prai.core.publication.refusals import IncompleteSave
from collective.prai.core.publication.refusals import PublicationRefused
from collective.prai.core.publication.refusals import ReasonMissing
from collective.prai.core.publication.refusals import Refused
from collective.prai.core.publication.refusals import ReplacementRefused
from collective.prai.core.publication.withdrawal import get_withdrawal
from DateTime import DateTime
from plone import api
from plone.app.testing import TEST_USER_ID
from plone.app.textfield import RichTextValue
from Products.CMFCore.WorkflowCore import WorkflowException
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent
import pytest


STATES = ("draft", "in_review", "published", "to_revise", "withdrawn", "archived")
#: State → transition → roles that may do it, besides Manager and Site Administrator.
MATRIX = {
    "draft": {"submit": {"Owner", "Editor"}, "publish": {"Reviewer"}},
    "in_review": {"send_back": {"Reviewer"}, "publish": {"Reviewer"}},
    "published": {"flag": {"Owner", "Editor"}, "withdraw": {"Reviewer"}, "archive": {"Reviewer"}},
    "to_revise": {"publish": {"Reviewer"}, "withdraw": {"Reviewer"}, "archive": {"Reviewer"}},
    "withdrawn": {"restore_draft": {"Reviewer"}},
    "archived": {"restore": {"Reviewer"}, "withdraw": {"Reviewer"}},
}
ROLES = ("Anonymous", "Member", "Contributor", "Owner", "Editor", "Reviewer", "Site Administrator", "Manager")
ALL = sorted({name for found in MATRIX.values() for name in found})
AFTER = {
    "submit": "in_review", "send_back": "draft", "publish": "published", "flag": "to_revise",
    "withdraw": "withdrawn", "archive": "archived", "restore": "published", "restore_draft": "draft",
}  # fmt: skip


def transition(obj, action, comment=""):
    """As any door does: plone.api would hide the sentence behind its own error."""
    api.portal.get_tool("portal_workflow").doActionFor(obj, action, comment=comment)


def save(obj, **values):
    """As any door does: set, then tell."""
    for name, value in values.items():
        setattr(obj, name, value)
    notify(ObjectModifiedEvent(obj))


@pytest.fixture
def as_manager(portal):
    with api.env.adopt_roles(["Manager"]):
        yield


class TestWhoMayDoWhat:
    @pytest.mark.parametrize("state", STATES)
    def test_each_role_may_do_exactly_its_transitions(self, portal, make_item, state):
        sheet = make_item("prai.HowTo", state=state)
        for role in ROLES:
            for action in ALL:
                allowed = MATRIX[state].get(action)
                expected = allowed is not None and role in {*allowed, "Site Administrator", "Manager"}
                with api.env.adopt_roles([role]):
                    try:
                        act(sheet, action, "Une raison.")
                        done = True
                    except Refused:
                        done = False
                assert done is expected, (state, role, action)
                assert api.content.get_state(sheet) == (AFTER[action] if expected else state)
                if done:
                    sheet = make_item("prai.HowTo", state=state)


class TestNeverPublishIncomplete:
    @pytest.mark.parametrize("portal_type", [
        "prai.Guide", "prai.HowTo", "prai.TeachingPack", "prai.Study", "prai.Indicator",
        "prai.ProjectSheet", "prai.MissionSheet", "prai.Deliverable", "prai.Collection",
    ])  # fmt: skip
    def test_an_empty_item_of_each_type_is_refused(self, portal, as_manager, portal_type):
        obj = api.content.create(portal, portal_type, title="Vide")
        with pytest.raises(PublicationRefused) as refusal:
            transition(obj, "publish")
        assert refusal.value.missing
        assert api.content.get_state(obj) == "draft"
        assert obj.effective_date is None
        assert not obj.revision

    def test_plone_api_is_refused_too(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", problem=None)
        with pytest.raises(api.exc.InvalidParameterError):
            api.content.transition(sheet, "publish")
        assert (api.content.get_state(sheet), sheet.effective_date) == ("draft", None)

    def test_the_sentence_names_what_is_missing(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", problem="  ", in_brief=None)
        with pytest.raises(WorkflowException) as refusal:
            transition(sheet, "publish")
        assert [gap.field for gap in refusal.value.missing] == ["problem", "in_brief"]

    def test_blank_html_is_missing(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", in_brief=RichTextValue("<p>&nbsp; </p>", "text/html", "text/html"))
        with pytest.raises(PublicationRefused):
            transition(sheet, "publish")

    def test_restore_is_a_publication(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", state="archived")
        sheet.problem = None
        with pytest.raises(PublicationRefused):
            transition(sheet, "restore")
        assert api.content.get_state(sheet) == "archived"

    def test_incomplete_may_be_submitted(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", problem=None)
        transition(sheet, "submit")
        assert api.content.get_state(sheet) == "in_review"


class TestDateAndRevision:
    def test_first_publication_sets_the_date_and_indexes_it(self, make_item, as_manager):
        sheet = make_item("prai.HowTo")
        assert sheet.effective_date is None
        transition(sheet, "publish")
        first = sheet.effective_date
        (brain,) = api.content.find(UID=sheet.UID())
        assert brain.effective == first
        for action in ("flag", "publish", "archive", "restore"):
            transition(sheet, action)
        assert sheet.effective_date == first

    def test_a_chosen_date_is_kept(self, make_item, as_manager):
        sheet = make_item("prai.HowTo")
        sheet.effective_date = DateTime("2030-01-01")
        transition(sheet, "publish")
        assert sheet.effective_date == DateTime("2030-01-01")

    def test_publication_does_not_touch_modified(self, make_item, as_manager):
        sheet = make_item("prai.HowTo")
        before = sheet.modification_date
        transition(sheet, "publish")
        assert sheet.modification_date == before

    def test_revision_counts_changed_content_only(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", state="published")
        assert sheet.revision == 1
        for action in ("flag", "publish", "archive", "restore"):
            transition(sheet, action)
        assert sheet.revision == 1
        save(sheet)
        assert sheet.revision == 1
        save(sheet, problem="Un autre besoin.")
        assert sheet.revision == 2
        transition(sheet, "withdraw", comment="À refaire.")
        transition(sheet, "restore_draft")
        save(sheet, title="Un autre titre")
        assert sheet.revision == 2
        transition(sheet, "publish")
        assert sheet.revision == 3

    def test_a_form_that_writes_none_for_empty_counts_nothing(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", state="published")
        save(sheet, steps=None, links=None, description=None)
        assert sheet.revision == 1

    def test_a_chapter_counts_for_its_book(self, portal, make_item, as_manager):
        pack = make_item("prai.TeachingPack", state="published")
        chapter = api.content.create(pack, "prai.Chapter", title="Un")
        assert pack.revision == 2
        save(chapter, title="Premier")
        assert pack.revision == 3
        save(chapter)
        assert pack.revision == 3
        api.content.delete(chapter)
        assert pack.revision == 4

    def test_a_copy_starts_its_own_life(self, portal, make_item, as_manager):
        sheet = make_item("prai.HowTo", state="published")
        copy = api.content.copy(sheet, portal["fiches-pratiques"], id="copie")
        assert (copy.revision, copy.effective_date, api.content.get_state(copy)) == (0, None, "draft")
        transition(copy, "publish")
        assert copy.revision == 1


class TestLicence:
    def make_ours(self, portal, make_item, portal_type, publisher=None, **kw):
        obj = make_item(portal_type, licence=None, **kw)
        if publisher is not None:
            name = "producer" if portal_type == "prai.Deliverable" else "publisher"
            setattr(obj, name, RelationValue(getUtility(IIntIds).getId(publisher)))
        return obj

    @pytest.fixture
    def ardesi(self, portal, as_manager):
        return api.content.create(
            portal.organisations,
            "prai.Organisation",
            "ardesi",
            title="ARDESI",
            organisation_type="association",
        )

    def test_our_own_text_gets_the_house_licence(self, portal, make_item, as_manager):
        sheet = self.make_ours(portal, make_item, "prai.HowTo")
        transition(sheet, "publish")
        assert sheet.licence == "etalab-2.0"
        assert sheet.attribution.startswith("ARDESI")
        assert api.content.find(UID=sheet.UID(), licence="etalab-2.0")

    def test_a_refused_publication_fills_nothing_in(self, portal, make_item, as_manager):
        sheet = self.make_ours(portal, make_item, "prai.HowTo", problem=None)
        with pytest.raises(PublicationRefused):
            transition(sheet, "publish")
        assert sheet.licence is None

    def test_published_by_ardesi(self, portal, make_item, ardesi):
        guide = self.make_ours(portal, make_item, "prai.Guide", publisher=ardesi)
        transition(guide, "publish")
        assert guide.licence == "etalab-2.0"

    def test_of_another_publisher_must_be_said(self, portal, make_item, as_manager):
        other = make_item("prai.Organisation", title="SICOVAL")
        guide = self.make_ours(portal, make_item, "prai.Guide", publisher=other)
        with pytest.raises(PublicationRefused) as refusal:
            transition(guide, "publish")
        assert [gap.field for gap in refusal.value.missing] == ["licence"]

    def test_unknown_producer_is_not_ours(self, portal, make_item, as_manager):
        deliverable = self.make_ours(portal, make_item, "prai.Deliverable")
        with pytest.raises(PublicationRefused):
            transition(deliverable, "publish")

    def test_a_copy_of_another_site_is_not_ours(self, portal, make_item, as_manager):
        sheet = self.make_ours(portal, make_item, "prai.HowTo", source_site="https://exemple.example")
        with pytest.raises(PublicationRefused):
            transition(sheet, "publish")

    def test_a_chosen_licence_is_left_alone(self, portal, make_item, as_manager):
        sheet = make_item("prai.HowTo", licence="CC-BY-4.0")
        transition(sheet, "publish")
        assert (sheet.licence, sheet.attribution) == ("CC-BY-4.0", None)


class TestReasons:
    @pytest.mark.parametrize(("state", "action"), [("in_review", "send_back"), ("published", "withdraw")])
    @pytest.mark.parametrize("comment", ["", "  \n ", None])
    def test_a_blank_reason_is_refused(self, make_item, as_manager, state, action, comment):
        sheet = make_item("prai.HowTo", state=state)
        with pytest.raises(ReasonMissing):
            transition(sheet, action, comment=comment)
        assert api.content.get_state(sheet) == state

    def test_withdrawal_tells_reason_date_and_replacement(self, make_item, as_manager):
        new = make_item("prai.HowTo", state="published", title="La nouvelle")
        old = make_item("prai.HowTo", state="published", title="L'ancienne")
        assert get_withdrawal(old) is None
        act(old, "withdraw", " Remplacée. ", new.UID())
        found = get_withdrawal(old)
        assert (found.reason, found.replacement) == ("Remplacée.", new.UID())
        assert found.date <= DateTime()
        act(old, "restore_draft")
        assert get_withdrawal(old) is None
        act(old, "publish")
        act(old, "withdraw", "Encore.")
        assert get_withdrawal(old).replacement is None

    def test_the_replacement_is_public_and_of_the_same_type(self, make_item, as_manager):
        old = make_item("prai.HowTo", state="published")
        draft = make_item("prai.HowTo")
        study = make_item("prai.Study", state="published")
        for uid in (draft.UID(), study.UID(), old.UID(), "inconnu"):
            with pytest.raises(ReplacementRefused):
                act(old, "withdraw", "Remplacée.", uid)
        assert api.content.get_state(old) == "published"


class TestPublicItemsStayComplete:
    @pytest.mark.parametrize("state", ["published", "to_revise", "archived"])
    def test_an_incomplete_save_is_refused(self, make_item, as_manager, state):
        sheet = make_item("prai.HowTo", state=state)
        with pytest.raises(IncompleteSave) as refusal:
            save(sheet, problem="")
        assert [gap.field for gap in refusal.value.missing] == ["problem"]

    @pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
    def test_others_are_saved_as_they_are(self, make_item, as_manager, state):
        sheet = make_item("prai.HowTo", state=state)
        save(sheet, problem="")
        assert sheet.problem == ""

    def test_an_emptied_licence_of_ours_is_filled_in(self, make_item, as_manager):
        sheet = make_item("prai.HowTo", state="published")
        save(sheet, licence=None)
        assert sheet.licence == "etalab-2.0"

    def test_adding_a_part_to_a_public_book_is_no_save_of_the_book(self, make_item, as_manager):
        pack = make_item("prai.TeachingPack", state="published")
        pack.objectives = None
        api.content.create(pack, "prai.Chapter", title="Un")
        assert "un" in pack


def test_the_owner_is_the_author(portal, make_item):
    sheet = make_item("prai.HowTo")
    assert sheet.Creator() == TEST_USER_ID
