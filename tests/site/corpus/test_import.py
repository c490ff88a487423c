"""Import: each row whole or not at all, and never over the work of an editor."""

from collective.prai.corpus.accounts import create_accounts
from collective.prai.corpus.accounts import DEMO_ACCOUNTS
from collective.prai.corpus.importer import import_corpus
from pathlib import Path
from plone import api
import pytest


HOSTILE = Path(__file__).parents[2] / "data" / "corpus"


@pytest.fixture
def hostile(portal):
    with api.env.adopt_roles(["Manager"]):
        yield import_corpus(portal, [HOSTILE])


@pytest.fixture
def small(portal, tmp_path):
    """Imports one file of organisations whose text the test gives, as often as it likes."""

    def run(*lines):
        text = "\n".join(f"  - {{{line}, source: essai, confidence: seed}}" for line in lines)
        (tmp_path / "organisations.yaml").write_text(f"items:\n{text}\n", encoding="utf-8")
        with api.env.adopt_roles(["Manager"]):
            return import_corpus(portal, [tmp_path])

    return run


class TestHostileRows:
    def test_each_is_refused_and_the_others_go_in(self, portal, hostile):
        assert sorted(portal.organisations.objectIds()) == ["hote-accentue", "mairie-de-verfeil"]
        assert portal.projets.objectIds() == ["portail-de-verfeil"]
        refused = {refusal.item: (refusal.file, refusal.line, refusal.reason) for refusal in hostile.refusals}
        file, line, reason = refused["population-negative"]
        assert (file, line) == ("organisations.yaml", 16)
        assert "population" in reason
        assert "cannot refer to prai.Organisation" in refused["renvoi-mauvais-type"][2]

    def test_nothing_is_half_written(self, portal, hostile):
        assert not api.content.find(context=portal, id="population-negative", unrestricted=True)
        assert not api.relation.get(
            target=portal.organisations["mairie-de-verfeil"], relationship="deliverables"
        )

    def test_markup_of_a_row_is_text(self, portal, hostile):
        project = portal.projets["portail-de-verfeil"]
        assert (
            "&lt;b&gt;simple&lt;/b&gt; &amp; sûr" in project.description
            or "<b>" not in project.the_project.raw
        )
        assert str(project.total_cost) == "98541.50"

    def test_item_that_is_there_already_is_not_overwritten(self, portal, small, make_item):
        make_item("prai.Organisation", title="À la main", id="sivom")
        report = small("id: sivom, name: SIVOM, type: association")
        assert "not made by an import" in report.refusals[0].reason
        assert portal.organisations["sivom"].title == "À la main"


class TestSecondRun:
    ROW = "id: sivom, name: SIVOM, type: association"

    def test_changed_row_updates_the_item(self, portal, small):
        small(self.ROW + ", acronym: SV")
        report = small("id: sivom, name: SIVOM du Girou, type: association")
        assert [one.action for one in report.outcomes] == ["updated"]
        assert portal.organisations["sivom"].title == "SIVOM du Girou"
        assert not portal.organisations["sivom"].acronym
        assert api.content.find(context=portal.organisations, Title="Girou", unrestricted=True)

    def test_edited_item_is_kept_and_said(self, portal, small):
        small(self.ROW)
        portal.organisations["sivom"].title = "SIVOM corrigé"
        report = small("id: sivom, name: SIVOM du Girou, type: association")
        assert [one.action for one in report.outcomes] == ["kept"]
        assert portal.organisations["sivom"].title == "SIVOM corrigé"
        assert any("edited on the site" in line for line in report.summary())

    def test_field_that_an_editor_filled_meanwhile_is_kept(self, portal, small):
        small(self.ROW)
        portal.organisations["sivom"].acronym = "SVG"
        report = small(self.ROW + ", acronym: SV")
        assert [one.action for one in report.outcomes] == ["kept"]
        assert portal.organisations["sivom"].acronym == "SVG"

    def test_other_fields_of_an_editor_survive_an_update(self, portal, small):
        small(self.ROW)
        portal.organisations["sivom"].phone = "05 61 00 00 00"
        small("id: sivom, name: SIVOM du Girou, type: association")
        assert portal.organisations["sivom"].phone == "05 61 00 00 00"

    def test_deleted_item_does_not_come_back(self, portal, small):
        small(self.ROW)
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(portal.organisations["sivom"])
        report = small(self.ROW)
        assert [one.action for one in report.outcomes] == ["deleted"]
        assert "sivom" not in portal.organisations

    def test_renamed_item_is_still_the_same(self, portal, small):
        small(self.ROW)
        with api.env.adopt_roles(["Manager"]):
            api.content.rename(portal.organisations["sivom"], new_id="syndicat")
        small("id: sivom, name: SIVOM du Girou, type: association")
        assert portal.organisations.objectIds() == ["syndicat"]
        assert portal.organisations["syndicat"].title == "SIVOM du Girou"

    def test_withdrawn_item_is_not_published_again(self, portal, small):
        small(self.ROW)
        item = portal.organisations["sivom"]
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "withdraw", comment="Fusionné")
        small("id: sivom, name: SIVOM du Girou, type: association")
        assert api.content.get_state(item) == "withdrawn"

    def test_nobody_is_mailed_of_what_an_import_publishes(self, portal, small):
        with api.env.adopt_roles(["Manager"]):
            create_accounts()
        small(self.ROW)
        item = portal.organisations["sivom"]
        item.setCreators(["redactrice"])  # another publishes it: the review would tell her
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(item, "withdraw", comment="Fusionné")
            api.content.transition(item, "restore_draft", comment="Défusionné")
        small("id: sivom, name: SIVOM du Girou, type: association")
        assert api.content.get_state(item) == "published"
        assert list(portal.MailHost.messages) == []

    def test_run_that_was_cut_short_is_taken_up(self, portal, tmp_path, small):
        def cut():
            raise KeyboardInterrupt

        (tmp_path / "organisations.yaml").write_text(
            "items:\n  - {id: sivom, name: SIVOM, type: association, source: essai, confidence: seed}\n"
        )
        with api.env.adopt_roles(["Manager"]):
            with pytest.raises(KeyboardInterrupt):
                import_corpus(portal, [tmp_path], checkpoint=cut)
        small(self.ROW)
        assert api.content.get_state(portal.organisations["sivom"]) == "published"


class TestAccounts:
    def test_each_is_in_its_group_and_may_log_in(self, portal):
        with api.env.adopt_roles(["Manager"]):
            create_accounts()
            create_accounts()
            for account in DEMO_ACCOUNTS:
                groups = [group.id for group in api.group.get_groups(username=account.user_id)]
                assert account.group in groups
                assert portal.acl_users.authenticate(account.user_id, account.password, portal.REQUEST)
