"""A request from its receipt to its end: assigned, answered, followed by its asker, taken up again; mails by SMTP."""

from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import sign
from collective.prai.questions import follow
from collective.prai.questions import following
from collective.prai.questions.content.question import QUESTIONS
from collective.prai.questions.figures import by_month
from datetime import timedelta
from lxml import html as lxml_html
from plone import api
from plone.keyring.interfaces import IKeyManager
from tests.site.form_visitor import FormVisitor
from tests.site.mailing import send_to
from tests.smtp_sink import SmtpSink
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility
import csv
import io
import pytest
import re
import requests
import time
import transaction


CENTRE, ADVICE = "centre@ardesi.example", "conseil@ardesi.example"
TOWN, PASSWORD = "mairie@gragnague.example", "Un-Compte-De-Test-1"
PEOPLE = {
    "relectrice": ("relecteurs", "Relectrice Ardesi"),
    "redactrice": ("redacteurs", "Rédactrice Ardesi"),
    "agente": ("agents-region", "Agente Région"),
}
ANSWER = "Oui : le téléservice existe.\n=cmd|' /C calc'!A0 n'est pas une formule."


class Visitor(FormVisitor):
    form = "poser-une-question"
    answers = {  # noqa: RUF012 (nobody writes in it)
        "purpose": ["conseil"],
        "question": "Comment préinscrire les enfants à la crèche en ligne ?",
        "organisation": "Commune de Gragnague",
        "office": "Secrétaire de mairie",
        "email": TOWN,
        "delivery": ["courriel"],
    }


@pytest.fixture(scope="class")
def sink():
    found = SmtpSink()
    yield found
    found.close()


@pytest.fixture(scope="class")
def site(class_site, sink):
    send_to(sink, class_site, CENTRE)
    api.portal.set_registry_record("collective.prai.public_url", class_site.absolute_url())
    api.portal.set_registry_record("collective.prai.questions.advice_to", f"{ADVICE}, {CENTRE}")
    with api.env.adopt_roles(["Manager"]):
        for name, (group, title) in PEOPLE.items():
            user = api.user.create(f"{name}@ardesi.example", name, PASSWORD, properties={"fullname": title})
            api.group.add_user(groupname=group, user=user)
    transaction.commit()
    return class_site


@pytest.fixture(autouse=True)
def quiet(site, sink):
    """As an hour later, with nothing in the folder nor in the box."""
    hourly.clear()
    follow.links.clear()
    sink.received.clear()
    with api.env.adopt_roles(["Manager"]):
        for name in list(site[QUESTIONS].objectIds()):
            site[QUESTIONS].manage_delObjects([name])
    transaction.commit()


def ask(site, **changed):
    hourly.clear()
    Visitor(site).send(**changed)
    transaction.begin()
    return max(site[QUESTIONS].objectValues(), key=lambda one: one.number)


def page(url, who=None):
    return requests.get(url, auth=who and (who, PASSWORD), timeout=30)


def words(answer) -> str:
    return " ".join(lxml_html.fromstring(answer.content).get_element_by_id("content").text_content().split())


def act(question, who, **values):
    """Press a button of the page of a request, as it stands, or as ``seen`` says."""
    url = question.absolute_url()
    tree = lxml_html.fromstring(page(url, who).content)
    token = tree.xpath("//input[@name='_authenticator']/@value")[0]
    form = {"_authenticator": token, "vu": str(len(following.acts_of(question)))} | values
    answer = requests.post(url, data=form, auth=(who, PASSWORD), timeout=30)
    assert answer.status_code == 200
    transaction.begin()
    return answer


def link_in(mail) -> str:
    return re.search(r"http\S+/suivre-ma-demande\?\S+", mail.get_content())[0]


class TestFollowed:
    def test_from_its_receipt_to_its_end(self, site, sink):
        question = ask(site)
        told = sink.wait(3)
        assert {to[0] for to, _mail in told} == {ADVICE, CENTRE, TOWN}
        link = link_in(sink.to(TOWN)[0])
        assert "L’équipe la lit" in words(page(link)) or "arrived" in words(page(link))
        act(question, "relectrice", confier="1", compte="redactrice")
        assert (question.progress, question.assigned_to) == ("assigned", "redactrice")
        (mail,) = sink.wait(4) and sink.to("redactrice@ardesi.example")
        assert question.number in mail["Subject"] and "Relectrice Ardesi" in mail.get_content()
        act(question, "redactrice", noter="1", note="motinterne : voir avec la Région")
        act(question, "redactrice", repondre="1", reponse=ANSWER)
        sink.wait(5)
        mail = sink.to(TOWN)[1]
        assert question.progress == "answered" and mail["Reply-To"] == ADVICE
        assert ADVICE in mail["From"] and "le téléservice existe" in mail.get_content()
        seen = words(page(link_in(mail)))
        assert "le téléservice existe" in seen and "préinscrire les enfants" in seen
        assert "motinterne" not in seen and "Rédactrice" not in seen and "redactrice" not in seen
        # The asker writes again: it waits again, and who has it in hand is told, once for two presses.
        for _press in ("once", "twice"):
            form = {"numero": question.number, "cle": question.follow_key, "message": "Et pour Lévignac ?"}
            again = requests.post(f"{site.absolute_url()}/suivre-ma-demande", data=form, timeout=30)
            assert "Et pour Lévignac" in words(again)
        transaction.begin()
        assert question.progress == "assigned" and following.is_waiting(question)
        sink.wait(6)
        assert "Et pour Lévignac" in sink.to("redactrice@ardesi.example")[1].get_content()
        assert "Choose" in words(act(question, "redactrice", vu="99")) or question.progress == "assigned"
        act(question, "redactrice", clore="1", motif="Réglée par téléphone.")
        sink.wait(7)
        assert question.progress == "closed" and "par téléphone" in sink.to(TOWN)[2].get_content()
        kinds = [(one.kind, one.actor) for one in following.acts_of(question)]
        assert kinds == [
            ("received", "asker"), ("assigned", "relectrice"), ("noted", "redactrice"), ("answered", "redactrice"),
            ("wrote", "asker"), ("reopened", "asker"), ("closed", "redactrice"),
        ]  # fmt: skip
        assert [one.time for one in following.acts_of(question)] == sorted(
            one.time for one in following.acts_of(question)
        )
        act(question, "redactrice", rouvrir="1")
        assert question.progress == "assigned"

    def test_two_colleagues_do_not_answer_twice(self, site, sink):
        question = ask(site)
        sink.wait(3)
        act(question, "redactrice", repondre="1", reponse="Première réponse.")
        late = act(question, "relectrice", repondre="1", reponse="Seconde réponse.", vu="1")
        assert "Seconde réponse." in late.text and 'role="alert"' in late.text
        sink.wait(4)
        assert [one.text for one in following.acts_of(question) if one.kind == "answered"] == [
            "Première réponse."
        ]
        for wrong in ({"repondre": "1", "reponse": ""}, {"repondre": "1", "reponse": "a" * 10_000},
                      {"clore": "1"}, {"confier": "1", "compte": "admin2"}, {"rien": "1"}):  # fmt: skip
            assert 'role="alert"' in act(question, "redactrice", **wrong).text, wrong
        # A page elsewhere that posts in a colleague's name changes nothing.
        requests.post(question.absolute_url(), data={"clore": "1", "motif": "x"}, auth=("redactrice", PASSWORD),
                      timeout=30)  # fmt: skip
        requests.patch(question.absolute_url(), json={"progress": "closed", "assigned_to": "x"}, timeout=30,
                       auth=("redactrice", PASSWORD), headers={"Accept": "application/json"})  # fmt: skip
        transaction.begin()
        assert (question.progress, question.assigned_to) == ("answered", None)

    def test_the_list_puts_first_what_is_late(self, site):
        late, nobody, mine, done = (
            ask(site, email=f"{name}@mairie.example", organisation=f"Commune {name}")
            for name in ("tard", "personne", "moi", "faite")
        )
        late.waiting_since -= timedelta(days=8)
        mine.waiting_since -= timedelta(days=3)
        following.assign(mine, "redactrice")
        following.answer(done, "Fait.", "")
        transaction.commit()
        url = site[QUESTIONS].absolute_url()

        def listed(query=""):
            tree = lxml_html.fromstring(page(f"{url}{query}", "redactrice").content)
            return [node.text for node in tree.cssselect(".prai-table tbody th a")]

        assert listed() == [one.number for one in (late, nobody, mine, done)]
        for query, wanted in (
            ("?etat=retard", [late]), ("?etat=answered", [done]), ("?qui=moi&etat=en-attente", [mine]),
            ("?qui=personne", [late, nobody]), ("?objet=guide", []), ("?q=commune+MOI", [mine]),
            ("?etat=zz&etat=yy&b_start=x", [late, nobody, mine, done]), ("?q=%00", []), ("?q=" + "a" * 5000, []),
        ):  # fmt: skip
            assert listed(query) == [one.number for one in wanted], query
        counts = lxml_html.fromstring(page(url, "redactrice").content).cssselect(
            ".prai-request-counts strong"
        )
        assert [node.text for node in counts] == ["1", "2", "1", "3"]
        table = page(f"{url}/@@prai-questions.csv?etat=retard", "redactrice")
        (row,) = csv.DictReader(io.StringIO(table.content.decode()))
        assert (row["numero"], row["en_retard"]) == (late.number, "oui")
        # What is erased goes on being counted, and is nothing but counted.
        (month,) = by_month(site[QUESTIONS].objectValues())
        with api.env.adopt_roles(["Manager"]):
            site[QUESTIONS].manage_delObjects([done.getId(), late.getId()])
        assert by_month(site[QUESTIONS].objectValues()) == [month]
        assert month.answered >= 1 and month.days == 0

    def test_officers_see_the_purposes_that_are_theirs(self, site):
        theirs, other = ask(site, purpose=["financement"]), ask(site, organisation="Commune de Lévignac")
        url = site[QUESTIONS].absolute_url()
        listed = page(url, "agente").text
        assert theirs.number in listed and other.number not in listed and "Lévignac" not in listed
        table = page(f"{url}/@@prai-questions.csv", "agente").text
        assert theirs.number in table and other.number not in table
        assert [page(one.absolute_url(), "agente").status_code for one in (theirs, other)] == [200, 404]
        found = requests.get(
            f"{site.absolute_url()}/@search?portal_type=prai.Question", auth=("agente", PASSWORD),
            headers={"Accept": "application/json"}, timeout=30,
        ).json()  # fmt: skip
        assert [one["@id"] for one in found["items"]] == [theirs.absolute_url()]
        act(theirs, "agente", confier="1", compte="agente")
        assert theirs.assigned_to == "agente"
        api.portal.set_registry_record("collective.prai.questions.officers_purposes", [])
        transaction.commit()
        assert page(theirs.absolute_url(), "agente").status_code == 404
        assert theirs.number not in page(url, "agente").text
        api.portal.set_registry_record("collective.prai.questions.officers_purposes", ["financement"])
        transaction.commit()


class TestLink:
    def test_opens_one_request_and_comes_again(self, site, sink):
        question = ask(site)
        url = f"{site.absolute_url()}/suivre-ma-demande"
        link = link_in(sink.wait(3) and sink.to(TOWN)[0])
        answer = page(link)
        assert (
            answer.headers["Referrer-Policy"] == "no-referrer"
            and "no-store" in answer.headers["Cache-Control"]
        )
        other = ask(site, email="autre@mairie.example")
        for numero, key in (
            (other.number, question.follow_key), (question.number, "x"), (question.number, "é\x00"),
            ("Q-2026-9999", question.follow_key), ("../x", question.follow_key), ("Q-1", "a" * 10_000),
        ):  # fmt: skip
            answer = requests.get(url, params={"numero": numero, "cle": key}, timeout=30)
            assert "crèche" not in answer.text and answer.status_code in (200, 404), numero
        secret = next(key for key in getUtility(IKeyManager)["_forms"] if key)
        sink.wait(6)
        said = set()
        for numero, address in (
            (question.number.lower(), TOWN.upper()), (question.number, "autre@mairie.example"), ("Q-1999-0001", TOWN)
        ):  # fmt: skip
            form = {
                "numero": numero,
                "courriel": address,
                "prai.moment": sign(int(time.time()) - 9, "suivre-ma-demande", secret),
            }
            said.add(words(requests.post(url, data=form, timeout=30)))
        assert len(said) == 1, "nobody learns whether a number and an address go together"
        assert link_in(sink.wait(7)[6][1]) == link and sink.received[6][0] == [TOWN]
        for form in ({"numero": ["a", "b"], "courriel": "x"}, {"numero": "\x00", "courriel": "a" * 10_000}):
            assert requests.post(url, data=form, timeout=30).status_code == 200


class TestOlder:
    def test_a_question_of_before_keeps_its_state(self, site):
        question = ask(site)
        del IAnnotations(question)[following.KEY]
        question.progress, question.waiting_since = "answered", None
        for _run in ("once", "and again"):
            following.take_over(question)
            assert [one.kind for one in following.acts_of(question)] == ["received", "answered"]
        assert (
            question.first_answered is not None
            and page(question.absolute_url(), "redactrice").status_code == 200
        )
        transaction.abort()
