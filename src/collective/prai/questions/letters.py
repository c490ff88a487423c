"""What is written about requests, as the team edits it: subject and text of each mail, in French."""

from collective.prai import _
from plone import api
from plone.supermodel import model
from string import Template
from zope import schema


PREFIX = "collective.prai.requests"
_HELP = _("You may use $number, $purpose, $link and $follow. An empty text sends none.")

TOLD = """Bonjour,

Une demande est arrivée par le site.

$facts

$question

Sa fiche, à garder à jour : $link
Elle sera effacée le $erase_on.

Le centre de ressources
"""
ACKNOWLEDGED = """Bonjour,

Nous avons bien reçu votre demande, sous le numéro $number.
Objet : $purpose

L’équipe du centre de ressources vous répondra. Rappelez ce numéro si vous nous écrivez ou nous
téléphonez.$phone
$follow
Vos réponses ne servent qu’à vous répondre. Elles seront effacées le $erase_on.

Si vous n’avez rien demandé, ne tenez pas compte de ce message : cette adresse a été écrite dans notre
formulaire, et rien d’autre ne vous sera envoyé.

Le centre de ressources
"""
ASSIGNED = """Bonjour,

La demande $number ($purpose) vous est confiée par $who.

$link

Le centre de ressources
"""
ANSWERED = """Bonjour,

Voici notre réponse à votre demande $number.

$answer
$follow
Le centre de ressources
"""
CLOSED = """Bonjour,

Votre demande $number est close.

$reason
$follow
Le centre de ressources
"""
WROTE = """Bonjour,

L’auteur de la demande $number ($purpose) vous écrit de nouveau.

$message

Sa fiche : $link

Le centre de ressources
"""
LINK = """Bonjour,

Voici le lien par lequel suivre votre demande $number :
$link

Si vous ne l’avez pas demandé, ne tenez pas compte de ce message.

Le centre de ressources
"""


def _subject(title, default) -> schema.TextLine:
    return schema.TextLine(title=title, default=default, required=False)


def _body(title, default, description=_HELP) -> schema.Text:
    return schema.Text(title=title, description=description, default=default, required=False)


class IRequestLetters(model.Schema):
    """Texts are written in French; an empty one sends no mail."""

    told_subject = _subject(_("To the team, of a new request: subject"), "Question $number : $purpose")
    told_body = _body(
        _("To the team, of a new request: text"),
        TOLD,
        _("You may use $number, $purpose, $facts, $question, $link and $erase_on. An empty text sends none."),
    )
    acknowledged_subject = _subject(_("Receipt: subject"), "Votre question n° $number")
    acknowledged_body = _body(
        _("Receipt: text"),
        ACKNOWLEDGED,
        _("You may use $number, $purpose, $phone, $follow and $erase_on. An empty text sends none."),
    )
    assigned_subject = _subject(_("To whom a request is assigned: subject"), "À vous : demande $number")
    assigned_body = _body(
        _("To whom a request is assigned: text"),
        ASSIGNED,
        _("You may use $number, $purpose, $who and $link. An empty text sends none."),
    )
    answered_subject = _subject(_("Answer: subject"), "Réponse à votre demande $number")
    answered_body = _body(
        _("Answer: text"),
        ANSWERED,
        _("You may use $number, $purpose, $answer (keep it) and $follow. An empty text sends none."),
    )
    closed_subject = _subject(_("End of a request: subject"), "Votre demande $number est close")
    closed_body = _body(
        _("End of a request: text"),
        CLOSED,
        _("You may use $number, $purpose, $reason and $follow. An empty text sends none."),
    )
    wrote_subject = _subject(_("To the team, of a new message: subject"), "Nouveau message : demande $number")
    wrote_body = _body(
        _("To the team, of a new message: text"),
        WROTE,
        _("You may use $number, $purpose, $message and $link. An empty text sends none."),
    )
    link_subject = _subject(_("Link that was asked for again: subject"), "Suivre votre demande $number")
    link_body = _body(
        _("Link that was asked for again: text"),
        LINK,
        _("You may use $number, $purpose and $link (keep it). An empty text sends none."),
    )


def letter(name: str, words: dict[str, str]) -> tuple[str, str] | None:
    """Subject and text; None where the team has emptied the text."""
    subject, body = (
        api.portal.get_registry_record(f"{PREFIX}.{name}_{part}", default=None) or ""
        for part in ("subject", "body")
    )
    if not body.strip():
        return None
    return Template(subject).safe_substitute(words), Template(body).safe_substitute(words)
