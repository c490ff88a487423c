"""What the site holds of an address, collected from every room and erased in every room."""

from BTrees.LOBTree import LOBTree
from collective.prai.alerts import store as alerts
from collective.prai.core.personal_data import collecting
from collective.prai.questions import following
from collective.prai.transfer import declarants
from datetime import date
from io import BytesIO
from lxml import html as lxml_html
from plone import api
from tests.site.conftest import make
from zipfile import ZipFile
import json
import pytest
import requests
import time
import transaction


PASSWORD, TOWN = "Un-Compte-De-Test-1", "mairie@gragnague.example"


@pytest.fixture(scope="class")
def site(class_site):
    portal = class_site
    with api.env.adopt_roles(["Manager"]):
        user = api.user.create("agente@region.example", "agente", PASSWORD)
        api.group.add_user(groupname="agents-region", user=user)
        for address in (TOWN, "autre@mairie.example"):
            question = api.content.create(portal["questions"], "prai.Question", title="Une demande", email=address,
                                          question="Comment préinscrire ?", number="Q-2026-0001")  # fmt: skip
            following.begin(question)
            following.note(question, "Une note de l'équipe")
            alerts.get_store().add(address, [("theme", "tourisme")], alerts.WEEK, int(time.time()))
            reuse = make(portal, "prai.Reuse", "published", title="Une reprise")
            declarants.get_store().keep(reuse.UID(), address.upper(), date(2026, 1, 1), date(2030, 1, 1))
            api.content.create(portal["partenaires"], "prai.PartnerSite", title=f"Site de {address}",
                               url="https://www.gragnague.example", contact_email=address)  # fmt: skip
    form = portal["devenir-partenaire"]
    kept = LOBTree()
    for key, address in enumerate((TOWN, "autre@mairie.example")):
        kept[key] = {"email": address, "organisation": "Gragnague"}
    form._inputStorage = {"demandes": kept}
    transaction.commit()
    return portal


@pytest.fixture(scope="class")
def desk(site):
    """The officer's page: press(**form) posts it as a browser does."""
    session = requests.Session()
    session.auth = ("agente", PASSWORD)
    url = f"{site.absolute_url()}/@@prai-donnees-personnelles"

    def press(**form):
        tree = lxml_html.fromstring(session.get(url, timeout=30).content)
        token = tree.xpath("//input[@name='_authenticator']/@value")[0]
        answer = session.post(url, data={"_authenticator": token} | form, timeout=30)
        transaction.begin()
        return answer

    yield press
    session.close()


ROOMS = {"questions", "alerts", "declarants", "partners", "forms"}


class TestAddress:
    def test_is_shown_given_as_a_file_and_erased(self, site, desk):
        looked = desk(adresse=TOWN.upper())
        assert looked.status_code == 200 and looked.headers["Cache-Control"] == "private, no-store"
        held = json.loads(desk(adresse=TOWN, json="1").content)
        assert set(held["held"]) == ROOMS and {len(rows) for rows in held["held"].values()} == {1}
        assert (
            "préinscrire" in str(held) and "Une note de l'équipe" in str(held) and "autre@" not in str(held)
        )
        archive = ZipFile(BytesIO(desk(adresse=TOWN, zip="1").content))
        assert json.loads(archive.read("donnees.json"))["held"] == held["held"]
        assert 'role="alert"' in desk(adresse=TOWN, effacer="1").text, "the box is not ticked"
        assert set(collecting.held_of(TOWN)) == ROOMS
        done = desk(adresse=f" {TOWN} ", effacer="1", sur="1")
        assert 'role="status"' in done.text and TOWN not in done.text.lower()
        assert collecting.held_of(TOWN) == {} and set(collecting.held_of("autre@mairie.example")) == ROOMS
        # The log says when, who and how much; of whom it does not know.
        (line,) = collecting.erasures()
        assert (line.actor, line.counts) == ("agente", dict.fromkeys(ROOMS, 1))
        assert collecting.erase(TOWN) == {} and len(collecting.erasures()) == 1

    def test_an_account_is_shown_and_stays(self, site, desk):
        held = json.loads(desk(adresse="agente@region.example", json="1").content)
        assert held["held"]["accounts"][0]["account"] == "agente" and "agente" in held["stays"][0]

    @pytest.mark.parametrize("address", ["", "x", "a" * 10_000, "a@b.fr\r\nBcc: c@d.fr", "\x00", "*", "@"])
    def test_what_is_no_address_is_said(self, desk, address):
        answer = desk(adresse=address, effacer="1", sur="1")
        assert answer.status_code == 200 and 'role="alert"' in answer.text

    def test_nobody_erases_in_an_officers_name(self, site):
        url = f"{site.absolute_url()}/@@prai-donnees-personnelles"
        form = {"adresse": "autre@mairie.example", "effacer": "1", "sur": "1"}
        requests.post(url, data=form, auth=("agente", PASSWORD), timeout=30)
        requests.post(url, data=form, timeout=30)
        transaction.begin()
        assert set(collecting.held_of("autre@mairie.example")) == ROOMS
