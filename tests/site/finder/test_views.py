from collective.prai.core.ready_pages import NEEDS
from collective.prai.core.structure import SECTIONS
from collective.prai.finder.asked import PAGE_SIZE
from DateTime import DateTime
from datetime import timedelta
from decimal import Decimal
from plone import api
from plone.app.testing import logout
from plone.dexterity.utils import createContentInContainer
from tests.site.conftest import words
import json
import pytest


class TestListing:
    def test_visitors_see_what_is_published_and_its_key_facts(self, make_item, render, portal):
        make_item("prai.HowTo", title="Brouillon secret")
        make_item("prai.HowTo", title="Retirée secrète", state="withdrawn")
        make_item("prai.HowTo", title="Recenser", state="published", effort_days=12, themes=["tourisme"])
        logout()
        page = render(portal["fiches-pratiques"], "prai-listing")
        assert "Recenser" in page and "secr" not in page
        assert "12" in words(page.split('class="prai-card"')[1]) and "Tourisme" in page

    def test_a_project_says_what_remains_to_pay(self, make_item, render, portal):
        make_item(
            "prai.ProjectSheet", state="published", total_cost=Decimal("82050"),
            sources=[{"funder": "FEDER", "amount": Decimal("41025")}, {"funder": "Région", "amount": Decimal("24615")}],
        )  # fmt: skip
        assert "16 410 €" in words(render(portal["projets"], "prai-listing"))

    def test_theme_filter(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Offices", state="published", themes=["tourisme"])
        make_item("prai.HowTo", title="Crèches", state="published", themes=["petite-enfance"])
        http_request.form["theme"] = "tourisme"
        page = render(portal["fiches-pratiques"], "prai-listing")
        assert "Offices" in page and "Crèches" not in page

    @pytest.mark.parametrize(
        "value", ["inconnu", "<script>alert(1)</script>", "x" * 5000, ["tourisme", "a"], {"a": "b"}]
    )
    def test_odd_filter_is_an_answer_not_an_error(self, render, portal, http_request, value):
        http_request.form["theme"] = value
        page = render(portal["fiches-pratiques"], "prai-listing")
        assert "<script>alert" not in page

    @pytest.mark.parametrize(
        "asked, expected", [("1", 1), ("2", 2), ("99", 2), ("0", 1), ("-1", 1), ("x", 1), ("²", 1)]
    )
    def test_pages(self, make_item, render, portal, http_request, asked, expected):
        for number in range(PAGE_SIZE + 1):
            make_item("prai.Organisation", title=f"Commune {number:02d}", state="published")
        http_request.form["page"] = asked
        page = render(portal["organisations"], "prai-listing")
        assert page.count('class="prai-card"') == (PAGE_SIZE if expected == 1 else 1)
        assert ("Commune 20" in page) == (expected == 2)

    def test_archived_items_have_their_own_list(self, make_item, render, portal, http_request):
        make_item("prai.HowTo", title="Ancienne fiche", state="archived")
        folder = portal["fiches-pratiques"]
        page = render(folder, "prai-listing")
        assert "Ancienne fiche" not in page and "?archives=1" in page
        http_request.form["archives"] = "1"
        assert "Ancienne fiche" in render(folder, "prai-listing")

    def test_no_listed_object_is_woken(self, make_item, render, portal):
        items = [make_item("prai.HowTo", title=f"Fiche {number}", state="published") for number in range(3)]
        render(portal["fiches-pratiques"], "prai-listing")
        portal._p_jar.savepoint()
        for item in items:
            item.aq_base._p_deactivate()
        logout()
        assert "Fiche 2" in render(portal["fiches-pratiques"], "prai-listing")
        assert all(item.aq_base._p_changed is None for item in items)


class TestSearch:
    def test_finds_the_body_and_leaves_out_what_is_not_public_or_archived(
        self, make_item, render, portal, http_request
    ):
        make_item(
            "prai.HowTo", title="Sauvegarde", state="published", problem="J'ai besoin d'un questionnaire."
        )
        make_item("prai.HowTo", title="Brouillon secret", problem="questionnaire")
        make_item("prai.HowTo", title="Ancienne", problem="questionnaire", state="archived")
        logout()
        http_request.form["q"] = "questionnaire"
        page = render(portal, "trouver")
        assert "Sauvegarde" in page and "secret" not in page and "Ancienne" not in page

    def test_suggestions_leave_out_the_same(self, make_item, render, portal, http_request):
        for title, state in (("Sauvegarde", "published"), ("Revue", "to_revise"), ("Ancienne", "archived")):
            make_item("prai.HowTo", title=title, problem="questionnaire", state=state)
        logout()
        http_request.form["SearchableText"] = "questionnaire*"
        for asked in ({}, {"review_state": "archived"}):
            http_request.form.update(asked)
            found = json.loads(render(portal, "ajax-search"))
            assert {item["title"] for item in found["items"]} == {"Sauvegarde", "Revue"}
        http_request.form.clear()
        assert json.loads(render(portal, "ajax-search"))["total"] == 0

    def test_a_published_item_of_a_private_folder_is_not_found(self, make_item, render, portal, http_request):
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(portal, "Folder", "prive", title="Privé")
        make_item("prai.HowTo", title="Cachée questionnaire", state="published", container=folder)
        logout()
        http_request.form["q"] = "questionnaire"
        assert "Cachée" not in render(portal, "trouver")

    @pytest.mark.parametrize("text", ["", "((", "AND", "*", "x" * 5000, ["a"], "<b>é"])
    def test_odd_words_are_an_answer(self, render, portal, http_request, text):
        http_request.form["q"] = text
        assert "<b>é" not in render(portal, "trouver")


class TestHome:
    def test_is_the_default_view_with_the_four_needs(self, portal, render):
        assert portal.getLayout() == "prai-home"
        page = render(portal, "prai-home")
        for need in NEEDS:
            assert need.title in page
        assert "/trouver" in page and 'name="q"' in page

    def test_latest_news_and_next_events(self, portal, render, make_item):
        make_item("prai.HowTo", title="Fiche récente", state="published")
        make_item("prai.HowTo", title="Brouillon secret")
        with api.env.adopt_roles(["Manager"]):
            news = api.content.create(portal["actualites"], "News Item", title="Une nouvelle")
            start = DateTime().asdatetime() + timedelta(days=3)
            event = createContentInContainer(
                portal["agenda"], "Event", title="Atelier", start=start, end=start
            )
            past = createContentInContainer(
                portal["agenda"],
                "Event",
                title="Séance passée",
                start=start - timedelta(days=9),
                end=start - timedelta(days=9),
            )
            for item in (news, event, past):
                api.content.transition(item, "publish")
        logout()
        page = render(portal, "prai-home")
        assert "Fiche récente" in page and "Une nouvelle" in page and "Atelier" in page
        assert "secret" not in page and "passée" not in page

    def test_private_section_is_not_counted_nor_named(self, portal, render, make_item):
        make_item("prai.HowTo", title="Cachée", state="published")
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(portal["fiches-pratiques"], "retract")
        logout()
        page = render(portal, "prai-home")
        assert (
            "Cachée" not in page
            and "Fiches pratiques" not in page.split('id="content-core"')[1].split("footer")[0]
        )


class TestReadyPages:
    def test_navigation_is_the_four_needs_and_the_offer_to_partners(self, portal):
        logout()
        tabs = api.content.get_view("portal_tabs_view", portal, portal.REQUEST)
        names = [tab["id"] for tab in tabs.topLevelTabs()]
        assert names == [*(need.id for need in NEEDS), "reprendre-nos-contenus"]

    def test_every_need_lists_its_sections(self, portal, render):
        logout()
        for need in NEEDS:
            page = render(portal[need.id], "prai-need")
            for name in need.sections:
                assert f'href="{portal[name].absolute_url()}"' in page.split('id="content-core"')[1], (
                    need.id,
                    name,
                )

    def test_site_map_leads_to_every_section(self, portal, render):
        logout()
        page = render(portal, "plan-du-site")
        for section in SECTIONS:
            assert f'href="{portal[section.id].absolute_url()}"' in page
        for name in ("mentions-legales", "accessibility-info", "contact-info", "diffusion"):
            assert f"/{name}" in page

    def test_installing_again_keeps_an_edited_page(self, portal):
        portal["comprendre"].title = "Notre titre"
        with api.env.adopt_roles(["Manager"]):
            api.portal.get_tool("portal_setup").runAllImportStepsFromProfile("collective.prai:default")
        assert portal["comprendre"].title == "Notre titre"

    def test_stock_claims_are_gone(self, portal, render):
        logout()
        page = words(render(portal, "accessibility-info"))
        assert "Déclaration d’accessibilité" in page and "non conforme" in page
        assert "VPAT" not in page and "Plone Foundation" not in page and "2000-" not in page
