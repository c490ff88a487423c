"""What the centre writes about reuses, and for how long it keeps the address of who declared one."""

from collective.prai import _
from plone import api
from plone.supermodel import model
from string import Template
from zope import schema


PREFIX = "collective.prai.reuses"
#: Months after the last confirmation: two yearly questions that nobody answers.
MONTHS = 25
#: Months after which a declarant is asked whether it is still so.
YEAR = 12
_HELP = _("You may use $title, $sheet, $who, $stage and $link. An empty text sends none.")

DECLARED = """Bonjour,

Une reprise vient d’être déclarée par le site, et confirmée par son déclarant :

$title

$link

Elle attend votre lecture : rien n’en est public avant que vous l’ayez publiée.

Le centre de ressources
"""
PUBLISHED = """Bonjour,

Votre reprise est publiée :

$title
$link

Merci de l’avoir fait connaître : d’autres collectivités s’en serviront. Une fois par an, nous vous
demanderons d’un clic si elle est toujours d’actualité.

Le centre de ressources
"""
REJECTED = """Bonjour,

Vous nous avez fait part de cette reprise :

$title

Nous ne la publions pas en l’état. Répondez à ce message si vous souhaitez la préciser ou la compléter :
nous la relirons volontiers.

Le centre de ressources
"""
PRODUCER = """Bonjour,

Ce que vous avez mis à disposition a été repris.

$sheet
a été repris par : $who ($stage)

Le récit de cette reprise :
$link

Le centre de ressources
"""
STILL_TRUE = """Bonjour,

Vous nous avez fait part de cette reprise, que nous publions :

$title
$page

Est-ce toujours vrai ? Un clic suffit, et sert aussi à dire ce qui a changé :
$link

Sans réponse de votre part, elle reste publiée avec la date de votre dernière confirmation. Votre
adresse n’est jamais publiée ; elle sera effacée le $until.

Le centre de ressources
"""
CHANGED = """Bonjour,

Le déclarant d’une reprise publiée nous dit qu’elle a changé :

$title
$stage

$text

$link

La page publique ne change pas avant que vous ayez repris ces indications.

Le centre de ressources
"""


def _subject(title, default) -> schema.TextLine:
    return schema.TextLine(title=title, default=default, required=False)


def _body(title, default, description=_HELP) -> schema.Text:
    return schema.Text(title=title, description=description, default=default, required=False)


class IReuseSettings(model.Schema):
    """Texts are written in French; an empty one sends no mail."""

    months = schema.Int(
        title=_("Months for which the address of a declarant is kept"),
        description=_(
            "After its last confirmation. Said to who declares; a daily command erases what is older."
        ),
        min=1,
        max=120,
        default=MONTHS,
        required=False,
    )
    declared_subject = _subject(_("To the reviewers, of a declaration: subject"), "Reprise à lire : $title")
    declared_body = _body(_("To the reviewers, of a declaration: text"), DECLARED)
    published_subject = _subject(_("To the declarant, at publication: subject"), "Votre reprise est publiée")
    published_body = _body(_("To the declarant, at publication: text"), PUBLISHED)
    rejected_subject = _subject(_("To the declarant, at rejection: subject"), "À propos de votre reprise")
    rejected_body = _body(_("To the declarant, at rejection: text"), REJECTED)
    producer_subject = _subject(_("To the producer, once: subject"), "Repris : $sheet")
    producer_body = _body(_("To the producer, once: text"), PRODUCER)
    still_subject = _subject(_("To the declarant, once a year: subject"), "Est-ce toujours vrai ? $title")
    still_body = _body(
        _("To the declarant, once a year: text"),
        STILL_TRUE,
        _("You may use $title, $page, $link (keep it) and $until. An empty text sends none."),
    )
    changed_subject = _subject(_("To the reviewers, of a change: subject"), "Reprise qui a changé : $title")
    changed_body = _body(
        _("To the reviewers, of a change: text"),
        CHANGED,
        _("You may use $title, $stage, $text and $link. An empty text sends none."),
    )


def setting(name: str):
    """One of them, None where nothing is set."""
    return api.portal.get_registry_record(f"{PREFIX}.{name}", default=None)


def months_kept() -> int:
    return setting("months") or MONTHS


def letter(name: str, words: dict[str, str]) -> tuple[str, str] | None:
    """Subject and text; None where the team has emptied the text."""
    subject, body = setting(f"{name}_subject") or "", setting(f"{name}_body") or ""
    if not body.strip():
        return None
    return Template(subject).safe_substitute(words), Template(body).safe_substitute(words)
