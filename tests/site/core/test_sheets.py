"""What every sheet's page has around its text: contents, banners, sharing, what is needed to reuse it."""

from collective.prai.core.banners import section_links
from collective.prai.core.pages import Page
from collective.prai.core.safe_html import ADDRESS
from DateTime import DateTime
from plone import api
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.namedfile.file import NamedBlobFile
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.conftest import words
from urllib.parse import parse_qs
from urllib.parse import urlsplit
import html
import pytest
import re


PUBLIC = "https://prai.example.org"


@pytest.fixture
def public_address():
    api.portal.set_registry_record("collective.prai.public_url", PUBLIC)


def copied(page, field):
    """What a field to copy holds."""
    return html.unescape(re.search(rf'<textarea[^>]*id="{field}"[^>]*>(.*?)</textarea>', page, re.S)[1])


class TestContents:
    def test_sections_that_say_something_in_their_order_and_no_others(self, make_item, render):
        sheet = make_item("prai.ProjectSheet", state="published", approach=rich("<p>Une étude.</p>"))
        page = render(sheet)
        nav = page.split('class="prai-onpage prai-onpage-wide"')[1].split("</nav>")[0]
        links = re.findall(r'href="#([^"]+)"', nav)
        assert links[:2] == ["the_project", "approach"] and links[-1] == "reuse"
        assert {"funding", "lessons", "effort", "deliverables"}.isdisjoint(links)
        assert all(page.count(f'id="{name}"') == 1 for name in links)
        assert "prai contents" not in page

    def test_a_short_page_has_none(self, make_item, render):
        assert "prai-onpage" not in render(make_item("prai.Organisation", state="published"))


class TestReuse:
    def test_citation_codes_and_address_are_public_ones(self, make_item, render, public_address):
        sheet = make_item(
            "prai.HowTo", title="Lire « service-public »", state="published", attribution="ARDESI", effective_date=DateTime("2008/03/05")
        )  # fmt: skip
        logout()
        page = render(sheet)
        cited = copied(page, "prai-citation")
        assert cited.startswith("ARDESI, «\u00a0Lire “service-public”\u00a0», ") and "5 mars 2008" in cited
        assert "Licence Ouverte 2.0" in cited and cited.endswith(f"{PUBLIC}/fiches-pratiques/{sheet.getId()}")
        script = copied(page, "prai-code-script")
        assert (
            f'<prai-fiche id="urn:uuid:{sheet.UID()}"' in script and f"{PUBLIC}/diffusion/prai.js" in script
        )
        assert "<iframe" in copied(page, "prai-code-frame")
        assert f'href="{PUBLIC}/diffusion/fiche/{sheet.UID()}.json"' in page
        assert copied(page, "prai-address") == f"{PUBLIC}/fiches-pratiques/{sheet.getId()}"
        assert ADDRESS not in page

    def test_a_work_is_its_publishers_and_the_sheet_of_it_is_ours(self, make_item, render):
        region = make_item("prai.Organisation", title="Région Midi-Pyrénées", state="published")
        study = make_item(
            "prai.Study", state="published", attribution="ARDESI – Centre", publisher=relate(region)
        )
        cited = copied(render(study), "prai-citation")
        assert cited.startswith("Région Midi-Pyrénées, «") and "ARDESI – Centre, " in cited.split("»")[1]
        region.title = "ARDESI"
        own = copied(render(study), "prai-citation")
        assert own.startswith("ARDESI – Centre, «") and own.count("ARDESI") == 1

    @pytest.mark.parametrize("licence", ["all-rights-reserved", "unknown"])
    def test_what_is_not_free_says_what_not_to_do_and_gives_no_code(self, make_item, render, licence):
        page = render(make_item("prai.HowTo", state="published", licence=licence))
        part = page.split('id="reuse"')[1].split("</section>")[0]
        assert "prai-code-script" not in page and ".json" not in part and "/diffusion?" not in part
        assert "prai-citation" in part, "citing is always allowed"
        assert "link to this page" in part or "un lien" in part

    def test_a_text_for_this_site_only(self, make_item, render):
        page = render(make_item("prai.HowTo", state="published", reuse_scope="site-only"))
        assert "prai-code-script" not in page

    def test_free_files_are_offered_others_not(self, make_item, render):
        pdf = NamedBlobFile(b"x" * 3000, filename="guide.pdf")
        for licence, offered in (("etalab-2.0", True), ("unknown", False)):
            page = render(make_item("prai.Guide", state="published", file=pdf, file_licence=licence))
            ways = page.split('class="prai-reuse-ways')[1].split("</ul>")[0]
            assert ("guide.pdf" in ways) == offered

    def test_the_mail_is_opened_by_the_readers_own_program(self, make_item, render, public_address):
        title = "Coût & bénéfices ? 100 %\nBcc: x@example.org"
        sheet = make_item("prai.HowTo", title=title.replace("\n", " "), state="published")
        mail = html.unescape(re.search(r'href="(mailto:\?[^"]+)"', render(sheet))[1])
        asked = parse_qs(urlsplit(mail).query)
        assert set(asked) == {"subject", "body"} and asked["subject"] == [sheet.Title()]
        assert asked["body"][0].endswith(f"{PUBLIC}/fiches-pratiques/{sheet.getId()}")


class TestBanners:
    @pytest.fixture(autouse=True)
    def as_editor(self, portal):
        setRoles(portal, TEST_USER_ID, ["Editor", "Reviewer"])

    @pytest.mark.parametrize(
        "values, said",
        [
            ({}, "published"),
            ({"state": "published", "effective_date": DateTime("2090/05/02")}, "2090"),
            ({"state": "published", "expiration_date": DateTime("2010/05/02")}, "2010"),
            ({"state": "withdrawn"}, "Remplacée par la suivante."),
        ],
    )
    def test_the_team_is_told_why_the_public_does_not_see_it(self, make_item, render, values, said):
        page = render(make_item("prai.HowTo", **values))
        banner = page.split("prai-notice-editor")[1].split("</div>")[0]
        assert said in banner or "publiée" in banner
        assert 'id="share"' not in page and "/comparer?" not in page, "its address would lead nowhere"

    def test_archived_leads_to_its_section(self, make_item, render, portal):
        page = render(make_item("prai.HowTo", state="archived"))
        banner = page.split("prai-notice-archive")[1].split("</div>")[0]
        assert f'href="{portal["fiches-pratiques"].absolute_url()}"' in banner

    def test_a_public_sheet_has_none(self, make_item, render):
        assert "prai-notice" not in render(make_item("prai.HowTo", state="published"))


class TestFacts:
    def test_many_municipalities_are_folded(self, make_item, render):
        towns = ["31091", "31074", "31212", "31213", "31216", "31228"]
        page = render(make_item("prai.ProjectSheet", state="published", municipalities=towns))
        assert "prai-folded" in page and "6 " in words(page.split("prai-folded")[1].split("</summary>")[0])

    def test_inhabitants_of_the_source_before_the_census(self, make_item, http_request):
        sheet = make_item("prai.ProjectSheet", municipalities=["31228"], population=1_650)
        view = Page(sheet, http_request)
        assert view.population()[0].mapping == {"number": "1\u202f650"}

    def test_a_firm_has_not_the_inhabitants_of_its_town(self, make_item, render):
        firm = make_item(
            "prai.Organisation", state="published", organisation_type="association", municipalities=["31555"]
        )
        town = make_item(
            "prai.Organisation", state="published", organisation_type="commune", municipalities=["31555"]
        )
        assert "habitants" not in words(render(firm)) and "inhabitants" not in words(render(firm))
        assert re.search("habitants", words(render(town)))

    def test_what_is_not_on_line_is_asked_for(self, make_item, render):
        kit = make_item("prai.Deliverable", state="published", contact_email="mairie@girou.example")
        assert (
            "mailto:mairie@girou.example?subject=" in render(kit).split('id="get"')[1].split("</section>")[0]
        )
        kit.contact_email = None
        part = render(kit).split('id="get"')[1].split("</section>")[0]
        assert f"/poser-une-question?page={kit.UID()}" in part


class TestGone:
    def test_leads_to_the_section_it_stood_in(self, make_item, portal):
        sheet = make_item("prai.HowTo", title="Secrète", state="withdrawn")
        logout()
        assert [link.url for link in section_links(sheet)] == [portal["fiches-pratiques"].absolute_url()]
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(portal["fiches-pratiques"], to_state="private")
        logout()
        assert section_links(sheet) == []
