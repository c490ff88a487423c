"""A search that somebody follows: as a feed, whose address the list gives."""

from collective.prai.interfaces import ISearch
from collective.prai.syndication.sweep import sweep
from decimal import Decimal
from lxml import html as lxml_html
from plone import api
from tests.site.conftest import make
from tests.site.conftest import rich
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
import pytest
import requests
import transaction


def swept():
    sweep(api.portal.get())
    transaction.commit()


@pytest.fixture(scope="class")
def site(class_site):
    words = {"the_project": rich("<p>La préinscription des enfants à la crèche.</p>")}
    make(class_site, "prai.ProjectSheet", "published", title="Téléservice petite enfance", id="creche",
         total_cost=Decimal(20000), stage="in-service", themes=["petite-enfance"], **words)  # fmt: skip
    make(class_site, "prai.ProjectSheet", "published", title="Site touristique", id="tourisme",
         total_cost=Decimal(90000), themes=["tourisme"])  # fmt: skip
    make(class_site, "prai.ProjectSheet", title="Brouillon de crèche", id="brouillon", **words)
    swept()
    return class_site


def read(site, query, name="feed.json", **headers):
    return requests.get(f"{site.absolute_url()}/diffusion/{name}?{query}", headers=headers, timeout=30)


def titles(answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json()["items"]]


class TestFeed:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=creches", ["Téléservice petite enfance"]),
            ("q=creche&theme=tourisme", []),
            ("cout_max=30000", ["Téléservice petite enfance"]),
            ("cout_max=30000&cout_max=1", ["Téléservice petite enfance"]),
            ("etape=in-service&q=enfant", ["Téléservice petite enfance"]),
            ("q=montgolfière", []),
            ("theme=tourisme", ["Site touristique"]),
        ],
    )
    def test_has_what_the_finder_finds(self, site, query, found):
        assert titles(read(site, query)) == found
        page = requests.get(f"{site.absolute_url()}/trouver?{query}", timeout=30).text
        assert all(title in page for title in found)

    @pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "feed.json"])
    def test_each_format_says_what_is_sought(self, site, name):
        answer = read(site, "q=cr%C3%A8che&cout_max=30000", name, **{"Accept-Language": "fr"})
        assert "petite enfance" in answer.text and "Site touristique" not in answer.text
        assert "crèche" in answer.text.split("petite enfance")[0] and "30" in answer.text
        again = read(site, "q=cr%C3%A8che&cout_max=30000", name, **{"If-None-Match": answer.headers["ETag"]})
        assert again.status_code in (200, 304)

    @pytest.mark.parametrize(
        "query",
        [
            "zone=lune", "cout_max=beaucoup", "annee=x", "etape=%00", "q=a&q=%ff", "commune=31555", "tri=date",
            "habitants=%ED%A0%80", "q=" + "a" * 9000, "cout=zzz",
        ],
    )  # fmt: skip
    def test_what_nobody_knows_is_said(self, site, query):
        for name in ("atom.xml", "feed.json"):
            assert read(site, query, name).status_code == 400

    def test_shows_editors_no_more_than_anybody(self, site, admin_auth):
        url = f"{site.absolute_url()}/diffusion/feed.json?q=creche"
        assert titles(requests.get(url, auth=admin_auth, timeout=30)) == ["Téléservice petite enfance"]
        with api.env.adopt_roles(["Manager"]):
            assert len(ISearch(site).found([("q", "creche")])) == 1

    def test_other_formats_take_no_search(self, site):
        assert read(site, "q=creche", "liste.json").status_code == 400
        answer = requests.get(f"{site.absolute_url()}/++api++/@changes?q=creche", timeout=30)
        assert answer.status_code == 400

    def test_a_change_brings_an_item_in_and_a_withdrawal_is_told(self, site):
        sheet = site["projets"]["tourisme"]
        before = read(site, "q=montgolfieres").headers["ETag"]
        with api.env.adopt_roles(["Manager"]):
            sheet.title = "Site touristique des montgolfières"

            notify(ObjectModifiedEvent(sheet))
            sheet.reindexObject()
        swept()
        after = read(site, "q=montgolfieres")
        assert titles(after) == ["Site touristique des montgolfières"] and after.headers["ETag"] != before
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(sheet, "withdraw", comment="Remplacée.")
        swept()
        gone = read(site, "q=montgolfieres")
        assert titles(gone) == [] and sheet.UID() in gone.text


class TestLinks:
    def test_the_list_gives_the_addresses_of_its_search(self, site):
        page = requests.get(
            f"{site.absolute_url()}/trouver?q=cr%C3%A8che&cout_max=30000&tri=cout&vue=liste", timeout=30
        )
        tree = lxml_html.fromstring(page.content)
        links = [node.get("href") for node in tree.cssselect(".prai-follow a")]
        (atom,) = [link for link in links if "atom.xml" in link]
        assert atom.endswith("/diffusion/atom.xml?q=cr%C3%A8che&cout_max=30000")
        assert [link for link in links if "/alertes?q=cr%C3%A8che&cout_max=30000" in link]
        assert "petite enfance" in requests.get(atom, timeout=30).text
        assert len(tree.cssselect("link[type='application/atom+xml']")) == 2

    def test_no_address_where_a_feed_has_not_the_same(self, site):
        for query in ("type=Event", "theme=zzz", "archives=1"):
            tree = lxml_html.fromstring(
                requests.get(f"{site.absolute_url()}/trouver?{query}", timeout=30).content
            )
            links = [link.get("href") for link in tree.cssselect(".prai-follow a")]
            # Of what no feed has, people may be told by mail all the same.
            mail = [f"{site.absolute_url()}/alertes?{query}"] if query == "type=Event" else []
            assert links == mail
