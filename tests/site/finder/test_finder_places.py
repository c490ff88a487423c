"""Where a sheet is and for how many, where that is said by another: seen by who may see the other."""

from collective.prai.core.bands import band_of
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.subjects import TERRITORIES
from collective.prai.core.visibility import as_anybody
from collective.prai.finder.census import Census
from collective.prai.finder.facets import groups
from collective.prai.finder.facets import Titles
from collective.prai.finder.lent import Lent
from collective.prai.finder.places import PLACED
from collective.prai.finder.places import Places
from collective.prai.finder.sets import Sets
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from tests.site.conftest import make
from tests.site.conftest import relate
from tests.site.conftest import words
from tests.site.finder.searching import CHOICES
from tests.site.finder.searching import search_for
from tests.site.finder.searching import titles_of
import pytest
import re
import transaction


class TestLent:
    """A deliverable is where its project is, for who may be shown the project and for nobody else."""

    @pytest.fixture
    def lent(self, make_item):
        project = make_item(
            "prai.ProjectSheet", state="published", title="Projet", departments=["81"], municipalities=["81004"],
            zone=["rural"], population=60_000,
        )  # fmt: skip
        make_item("prai.Deliverable", state="published", title="Le questionnaire", origin=relate(project))
        return project

    def asked(self, **more) -> list[str]:
        return titles_of(search_for(type="Deliverable", **more))

    def test_by_every_word_of_a_place(self, lent):
        logout()
        for name, value in (("departement", "81"), ("zone", "rural"), ("habitants", "50000-200000")):
            assert self.asked(**{name: value}) == ["Le questionnaire"], name
            assert self.asked(**{name: CHOICES[name], "theme": "tourisme"}) == []
        assert search_for(type="Deliverable").counts("departement") == {"81": 1}
        census = Census()
        assert census.counts(TERRITORIES, census.of_type("prai.Deliverable")) == {"81": 1}
        assert census.about(TERRITORIES, "81").bit_count() == 2

    def test_nothing_of_a_project_that_the_reader_may_not_see(self, lent, portal):
        for close in (
            lambda: api.content.transition(lent, "withdraw", comment="x"),
            lambda: api.content.transition(portal["projets"], to_state="private"),
        ):
            with api.env.adopt_roles(["Manager"]):
                close()
            logout()
            search = search_for(type="Deliverable")
            assert search.total == 1 and search.counts("departement") == search.counts("habitants") == {}
            assert self.asked(departement="81") == []
            login(portal, TEST_USER_NAME)
        setRoles(portal, TEST_USER_ID, ["Editor", "Manager"])
        assert self.asked(departement="81") == ["Le questionnaire"], "its editors still may"

    def test_who_may_and_who_may_not_share_nothing(self, functional):
        """What is kept for one reader is asked by the other, in both orders, after a commit."""
        portal = functional["portal"]
        project = make(portal, "prai.ProjectSheet", title="Projet", departments=["81"])
        make(portal, "prai.Deliverable", state="published", title="Le questionnaire", origin=relate(project))
        transaction.commit()
        for _turn in range(2):
            with api.env.adopt_user(username=SITE_OWNER_NAME):
                assert self.asked(departement="81") == ["Le questionnaire"]
            with as_anybody():
                assert self.asked(departement="81") == []
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(project, "publish")
        transaction.commit()
        with as_anybody():
            assert self.asked(departement="81") == ["Le questionnaire"]

    def test_its_card_says_where_and_how_far(self, lent, render, portal, http_request):
        logout()
        http_request.form.update(type="Deliverable", lieu="Gaillac")
        page = words(render(portal, "trouver"))
        assert "Tarn (81)" in page and re.search(r"(19|20|21) km", page)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(lent, "withdraw", comment="x")
        page = words(render(portal, "trouver"))
        assert "Le questionnaire" in page and "Tarn (81) –" not in page and not re.search(r"\d km", page)


class TestAuthorities:
    """Inhabitants and place of a sheet that says none: of its authority, as « near me » says them."""

    @pytest.fixture
    def girou(self, make_item):
        body = make_item(
            "prai.Organisation", title="CC Girou", siren="243100732", organisation_type="intercommunalite",
            state="published",
        )  # fmt: skip
        firm = make_item(
            "prai.Organisation", title="Cabinet", municipalities=["31555"], organisation_type="prestataire",
            state="published",
        )  # fmt: skip
        project = make_item(
            "prai.ProjectSheet", title="Préinscription", state="published", lead=relate(body),
            beneficiaries=[relate(firm)],
        )  # fmt: skip
        make_item("prai.Deliverable", title="Le dossier", state="published", origin=relate(project))
        make_item("prai.ProjectSheet", title="Nulle part", state="published")
        return body

    def test_near_and_finder_say_the_same_of_all(self, drawn_sheets, girou, make_item):
        login(api.portal.get(), TEST_USER_NAME)
        make_item("prai.ProjectSheet", title="Autre", state="published", lead=relate(girou), population=800)
        for close in (False, True):
            login(api.portal.get(), TEST_USER_NAME)
            if close:
                with api.env.adopt_roles(["Manager"]):
                    api.content.transition(girou, "withdraw", comment="x")
            logout()
            sets = Sets()
            places, lent, seen = Places(sets), Lent(sets), 0
            bands = lent.values("population_band")
            for rid in sets.rids(sets.readable & sets.any_of("portal_type", PLACED)):
                there, said = places.of(rid), lent.population(rid)
                assert (said or (None, False)) == (there.population, there.today)
                mine = [band for band, mask in bands.items() if mask & sets.of([rid])]
                assert mine == [band for band in [band_of(POPULATIONS, there.population)] if band]
                assert set(lent.entries("zone", rid)) == set(there.zones)
                seen += there.today
            assert seen == (0 if close else 2)

    def test_it_says_the_number_and_where_it_is_from(self, girou, render, portal, http_request):
        logout()
        http_request.form.update(habitants="1800")
        page = words(render(portal, "trouver"))
        assert re.search(
            r"(Inhabitants|Habitants) ?:? 23 \d{3} (at the last census|au dernier recensement)", page
        )
        assert page.index("Préinscription") < page.index("Nulle part"), "what is not known is not near"
        assert search_for(habitants="20000-50000", type="ProjectSheet").total == 1
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(girou, "withdraw", comment="x")
        assert "23 " not in words(render(portal, "trouver"))
        assert search_for(habitants="20000-50000").total == 0

    def test_the_kinds_of_area_of_a_mission_are_kinds_of_area(self, make_item):
        make_item(
            "prai.MissionSheet", title="Une mission", state="published", zones=["montagne"], zone=["rural"]
        )
        logout()
        for zone in ("montagne", "rural"):
            assert titles_of(search_for(zone=zone)) == ["Une mission"]
        found = groups(search_for(type="MissionSheet"), Titles())
        assert {o.token for g in found if g.name == "zone" for o in g.options} == {"montagne", "rural"}
