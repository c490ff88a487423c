from collective.prai.resources.views import demote
from decimal import Decimal
from plone.app.testing import logout
from tests.site.conftest import relate
from tests.site.conftest import rich
from tests.site.conftest import words
from zExceptions import NotFound
import json
import pytest


@pytest.fixture
def guide(make_item):
    ardesi = make_item("prai.Organisation", state="published", title="ARDESI")
    guide = make_item("prai.Guide", title="Guide du programme", publisher=relate(ardesi))
    for number in (1, 2, 3):
        make_item(
            "prai.Chapter", container=guide, title=f"Chapitre {number}", body=rich(f"<h2>Titre {number}</h2>")
        )
    return guide


class TestGuide:
    def test_contents_in_order_and_publisher(self, guide, render):
        page = render(guide)
        assert page.index("Chapitre 1") < page.index("Chapitre 2") < page.index("Chapitre 3")
        assert "ARDESI" in page

    def test_chapter_leads_to_the_one_before_and_after(self, guide, render):
        first, second, third = guide.contentValues()
        page = render(second)
        head = page.split("</head>")[0]
        assert f'href="{first.absolute_url()}"' in head and 'rel="prev"' in head
        assert f'href="{third.absolute_url()}"' in head and 'rel="next"' in head
        assert 'rel="next"' not in render(third) and 'rel="prev"' not in render(first)

    def test_the_whole_has_each_chapter_under_its_title(self, guide, render):
        page = render(guide, "tout")
        assert "<h3>Titre 1</h3>" in page and "<h3>Titre 3</h3>" in page
        assert "<h2>Chapitre 2</h2>" in page

    def test_demote_leaves_other_tags(self):
        assert demote('<h2 id="a">A</h2><hr><header>') == '<h3 id="a">A</h3><hr><header>'


class TestHowTo:
    def test_need_steps_and_effort(self, make_item, render):
        sheet = make_item(
            "prai.HowTo", state="published", effort_days=12,
            steps=[{"title": "Obtenir un mandat", "text": "Ligne 1\nLigne 2"}, {"title": "Écrire", "text": None}],
        )  # fmt: skip
        page = render(sheet)
        assert page.index("recenser l'équipement") < page.index("Obtenir un mandat")
        steps = page.split('class="prai-steps"')[1].split("</ol>")[0]
        assert steps.count("<li>") == 2 and steps.count("<p>") == 2
        assert "12" in words(page.split('class="prai-facts"')[1].split("</dl>")[0])
        assert "prai-absent" in page.split('id="watch_points"')[1].split("</section>")[0]


class TestStudy:
    BUDGET = [
        {"label": "Charges de personnel", "amount": Decimal("60000"), "kind": "charge"},
        {
            "label": "Animateur",
            "amount": Decimal("35000"),
            "kind": "charge",
            "part_of": "Charges de personnel",
        },
        {"label": "Matériel", "amount": Decimal("15000.50"), "kind": "charge"},
        {"label": "FEDER", "amount": Decimal("40000"), "kind": "income"},
    ]

    def test_totals_are_shown_and_parts_not_counted_twice(self, make_item, render):
        page = words(render(make_item("prai.Study", state="published", budget=self.BUDGET)))
        assert "75 000,50 €" in page and "40 000 €" in page
        assert page.index("Charges de personnel") < page.index("Animateur") < page.index("Matériel")

    def test_unknown_date_is_said(self, make_item, render):
        page = render(make_item("prai.Study", state="published", year=None, date_unknown=True))
        assert "The source gives no date." in page or "La source" in page


class TestIndicator:
    OBSERVATIONS = [
        {"date": "2004-12", "value": Decimal(336), "source": "Web public 2004"},
        {"date": "2006", "value": Decimal(400), "qualifier": "about", "source": "=HYPERLINK(1)"},
    ]

    def test_drawing_never_without_its_table(self, make_item, render):
        page = render(
            make_item("prai.Indicator", state="published", observations=self.OBSERVATIONS, counted="communes")
        )
        assert "<svg" in page and "décembre 2004" in page and "environ 400\u00a0communes" in page

    def test_one_observation_is_a_figure(self, make_item, render):
        page = render(make_item("prai.Indicator", state="published", observations=self.OBSERVATIONS[:1]))
        assert "prai-chart" not in page and "336" in page.split('class="prai-facts"')[1].split("</dl>")[0]

    def test_downloads(self, make_item, render):
        item = make_item("prai.Indicator", state="published", observations=self.OBSERVATIONS)
        logout()
        csv = render(item, "observations.csv").decode("utf-8-sig")
        assert "'=HYPERLINK(1)" in csv and "336" in csv
        found = json.loads(render(item, "observations.json"))
        assert found["licence"]["id"] == "etalab-2.0" and found["observations"][1]["qualifier"] == "about"

    @pytest.mark.parametrize("name", ["observations.csv", "observations.json"])
    def test_a_draft_gives_no_file(self, make_item, render, name):
        with pytest.raises(NotFound):
            render(make_item("prai.Indicator", observations=self.OBSERVATIONS), name)

    def test_counted_by_the_site(self, make_item, render):
        make_item("prai.Guide", title="Brouillon")
        ardesi = make_item("prai.Organisation", state="published")
        make_item("prai.Guide", title="Publié", state="published", publisher=relate(ardesi))
        page = render(make_item("prai.Indicator", state="published", computed="guides"))
        assert words(page.split("prai-fact-main")[1].split("</dd>")[0]).split()[-1] == "1"


class TestTeachingPack:
    def test_length_is_the_sum_of_the_parts(self, make_item, render):
        page = render(
            make_item(
                "prai.TeachingPack",
                state="published",
                sequence=[{"title": "Accueil", "minutes": 90}, {"title": "Atelier", "minutes": 60}],
            )
        )
        assert "2\u00a0h\u00a030" in page and "1\u00a0h\u00a030" in page
