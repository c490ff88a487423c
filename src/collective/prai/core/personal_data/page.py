"""``@@prai-donnees-personnelles``: what the site holds of an address, as a file; then its end."""

from collective.prai import _
from collective.prai.core.personal_data import collecting
from collective.prai.core.public_forms.checks import email
from functools import cached_property
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


ADDRESS = "adresse"
JSON, ZIP, ERASE, SURE = "json", "zip", "effacer", "sur"
TITLES = {
    "accounts": _("Accounts"),
    "alerts": _("Alerts by mail"),
    "declarants": _("Declarants of reuses"),
    "dossiers": _("Dossiers of applicants"),
    "forms": _("Answers kept by forms"),
    "partners": _("Partners"),
    "questions": _("Requests"),
}


@implementer(IPublishTraverse)
class PersonalData(BrowserView):
    """Everything is posted: an address that is looked for stands in no log of a server."""

    #: Sentence about what is wrong, None if nothing is.
    error = None
    #: Room → how many things were erased, None before.
    erased = None

    def publishTraverse(self, request, name):
        """Nothing is below."""
        raise NotFound(self, name, request)

    def __call__(self):
        response = self.request.response
        response.setHeader("Cache-Control", "private, no-store")
        response.setHeader("Referrer-Policy", "no-referrer")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            form = self.request.form
            self.error = self._problem()
            if self.error is None and (JSON in form or ZIP in form):
                return self._file(ZIP if ZIP in form else JSON)
            if self.error is None and ERASE in form:
                self._erase()
        return self.index()

    @property
    def address(self) -> str:
        value = self.request.form.get(ADDRESS) if self.request.method == "POST" else ""
        return value.strip() if isinstance(value, str) else ""

    def _problem(self):
        return email(self.address) or (None if self.address else _("Write the e-mail address."))

    def _file(self, kind: str) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", {ZIP: "application/zip", JSON: "application/json"}[kind])
        response.setHeader("Content-Disposition", f'attachment; filename="donnees-personnelles.{kind}"')
        return (collecting.as_zip if kind == ZIP else collecting.as_json)(self.address)

    def _erase(self):
        if SURE not in self.request.form:
            self.error = _("Tick the box: what is erased does not come back.")
            return
        self.erased = self._named(collecting.erase(self.address))

    def _named(self, counts: dict) -> list[tuple[object, int]]:
        return [(TITLES.get(name, name), count) for name, count in counts.items()]

    # What the template shows

    @property
    def looked(self) -> bool:
        """Whether an address was asked for, and nothing is erased yet."""
        return bool(self.address and self._problem() is None and self.erased is None)

    @cached_property
    def held(self) -> list[tuple[object, int]]:
        found = collecting.held_of(self.address)
        return self._named({name: len(rows) for name, rows in found.items()})

    @cached_property
    def stays(self) -> list[str]:
        return collecting.stays(self.address)

    @property
    def log(self) -> list[dict]:
        """Of the last erasures: when, who, how much; of whom is not known."""
        return [
            {
                "when": api.portal.get_localized_time(datetime=one.time, long_format=True),
                "who": one.actor,
                "what": self._named(one.counts),
            }
            for one in collecting.erasures()
        ]
