"""``/nous-lavons-repris/toujours-vrai``: the yearly question, answered by one click or in two lines."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.vocabularies import language
from collective.prai.interfaces import IHeadedPage
from collective.prai.interfaces import IToRead
from collective.prai.transfer.declarants import Change
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import mails
from collective.prai.transfer.declaring.answers import Answers
from collective.prai.transfer.declaring.answers import LONG
from collective.prai.transfer.declaring.page import FilledPage
from collective.prai.transfer.declaring.settings import months_kept
from collective.prai.transfer.declaring.sheets import item_of
from datetime import date
from dateutil.relativedelta import relativedelta
from functools import cached_property
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.event import notify
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.lifecycleevent import ObjectModifiedEvent


#: Fields of a change.
WANTED = ("avancement", "jusquau", "depuis", "resultat")
CHANGED = "change"


@implementer(IHeadedPage)
class StillTrue(FilledPage):
    """The holder of the link is the declarant: only what they declared is shown."""

    index = ViewPageTemplateFile("templates/still_true.pt")
    heading = _("Is it still true?")
    canonical = ""
    #: What the page says: "ask", "kept", "told" or "lost".
    shown = "ask"

    def __call__(self):
        self.keep_private(linked=True)
        if self.reuse is None:
            self.lost()
        elif self.posted:
            self.take_link_as_proof()
            self._change() if CHANGED in self.request.form else self._keep()
        return self.index()

    @cached_property
    def uid(self) -> str | None:
        """Of the reuse that the link is about."""
        store = query_store()
        return store.secrets.get(self.token) if store is not None and self.token else None

    @cached_property
    def reuse(self):
        return item_of(self.uid, "prai.Reuse") if self.uid else None

    @property
    def declarant(self):
        return query_store().declarants[self.uid]

    # What the template shows

    def said(self) -> list[tuple[object, str]]:
        """Label and value of what is public of it."""
        reuse = self.reuse
        rows = (
            (_("How far it is"), vocabularies.title("reuse_stages", reuse.stage)),
            (_("Since"), format_partial(reuse.date, language())),
            (_("Last confirmed on"), self.day(reuse.confirmed_on)),
        )
        return [row for row in rows if row[1]]

    def day(self, value: date | None) -> str:
        return format_partial(value.isoformat(), language()) if value else ""

    organisations = ()

    @property
    def first_day(self) -> str:
        return date.today().isoformat()

    # What is answered

    def _keep(self):
        """It is: the day is written on the page at once, for it changes nothing else."""
        reuse, today = self.reuse, date.today()
        self._answered(today)
        if reuse.confirmed_on != today:
            reuse.confirmed_on = today
            # A change of the page keeps a version, which a visitor has no right to.
            with api.env.adopt_roles(["Manager"]):
                notify(ObjectModifiedEvent(reuse))
        self.shown = "kept"

    def _change(self):
        """What has changed waits for a reviewer; the public page stays as it is."""
        answers = Answers(self.texts, date.today(), LONG, WANTED)
        self.errors.update(answers.errors)
        if self.errors:
            return
        values, reuse = answers.values, self.reuse
        change = Change(
            date.today(), values["avancement"], values["depuis"], values["resultat"], values["jusquau"]
        )
        self.declarant.change = change
        self._answered(date.today())
        alsoProvides(reuse, IToRead)
        reuse.reindexObject(idxs=["prai_desk", "object_provides"])
        mails.tell_change(reuse, change)
        self.shown = "told"

    def _answered(self, today: date):
        """The link has served, and the address is kept as long again."""
        self.declarant.until = today + relativedelta(months=months_kept())
        query_store().answered(self.uid)
