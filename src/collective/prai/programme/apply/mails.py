"""What applicants are written: texts that the team edits, signed with the contact of the call.

None that leaves before an officer has read the dossier holds a word of it: who gives a stranger's address
tells the stranger nothing.
"""

from collective.prai.core.mail import deliver
from collective.prai.core.mail import send_mail
from collective.prai.core.partial_date import format_partial
from collective.prai.programme.applicants import address_of
from collective.prai.programme.applicants import link_for
from collective.prai.programme.apply.settings import letter
from collective.prai.programme.calls import call_of
from collective.prai.programme.windows import moment
from datetime import datetime


#: Of what a program sends: no answering machine answers it.
BY_ITSELF = {"Auto-Submitted": "auto-generated"}


def said_moment(value: datetime | None) -> str:
    """« 30 novembre 2026 à 17:00 », by the clock of the site."""
    value = moment(value)
    return f"{format_partial(value.date().isoformat(), 'fr')} à {value:%H:%M}" if value else ""


def signature(call) -> str:
    """Whom to ask, as the call names it."""
    if call is None:
        return "Le centre de ressources"
    relation = call.contact_organisation
    body = relation.to_object if relation is not None and not relation.isBroken() else None
    lines = (
        call.contact_function,
        body.Title() if body is not None else None,
        call.contact_email,
        call.contact_phone,
        call.opening_hours,
    )
    return "\n".join(line for line in lines if line) or "Le centre de ressources"


def words(application, reason: str = "") -> dict[str, str]:
    """What the texts may hold."""
    call = call_of(application)
    closes = said_moment(call.closes) if call is not None else ""
    return {
        "title": application.Title(),
        "number": application.number or "",
        "call": call.Title() if call is not None else "",
        "closes": f"Date limite : {closes}." if closes else "",
        "reason": reason,
        "erased": format_partial(application.erase_on.isoformat(), "fr") if application.erase_on else "",
        "contact": signature(call),
    }


class _Words(dict):
    """With a link, made only where the text of the team has one: each is a key that serves."""

    def __init__(self, application, known: dict[str, str]):
        super().__init__(known)
        self.application = application

    def __missing__(self, name: str) -> str:
        if name != "link":
            raise KeyError(name)
        self[name] = link_for(self.application)
        return self[name]


def _written(application, name: str, reason: str = "") -> tuple[str, str] | None:
    if not address_of(application):
        return None
    return letter(name, _Words(application, words(application, reason)))


def tell(application, name: str, reason: str = ""):
    """A mail to who applied, once the transaction is through; ``name``: of its text."""
    written = _written(application, name, reason)
    if written is not None:
        send_mail(address_of(application), *written, headers_of(call_of(application)))


def remind(application, name: str, reason: str = "") -> bool:
    """Whether a reminder has left; True too where the team does not want it to be sent."""
    written = _written(application, name, reason)
    if written is None:
        return True
    return deliver(address_of(application), *written, headers_of(call_of(application)) | BY_ITSELF)


def send_links(address: str, applications: list):
    """Links to all dossiers of an address, to that address alone."""
    lines = [
        f"{application.number or 'Brouillon'} – {words(application)['call']}\n{link_for(application)}"
        for application in applications
    ]
    written = letter("link", {"links": "\n\n".join(lines)})
    if written is not None:
        send_mail(address, *written)


def headers_of(call) -> dict[str, str]:
    """An answer goes to the contact of the call."""
    return {"Reply-To": call.contact_email} if call is not None and call.contact_email else {}


def write_to_applicant(application, subject: str, body: str, headers: dict[str, str] | None = None):
    """A letter by mail, signed, once the transaction is through; none where no address is known."""
    address, call = address_of(application), call_of(application)
    if address:
        signed = f"{body.rstrip()}\n\n{signature(call)}\n"
        send_mail(address, subject, signed, headers_of(call) | (headers or {}))
