"""The questions of a call, asked on a page of this room: the widgets of its EasyForm, our buttons and files.

What was typed is put back into the boxes as it was; a page says what is wrong only when it is asked to.
"""

from collective.easyform.api import get_schema
from collective.easyform.browser.view import EasyFormForm
from collective.prai import _
from collective.prai.core.public_forms.form import COMMUNE
from collective.prai.core.public_forms.form import COMMUNE_INPUT
from collective.prai.core.public_forms.form import GuardedForm
from collective.prai.programme.apply.filling import Answer
from collective.prai.programme.apply.kept import BOX
from collective.prai.programme.apply.uploads import ACCEPT
from collective.prai.programme.apply.uploads import LARGEST
from functools import cached_property
from plone.namedfile.interfaces import INamedField
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form import button
from z3c.form.interfaces import ISelectWidget
from z3c.form.interfaces import ITerms
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IInt
from zope.schema.interfaces import ITextLine


FILES_INPUT = ViewPageTemplateFile("templates/files_input.pt")
_NEEDED = _("A file is required here.")


class Questions(GuardedForm):
    """``page``: who shows it; ``typed``: what is in the boxes; ``files``: question → files that are there."""

    form_template = ViewPageTemplateFile("templates/questions.pt")
    buttons = button.Buttons()
    handlers = button.Handlers()
    method = "post"
    # The grid of the stock class is wider than a phone.
    css_class = "easyformForm"
    # One page from top to bottom: nothing is hidden behind a tab, and nothing asks before one leaves.
    enable_form_tabbing = enable_autofocus = enable_unload_protection = enableCSRFProtection = False

    def __init__(self, form, request, page, typed: dict, files: dict | None = None):
        super().__init__(form, request)
        self.page = page
        self.typed = typed
        self.files = files or {}
        self.wrong: list[tuple[str, str]] = []

    def update(self):
        before = self.request.form
        self.request.form = dict(self.typed)
        try:
            self._flatten()
            # Neither the stock page of thanks nor its second look at what was sent.
            super(EasyFormForm, self).update()
            self.markWidgets()
            self._fit_widgets()
            self.template = self.form_template
        finally:
            self.sent, self.request.form = self.request.form, before

    def action(self):
        return self.page.form_action

    def _flatten(self):
        """A robot sends several texts where one is asked; « 1 800 » is written with a space of any kind."""
        for name, field in getFieldsInOrder(self.schema):
            value = self.request.form.get(f"{BOX}{name}")
            chosen = ICollection.providedBy(field) or IChoice.providedBy(field) or IBool.providedBy(field)
            if isinstance(value, list) and not chosen:
                self.request.form[f"{BOX}{name}"] = " ".join(value)
        self._join_figures()

    def _fit_widgets(self):
        for widget in self.all_widgets():
            name = widget.field.__name__
            if INamedField.providedBy(widget.field):
                widget.template = FILES_INPUT
                widget.prai_kept, widget.prai_accept, widget.prai_most = (
                    self.files.get(name, []),
                    ACCEPT,
                    LARGEST // 2**20,
                )
            elif ISelectWidget.providedBy(widget):
                # Nobody has chosen what stands first.
                widget.prompt = True
            elif name == COMMUNE and ITextLine.providedBy(widget.field):
                widget.template = COMMUNE_INPUT

    # What is answered

    def examine(self) -> dict:
        """Check every answer, and show what is wrong beside it; the values of those that are right."""
        before, self.request.form = self.request.form, dict(self.sent)
        try:
            data, _errors = EasyFormForm.extractData(self)
        finally:
            self.request.form = before
        for widget in self.all_widgets():
            name = widget.field.__name__
            if INamedField.providedBy(widget.field):
                widget.error = None
                if widget.field.required and not self.files.get(name):
                    self.wrong.append((widget.id, translate(_NEEDED, context=self.request)))
            elif widget.error is not None:
                # A single box has its words beside it, and no label.
                label = widget.label or widget.field.title
                self.wrong.append((widget.id, translate(label, context=self.request)))
        self.wrong = list(dict.fromkeys(self.wrong))
        return data

    @cached_property
    def file_questions(self) -> list[str]:
        """Names of the questions that files answer."""
        return [
            name
            for name, field in getFieldsInOrder(get_schema(self.context))
            if INamedField.providedBy(field)
        ]

    def answers(self) -> list[Answer]:
        """Each question in its order, with what was said; call it after ``examine``."""
        data = self.examined
        found = []
        for widget in self.all_widgets():
            name = widget.field.__name__
            label = translate(widget.field.title or name, context=self.request)
            if INamedField.providedBy(widget.field):
                text = ", ".join(one["name"] for one in self.files.get(name, []))
                found.append(Answer(name, label, None, text))
            else:
                value = data.get(name)
                found.append(Answer(name, label, value, self._text(widget, value)))
        return found

    @cached_property
    def examined(self) -> dict:
        return self.examine()

    def run_actions(self, data: dict) -> dict | None:
        """What the officers want done with a dossier that is sent; errors by field, if any."""
        return EasyFormForm.processActions(self, data)

    def _text(self, widget, value) -> str:
        """An answer as people read it; as it was typed where it was not understood."""
        raw = self.sent.get(widget.name)
        if value is None:
            typed = raw if isinstance(raw, list) else [raw or ""]
            return ", ".join(text for text in typed if text and text != "--NOVALUE--")
        if IBool.providedBy(widget.field):
            return translate(_("Yes") if value else _("No"), context=self.request)
        terms = getattr(widget, "terms", None)
        if ITerms.providedBy(terms):
            values = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
            return ", ".join(sorted(self._title(terms, one) for one in values))
        if IInt.providedBy(widget.field) or not isinstance(value, str):
            return str(value)
        return value

    def _title(self, terms, value) -> str:
        try:
            return translate(terms.getTerm(value).title or str(value), context=self.request)
        except LookupError:
            return str(value)
