"""``@@prai-declarant``: for reviewers alone, whom to write to, and what the declarant says has changed."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.saving import check_save
from collective.prai.core.vocabularies import language
from collective.prai.interfaces import IToRead
from collective.prai.transfer.declarants import declarant_of
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring.making import with_more
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from Products.statusmessages.interfaces import IStatusMessage
from urllib.parse import quote
from zope.event import notify
from zope.interface import noLongerProvides
from zope.lifecycleevent import ObjectModifiedEvent


ERASE, APPLY, DISMISS = "effacer", "reprendre", "ecarter"


class DeclarantPage(BrowserView):
    """Each button is a POST with the token of Plone's own forms."""

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "private, no-store")
        self.request.response.setHeader("Referrer-Policy", "no-referrer")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            self._do()
            self.request.response.redirect(f"{self.context.absolute_url()}/@@prai-declarant")
            return ""
        return self.index()

    @property
    def declarant(self):
        return declarant_of(self.context)

    def mailto(self) -> str:
        subject = quote(f"Votre reprise\u00a0: {self.context.Title()}", safe="")
        return f"mailto:{self.declarant.email}?subject={subject}"

    def day(self, value) -> str:
        return format_partial(value.isoformat(), language()) if value else ""

    def change(self) -> list[tuple[object, str]]:
        """Label and value of what has changed; [] where nothing waits."""
        change = self.declarant.change if self.declarant is not None else None
        if change is None:
            return []
        rows = (
            (_("Said on"), self.day(change.said)),
            (_("How far it is"), vocabularies.title("reuse_stages", change.stage)),
            (_("Looking for partners until"), self.day(change.partners_until)),
            (_("Since"), format_partial(change.since, language())),
            (_("What has changed"), change.text),
        )
        return [row for row in rows if row[1]]

    # What the buttons do

    def _do(self):
        form, declarant = self.request.form, self.declarant
        if declarant is None:
            return
        if ERASE in form:
            self._read()
            query_store().forget(self.context.UID())
            self._say(_("The address is erased."))
        elif declarant.change is not None and APPLY in form:
            self._apply(declarant.change)
        elif declarant.change is not None and DISMISS in form:
            self._read()
            self._say(_("The page stays as it is."))

    def _apply(self, change):
        """On the page, if that leaves it complete."""
        data = {
            "stage": change.stage,
            "partners_until": change.partners_until,
            "date": change.since or self.context.date,
            "outcome": with_more(self.context.outcome, change.text),
            "confirmed_on": change.said,
        }
        if gaps := check_save(self.context, data):
            sentence = _("This would leave the page incomplete: ${names}.", mapping={"names": labels(gaps)})
            self._say(sentence, "error")
            return
        for name, value in data.items():
            setattr(self.context, name, value)
        self._read()
        notify(ObjectModifiedEvent(self.context))
        self._say(_("The page says it now. Read it over: you may change its words."))

    def _read(self):
        """Nothing waits any more."""
        self.declarant.change = None
        if IToRead.providedBy(self.context):
            noLongerProvides(self.context, IToRead)
            self.context.reindexObject(idxs=["prai_desk", "object_provides"])

    def _say(self, sentence, kind="info"):
        IStatusMessage(self.request).add(sentence, type=kind)
