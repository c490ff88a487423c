"""What the team sees of the requests: late and unassigned ones first, figures, a table for spreadsheets."""

from AccessControl import getSecurityManager
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.questions.content.question import IQuestion
from collective.prai.questions.figures import by_month
from collective.prai.questions.figures import days_until_answer
from collective.prai.questions.figures import SHOWN
from collective.prai.questions.following import due
from collective.prai.questions.following import is_late
from collective.prai.questions.following import is_waiting
from collective.prai.questions.following import now
from collective.prai.questions.following import STATES
from collective.prai.questions.roles import name_of
from collective.prai.questions.settings import late_after
from collective.prai.questions.settings import recipients
from collective.prai.questions.vocabularies import purposes
from datetime import date
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import urlencode
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import re


PAGE = 30
#: Parameters of the list, and values that are no state.
STATE, PURPOSE, WHO, WORDS = "etat", "objet", "qui", "q"
LATE, WAITING, NOBODY, MINE = "retard", "en-attente", "personne", "moi"
COLUMNS = tuple(
    Column(name, kind, title)
    for name, kind, title in (
        ("numero", "string", "Numéro"),
        ("recue_le", "date", "Reçue le"),
        ("objet", "string", "Objet"),
        ("avancement", "string", "Avancement"),
        ("en_retard", "string", "En retard"),
        ("confiee_a", "string", "Confiée à"),
        ("repondue_le", "date", "Répondue le"),
        ("jours", "number", "Jours jusqu’à la première réponse"),
        ("organisme", "string", "Organisme"),
        ("fonction", "string", "Fonction"),
        ("commune", "string", "Commune"),
        ("courriel", "string", "Adresse électronique"),
        ("telephone", "string", "Téléphone"),
        ("question", "string", "Question"),
        ("guide", "string", "Guide demandé"),
        ("envoi", "string", "Envoi"),
        ("adresse_postale", "string", "Adresse postale"),
        ("page", "string", "Page"),
        ("adresse_de_la_page", "string", "Adresse de la page"),
        ("effacer_le", "date", "À effacer le"),
    )
)


class Row(NamedTuple):
    """One request as the list shows it; ``who``: name of who has it in hand."""

    number: str
    url: str
    day: str
    purpose: str
    organisation: str
    about: str
    about_url: str
    progress: str
    open: bool
    late: bool
    who: str
    until: str


@implementer(IPublishTraverse)
class Questions(BrowserView):
    """The list of the folder; with ``?numero=`` it leads to one question.

    Mails lead there: who is not signed in is asked to, while the question's own address tells nobody that it
    exists.
    """

    def __call__(self):
        number = self.request.form.get("numero")
        if isinstance(number, str) and number.lower() in self.context.objectIds():
            self.request.response.redirect(f"{self.context.absolute_url()}/{number.lower()}")
            return ""
        self.request.response.setHeader("Cache-Control", "private, no-store")
        return self.index()

    def publishTraverse(self, request, name):
        """Nothing is below: its methods are no addresses."""
        raise NotFound(self, name, request)

    @cached_property
    def asked(self) -> dict[str, str]:
        """The filters that are set; what is no text asks nothing."""
        values = {name: self.request.form.get(name) for name in (STATE, PURPOSE, WHO, WORDS)}
        return {
            name: value.strip()[:100]
            for name, value in values.items()
            if isinstance(value, str) and value.strip()
        }

    @cached_property
    def all(self) -> list:
        """Those that the reader may see: an officer has the purposes of the officers alone."""
        may = getSecurityManager().checkPermission
        return [one for one in self.context.objectValues() if IQuestion.providedBy(one) and may("View", one)]

    @cached_property
    def days(self) -> int:
        return late_after()

    @cached_property
    def moment(self):
        return now()

    def late(self, question) -> bool:
        return is_late(question, self.days, self.moment)

    @cached_property
    def found(self) -> list:
        """Late ones first, then those that nobody has in hand, then what waits, each the oldest first; then
        what is answered or closed, the newest first."""
        chosen = [one for one in self.all if self._matches(one)]
        waiting = [one for one in chosen if is_waiting(one)]
        waiting.sort(key=lambda one: (not self.late(one), bool(one.assigned_to), due(one, self.days)))
        done = [one for one in chosen if not is_waiting(one)]
        return waiting + sorted(done, key=lambda one: one.created(), reverse=True)

    def _matches(self, question) -> bool:
        state, purpose, who = (self.asked.get(name, "") for name in (STATE, PURPOSE, WHO))
        if state == LATE and not self.late(question) or state == WAITING and not is_waiting(question):
            return False
        if state in STATES and question.progress != state or purpose and question.purpose != purpose:
            return False
        own = api.user.get_current().getId() if who == MINE else who
        if who == NOBODY and (question.assigned_to or not is_waiting(question)):
            return False
        if who and who != NOBODY and question.assigned_to != own:
            return False
        text = " ".join(
            filter(None, (question.number, question.organisation, question.commune, question.question))
        )
        return self.asked.get(WORDS, "").casefold() in text.casefold()

    @property
    def counts(self) -> list[tuple[object, str, int]]:
        """Label, address and number of what an officer looks at first."""
        url = self.context.absolute_url()
        rows = (
            (_("Late"), {STATE: LATE}, sum(map(self.late, self.all))),
            (_("Assigned to nobody"), {WHO: NOBODY}, self._nobodys()),
            (_("Mine"), {WHO: MINE, STATE: WAITING}, self._mine()),
            (_("Waiting for an answer"), {STATE: WAITING}, sum(map(is_waiting, self.all))),
        )  # fmt: skip
        return [(label, f"{url}?{urlencode(query)}", count) for label, query, count in rows]

    def _nobodys(self) -> int:
        return sum(is_waiting(one) and not one.assigned_to for one in self.all)

    def _mine(self) -> int:
        own = api.user.get_current().getId()
        return sum(is_waiting(one) and one.assigned_to == own for one in self.all)

    @property
    def state_options(self) -> list[tuple[str, object, bool]]:
        """Value, words, whether it is chosen."""
        words = [("", _("All states")), (WAITING, _("Waiting for an answer")), (LATE, _("Late"))]
        words += [(name, vocabularies.title("question_stages", name)) for name in STATES]
        return [(value, label, value == self.asked.get(STATE, "")) for value, label in words]

    @property
    def purpose_options(self) -> list[tuple[str, object, bool]]:
        words = [("", _("All purposes")), *((term.value, term.title) for term in purposes(self.context))]
        return [(value, label, value == self.asked.get(PURPOSE, "")) for value, label in words]

    @property
    def who_options(self) -> list[tuple[str, object, bool]]:
        accounts = sorted({one.assigned_to for one in self.all if one.assigned_to})
        words = [("", _("Everybody")), (MINE, _("Me")), (NOBODY, _("Nobody"))]
        words += [(account, name_of(account)) for account in accounts]
        return [(value, label, value == self.asked.get(WHO, "")) for value, label in words]

    @cached_property
    def batch(self) -> Batch:
        start = str(self.request.form.get("b_start", "0"))
        asked = int(start) if re.fullmatch(r"[0-9]{1,6}", start, re.A) else 0
        return Batch(self.found, PAGE, asked if asked < len(self.found) else 0)

    @cached_property
    def rows(self) -> list[Row]:
        """Of this page."""
        return [self._row(question) for question in self.batch]

    def _row(self, question) -> Row:
        end = due(question, self.days)
        return Row(
            question.number or question.getId(),
            question.absolute_url(),
            api.portal.get_localized_time(datetime=question.created()),
            vocabularies.title("question_purposes", question.purpose),
            question.organisation or "",
            question.about or "",
            question.about_url or "",
            vocabularies.title("question_stages", question.progress),
            is_waiting(question),
            self.late(question),
            name_of(question.assigned_to) if question.assigned_to else "",
            format_partial(end.date().isoformat(), vocabularies.language()) if end is not None else "",
        )

    @property
    def table_url(self) -> str:
        """What is listed, as a file."""
        query = f"?{urlencode(self.asked)}" if self.asked else ""
        return f"{self.context.absolute_url()}/@@prai-questions.csv{query}"

    @property
    def pages(self) -> tuple[str, str]:
        """Addresses of the page before and the page after, "" where there is none."""
        batch = self.batch
        before = self._address(max(0, batch.first - PAGE)) if batch.has_previous else ""
        return before, self._address(batch.first + PAGE) if batch.has_next else ""

    def _address(self, start: int) -> str:
        return f"{self.context.absolute_url()}?{urlencode(self.asked | {'b_start': start})}"

    @property
    def months(self) -> list[dict]:
        """Of the last twelve months in which something came."""
        language = vocabularies.language()
        return [
            {
                "name": format_partial(month.name, language),
                "received": month.received,
                "answered": month.answered,
                "days": "" if month.days is None else f"{month.days:g}".replace(".", ","),
            }
            for month in by_month(self.all)[:SHOWN]
        ]

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Purpose and where its questions are sent, for who wonders."""
        return [(term.title, ", ".join(recipients(term.value))) for term in purposes(self.context)]

    @property
    def may_set(self) -> bool:
        return bool(api.user.has_permission("collective.prai: Manage settings"))


class Table(Questions):
    """What is listed as CSV; what a visitor wrote is never run by a spreadsheet."""

    def __call__(self) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        name = f"questions-{date.today():%Y-%m-%d}.csv"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return as_csv(COLUMNS, (self._values(question) for question in self.found))

    def _values(self, question) -> dict:
        took = days_until_answer(question)
        return values_of(question) | {
            "en_retard": "oui" if self.late(question) else "non",
            "confiee_a": name_of(question.assigned_to) if question.assigned_to else "",
            "jours": "" if took is None else f"{took:.1f}",
        }


def values_of(question) -> dict:
    """Column → text, of what the request itself says."""
    return {
        "numero": question.number,
        "recue_le": question.created().strftime("%Y-%m-%d"),
        "objet": vocabularies.title("question_purposes", question.purpose),
        "avancement": vocabularies.title("question_stages", question.progress),
        "repondue_le": f"{question.first_answered:%Y-%m-%d}" if question.first_answered else "",
        "organisme": question.organisation,
        "fonction": question.office,
        "commune": question.commune,
        "courriel": question.email,
        "telephone": question.phone,
        "question": question.question,
        "guide": question.guide,
        "envoi": vocabularies.title("deliveries", question.delivery),
        "adresse_postale": question.postal_address,
        "page": question.about,
        "adresse_de_la_page": question.about_url,
        "effacer_le": question.erase_on.isoformat() if question.erase_on else "",
    }
