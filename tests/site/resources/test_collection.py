"""Recueil: sheets in the editor's order, sums to the cent, nothing that readers may not see."""

from collective.prai.core.printing.document import Document
from collective.prai.core.printing.document import printing
from collective.prai.core.publication.needs import missing
from collective.prai.core.visibility import as_anybody
from collective.prai.interfaces import IPraiLayer
from collective.prai.resources.collection_views import CollectionWhole
from decimal import Decimal
from lxml import html as lxml_html
from plone import api
from plone.app.testing import logout
from tests.site.conftest import relate
from tests.site.conftest import words
from zope.interface import alsoProvides
import pytest


@pytest.fixture
def sheets(make_item):
    """Two published with their money, one without, one draft, one withdrawn, a how-to sheet."""
    money = {
        "total_cost": Decimal("82050.00"),
        "sources": [
            {"funder": "FEDER", "amount": Decimal("41025.00"), "status": None},
            {"funder": "Région", "amount": Decimal("24615.50"), "status": None},
        ],
    }
    public = {"state": "published"}
    return {
        "girou": make_item("prai.ProjectSheet", title="Plan du Girou", eu_notice="feder", **money, **public),
        "silent": make_item("prai.ProjectSheet", title="Sans chiffres", eu_notice="feder", **public),
        "draft": make_item("prai.ProjectSheet", title="Projet que nul ne connaît", **money),
        "gone": make_item("prai.ProjectSheet", title="Projet retiré", state="withdrawn", **money),
        "howto": make_item("prai.HowTo", title="Recenser", **public),
    }


@pytest.fixture
def recueil(make_item, sheets):
    order = ("howto", "draft", "girou", "gone", "silent")
    return make_item(
        "prai.Collection",
        state="published",
        title="Projets innovants",
        sheets=[relate(sheets[n]) for n in order],
    )


class TestPage:
    def test_order_sums_and_what_is_not_known(self, recueil, render):
        logout()
        page = render(recueil)
        table = lxml_html.fromstring(page).xpath("//table[contains(@class, 'prai-figures')]")[0]
        rows = [" ".join(row.text_content().split()) for row in table.iter("tr")]
        assert [row.split()[0] for row in rows[1:4]] == ["Recenser", "Plan", "Sans"]
        assert "82 050 €" in rows[2] and "65 640,50 €" in rows[2] and "16 409,50 €" in rows[2]
        assert rows[1].endswith("– – –")
        foot = " ".join(rows[4:])
        for sum_ in (
            "au moins 82 050 €",
            "au moins 41 025 €",
            "au moins 24 615,50 €",
            "au moins 16 409,50 €",
        ):
            assert sum_ in foot or sum_.replace("au moins", "at least") in foot

    def test_funders_are_those_of_the_sums_then_whom_the_editor_names(self, recueil, render, make_item):
        names = [
            make_item("prai.Organisation", title=name, state="published") for name in ("Région", "Europe")
        ]
        recueil.funders = [relate(organisation) for organisation in names]
        logout()
        facts = lxml_html.fromstring(render(recueil)).xpath("//dl[contains(@class, 'prai-facts')]/div")
        found = [[dd.text_content().strip() for dd in fact.iter("dd")] for fact in facts]
        assert ["FEDER", "Région", "Europe"] in found

    def test_nothing_hidden_is_named_or_counted(self, recueil, render):
        logout()
        page = words(render(recueil))
        assert "nul ne connaît" not in page and "retiré" not in page and "164 100" not in page

    def test_editors_are_told_what_readers_miss(self, recueil, render):
        with api.env.adopt_roles(["Manager"]):
            page = render(recueil)
            notice = lxml_html.fromstring(page).xpath("//*[contains(@class, 'prai-notice-editor')]")[0]
        assert (
            "Projet que nul ne connaît" in notice.text_content() and "Projet retiré" in notice.text_content()
        )

    def test_what_is_withdrawn_later_drops_out_and_a_deleted_one_is_counted(self, recueil, render, sheets):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(sheets["girou"], "withdraw", comment="Faux.")
            api.content.delete(sheets["silent"], check_linkintegrity=False)
            page = render(recueil)
        assert [item.title for item in CollectionWhole(recueil).items()] == ["Recenser"]
        notice = lxml_html.fromstring(page).xpath("//*[contains(@class, 'prai-notice-editor')]")[0]
        assert len(notice.findall(".//li")) == 4
        logout()
        assert "Plan du Girou" not in render(recueil)

    def test_a_sheet_says_in_which_recueils_it_is(self, recueil, render, sheets):
        logout()
        assert "Projets innovants" in render(sheets["girou"])

    def test_two_sheets_or_an_editorial_are_needed(self, make_item, sheets):
        one = make_item("prai.Collection", editorial=None, sheets=[relate(sheets["girou"])])
        assert [need.field for need in missing(one)] == ["editorial"]
        two = make_item(
            "prai.Collection", editorial=None, sheets=[relate(sheets[n]) for n in ("girou", "howto")]
        )
        assert missing(two) == []


class TestDocument:
    def test_the_whole_is_a_page_of_the_site_too(self, recueil, render):
        logout()
        assert f"{recueil.absolute_url()}/@@tout" in render(recueil)
        page = render(recueil, "tout")
        root = lxml_html.fromstring(page)
        parts = root.xpath("//section[contains(@class, 'prai-chapter')]")
        assert [part.findtext("h2") for part in parts] == ["Recenser", "Plan du Girou", "Sans chiffres"]
        assert "Écrivez aux mairies." in page and page.count("Un plan numérique en quatre volets.") == 2
        assert "Projet que nul ne connaît" not in page and "Projet retiré" not in page
        assert "prai:///" not in page and 'id="portal-footer' in page
        ids = root.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {box.get("tabindex") for box in root.xpath("//div[@class='prai-scroll']")} == {"0"}
        inside = root.xpath("//table[contains(@class, 'prai-figures')]//th/a/@href")
        assert inside == ["#p1", "#p2", "#p3"]

    def test_each_sheet_whole_and_what_is_common_once(self, recueil, http_request):
        alsoProvides(http_request, IPraiLayer)
        with printing(http_request), as_anybody():
            text = Document(recueil, http_request, True).html()
        tree = lxml_html.fromstring(text)
        assert [one.text_content() for one in tree.xpath("//section[@class='prai-print-part']/h2")] == [
            "Recenser", "Plan du Girou", "Sans chiffres",
        ]  # fmt: skip
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        entries = tree.xpath("//section[@class='prai-print-contents']//a/@href")
        assert {"#p1", "#p2", "#p3"} <= set(entries) <= {f"#{name}" for name in ids}
        # A line of the table leads to the sheet within the document.
        assert "#p2" in tree.xpath("//table[contains(@class, 'prai-figures')]//a/@href")
        assert text.count("Commission") == 1
        assert "nul ne connaît" not in text
