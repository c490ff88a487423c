"""Forms that the public sends: guarded, forgiving, and never broken by what a robot sends.

An action of the form may have ``check(data)``, which says what single fields cannot: name → sentence; and
``told(request)``, which says under the thanks what it has done beside: a list of sentences.
"""

from collective.easyform.api import get_actions
from collective.easyform.browser.view import EasyFormForm
from collective.easyform.browser.view import EasyFormFormWrapper
from collective.easyform.config import FORM_ERROR_MARKER
from collective.prai import _
from collective.prai.core.form_errors import FormErrors
from collective.prai.core.public_forms.guard import hourly
from collective.prai.core.public_forms.moment import Moment
from collective.prai.core.public_forms.receipts import receipt
from collective.prai.core.throttle import client_of
from functools import cached_property
from html import escape
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.interfaces import INPUT_MODE
from zope.i18n import translate
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IInt
from zope.schema.interfaces import IText
from zope.schema.interfaces import ITextLine
from ZPublisher.HTTPRequest import FileUpload


#: A server-side field of this name gets the number that the sender is given.
NUMBER = "number"
#: A line of text of this name comes with suggestions; any other place can be written there all the same.
COMMUNE = "commune"
COMMUNE_INPUT = ViewPageTemplateFile("templates/commune.pt")


class GuardedForm(FormErrors, EasyFormForm):
    """Any form of the site; the visitor meets the guard only when something is odd."""

    form_template = ViewPageTemplateFile("templates/form.pt")

    # What robots send

    def update(self):
        self.clean_request()
        super().update()
        if self.thanksPage:
            self.thanksPrologue = (self.thanksPrologue or "") + "".join(
                f"<p>{escape(self._said(sentence))}</p>"
                for _name, action in getFieldsInOrder(get_actions(self.context))
                if hasattr(action, "told")
                for sentence in action.told(self.request)
            )

    def clean_request(self):
        """Leave of what was sent what a browser sends."""
        self.request.form = {
            name: value
            for name, value in ((name, _plain(value)) for name, value in self.request.form.items())
            if value is not None
        }
        self._join_figures()

    def _join_figures(self):
        """« 1 800 » is written with a space of any kind."""
        for name, field in getFieldsInOrder(self.schema):
            value = self.request.form.get(f"{self.prefix}widgets.{name}")
            if IInt.providedBy(field) and isinstance(value, str):
                self.request.form[f"{self.prefix}widgets.{name}"] = "".join(value.split())

    @property
    def description(self):
        """Whoever has sent the form need not read what it is for."""
        return self.context.thanksdescription if self.thanksPage else self.context.Description()

    def updateWidgets(self, prefix=None):
        super().updateWidgets(prefix)
        for widget in self.all_widgets():
            is_line = ITextLine.providedBy(widget.field) and widget.mode == INPUT_MODE
            if is_line and widget.field.__name__ == COMMUNE:
                widget.template = COMMUNE_INPUT
            if IText.providedBy(widget.field) or ITextLine.providedBy(widget.field):
                value = self.request.form.get(widget.name)
                if isinstance(value, list):
                    self.request.form[widget.name] = " ".join(one for one in value if isinstance(one, str))
                    widget.update()

    # The guard

    @cached_property
    def moment(self) -> Moment:
        return Moment(self.request, self.context.UID())

    def extractData(self, setErrors=True):
        data, errors = super().extractData(setErrors)
        errors += self._contradictions(data)
        if errors or self.moment.objection is None:
            return data, errors
        self.formErrorsMessage = self._said(self.moment.objection)
        return data, (self.moment.objection,)

    def _contradictions(self, data) -> tuple:
        """What the actions say of the answers together, beside the fields."""
        found = {}
        for _name, action in getFieldsInOrder(get_actions(self.context)):
            if hasattr(action, "check"):
                found |= action.check(data)
        wrong = {name: self._said(sentence) for name, sentence in found.items() if name in self.widgets}
        new = {name: said for name, said in wrong.items() if self.widgets[name].error is None}
        if new:
            self.setErrorsMessage(new)
        return tuple(new.values())

    def processActions(self, fields):
        wait = hourly.wait(client_of(self.request))
        if wait:
            self.request.response.setStatus(429)
            self.request.response.setHeader("Retry-After", str(wait))
            sentence = _("Too many messages came from your network: try again in an hour, or write to us.")
            return {FORM_ERROR_MARKER: self._said(sentence)}
        return super().processActions(fields)

    def _said(self, sentence) -> str:
        return translate(sentence, context=self.request)

    # The page

    def render(self):
        # Said to the template only: the stock script would lock the button and speak the browser's language.
        self.ignoreRequiredOnExtract = True
        return super().render()

    def updateActions(self):
        super().updateActions()
        if "submit" in self.actions:
            self.actions["submit"].klass = "submit-widget button-field btn btn-primary"

    def updateServerSideData(self, data):
        data = super().updateServerSideData(data)
        if NUMBER in self.schema:
            data[NUMBER] = receipt(self.request)
        return data


def _plain(value):
    """Texts, files and lists of them; None for what the browser's form would never send."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, (str, FileUpload))]
    return value if isinstance(value, (str, FileUpload)) else None


class GuardedFormView(EasyFormFormWrapper):
    """The page of a form."""

    form = GuardedForm

    def __call__(self):
        # It carries the second at which it was shown.
        self.request.response.setHeader("Cache-Control", "private, no-cache")
        return super().__call__()
