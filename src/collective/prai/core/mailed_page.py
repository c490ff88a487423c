"""Pages that mails lead to: what they carry is a key, and stays between the page and who was written to."""

from collective.prai.core.mail import can_send
from collective.prai.core.sealed import seal
from collective.prai.core.sealed import unseal
from collective.prai.core.settings import public_address
from plone.keyring.interfaces import IKeyManager
from plone.protect.interfaces import IDisableCSRFProtection
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import time


#: Parameter of the address of a link, and characters that it may have.
TOKEN, LONGEST_TOKEN = "jeton", 8_000


@implementer(IPublishTraverse)
class MailedPage(BrowserView):
    """``purpose``: what its links are sealed for; a link for one thing opens no other."""

    purpose = ""
    #: What the page says, a word of its template.
    shown = ""

    def publishTraverse(self, request, name):
        """Nothing is below: its methods are no addresses, also where another page hands it on."""
        raise NotFound(self, name, request)

    @property
    def can_send(self) -> bool:
        """Whether the site can write to anybody, and knows the address to which its links lead."""
        return bool(can_send() and public_address())

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    def text(self, name: str, longest: int = 300) -> str:
        """A parameter as a text; whatever else a robot sends is none."""
        value = self.request.form.get(name)
        return value.strip() if isinstance(value, str) and len(value) <= longest else ""

    @property
    def token(self) -> str:
        """What the address of the link carries."""
        return self.text(TOKEN, LONGEST_TOKEN)

    def seal(self, values: dict) -> str:
        """A token for the link of a mail."""
        return seal(values, _keys()[0], int(time.time()), self.purpose)

    def unseal(self) -> dict | None:
        """What its token holds; None where it is not ours, or too old."""
        return unseal(self.token, _keys(), int(time.time()), self.purpose)

    def keep_private(self, linked: bool):
        """No cache keeps the page; where a link leads to it, no page that is opened from it is told."""
        response = self.request.response
        response.setHeader("Cache-Control", "private, no-store")
        if linked:
            response.setHeader("Referrer-Policy", "no-referrer")
            response.setHeader("X-Robots-Tag", "noindex")

    def take_link_as_proof(self):
        """Who holds the link may do what its button says, signed in or not."""
        alsoProvides(self.request, IDisableCSRFProtection)

    def lost(self, shown: str = "lost"):
        self.shown = shown
        self.request.response.setStatus(404)


def _keys() -> list[str]:
    return [key for key in getUtility(IKeyManager)["_system"] if key]
