"""What the team and the asker are written; the texts are the team's (letters.py)."""

from Acquisition import aq_parent
from collective.prai.core import vocabularies
from collective.prai.core.mail import can_send
from collective.prai.core.mail import send_mail
from collective.prai.core.publication.mails import public_link
from collective.prai.core.settings import public_address
from collective.prai.questions.following import key_of
from collective.prai.questions.letters import letter
from collective.prai.questions.settings import recipients
from collective.prai.questions.settings import setting
from plone import api
from urllib.parse import urlencode


#: Page of who asked.
FOLLOW = "suivre-ma-demande"
NUMBER, KEY = "numero", "cle"


def follow_address(question) -> str:
    """Of the asker's page; "" while the site does not know its own address: a stranger writes the other."""
    base = public_address()
    if not base:
        return ""
    return f"{base}/{FOLLOW}?{urlencode({NUMBER: question.number or '', KEY: key_of(question)})}"


def office(question) -> str:
    """Address from which this request is answered; "" while the site has none."""
    return next(iter(recipients(question.purpose)), "")


def purpose(question) -> str:
    """In words."""
    return vocabularies.title("question_purposes", question.purpose, "fr") or "question"


def _words(question) -> dict[str, str]:
    follow = follow_address(question)
    return {
        "number": question.number or "",
        "purpose": purpose(question),
        "link": f"{public_link(aq_parent(question))}?{NUMBER}={question.number}",
        "follow": f"\nPour suivre votre demande ou nous écrire de nouveau :\n{follow}\n" if follow else "",
        "erase_on": f"{question.erase_on:%d/%m/%Y}" if question.erase_on else "",
    }


def _send(to, name: str, words: dict, headers=None, sender: str = ""):
    written = letter(name, words)
    for address in to if written is not None else ():
        send_mail(address, *written, headers, sender=sender)


def tell_team(question):
    """Everything, in the body alone: no answer reaches a header but the checked address to answer to."""
    rows = (
        ("Numéro", question.number),
        ("Objet", purpose(question)),
        ("Organisme", question.organisation),
        ("Fonction", question.office),
        ("Adresse électronique", question.email),
        ("Téléphone", question.phone),
        ("Commune", question.commune),
        ("Guide demandé", question.guide),
        ("Envoi", vocabularies.title("deliveries", question.delivery, "fr")),
        ("Adresse postale", question.postal_address),
        ("Page d’où elle est posée", question.about),
        ("Adresse de cette page", question.about_url),
    )
    words = _words(question) | {
        "facts": "\n".join(f"{label} : {value}" for label, value in rows if value),
        "question": question.question or "",
    }
    _send(recipients(question.purpose), "told", words, _answer_to(question.email))


def acknowledge(question):
    """Nothing that the asker wrote: the address may be a stranger's."""
    phone = setting("phone")
    words = _words(question) | {"phone": f"\nTéléphone : {phone}" if phone else ""}
    _send([question.email], "acknowledged", words)


def tell_assigned(question, account: str):
    """Nobody is told of what they took themselves."""
    current = api.user.get_current()
    user = api.user.get(userid=account)
    address = user.getProperty("email", "") if user is not None else ""
    if address and current.getId() != account:
        who = current.getProperty("fullname", "") or current.getId()
        _send([address], "assigned", _words(question) | {"who": who})


def send_answer(question, text: str) -> str:
    """The address to which it leaves; "" where there is none, or the site can send nothing."""
    return _to_asker(question, "answered", {"answer": text})


def tell_closed(question, reason: str) -> str:
    """The same of the end of a request."""
    return _to_asker(question, "closed", {"reason": reason})


def _to_asker(question, name: str, more: dict) -> str:
    if not question.email or not can_send():
        return ""
    own = office(question)
    _send([question.email], name, _words(question) | more, _answer_to(own), sender=own)
    return question.email


def tell_message(question, text: str):
    """Who has the request in hand; the team, while nobody has."""
    user = api.user.get(userid=question.assigned_to) if question.assigned_to else None
    address = user.getProperty("email", "") if user is not None else ""
    to = [address] if address else recipients(question.purpose)
    _send(to, "wrote", _words(question) | {"message": text}, _answer_to(question.email))


def send_link(question):
    """To the address of the request alone, whoever asks."""
    _send([question.email], "link", _words(question) | {"link": follow_address(question)})


def _answer_to(address: str | None) -> dict[str, str] | None:
    return {"Reply-To": address} if address else None
