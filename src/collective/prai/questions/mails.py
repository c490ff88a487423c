"""What the team and the asker are written."""

from Acquisition import aq_parent
from collective.prai.core import vocabularies
from collective.prai.core.mail import send_mail
from collective.prai.core.publication.mails import public_link
from collective.prai.questions.settings import recipients
from collective.prai.questions.settings import setting


TO_TEAM = """Bonjour,

Une question est arrivée par le site.

{facts}

{question}

Sa fiche, à garder à jour : {link}
Elle sera effacée le {erase_on}.

Le centre de ressources
"""
TO_ASKER = """Bonjour,

Nous avons bien reçu votre question, sous le numéro {number}.
Objet : {purpose}

L’équipe du centre de ressources vous répondra. Rappelez ce numéro si vous nous écrivez ou nous
téléphonez.{phone}

Vos réponses ne servent qu’à vous répondre. Elles seront effacées le {erase_on}.

Si vous n’avez rien demandé, ne tenez pas compte de ce message : cette adresse a été écrite dans notre
formulaire, et rien d’autre ne vous sera envoyé.

Le centre de ressources
"""


def _purpose(question) -> str:
    return vocabularies.title("question_purposes", question.purpose, "fr") or "question"


def tell_team(question):
    """Everything, in the body alone: no answer reaches a header but the checked address to answer to."""
    rows = (
        ("Numéro", question.number),
        ("Objet", _purpose(question)),
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
    body = TO_TEAM.format(
        facts="\n".join(f"{label} : {value}" for label, value in rows if value),
        question=question.question or "",
        link=f"{public_link(aq_parent(question))}?numero={question.number}",
        erase_on=f"{question.erase_on:%d/%m/%Y}",
    )
    headers = {"Reply-To": question.email} if question.email else None
    for address in recipients(question.purpose):
        send_mail(address, f"Question {question.number} : {_purpose(question).lower()}", body, headers)


def acknowledge(question):
    """Nothing that the asker wrote: the address may be a stranger's."""
    phone = setting("phone")
    body = TO_ASKER.format(
        number=question.number,
        purpose=_purpose(question),
        phone=f"\nTéléphone : {phone}" if phone else "",
        erase_on=f"{question.erase_on:%d/%m/%Y}",
    )
    send_mail(question.email, f"Votre question n° {question.number}", body)
