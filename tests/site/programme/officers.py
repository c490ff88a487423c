"""Officers, jurors and dossiers of a call, and a person who reads and posts pages over HTTP."""

from collective.prai.programme.agendas import write_agenda
from datetime import datetime
from decimal import Decimal
from lxml import html
from plone import api
from tests.site.conftest import make
from tests.site.conftest import relate
import requests


PASSWORD = "Un-Compte-De-Test-1"
#: Account → group.
ACCOUNTS = {
    "anne": "agents-region", "paul": "agents-region", "lea": "jures", "marc": "jures", "sans-siege": "jures",
    "editrice": "redacteurs",
}  # fmt: skip
HOSTILE = '=cmd|"/C calc"!A0 <script>alert(1)</script>'
#: What no juror and no page of another reader may show.
CONTACT = "mairie-secrete@girou.example"


def accounts():
    with api.env.adopt_roles(["Manager"]):
        for name, group in ACCOUNTS.items():
            api.user.create(f"{name}@prai.example", name, PASSWORD, properties={"fullname": name.title()})
            api.group.add_user(groupname=group, username=name)


def make_call(portal):
    return make(
        portal, "prai.Call", state="open", title="Projets innovants 2006", kind="innovative-project",
        eligible_types=["intercommunalite", "commune"],
        rates=[{"funder": "FEDER", "percent": Decimal(50)}, {"funder": "Région", "percent": Decimal(30)}],
        caps=[
            {
                "amount": Decimal("50000.00"), "basis": "total-grant", "since": "2006-12-13",
                "decided_by": "Jury n° 1", "funder": None, "note": None,
            },
        ],
        criteria=[
            {"criterion": "Exemplarité", "weight": Decimal(2), "max_score": 5, "since": None, "decided_by": None},
            {"criterion": "Transférabilité", "weight": Decimal(1), "max_score": 10, "since": None, "decided_by": None},
        ],
        contact_function="Mission TIC", contact_email="mission-tic@region.example",
    )  # fmt: skip


def make_dossier(portal, call, number="PRAI-2006-0007", state="eligible", **fields):
    values = {
        "title": "Plan numérique des Coteaux du Girou", "call": relate(call), "number": number,
        "lead_name": "Communauté de communes des Coteaux du Girou", "applicant_kind": "communaute-de-communes",
        "population": 18_000, "summary": "Un portail et un téléservice petite enfance.",
        "contact_email": CONTACT, "received_on": datetime(2006, 10, 2, 9),
        "eligible_cost": Decimal("82050.00"), "total_cost": Decimal("82050.00"),
        "answers": [
            {"question": "need", "label": "Votre besoin", "value": "Inscrire les enfants en ligne"},
            {"question": "contact_email", "label": "Adresse", "value": CONTACT},
        ],
        "opinion": None, "decision_body": None, "decision_on": None, "decision_act": None, "awarded_aid": None,
        "decision_reason": None,
    }  # fmt: skip
    made = make(portal, "prai.Application", state=state, **(values | fields))
    # The site has numbered and dated it when it was handed in.
    made.number, made.received_on = number, values["received_on"]
    return made


def make_session(portal, *dossiers, state="preparation", **fields):
    values = {
        "title": "Jury n° 1", "held_on": "2006-12-13", "starts_at": "9 h 30", "place": "Toulouse",
        "members": [
            {"account": "lea", "seat": "ARDESI"},
            {"account": "marc", "seat": "Association des maires"},
            {"account": None, "seat": "Préfecture"},
        ],
    }  # fmt: skip
    session = make(portal, "prai.Session", **(values | fields))
    with api.env.adopt_roles(["Manager"]):
        write_agenda(session, list(dossiers))
        for action in {"preparation": (), "convened": ("convene",)}[state]:
            api.content.transition(session, action)
    return session


class Person:
    """Who reads over HTTP with an account."""

    def __init__(self, name):
        self.http = requests.Session()
        self.http.auth = (name, PASSWORD)
        self.http.headers["Accept-Language"] = "fr"

    def get(self, url, **kw):
        answer = self.http.get(url, timeout=60, **kw)
        assert answer.status_code < 500, answer.text[-3000:]
        return answer

    def post(self, url, page=None, **values):
        """Post a form of the page; hidden fields of the form with that ``do`` come along."""
        tree = html.fromstring((page or self.get(url)).text)
        token = tree.xpath('//input[@name="_authenticator"]/@value')[0]
        answer = self.http.post(url, data={"_authenticator": token, **values}, timeout=60)
        assert answer.status_code < 500, answer.text[-3000:]
        return answer


def hidden(answer, do, name="seen"):
    """Value of a hidden field in the form that does that."""
    tree = html.fromstring(answer.text)
    return tree.xpath(f'//form[.//input[@name="do" and @value="{do}"]]//input[@name="{name}"]/@value')[0]


def body(answer):
    return " ".join(html.fromstring(answer.text).text_content().split())
