"""Who is written what about a reuse.

The first mail goes to an address that may be a stranger's: it holds not a word of who wrote it.  The others
have texts that the team edits (settings.py); each goes to one who is concerned, and once.
"""

from collective.prai.core import vocabularies
from collective.prai.core.mail import deliver
from collective.prai.core.mail import send_mail
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.mails import public_link
from collective.prai.core.publication.mails import REVIEWERS
from collective.prai.core.settings import public_address
from collective.prai.core.visibility import is_public
from collective.prai.transfer.declarants import Declarant
from collective.prai.transfer.declaring.settings import letter
from collective.prai.transfer.reuses import target
from collective.prai.transfer.reuses import targets
from plone import api
from urllib.parse import urlencode


PAGE = "nous-lavons-repris"
CONFIRM, STILL_TRUE = "confirmer", "toujours-vrai"
ASKED = """Bonjour,

Une reprise a été déclarée avec cette adresse sur le site du centre de ressources, à propos de :
{sheet}

Pour la confirmer, ouvrez cette page dans les 48 heures :
{link}

Vous pourrez y relire votre déclaration, la corriger et la compléter.

Si vous n’avez rien déclaré, ne faites rien : rien n’est gardé, et rien d’autre ne vous sera envoyé.

Le centre de ressources
"""
#: Relations of a sheet that lead to who made it, the nearest first.
_MAKERS = ("contact_organisation", "producer", "publisher", "lead", "beneficiaries", "provider")


def step_address(step: str, token: str) -> str:
    """Of a link: never of the Host header's site, which a stranger writes."""
    return f"{public_address()}/{PAGE}/{step}?{urlencode({'jeton': token})}"


def ask_to_confirm(address: str, sheet, link: str):
    send_mail(address, "Confirmez votre reprise", ASKED.format(sheet=sheet.Title(), link=link))


def _words(reuse) -> dict[str, str]:
    """Of a reuse that its reader may see: the names of what is public alone."""
    sheet = target(reuse, "original")
    organisation = target(reuse, "reuser")
    seen = organisation is not None and is_public(organisation)
    return {
        "title": reuse.Title(),
        "sheet": sheet.Title() if sheet is not None and is_public(sheet) else "",
        "who": organisation.Title() if seen else reuse.reuser_name or "",
        "stage": vocabularies.title("reuse_stages", reuse.stage, "fr").lower(),
        "link": public_link(reuse),
    }


def reviewers() -> list[str]:
    """Addresses of the group; of the site, as long as the group has none."""
    group = api.group.get(groupname=REVIEWERS)
    members = api.user.get_users(groupname=REVIEWERS) if group is not None else []
    found = sorted({member.getProperty("email", "") for member in members} - {""})
    own = api.portal.get_registry_record("plone.email_from_address", default=None)
    return found or ([own] if own else [])


def _send(to: list[str], name: str, words: dict[str, str]):
    written = letter(name, words)
    for address in to if written is not None else ():
        send_mail(address, *written)


def tell_reviewers(reuse):
    """Of a declaration that waits for them."""
    _send(reviewers(), "declared", _words(reuse))


def tell_change(reuse, change):
    """Of what a declarant says has changed."""
    stage = vocabularies.title("reuse_stages", change.stage, "fr")
    more = {
        "stage": f"Avancement : {stage}",
        "text": change.text,
        "link": f"{public_link(reuse)}/@@prai-declarant",
    }
    _send(reviewers(), "changed", _words(reuse) | more)


def tell_declarant(reuse, declarant: Declarant, name: str):
    """Of the publication, or politely of the rejection: the team's reason is the team's."""
    _send([declarant.email], name, _words(reuse))


def ask_again(reuse, declarant: Declarant, secret: str) -> bool:
    """Whether the yearly question has left; True too where the team does not want it to be asked."""
    words = _words(reuse) | {
        "page": public_link(reuse),
        "link": step_address(STILL_TRUE, secret),
        "until": format_partial(declarant.until.isoformat(), "fr"),
    }
    written = letter("still", words)
    return written is None or deliver(declarant.email, *written, {"Auto-Submitted": "auto-generated"})


def tell_producer(reuse, but: str):
    """Of the first publication; ``but``: an address that knows already."""
    sheet = target(reuse, "original")
    if sheet is None or not is_public(sheet):
        return
    address = _address_of(sheet, target(reuse, "reuser"))
    if address and address.casefold() != but.casefold():
        _send([address], "producer", _words(reuse))


def _address_of(sheet, reuser) -> str:
    """Of the office to ask, else of the organisation that made it; "" where none is known."""
    own = getattr(sheet, "contact_email", None)
    if own:
        return own
    for name in _MAKERS:
        for organisation in targets(sheet, name):
            if reuser is not None and organisation.UID() == reuser.UID():
                # Nobody is told of what they did themselves.
                return ""
            if getattr(organisation, "email", None) and is_public(organisation):
                return organisation.email
    return ""
