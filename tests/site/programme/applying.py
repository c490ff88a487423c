"""Who applies to a call, in tests: answers, a visitor without scripts, what the site has sent and kept."""

from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from collective.prai.programme import journal
from collective.prai.programme.apply import candidater
from collective.prai.programme.apply import mine
from email import message_from_bytes
from email.policy import default
from lxml import html as lxml_html
from plone import api
from plone.app.testing import SITE_OWNER_NAME
from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility
import re
import requests
import secrets
import time
import transaction


CENTRE, OFFICE, TOWN = "centre@ardesi.example", "prai@region.example", "mairie@gragnague.example"
PUBLIC = "https://centre.example.org"
PASSWORD = "Un-Compte-De-Test-1"
ANSWERS = {
    "lead_name": "Coteaux du Girou",
    "applicant_kind": "communaute-de-communes",
    "commune": "Gragnague (31)",
    "population": "18 000",
    "outside_urban_area": "true",
    "other_applicants": "Commune de Gragnague\nCommune de Lévignac",
    "contact_function": "Directrice des services",
    "contact_phone": "05 61 00 00 00",
    "project_title": "Portail citoyen et préinscription en crèche",
    "summary": "Les familles se déplacent deux fois.\n\nRien n’est en <b>ligne</b>.",
    "goals": "Quatre démarches en ligne.",
    "project_kinds": ["portail-internet-citoyen"],
    "schedule": "Septembre à mars.",
    "total_cost": "90 000 €",
    "eligible_cost": "82 050",
    "other_funding": "Conseil général : 5 000\nCAF ; 1 200,50 €",
    "requirement_1": "selected",
    "question_libre": "=1+1",
}
PDF = b"%PDF-1.4\n%%EOF\n"


class Applicant:
    """Without scripts and cookies, of one call."""

    def __init__(self, portal, call):
        self.portal, self.call, self.base = portal, call, portal.absolute_url()
        self.url = f"{call.absolute_url()}/@@candidater"

    def boxes(self, **changed) -> list[tuple[str, str]]:
        pairs = []
        for name, value in (ANSWERS | changed).items():
            for one in value if isinstance(value, list) else [value]:
                if one is not None:
                    pairs.append((f"form.widgets.{name}{':list' if isinstance(value, list) else ''}", one))
        return pairs

    def token(self, age=10) -> str:
        secret = next(key for key in getUtility(IKeyManager)["_forms"] if key)
        return sign(int(time.time()) - age, self.call.UID(), secret)

    def send(self, button="enregistrer", age=10, files=(), raw=(), auth=None, address=TOWN, **changed):
        """The answer, redirections followed."""
        values = {
            "adresse": address, "prai.moment": dict(raw).get("prai.moment") or self.token(age), "prai.once": secrets.token_urlsafe(24),
            "telecopie": "", button: "1",
        } | dict(raw)  # fmt: skip
        return self.post(self.url, [*self.boxes(**changed), *values.items()], files, auth)

    def post(self, url, data=(), files=(), auth=None):
        answer = requests.post(
            url, data=list(data), files=[(f"form.widgets.{name}", one) for name, one in files] or None,
            headers={"Accept-Language": "fr"}, auth=auth, timeout=60,
        )  # fmt: skip
        transaction.begin()
        return answer

    def get(self, url, auth=None):
        answer = requests.get(url, headers={"Accept-Language": "fr"}, auth=auth, timeout=60)
        transaction.begin()
        return answer

    def sent(self) -> list:
        return [message_from_bytes(raw, policy=default) for raw in self.portal.MailHost.messages]

    def sent_to(self, address=TOWN) -> list:
        return [mail for mail in self.sent() if mail["To"] == address]

    def link(self, address=TOWN) -> str:
        """Of the last mail; of the receipt, where no other has come."""
        if not self.sent_to(address):
            return self.first
        return self.local(re.search(r"https\S+jeton=\S+", self.sent_to(address)[-1].get_content())[0])

    def local(self, url: str) -> str:
        return url.replace(PUBLIC, self.base)

    def step(self, link: str, name: str) -> str:
        return link.replace("/mon-dossier?", f"/mon-dossier/{name}?")

    def dossiers(self) -> list:
        return list(self.portal["dossiers"].objectValues())

    def hand_in(self, **changed):
        """A dossier that was written, checked and sent; the box of mails is empty again."""
        before = {one.getId() for one in self.dossiers()}
        checked = self.send("verifier", **changed)
        assert "/verifier?" in checked.url, text(checked)
        done = self.post(checked.url)
        assert "fait=depose" in done.url, text(done)
        (made,) = [one for one in self.dossiers() if one.getId() not in before]
        self.first = self.link()
        self.empty()
        return made

    def empty(self):
        del self.portal.MailHost.messages[:]
        transaction.commit()

    def forget(self):
        """As an hour later, with nothing kept."""
        hourly.clear()
        candidater.links.clear()
        mine.links.clear()
        with api.env.adopt_roles(["Manager"]):
            for name in list(self.portal["dossiers"].objectIds()):
                self.portal["dossiers"].manage_delObjects([name])
        self.empty()


def text(answer) -> str:
    """What stands on the page, without the frame of the site."""
    return " ".join(lxml_html.fromstring(answer.content).get_element_by_id("content").text_content().split())


def act(item, *transitions, comment="Il manque la délibération."):
    with api.env.adopt_user(SITE_OWNER_NAME), api.env.adopt_roles(["Manager"]):
        for transition in transitions:
            api.content.transition(item, transition, comment=comment)
    transaction.commit()


def acts(dossier) -> list[str]:
    assert journal.is_whole(dossier)
    return [line.act for line in journal.lines_of(dossier)]


def moves(dossier) -> list:
    return [row["action"] for row in dossier.workflow_history["prai_application_workflow"]]
