"""``/nous-lavons-repris``: whoever took something up says so in two minutes, and proves their address.

Nothing is stored before the link in the mail has been followed: it carries the whole declaration, sealed.
"""

from collective.prai import _
from collective.prai.core.named_bodies import organisation_names
from collective.prai.core.partial_date import format_partial
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.guard import HourlyLimit
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.sealed import spent_mark
from collective.prai.core.settings import public_address
from collective.prai.core.throttle import client_of
from collective.prai.core.vocabularies import language
from collective.prai.interfaces import IHeadedPage
from collective.prai.transfer.declarants import get_store
from collective.prai.transfer.declarants import query_store
from collective.prai.transfer.declaring import fields
from collective.prai.transfer.declaring import mails
from collective.prai.transfer.declaring.answers import AGREEMENT
from collective.prai.transfer.declaring.answers import Answers
from collective.prai.transfer.declaring.answers import EMAIL
from collective.prai.transfer.declaring.answers import LONG
from collective.prai.transfer.declaring.answers import SHORT
from collective.prai.transfer.declaring.answers import typed
from collective.prai.transfer.declaring.making import make_reuse
from collective.prai.transfer.declaring.page import FilledPage
from collective.prai.transfer.declaring.settings import months_kept
from collective.prai.transfer.declaring.sheets import find_sheets
from collective.prai.transfer.declaring.sheets import item_of
from collective.prai.transfer.declaring.sheets import sheet_of
from collective.prai.transfer.declaring.still_true import StillTrue
from datetime import date
from dateutil.relativedelta import relativedelta
from functools import cached_property
from plone import api
from zExceptions import NotFound
from zope.interface import implementer
import time


PAGE = mails.PAGE
#: Links to one address within an hour.
OF_ONE_ADDRESS = 3
#: Declarations of one address that wait for the team.
WAITING = 10
#: Characters of a link: mail programs cut longer ones.
LONGEST_LINK = 3_500
SHEET = "fiche"
links = HourlyLimit(one=OF_ONE_ADDRESS)
_TOO_MANY = _("Too many messages came from your network: try again in an hour, or write to us.")


@implementer(IHeadedPage)
class Declare(FilledPage):
    """One page: the choice of a sheet, the form, what became of it, and the page of the link."""

    purpose = PAGE
    step = ""
    #: What the page says: "choose", "form", "asked", "confirm", "confirmed", "many" or "lost".
    shown = "form"

    def publishTraverse(self, request, name):
        if self.step or name not in (mails.CONFIRM, mails.STILL_TRUE):
            raise NotFound(self, name, request)
        if name == mails.STILL_TRUE:
            return StillTrue(self.context, request)
        self.step = name
        return self

    @property
    def heading(self):
        return _("Confirm your reuse") if self.step else _("We have taken it up")

    @property
    def canonical(self) -> str:
        """Its own address, whatever the sheet; the page of a link is nobody's."""
        return "" if self.step else f"{public_address() or api.portal.get().absolute_url()}/{PAGE}"

    def __call__(self):
        self.keep_private(linked=bool(self.step))
        if self.step:
            self.confirm()
        else:
            self.form()
        return self.index()

    # What the template shows

    @cached_property
    def sheet(self):
        """What is taken up, a public sheet; None while none is chosen."""
        return sheet_of(self.asked["fiche"] if self.step and self.asked else self.text(SHEET))

    @cached_property
    def sheet_type(self):
        return api.portal.get_tool("portal_types")[self.sheet.portal_type].Title()

    @property
    def words(self) -> str:
        """What is looked for, where no sheet is chosen."""
        return self.text("q", 200)

    @cached_property
    def sheets(self) -> list:
        return find_sheets(self.words)

    @property
    def unknown_sheet(self) -> bool:
        """Whether an address names a sheet that nobody sees, or that cannot be taken up."""
        return bool(self.request.form.get(SHEET))

    @property
    def longest(self) -> int:
        return LONG if self.step else SHORT

    def summary(self) -> list[tuple[object, str]]:
        """Label and text of what is about to be confirmed, as its writer put it."""
        found = []
        for shown in self.shown_fields("MAIN") + self.shown_fields("MORE"):
            chosen = [title for _token, title, is_chosen in shown.options if is_chosen]
            text = ", ".join(chosen) if shown.options else shown.value
            if text:
                found.append((shown.field.label, text))
        return found

    @property
    def more_is_open(self) -> bool:
        """Whether one of the folded fields has something that its writer must see."""
        return any(self.texts.get(field.name) or field.name in self.errors for field in fields.MORE)

    @property
    def agreed(self) -> bool:
        return bool(self.texts.get(AGREEMENT))

    @cached_property
    def organisations(self) -> list[str]:
        return organisation_names()

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, PAGE)

    @property
    def months(self) -> int:
        return months_kept()

    @property
    def first_day(self) -> str:
        return date.today().isoformat()

    # The form

    def form(self):
        if self.sheet is None:
            self.shown = "choose"
            if self.unknown_sheet:
                self.request.response.setStatus(404)
            return
        if not self.posted or not self.can_send:
            return
        answers = Answers(self.texts, date.today(), SHORT)
        self.errors.update(answers.errors)
        if not self.errors and self.moment.objection is not None:
            self.errors[""] = self.moment.objection
        if self.errors:
            return
        token = self.seal({"fiche": self.sheet.UID(), "texts": _filled(self.texts)})
        if len(token) > LONGEST_LINK:
            self.errors["modifications"] = _(
                "Your texts are too long for the link that we send you: shorten them, you can complete them "
                "when you confirm."
            )
            return
        wait = hourly.wait(client_of(self.request)) or links.wait(self.texts[EMAIL].casefold())
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            self.errors[""] = _TOO_MANY
            return
        mails.ask_to_confirm(self.texts[EMAIL], self.sheet, mails.step_address(mails.CONFIRM, token))
        self.shown = "asked"

    # The link of the mail

    @cached_property
    def asked(self) -> dict | None:
        """What the link carries."""
        return self.unseal()

    def confirm(self):
        """The page of the link asks for one step more: programs that look at mails open every link."""
        if self.asked is None:
            self.lost()
            return
        store, mark = query_store(), spent_mark(self.token)
        made = store.made_by(mark) if store is not None else None
        if made is not None:
            # A second click on the button, or on the link: it is done, unless the team took it away.
            self.shown = "confirmed"
            if item_of(made, "prai.Reuse") is None:
                self.lost()
            return
        if self.sheet is None:
            self.lost("gone")
            return
        self.shown = "confirm"
        self.texts = self._corrected()
        answers = Answers(self.texts, date.today(), LONG)
        self.errors.update(answers.errors)
        if self.posted and not self.errors:
            self.take_link_as_proof()
            self._keep(answers, mark)

    def _corrected(self) -> dict:
        """What the link carries, as it was corrected on its page; the address is the one that is proved."""
        sealed = typed(self.asked["texts"])
        if not self.posted or "organisation" not in self.request.form:
            return sealed
        return typed(self.request.form) | {EMAIL: sealed[EMAIL], AGREEMENT: sealed[AGREEMENT]}

    def _keep(self, answers: Answers, mark: str):
        store, today, address = get_store(), date.today(), answers.values[EMAIL]
        store.clean(time.time())
        if self._waiting(store, address) >= WAITING:
            self.shown = "many"
            return
        reuse = make_reuse(self.sheet, answers, today)
        store.spend(mark, self.asked["until"], reuse.UID())
        store.keep(reuse.UID(), address, today, today + relativedelta(months=months_kept()))
        mails.tell_reviewers(reuse)
        self.shown = "confirmed"

    def _waiting(self, store, address: str) -> int:
        """Declarations of this address that no reviewer has read."""
        wanted = address.casefold()
        uids = store.of(lambda declarant: declarant.email.casefold() == wanted)
        found = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
            UID=uids, review_state="confirmed"
        )
        return len(found) if uids else 0

    @property
    def kept_until(self) -> str:
        day = date.today() + relativedelta(months=months_kept())
        return format_partial(day.isoformat(), language())


def _filled(texts: dict) -> dict:
    return {name: text for name, text in texts.items() if text}
