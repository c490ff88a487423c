"""The vocabularies as ARDESI edits them, and what an upgrade leaves alone."""

from collective.prai.core.seeding import seed_vocabularies
from collective.prai.core.usage import check_rows
from collective.prai.core.usage import uses
from plone import api
from tests.site.conftest import make
from tests.site.core.test_forms import Page
import pytest
import requests
import transaction


THEMES = "collective.prai.vocabularies.themes"


def rows():
    return [dict(row) for row in api.portal.get_registry_record(THEMES)]


def tokens(context, name="themes"):
    return [term.token for term in api.portal.get_vocabulary(f"collective.prai.{name}", context)]


class TestSeeding:
    def test_an_edited_title_survives_the_profile(self, portal):
        edited = rows()
        edited[0]["fr"] = "Participation des habitants"
        api.portal.set_registry_record(THEMES, edited)
        seed_vocabularies()
        assert rows()[0]["fr"] == "Participation des habitants"

    def test_a_retired_term_stays_valid_where_it_is_and_is_offered_nowhere_else(self, portal, make_item):
        old = make_item("prai.HowTo", themes=["tourisme"])
        new = make_item("prai.HowTo")
        edited = [row | {"retired": row["retired"] or row["token"] == "tourisme"} for row in rows()]
        api.portal.set_registry_record(THEMES, edited)
        seed_vocabularies()
        assert "tourisme" in tokens(old)
        assert "tourisme" not in tokens(new)

    def test_the_same_for_a_term_inside_a_row(self, portal, make_item):
        record = "collective.prai.vocabularies.project_kinds"
        old = make_item("prai.ProjectSheet", components=[{"title": "Carte", "text": None, "kind": "sig"}])
        edited = [
            dict(row) | {"retired": row["token"] == "sig"} for row in api.portal.get_registry_record(record)
        ]
        api.portal.set_registry_record(record, edited)
        assert "sig" in tokens(old, "project_kinds")
        assert "sig" not in tokens(make_item("prai.ProjectSheet"), "project_kinds")

    def test_a_removed_term_that_the_add_on_ships_comes_back(self, portal):
        api.portal.set_registry_record(THEMES, rows()[1:])
        seed_vocabularies()
        assert rows()[-1]["token"] == "democratie-participative"


class TestUses:
    def test_items_of_all_states_count(self, portal, make_item):
        make_item("prai.HowTo", themes=["tourisme"])
        make_item("prai.HowTo", state="published", themes=["tourisme", "urbanisme"])
        assert uses("themes")["tourisme"] == 2
        assert uses("themes")["urbanisme"] == 1

    def test_what_is_refused(self, portal, make_item):
        make_item("prai.HowTo", themes=["tourisme"])
        before = rows()
        without = [row for row in before if row["token"] != "tourisme"]
        assert check_rows("themes", before, without) == [("used", "tourisme", 1)]
        unused = [row for row in before if row["token"] != "urbanisme"]
        assert check_rows("themes", before, unused) == []
        assert check_rows("themes", before, [*before, before[0]])[0][0] == "double"
        assert check_rows("themes", before, [before[0] | {"parent": "nowhere"}, *before[1:]])[0][0] == "group"


class TestPages:
    @pytest.fixture(scope="class")
    def site(self, class_site):
        make(class_site, "prai.HowTo", themes=["democratie-participative"])
        transaction.commit()
        return class_site

    def page(self, site):
        return Page(f"{site.absolute_url()}/@@prai-vocabulary?vocabulary=themes")

    def test_a_title_is_changed_and_a_term_added(self, site):
        page = self.page(site)
        count = len(rows())
        added = f"form.widgets.themes.{count}.widgets."
        page.send(**{
            "form.widgets.themes.0.widgets.fr": "Participation des habitants",
            added + "token": "mobilite", added + "fr": "Mobilité",
        })  # fmt: skip
        assert page.url.endswith("@@prai-vocabularies"), page.errors()
        assert self.page(site).value("form.widgets.themes.0.widgets.fr") == "Participation des habitants"
        assert [self.page(site).value(added + name) for name in ("token", "fr")] == ["mobilite", "Mobilité"]

    def test_a_used_token_is_neither_removed_nor_renamed(self, site):
        for value in ("", "autre-nom"):
            changed = (
                {f"form.widgets.themes.0.widgets.{name}": "" for name in ("fr", "en")} if not value else {}
            )
            page = self.page(site).send(**{"form.widgets.themes.0.widgets.token": value} | changed)
            assert "utilisé par 1" in " ".join(page.errors()), page.errors()
            assert self.page(site).value("form.widgets.themes.0.widgets.token") == "democratie-participative"

    @pytest.mark.parametrize("bad", ["Accentué", "deux mots", "é"])
    def test_a_bad_token_is_said_beside_its_cell(self, site, bad):
        added = f"form.widgets.themes.{len(rows())}.widgets."
        page = self.page(site).send(**{added + "token": bad, added + "fr": "Essai"})
        assert any("sans accent" in said for said in page.errors()), page.errors()
        assert page.value(added + "token") == bad

    def test_the_other_pages_answer_and_none_is_public(self, site):
        for name in ("prai-settings", "prai-vocabularies", "prai-mails", "prai-vocabulary?vocabulary=units"):
            url = f"{site.absolute_url()}/@@{name}"
            assert Page(url).status == 200
            answer = requests.get(url, timeout=30, allow_redirects=False)
            assert answer.status_code in (302, 401), name
        assert Page(f"{site.absolute_url()}/@@prai-vocabulary?vocabulary=nothing").status == 404
