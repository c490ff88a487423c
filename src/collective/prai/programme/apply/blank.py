"""``{call}/@@dossier-vierge.pdf``: the questions of the form, to be filled in by hand."""

from collective.easyform.api import get_schema
from collective.easyform.interfaces import IFieldExtender
from collective.prai.core.printing.press import Job
from collective.prai.core.printing.press import PRESS
from collective.prai.core.printing.style import stylesheet
from collective.prai.core.printing.views import key_of
from collective.prai.core.printing.views import Pdf
from collective.prai.core.printing.views import tag_of
from collective.prai.core.safe_html import clean_text
from collective.prai.core.settings import public_address
from collective.prai.core.settings import site_title
from collective.prai.programme.apply import mails
from collective.prai.programme.apply.ready_form import form_of
from collective.prai.programme.apply.transitions import last_day
from plone.namedfile.interfaces import INamedField
from plone.supermodel.interfaces import FIELDSETS_KEY
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple
from zExceptions import NotFound
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine


#: Lines to write on.
_LONG, _SHORT = 7, 1
_CSS = """
.prai-blank h2 { break-after: avoid; border-bottom: 1pt solid #444; margin-top: 18pt; }
.prai-blank-question { break-inside: avoid; margin: 10pt 0; }
.prai-blank-question h3 { font-size: 11pt; margin: 0 0 2pt; }
.prai-blank-help { color: #444; font-size: 9pt; margin: 0 0 3pt; }
.prai-blank-line { border-bottom: .6pt solid #777; height: 20pt; margin: 0; }
.prai-blank ul { list-style: none; margin: 4pt 0; padding: 0; columns: 2; }
.prai-blank li { margin: 2pt 0; }
.prai-blank-box { border: .8pt solid #333; display: inline-block; height: 9pt;
  margin-right: 5pt; width: 9pt; }
"""


class Question(NamedTuple):
    """``lines``: how many to write on; ``options``: what is ticked instead."""

    title: str
    help: str
    required: bool
    lines: int
    options: list[str]


class Part(NamedTuple):
    """A part of the form."""

    title: str
    questions: list[Question]


class Blank(Pdf):
    """The context is a public call that has a form."""

    template = ViewPageTemplateFile("templates/blank.pt")

    def answer(self) -> bytes:
        """The PDF; nothing for who has it already."""
        self.form = form_of(self.context)
        if self.form is None:
            raise NotFound(self.context, "dossier-vierge.pdf", self.request)
        html, css = clean_text(self.template()), stylesheet() + _CSS
        key = key_of(html, css)
        response = self.request.response
        response.setHeader("X-Robots-Tag", "noindex")
        response.setHeader("Cache-Control", "private, max-age=0, must-revalidate")
        response.setHeader("ETag", f'"{tag_of(key)}"')
        response.setHeader("Content-Type", "application/pdf")
        if self.is_known(key):
            response.setStatus(304)
            return b""
        pdf = PRESS.pdf(key, lambda: Job(html, css, {}))
        response.setHeader("Content-Disposition", self.disposition(f"Dossier vierge - {self.title}"))
        response.setHeader("Content-Length", str(len(pdf)))
        return pdf

    @property
    def title(self) -> str:
        return clean_text(self.context.Title())

    @property
    def site_title(self) -> str:
        return clean_text(site_title())

    @property
    def closes(self) -> str:
        return last_day(self.context)

    @property
    def contact(self) -> list[str]:
        return mails.signature(self.context).splitlines()

    @property
    def address(self) -> str:
        base = public_address()
        path = "/".join(self.context.getPhysicalPath()[2:])
        return f"{base}/{path}/@@candidater" if base else ""

    def parts(self) -> list[Part]:
        schema = get_schema(self.form)
        fields = dict(getFieldsInOrder(schema))
        sets = [(one.label, list(one.fields)) for one in schema.queryTaggedValue(FIELDSETS_KEY, [])]
        grouped = {name for _label, names in sets for name in names}
        rest = [name for name in fields if name not in grouped]
        found = []
        for label, names in [("", rest), *sets]:
            asked = [fields[name] for name in names if name in fields]
            asked = [field for field in asked if not getattr(IFieldExtender(field), "serverSide", False)]
            if asked:
                found.append(Part(self._said(label), [self._question(field) for field in asked]))
        return found

    def _question(self, field) -> Question:
        options = self._options(field)
        long = IText.providedBy(field) and not ITextLine.providedBy(field)
        lines = 0 if options else _LONG if long else _SHORT
        return Question(
            self._said(field.title), self._said(field.description), bool(field.required), lines, options
        )

    def _options(self, field) -> list[str]:
        if INamedField.providedBy(field):
            return ["Pièce jointe à ce dossier"]
        if IBool.providedBy(field):
            return ["Oui", "Non"]
        chosen = field.value_type if ICollection.providedBy(field) else field
        if not IChoice.providedBy(chosen):
            return []
        terms = chosen.bind(self.form).vocabulary
        return [self._said(term.title or term.token) for term in terms]

    def _said(self, text) -> str:
        return clean_text(translate(text, target_language="fr") if text else "")
