"""What came in by a form: counted by question, listed, and as a table; for the team."""

from collective.easyform.api import get_schema
from collective.easyform.interfaces import IFieldExtender
from collective.easyform.interfaces import ILabel
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.tables import as_csv
from collective.prai.core.tables import Column
from collective.prai.transfer.forms import counts
from collective.prai.transfer.forms.answers import answers_of
from datetime import datetime
from datetime import UTC
from functools import cached_property
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from plone.schema.email import IEmail
from Products.Five.browser import BrowserView
from zExceptions import NotFound
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IDecimal
from zope.schema.interfaces import IInt


#: Checks of fields whose answers lead to a person.
PERSONAL = {"collective.prai.email", "collective.prai.phone", "isEmail"}
#: Who reads what comes in.
READ = "collective.prai: Read questions"
FIGURES = {"sum": _("Sum"), "median": _("Median"), "min": _("Lowest"), "max": _("Highest")}
RECEIVED = Column("recue_le", "datetime", "Reçue le (UTC)")


class OfAnswers(BrowserView):
    """Questions and rows of one form; not found where the form keeps nothing for this page."""

    @cached_property
    def rows(self) -> list[tuple[int, dict]]:
        action = answers_of(self.context)
        if action is None:
            raise NotFound(self.__name__)
        return action.rows()

    @cached_property
    def questions(self) -> list[counts.Question]:
        fields = getFieldsInOrder(get_schema(self.context))
        return [self._question(name, field) for name, field in fields if not ILabel.providedBy(field)]

    def _question(self, name: str, field) -> counts.Question:
        title = translate(field.title, context=self.request)
        if IBool.providedBy(field):
            words = {True: _("Yes"), False: _("No")}
            choices = {value: translate(word, context=self.request) for value, word in words.items()}
            return counts.Question(name, title, counts.CHOICE, choices)
        chosen = field.value_type if ICollection.providedBy(field) else field
        if IChoice.providedBy(chosen):
            vocabulary = chosen.bind(self.context).vocabulary
            choices = {term.value: str(term.title or term.value) for term in vocabulary}
            return counts.Question(name, title, counts.CHOICE, choices)
        if IInt.providedBy(field) or IDecimal.providedBy(field):
            return counts.Question(name, title, counts.NUMBER)
        checks = set(IFieldExtender(field).validators or ())
        private = IEmail.providedBy(field) or bool(checks & PERSONAL)
        return counts.Question(name, title, counts.PRIVATE if private else counts.TEXT)


class Results(OfAnswers):
    """The page: number of answers, date of the last, each question."""

    def __call__(self) -> str:
        self.request.response.setHeader("Cache-Control", "private, no-store")
        self.rows  # noqa: B018 (not found before anything is drawn)
        return self.index()

    @property
    def number(self) -> int:
        return len(self.rows)

    @property
    def last(self) -> str:
        """The day of the newest answer."""
        day = datetime.fromtimestamp(self.rows[-1][0], UTC).date()
        return format_partial(day.isoformat(), vocabularies.language())

    @cached_property
    def results(self) -> list[dict]:
        rows = [row for _second, row in self.rows]
        found = [counts.result(question, rows) for question in self.questions]
        return [
            {
                "id": f"question-{one.question.name}",
                "title": one.question.title,
                "result": one,
                "svg": counts.bars(
                    one.lines, self._said(_("Chart: ${title}", mapping={"title": one.question.title}))
                ),
                "figures": [(FIGURES[name], figure) for name, figure in one.figures],
                "private": one.question.kind == counts.PRIVATE,
            }
            for one in found
        ]

    def _said(self, message) -> str:
        return translate(message, context=self.request)


class Table(OfAnswers):
    """All answers as CSV; what a visitor wrote is never run by a spreadsheet."""

    def __call__(self) -> bytes:
        columns = [RECEIVED, *(Column(one.name, "string", one.title) for one in self.questions)]
        rows = self.rows
        response = self.request.response
        response.setHeader("Content-Type", "text/csv; charset=utf-8")
        response.setHeader(
            "Content-Disposition", f'attachment; filename="{self.context.getId()}-reponses.csv"'
        )
        response.setHeader("Cache-Control", "private, no-store")
        return as_csv(columns, (self._values(second, row) for second, row in rows))

    def _values(self, second: int, row: dict) -> dict:
        values = {question.name: _written(row.get(question.name), question) for question in self.questions}
        return values | {RECEIVED.name: datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


def _written(value, question: counts.Question):
    if isinstance(value, (set, frozenset, list, tuple)):
        return sorted(str(question.choices.get(one, one)) for one in value)
    return question.choices.get(value, value) if question.kind == counts.CHOICE else value


class ToResults(ViewletBase):
    """On the form, for who reads what comes in: how many answers, and where they are."""

    def render(self) -> str:
        return self.index() if self.number is not None else ""

    @cached_property
    def number(self) -> int | None:
        if not api.user.has_permission(READ, obj=self.context):
            return None
        action = answers_of(self.context)
        return action.itemsSaved() if action is not None else None
