"""Pages of themes, audiences and territories, the sitemap, the home page: what is there, and nothing else."""

from collective.prai.core.structure import PRESENTATIONS
from collective.prai.core.subjects import KINDS
from collective.prai.core.subjects import tags
from collective.prai.core.subjects import terms
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.subjects import THEMES
from collective.prai.finder.census import Census
from collective.prai.interfaces import IPraiLayer
from decimal import Decimal
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import TEST_USER_NAME
from plone.app.textfield import RichTextValue
from tests.site.conftest import relate
from tests.site.conftest import words
from urllib.parse import parse_qsl
from urllib.parse import urlsplit
from zExceptions import BadRequest
from zExceptions import NotFound
from zope.interface import alsoProvides
import pytest
import re


@pytest.fixture
def page(portal, http_request):
    """page("themes", "tourisme"): HTML of a page as the current reader gets it."""
    alsoProvides(http_request, IPraiLayer)

    def page(name, *path):
        view = api.content.get_view(name, portal, http_request)
        for step in path:
            view = view.publishTraverse(http_request, step)
        http_request["URL"] = http_request["ACTUAL_URL"] = view.canonical
        return view()

    return page


@pytest.fixture
def main():
    """Text of the part of a page that is its own."""
    return lambda html: words(html.split('id="content"')[1].split("<footer")[0])


class TestTheme:
    def test_gathers_what_is_public_type_by_type(self, make_item, page, main):
        theme = {"themes": ["tourisme"]}
        for portal_type, title in (
            ("prai.Deliverable", "Cahier des charges du portail"), ("prai.ProjectSheet", "Portail du Girou"),
            ("prai.HowTo", "Animer un office"), ("prai.Study", "Baromètre"), ("prai.Indicator", "Offices en ligne"),
        ):  # fmt: skip
            make_item(portal_type, title=title, state="published", **theme)
        make_item("prai.HowTo", title="À relire encore", state="to_revise", **theme)
        make_item("prai.HowTo", title="Crèches", state="published", themes=["petite-enfance"])
        for state in ("draft", "in_review", "withdrawn", "archived"):
            make_item("prai.HowTo", title=f"Secret {state}", state=state, **theme)
        make_item("prai.ProjectSheet", title="Secret hors thème", state="published", off_theme=True, **theme)
        logout()
        text = main(page("themes", "tourisme"))
        assert "Offices, sites de destination" in text
        for title in ("Cahier des charges du portail", "Portail du Girou", "Animer un office", "Baromètre",
                      "Offices en ligne", "À relire encore"):  # fmt: skip
            assert title in text
        assert "Secret" not in text and "Crèches" not in text
        assert text.index("À reprendre chez vous") < text.index("Projets") < text.index("Études")
        assert "Fiches pratiques (2)" in text

    def test_the_list_of_themes_counts_what_the_pages_show(self, make_item, page, main, portal, http_request):
        make_item("prai.HowTo", title="Une", state="published", themes=["tourisme", "urbanisme"])
        make_item("prai.Study", title="Deux", state="published", themes=["tourisme"])
        make_item("prai.HowTo", title="Trois", themes=["tourisme"])
        logout()
        view = api.content.get_view("themes", portal, http_request)
        counts = {entry.token: entry.count for entry in view.entries()}
        assert counts == {token: 0 for token in terms(THEMES)} | {"tourisme": 2, "urbanisme": 1}
        for token in ("tourisme", "urbanisme"):
            one = api.content.get_view("themes", portal, http_request).publishTraverse(http_request, token)
            assert one.total == counts[token] == sum(block.total for block in one.blocks)

    @pytest.mark.parametrize(
        ("kind", "token"), [("themes", "tourisme"), ("publics", "elus"), ("territoires", "31")]
    )
    def test_one_number_everywhere(self, make_item, portal, http_request, kind, token):
        """Home, site map, list, page, facet: all say what the search behind the page finds."""
        about = {"themes": ["tourisme"], "audiences": ["elus"], "departments": ["31"]}
        for portal_type in ("prai.HowTo", "prai.Study", "prai.ProjectSheet"):
            make_item(portal_type, state="published", **about)
        classified = {name: about[name] for name in ("themes", "audiences")}
        make_item("prai.Collection", state="published", **classified)
        make_item("prai.Organisation", state="published", departments=["31"])
        make_item("prai.HowTo", state="archived", **about)
        make_item("prai.ProjectSheet", state="published", off_theme=True, **about)
        logout()
        alsoProvides(http_request, IPraiLayer)
        view = api.content.get_view(kind, portal, http_request)
        said = {entry.count for entry in view.entries() if entry.token == token}
        for name in ("prai-home", "plan-du-site"):
            gathered = api.content.get_view(name, portal, http_request).subjects(view.kind)
            said |= {subject["count"] for subject in gathered if subject["token"] == token}
        one = api.content.get_view(kind, portal, http_request).publishTraverse(http_request, token)
        for url, number in [(one.list_url(), one.total), *((b.more, b.total) for b in one.blocks if b.more)]:
            http_request.form.clear()
            for name, value in parse_qsl(urlsplit(url).query):
                http_request.form.setdefault(name, []).append(value)
            assert api.content.get_view("trouver", portal, http_request).total == number
        http_request.form.clear()
        facet = api.content.get_view("trouver", portal, http_request).search.counts(view.kind.filter)
        # A recueil is nowhere: its sheets are.
        assert said == {one.total} == {facet[token]} == {3 if kind == "territoires" else 4}

    def test_without_a_sheet_it_says_so(self, page):
        logout()
        html = page("themes", "haut-debit")
        assert 'class="prai-notice"' in html and "prai-jumps" not in html

    def test_with_research_projects_alone_it_offers_them(self, make_item, page, main, portal, http_request):
        for number in (1, 2):
            make_item("prai.ProjectSheet", title=f"Recherche {number}", state="published", off_theme=True,
                      themes=["tourisme"])  # fmt: skip
        make_item("prai.ProjectSheet", title="Brouillon", off_theme=True, themes=["tourisme"])
        logout()
        html = page("themes", "tourisme")
        assert "Recherche 1" not in main(html)
        address = re.search(r'href="([^"]*/trouver\?theme=tourisme&amp;hors_theme=1)"', html)[1]
        assert "/alertes?theme=tourisme&amp;hors_theme=1" in html, "readers are told of what there is"
        http_request.form.update(parse_qsl(urlsplit(address.replace("&amp;", "&")).query))
        assert api.content.get_view("trouver", portal, http_request).total == 2
        entries = api.content.get_view("themes", portal, http_request).entries()
        assert {e.token: e.besides for e in entries if e.besides} == {"tourisme": 2}
        make_item("prai.HowTo", title="Une fiche", state="published", themes=["tourisme"])
        again = page("themes", "tourisme")
        assert "hors_theme=1" in again and 'class="prai-notice"' not in again.split('id="content"')[1]

    def test_followed_by_feed_and_by_mail_with_the_same_criteria(self, make_item, page, render, portal):
        make_item("prai.HowTo", title="Une", state="published", themes=["tourisme"])
        http = portal.absolute_url()
        logout()
        for html, query in (
            (page("themes", "tourisme"), "theme=tourisme"),
            (page("publics", "elus"), "public=elus"),
            (page("territoires", "31"), "departement=31"),
            (render(portal["fiches-pratiques"], "prai-listing"), "type=prai.HowTo"),
            (render(portal["comprendre"], "prai-need"), "type=prai.Guide"),
        ):
            assert f"{http}/alertes?{query}" in html and f"/diffusion/atom.xml?{query}" in html, query
        news = render(portal["actualites"], "prai-listing")
        assert "/alertes?type=News+Item" in news and "/diffusion/atom.xml?type=News" not in news
        assert "/alertes" not in page("themes").split('id="content"')[1].split("<footer")[0]

    def test_a_sheet_of_a_private_section_is_not_counted(self, make_item, page, main, portal):
        make_item("prai.HowTo", title="Cachée", state="published", themes=["tourisme"])
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(portal["fiches-pratiques"], "retract")
        logout()
        text = main(page("themes", "tourisme"))
        assert "Cachée" not in text and "Fiches pratiques" not in text

    def test_organisations_that_took_part(self, make_item, page, main):
        girou = make_item("prai.Organisation", title="Coteaux du Girou", state="published")
        hidden = make_item("prai.Organisation", title="Secrète")
        make_item("prai.ProjectSheet", state="published", themes=["tourisme"], lead=relate(girou),
                  beneficiaries=[relate(girou), relate(hidden)])  # fmt: skip
        make_item("prai.MissionSheet", state="published", themes=["tourisme"], client=relate(girou))
        make_item("prai.ProjectSheet", themes=["tourisme"], lead=relate(girou))
        logout()
        found = Census()
        (pair,) = found.actors(found.about(THEMES, "tourisme"))
        assert (pair[0].Title, pair[1]) == ("Coteaux du Girou", 2)
        text = main(page("themes", "tourisme"))
        assert "Coteaux du Girou" in text and "Secrète" not in text

    def test_what_can_be_had_comes_before_what_nobody_found_again(self, make_item, page):
        for title, availability in (("Perdu", "not-found"), ("Demandé", "on-request")):
            make_item("prai.Deliverable", title=title, state="published", themes=["tourisme"],
                      availability=availability)  # fmt: skip
        make_item("prai.Deliverable", title="Perdu aussi", state="published", themes=["tourisme"],
                  availability="not-found")  # fmt: skip
        html = page("themes", "tourisme")
        assert html.index("Demandé") < html.index("Perdu")

    def test_a_news_item_of_the_theme_is_there(self, portal, page, main):
        with api.env.adopt_roles(["Manager"]):
            news = api.content.create(portal["actualites"], "News Item", title="Le guide est paru")
            news.themes = ["tourisme"]
            news.reindexObject()
            api.content.transition(news, "publish")
        logout()
        assert "Le guide est paru" in main(page("themes", "tourisme"))

    @pytest.mark.parametrize(
        "path",
        [
            ("inconnu",), ("x" * 10_000,), ("\x00",), ("tourisme", "tourisme"), ("<script>",), ("index",),
            ("..",), ("macros",), ("page",), ("titles",), ("Tourisme",), ("é",), ("",),
        ],
    )  # fmt: skip
    def test_what_is_no_theme_is_not_found(self, page, path):
        for kind in KINDS:
            with pytest.raises(NotFound):
                page(kind.id, *path)

    def test_a_retired_theme_has_no_page_and_its_tag_no_link(self, portal, page):
        rows = [dict(row) for row in api.portal.get_registry_record("collective.prai.vocabularies.themes")]
        for row in rows:
            row["retired"] = row["token"] == "tourisme"
        api.portal.set_registry_record("collective.prai.vocabularies.themes", rows)
        with pytest.raises(NotFound):
            page("themes", "tourisme")
        assert [tag.url.rpartition("/prai")[2] or tag.url for tag in tags(THEMES, ["tourisme"])] == [""]
        assert tags(THEMES, ["urbanisme"])[0].url.endswith("/themes/urbanisme")


class TestTerritory:
    def test_département_says_what_it_cost_and_what_nobody_says(self, make_item, page, main):
        place = {"departments": ["31"]}
        make_item(
            "prai.ProjectSheet", title="Portail", state="published", total_cost=Decimal("98541.10"), **place
        )
        make_item(
            "prai.ProjectSheet", title="Extranet", state="published", total_cost=Decimal("0.20"), **place
        )
        make_item("prai.ProjectSheet", title="Intranet", state="published", **place)
        make_item("prai.ProjectSheet", title="Secret", total_cost=Decimal("1000000"), **place)
        make_item("prai.Organisation", title="Mairie de Lanta", state="published", **place)
        logout()
        costs = Census()
        assert costs.costs(costs.about(TERRITORIES, "31")).total == Decimal("98541.30")
        text = main(page("territoires", "31"))
        assert "98 541,30 €" in text and "Portail" in text and "Mairie de Lanta" in text
        assert "Secret" not in text and "1 000 000" not in text and "Projets (3)" in text

    def test_inter_municipal_bodies_with_results(self, make_item, page, main):
        make_item("prai.ProjectSheet", title="Du SICOVAL", state="published", departments=["31"],
                  epcis=["243100633"])  # fmt: skip
        make_item("prai.MissionSheet", title="D’une commune", state="published", departments=["31"],
                  municipalities=["31555"])  # fmt: skip
        logout()
        html = page("territoires", "31")
        assert "/territoires/31/243100633" in html and "/territoires/31/243100518" in html
        text = main(page("territoires", "31", "243100633"))
        assert "Du SICOVAL" in text and "D’une commune" not in text
        for path in (("32", "243100633"), ("31", "999999999"), ("31", "243100633", "x")):
            with pytest.raises(NotFound):
                page("territoires", *path)

    def test_only_the_region_and_where_something_is(self, make_item, page, portal, http_request):
        make_item("prai.MissionSheet", title="Pays Mellois", state="published", departments=["79"])
        make_item("prai.MissionSheet", title="Secret", departments=["75"])
        logout()
        view = api.content.get_view("territoires", portal, http_request)
        assert [*view.titles()] == ["09", "12", "31", "32", "46", "65", "81", "82", "79"]
        assert "Pays Mellois" in page("territoires", "79")
        with pytest.raises(NotFound):
            page("territoires", "75")
        # An address is walked before Plone knows who reads.
        walked = api.content.get_view("territoires", portal, http_request).publishTraverse(http_request, "75")
        login(portal, TEST_USER_NAME)
        assert walked() and walked.heading == "Paris"


class TestPresentation:
    def test_an_editor_writes_it_and_readers_see_it_once_published(self, portal, page, main, http_request):
        folder = portal[PRESENTATIONS]
        alsoProvides(http_request, IPraiLayer)
        http_request.form.update(kind="themes", token="tourisme")
        with api.env.adopt_roles(["Contributor", "Editor", "Member"]):
            assert "@@prai-write-presentation" in page("themes", "tourisme")
            http_request.environ["REQUEST_METHOD"] = http_request.method = "POST"
            api.content.get_view("prai-write-presentation", folder, http_request)()
            text = folder["themes-tourisme"]
            assert text.Description().startswith("Offices, sites")
            text.description = "Pour les offices."
            text.text = RichTextValue("<p>Ce qui a <b>changé</b>.</p>", "text/html", "text/x-html-safe")
        logout()
        html = page("themes", "tourisme")
        assert "<b>changé" not in html and "Pour les offices" not in html
        assert "prai-write-presentation" not in html and "themes-tourisme" not in html
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(text, "publish")
        html = page("themes", "tourisme")
        assert "<b>changé</b>" in html and "Pour les offices." in html and "Offices, sites" not in html
        view = api.content.get_view("prai-presentation", text, http_request)
        view()
        assert http_request.response.getHeader("Location").endswith("/themes/tourisme")

    @pytest.mark.parametrize(
        "kind, token",
        [("themes", "inconnu"), ("guides", "tourisme"), (["themes"], "tourisme"), ("themes", None), ("", "")],
    )
    def test_of_what_has_no_page_none_is_made(self, portal, http_request, kind, token):
        alsoProvides(http_request, IPraiLayer)
        http_request.form.update(kind=kind, token=token)
        http_request.method = http_request.environ["REQUEST_METHOD"] = "POST"
        with api.env.adopt_roles(["Manager"]), pytest.raises(BadRequest):
            api.content.get_view("prai-write-presentation", portal[PRESENTATIONS], http_request)()
        assert len(portal[PRESENTATIONS]) == 0


class TestHome:
    def test_what_is_found_again_is_offered_and_the_rest_is_not(self, portal, render, make_item):
        make_item("prai.Deliverable", title="Kit de sauvegarde", state="published")
        make_item("prai.Deliverable", title="Jamais retrouvé", state="published", availability="not-found")
        make_item("prai.Deliverable", title="Brouillon")
        logout()
        html = render(portal, "prai-home")
        assert "Kit de sauvegarde" in html and "Jamais" not in html and "Brouillon" not in html
        assert "(2)" in words(html.split('id="take"')[1].split("</section>")[0])

    def test_its_sentence_is_the_description_of_the_site(self, portal, render):
        portal.description = "Le centre de ressources des Pyrénées."
        assert "Le centre de ressources des Pyrénées." in render(portal, "prai-home")
