"""The guard of one sending: when its page was shown, and why it is not taken from a person."""

from collective.prai import _
from collective.prai.core.public_forms.guard import moment_of
from collective.prai.core.public_forms.guard import OLDEST
from collective.prai.core.public_forms.guard import QUICKEST
from collective.prai.core.public_forms.guard import sign
from functools import cached_property
from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility
import time


#: Names of our two fields; no robot knows what « telecopie » is for.
TOKEN, POT = "prai.moment", "telecopie"


class Moment:
    """``form``: what tells it from other forms, a UID or a name."""

    def __init__(self, request, form: str):
        self.request = request
        self.form = form

    @cached_property
    def _keys(self) -> list[str]:
        return [key for key in getUtility(IKeyManager)["_forms"] if key]

    @cached_property
    def shown(self) -> int | None:
        """The second at which the page that is sent was shown; None: by nobody."""
        token = self.request.form.get(TOKEN)
        return moment_of(token, self.form, self._keys) if isinstance(token, str) else None

    @cached_property
    def objection(self):
        """Why this is not taken from a person; None if it is."""
        if self.request.form.get(POT):
            return _("Leave the last field of the form empty, then send again.")
        if self.shown is None or self.request.method != "POST":
            return _("This page was not complete: read it over, then send it again.")
        age = time.time() - self.shown
        if age < QUICKEST:
            return _("That was very quick. Read your answers over, then send again.")
        if age > OLDEST:
            return _("This page was opened long ago: read your answers over, then send again.")
        return None

    @property
    def token(self) -> str:
        """Kept when the form comes back with errors: a correction may be quick."""
        now = int(time.time())
        kept = self.shown is not None and now - self.shown < OLDEST
        return sign(self.shown if kept else now, self.form, self._keys[0])
