"""``/alertes``: a search by mail.  Asked for, confirmed by its address, stopped in one step."""

from collective.prai import _
from collective.prai.alerts import mails
from collective.prai.alerts.store import DAY
from collective.prai.alerts.store import get_store
from collective.prai.alerts.store import query_store
from collective.prai.alerts.store import WEEK
from collective.prai.core import vocabularies
from collective.prai.core.feeds import feed_links
from collective.prai.core.feeds import syndicated_types
from collective.prai.core.mailed_page import MailedPage
from collective.prai.core.mailed_page import TOKEN
from collective.prai.core.public_forms.checks import email
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.sealed import spent_mark
from collective.prai.core.settings import public_address
from collective.prai.core.throttle import client_of
from collective.prai.interfaces import IHeadedPage
from collective.prai.interfaces import ISearch
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zope.interface import implementer
import time


FORM = "alertes"
CONFIRM, STOP = "confirmer", "arreter"
#: Links to one address within an hour.
OF_ONE_ADDRESS = 3
#: Pairs of a search that is followed: a longer one is no choice of a person.
MOST_PAIRS, LONGEST_VALUE = 60, 300
links = HourlyLimit(one=OF_ONE_ADDRESS)
EVERY = ((WEEK, _("Once a week at most")), (DAY, _("Once a day at most")))


@implementer(IHeadedPage)
class Alerts(MailedPage):
    """One page: the form, what became of it, and the two pages that links of mails lead to."""

    purpose = FORM
    step = ""
    #: What the page says: "form", "asked", "confirm", "confirmed", "many", "stop", "stopped" or "lost".
    shown = "form"
    every_options = EVERY

    def publishTraverse(self, request, name):
        if self.step or name not in (CONFIRM, STOP):
            raise NotFound(self, name, request)
        self.step = name
        return self

    @property
    def heading(self):
        titles = {CONFIRM: _("Confirm the alert"), STOP: _("Stop the alert")}
        return titles.get(self.step, _("Be told by mail"))

    @property
    def canonical(self) -> str:
        """Its own address; pages of links are nobody's."""
        return "" if self.step else f"{public_address() or api.portal.get().absolute_url()}/{FORM}"

    def __call__(self):
        self.keep_private(linked=bool(self.step))
        {"": self.form, CONFIRM: self.confirm, STOP: self.stop}[self.step]()
        return self.index()

    # The form

    @cached_property
    def search(self):
        return ISearch(api.portal.get())

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The search that is to be followed; [] asks for one first."""
        found = []
        for name in self.search.names:
            values = self.request.form.get(name, ())
            values = values if isinstance(values, (list, tuple)) else [values]
            found += [(name, value[:LONGEST_VALUE]) for value in values if isinstance(value, str)]
        return self.search.pairs(found[:MOST_PAIRS])

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """The search, as it reads."""
        return self.search.words(self.pairs, vocabularies.language())

    @cached_property
    def feeds(self) -> list:
        """For who would rather not give an address; none of types that partners may not have."""
        types = {value for name, value in self.pairs if name == "type"}
        return feed_links(self.pairs) if types <= set(syndicated_types()) else []

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, FORM)

    @property
    def address(self) -> str:
        return self.text("adresse", 400)

    @property
    def every(self) -> str:
        return DAY if self.text("rythme") == DAY else WEEK

    @cached_property
    def errors(self) -> dict:
        """Name of a field → sentence; under "" what is about the whole."""
        return {}

    def form(self):
        if not self.posted or not self.pairs or not self.can_send:
            return
        if not self.address:
            self.errors["adresse"] = _("Write the e-mail address at which you want to be told.")
        elif problem := email(self.address):
            self.errors["adresse"] = problem
        elif self.moment.objection:
            self.errors[""] = self.moment.objection
        if self.errors:
            return
        wait = hourly.wait(client_of(self.request)) or links.wait(self.address.casefold())
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            self.errors[""] = _(
                "Too many messages came from your network: try again in an hour, or write to us."
            )
            return
        values = {"address": self.address, "pairs": self.pairs, "every": self.every}
        mails.ask_to_confirm(self.address, self.seal(values))
        self.shown = "asked"

    # The link of the first mail

    @cached_property
    def asked(self) -> dict | None:
        """What the link carries."""
        return self.unseal()

    def confirm(self):
        """The page of the link asks for one step more: programs that look at mails open every link."""
        if self.asked is None:
            self.lost()
            return
        self.pairs = self.search.pairs([tuple(pair) for pair in self.asked["pairs"]])
        self.shown = "confirm"
        if self.posted:
            self.take_link_as_proof()
            self._keep(self.asked)

    def _keep(self, asked: dict):
        store, now = get_store(), int(time.time())
        if not store.spend(spent_mark(self.token), asked["until"], now):
            known = any(alert.pairs == tuple(self.pairs) for alert in store.of(asked["address"]))
            if known:
                self.shown = "confirmed"
            else:
                self.lost()
            return
        alert = store.add(asked["address"], self.pairs, asked["every"], now)
        if alert is None:
            self.shown = "many"
            return
        alert.remember(self.search.found(alert.pairs))
        self.shown = "confirmed"

    # The link of every other mail

    def stop(self):
        """One click of a mail program (RFC 8058) posts; the page of the link has a button that does."""
        store, secret = query_store(), self.text(TOKEN)
        if self.posted:
            self.take_link_as_proof()
            if store is not None:
                store.remove(secret)
            # Said also of what is not there any more: who stops wants nothing else.
            self.shown = "stopped"
        elif store is not None and secret in store.alerts:
            self.pairs = list(store.alerts[secret].pairs)
            self.shown = "stop"
        else:
            self.lost()
