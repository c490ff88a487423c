"""What the team sees of the questions: the newest first, and a table for its spreadsheet."""

from collective.prai.core import vocabularies
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.questions.settings import recipients
from collective.prai.questions.vocabularies import purposes
from datetime import date
from functools import cached_property
from plone import api
from plone.base.batch import Batch
from Products.Five.browser import BrowserView
from typing import NamedTuple
import re


PAGE = 30
COLUMNS = tuple(
    Column(name, kind, title)
    for name, kind, title in (
        ("numero", "string", "Numéro"),
        ("recue_le", "date", "Reçue le"),
        ("objet", "string", "Objet"),
        ("avancement", "string", "Avancement"),
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
    """One question as the list shows it."""

    number: str
    url: str
    day: str
    purpose: str
    organisation: str
    about: str
    about_url: str
    progress: str
    open: bool


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
        return self.index()

    @cached_property
    def brains(self):
        # Each of them is judged by the catalog: a colleague without the right sees none.
        path = {"query": "/".join(self.context.getPhysicalPath()), "depth": 1}
        return api.portal.get_tool("portal_catalog")(
            portal_type="prai.Question", path=path, sort_on="created", sort_order="descending"
        )

    @cached_property
    def batch(self) -> Batch:
        start = str(self.request.form.get("b_start", "0"))
        asked = int(start) if re.fullmatch(r"[0-9]{1,6}", start, re.A) else 0
        return Batch(self.brains, PAGE, asked if asked < len(self.brains) else 0)

    @cached_property
    def rows(self) -> list[Row]:
        """Of this page: only these are read from the database."""
        return [_row(brain.getObject()) for brain in self.batch]

    @property
    def pages(self) -> tuple[str, str]:
        """Addresses of the page before and the page after, "" where there is none."""
        url, batch = self.context.absolute_url(), self.batch
        before = f"{url}?b_start={max(0, batch.first - PAGE)}" if batch.has_previous else ""
        return before, f"{url}?b_start={batch.first + PAGE}" if batch.has_next else ""

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Purpose and where its questions are sent, for who wonders."""
        return [(term.title, ", ".join(recipients(term.value))) for term in purposes(self.context)]

    @property
    def may_set(self) -> bool:
        return bool(api.user.has_permission("collective.prai: Manage settings"))


def _row(question) -> Row:
    return Row(
        question.number or question.getId(),
        question.absolute_url(),
        api.portal.get_localized_time(datetime=question.created()),
        vocabularies.title("question_purposes", question.purpose),
        question.organisation or "",
        question.about or "",
        question.about_url or "",
        vocabularies.title("question_stages", question.progress),
        question.progress not in ("answered", "closed"),
    )


class Table(Questions):
    """All questions as CSV; what a visitor wrote is never run by a spreadsheet."""

    def __call__(self) -> bytes:
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        name = f"questions-{date.today():%Y-%m-%d}.csv"
        response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
        response.setHeader("Cache-Control", "private, no-store")
        return as_csv(COLUMNS, (_values(brain.getObject()) for brain in self.brains))


def _values(question) -> dict:
    return {
        "numero": question.number,
        "recue_le": question.created().strftime("%Y-%m-%d"),
        "objet": vocabularies.title("question_purposes", question.purpose),
        "avancement": vocabularies.title("question_stages", question.progress),
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
