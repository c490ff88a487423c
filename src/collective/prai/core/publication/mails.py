"""Mails of the review: to the reviewers at submission, to the author at its answer.

Texts are edited in the registry.  A mail that cannot be sent never holds back the transition.
"""

from collective.prai import _
from collective.prai.core.mail import send_mail
from collective.prai.core.publication.state import last_status
from collective.prai.core.settings import public_address
from plone import api
from plone.supermodel import model
from string import Template
from zope import schema


PREFIX = "collective.prai.mails"
#: Group whose members are told of submissions.
REVIEWERS = "relecteurs"
_HELP = _("You may use $title, $type, $link, $comment and $user.")


SUBMITTED = """Bonjour,

$user soumet à votre relecture : $title ($type).

$link

$comment

Le centre de ressources
"""
SENT_BACK = """Bonjour,

$title ($type) vous est renvoyé pour correction par $user :

$comment

$link

Le centre de ressources
"""
PUBLISHED = """Bonjour,

$title ($type) est publié :

$link

Merci. Le centre de ressources
"""


def _subject(title, default) -> schema.TextLine:
    return schema.TextLine(title=title, description=_HELP, default=default, required=False)


def _body(title, default) -> schema.Text:
    return schema.Text(title=title, description=_HELP, default=default, required=False)


class IMailTexts(model.Schema):
    """Subject and text of each mail, written in French; an empty text sends none."""

    submit_subject = _subject(_("Submission: subject"), "À relire : $title")
    submit_body = _body(_("Submission: text to the reviewers"), SUBMITTED)
    send_back_subject = _subject(_("Sent back: subject"), "À reprendre : $title")
    send_back_body = _body(_("Sent back: text to the author"), SENT_BACK)
    publish_subject = _subject(_("Publication: subject"), "Publié : $title")
    publish_body = _body(_("Publication: text to the author"), PUBLISHED)


def public_link(obj) -> str:
    """Address of the item at the site's public address.

    While none is set: as the Host header has it for who is signed in, the path alone for a visitor, who may
    have written that header.
    """
    portal = api.portal.get()
    base = public_address() or ("" if api.user.is_anonymous() else portal.absolute_url().rstrip("/"))
    return "/".join([base, *portal.portal_url.getRelativeContentPath(obj)])


def tell(obj, action: str):
    """Send the mail of this transition, which has just happened, to those whom it concerns."""
    if action not in ("submit", "send_back", "publish"):
        return
    actor = api.user.get_current().getId()
    to = _reviewers(actor) if action == "submit" else _author(obj, actor)
    subject = api.portal.get_registry_record(f"{PREFIX}.{action}_subject", default="") or ""
    body = api.portal.get_registry_record(f"{PREFIX}.{action}_body", default="") or ""
    if not to or not body.strip():
        return
    words = _words(obj)
    for address in to:
        send_mail(address, Template(subject).safe_substitute(words), Template(body).safe_substitute(words))


def _words(obj) -> dict[str, str]:
    status = last_status(obj)
    types = api.portal.get_tool("portal_types")
    return {
        "title": obj.Title(),
        "type": obj.translate(types[obj.portal_type].Title()),
        "link": public_link(obj),
        "comment": (status.get("comments") or "").strip(),
        "user": status.get("actor") or "",
    }


def _reviewers(actor: str | None) -> list[str]:
    """Addresses of the group's members, the author of the submission left out."""
    if api.group.get(groupname=REVIEWERS) is None:
        return []
    members = api.user.get_users(groupname=REVIEWERS)
    return sorted({m.getProperty("email", "") for m in members if m.getId() != actor} - {""})


def _author(obj, actor: str | None) -> list[str]:
    """Address of who created the item; nobody is told of what they did themselves."""
    author = api.user.get(userid=obj.Creator())
    if author is None or author.getId() == actor:
        return []
    address = author.getProperty("email", "")
    return [address] if address else []
