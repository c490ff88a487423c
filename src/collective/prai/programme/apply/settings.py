"""What applicants are written, and for how long what they do not hand in is kept."""

from collective.prai import _
from plone import api
from plone.supermodel import model
from string import Template
from zope import schema


PREFIX = "collective.prai.applying"
DRAFT_DAYS, BEFORE_CLOSING, AFTER_ASKING = 180, 7, 10
_HELP = _(
    "You may use $title, $number, $call, $closes, $link (keep it), $reason, $erased and $contact. An empty "
    "text sends none."
)

DRAFT = """Bonjour,

Un dossier de candidature a été commencé avec cette adresse :

$call

Pour le reprendre, le compléter ou l’abandonner, ouvrez cette page :
$link

Ce lien est votre clé : ne le transmettez qu’aux personnes qui préparent le dossier avec vous. Personne
d’autre ne lit ce brouillon. Il n’est pas déposé tant que vous ne l’avez pas envoyé. $closes
Sans nouvelle de votre part, il sera effacé le $erased.

Si vous n’avez rien commencé, ne tenez pas compte de ce message.

$contact
"""
RECEIPT = """Bonjour,

Nous avons bien reçu votre dossier de candidature.

Numéro : $number
Appel : $call

Pour suivre son avancement, répondre à une demande de complément ou le retirer :
$link

Ce lien est votre clé : ne le transmettez qu’aux personnes qui suivent le dossier avec vous.

$contact
"""
TO_COMPLETE = """Bonjour,

Votre dossier $number ($title) doit être complété :

$reason

Pour le compléter et le renvoyer :
$link

$contact
"""
WITHDRAWN = """Bonjour,

Votre dossier $number ($call) est retiré, comme vous l’avez demandé. Il ne sera pas examiné.

$contact
"""
LINK = """Bonjour,

Vous avez demandé à retrouver vos dossiers de candidature :

$links

Ces liens sont vos clés : ne les transmettez qu’aux personnes qui suivent les dossiers avec vous.
Si vous n’avez rien demandé, ne tenez pas compte de ce message.

Le centre de ressources
"""
CLOSING = """Bonjour,

Un dossier de candidature que vous préparez est encore un brouillon : il n’est pas déposé.

$call
$closes

Pour le terminer et l’envoyer :
$link

$contact
"""
WAITING = """Bonjour,

Nous attendons toujours le complément de votre dossier $number ($title) :

$reason

Pour le compléter et le renvoyer :
$link

$contact
"""


def _subject(title, default) -> schema.TextLine:
    return schema.TextLine(title=title, default=default, required=False)


def _body(title, default, description=_HELP) -> schema.Text:
    return schema.Text(title=title, description=description, default=default, required=False)


def _days(title, default, description="") -> schema.Int:
    return schema.Int(title=title, description=description, min=1, max=3650, default=default, required=False)


class IApplyingSettings(model.Schema):
    """Texts are written in French; an empty one sends no mail."""

    draft_days = _days(
        _("Days for which a draft is kept"),
        DRAFT_DAYS,
        _("After its last change. Said to who writes it; a daily command erases what is older."),
    )
    before_closing = _days(_("Drafts: remind so many days before the call closes"), BEFORE_CLOSING)
    after_asking = _days(_("To be completed: remind after so many days"), AFTER_ASKING)
    draft_subject = _subject(_("When a draft is begun: subject"), "Votre brouillon : $call")
    draft_body = _body(_("When a draft is begun: text"), DRAFT)
    receipt_subject = _subject(_("When a dossier is handed in: subject"), "Dossier $number reçu")
    receipt_body = _body(_("When a dossier is handed in: text"), RECEIPT)
    to_complete_subject = _subject(_("When it is to be completed: subject"), "Dossier $number : à compléter")
    to_complete_body = _body(_("When it is to be completed: text"), TO_COMPLETE)
    withdrawn_subject = _subject(_("When it is withdrawn: subject"), "Dossier $number : retiré")
    withdrawn_body = _body(_("When it is withdrawn: text"), WITHDRAWN)
    link_subject = _subject(_("When a link is asked again: subject"), "Vos dossiers de candidature")
    link_body = _body(
        _("When a link is asked again: text"),
        LINK,
        _("You may use $links (keep it). An empty text sends none."),
    )
    closing_subject = _subject(
        _("Draft, shortly before the call closes: subject"), "Votre dossier n’est pas encore déposé"
    )
    closing_body = _body(_("Draft, shortly before the call closes: text"), CLOSING)
    waiting_subject = _subject(_("Still to be completed: subject"), "Dossier $number : complément attendu")
    waiting_body = _body(_("Still to be completed: text"), WAITING)


def setting(name: str):
    """One of them, None where nothing is set."""
    return api.portal.get_registry_record(f"{PREFIX}.{name}", default=None)


def days(name: str) -> int:
    """One of the three delays."""
    return setting(name) or IApplyingSettings[name].default


def letter(name: str, words: dict[str, str]) -> tuple[str, str] | None:
    """Subject and text; None where the team has emptied the text."""
    subject, body = setting(f"{name}_subject") or "", setting(f"{name}_body") or ""
    if not body.strip():
        return None
    return Template(subject).safe_substitute(words), Template(body).safe_substitute(words)
