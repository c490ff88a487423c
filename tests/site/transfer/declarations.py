"""Who declares a reuse, in tests: answers, a visitor without scripts, and the reviewer's deeds."""

from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from collective.prai.transfer.declaring import views
from email import message_from_bytes
from email.policy import default
from lxml import html as lxml_html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility
import re
import requests
import time
import transaction


CENTRE, REVIEWER, TOWN = "centre@ardesi.example", "relecteur@ardesi.example", "secretariat@gragnague.example"
PRODUCER = "accueil@girou.example"
PUBLIC = "https://centre.example.org"
PASSWORD = "Un-Compte-De-Test-1"
ANSWERS = {
    "organisation": "Commune de Gragnague",
    "lieu": "Gragnague (31)",
    "comment": "adaptation",
    "avancement": "in-service",
    "depuis": "03/2026",
    "modifications": "Deux questions de plus\nsur le Wi-Fi des écoles.\n\nEt une <b>page</b> & une carte.",
    "jours": "4",
    "cout": "1 500,50",
    "freins": ["time", "skills", "absent"],
    "resultat": "Toutes les mairies ont répondu.",
    "lien": "www.gragnague.example/questionnaire",
    "adresse": TOWN,
    "accord": "oui",
    "telecopie": "",
}


def secret(ring: str) -> str:
    return next(key for key in getUtility(IKeyManager)[ring] if key)


class Visitor:
    """Who declares, without scripts; and what the site has sent and kept."""

    def __init__(self, portal):
        self.portal, self.base = portal, portal.absolute_url()
        self.url = f"{self.base}/nous-lavons-repris"
        self.sheet = portal["livrables"]["questionnaire"]

    def get(self, path="", **params):
        answer = requests.get(self.url + path, params=params, headers={"Accept-Language": "fr"}, timeout=60)
        transaction.begin()
        return answer

    def declare(self, age=10, sheet=None, **changed):
        values = (
            ANSWERS | {"prai.moment": sign(int(time.time()) - age, views.PAGE, secret("_forms"))} | changed
        )
        answer = requests.post(
            self.url,
            params={"fiche": sheet or self.sheet.UID()},
            data=values,
            headers={"Accept-Language": "fr"},
            timeout=60,
        )
        transaction.begin()
        return answer

    def post(self, link: str, data=None):
        answer = requests.post(link, data=data or {}, headers={"Accept-Language": "fr"}, timeout=60)
        transaction.begin()
        return answer

    def sent(self) -> list:
        return [message_from_bytes(raw, policy=default) for raw in self.portal.MailHost.messages]

    def sent_to(self, address: str) -> list:
        return [mail for mail in self.sent() if mail["To"] == address]

    def empty(self):
        del self.portal.MailHost.messages[:]
        transaction.commit()

    def link(self) -> str:
        (mail,) = self.sent_to(TOWN)
        return re.search(r"https\S+jeton=\S+", mail.get_content())[0].replace(PUBLIC, self.base)

    def reuses(self) -> list:
        return [item for item in self.portal["reprises"].objectValues() if item.portal_type == "prai.Reuse"]

    def confirmed(self, **changed):
        """A reuse that was declared and confirmed; the box of mails is empty again."""
        before = {item.getId() for item in self.reuses()}
        self.declare(**changed)
        link = self.link()
        assert self.post(link).status_code == 200
        (reuse,) = [item for item in self.reuses() if item.getId() not in before]
        self.empty()
        return reuse

    def forget(self):
        hourly.clear()
        views.links.clear()
        self.empty()
        with api.env.adopt_roles(["Manager"]):
            for item in self.reuses():
                self.portal["reprises"].manage_delObjects([item.getId()])
        transaction.commit()


def act(item, *transitions, comment="Relue."):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        for transition in transitions:
            api.content.transition(item, transition, comment=comment)
    transaction.commit()


def wrong_fields(answer) -> set[str]:
    """Fields that the summary names, each of which has its sentence beside it."""
    tree = lxml_html.fromstring(answer.content)
    names = set()
    for node in tree.cssselect(".prai-errors a"):
        field = tree.get_element_by_id(node.get("href")[1:])
        names.add(field.get("name"))
        assert tree.get_element_by_id(f"{field.get('name')}-erreur").text_content().strip()
    return names
