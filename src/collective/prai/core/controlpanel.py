"""« Centre de ressources » in the site setup: the public address, and the vocabularies that ARDESI edits."""

from collective.prai import _
from collective.prai.core.form_errors import FormErrors
from collective.prai.core.publication.mails import IMailTexts
from collective.prai.core.settings import ISettings
from collective.prai.core.settings import IVocabularies
from collective.prai.core.settings import PREFIX as SETTINGS
from collective.prai.core.usage import check_rows
from collective.prai.core.usage import record_name
from collective.prai.core.widgets import rows_field_widget
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.z3cform import layout
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import quote
from z3c.form import button
from z3c.form.field import Fields
from z3c.form.interfaces import IErrorViewSnippet
from zope.component import getMultiAdapter
from zope.interface import Invalid
from zope.publisher.interfaces import NotFound
from zope.schema import getFieldsInOrder


MAILS = "collective.prai.mails"


class ControlPanelForm(FormErrors, RegistryEditForm):
    """A form of the site setup, with the list of what is wrong above its fields."""

    template = ViewPageTemplateFile("templates/form.pt")


class SettingsForm(ControlPanelForm):
    """What the site is called from outside."""

    schema = ISettings
    schema_prefix = SETTINGS
    label = _("Resource centre")
    description = _("Settings of the resource centre.")
    control_panel_view = "@@prai-settings"


SettingsView = layout.wrap_form(SettingsForm, ControlPanelFormWrapper)


class MailsForm(ControlPanelForm):
    """Subject and text of the mails of the publication workflow."""

    schema = IMailTexts
    schema_prefix = MAILS
    label = _("Mails of the editorial desk")
    description = _("An empty text sends no mail.")
    control_panel_view = "@@prai-mails"


MailsView = layout.wrap_form(MailsForm, ControlPanelFormWrapper)


class VocabulariesView(BrowserView):
    """The list of the vocabularies; each has its own form."""

    def vocabularies(self) -> list[dict]:
        """Title, address, number of terms offered and retired."""
        found = []
        for name, field in getFieldsInOrder(IVocabularies):
            rows = api.portal.get_registry_record(record_name(name), default=None) or []
            retired = sum(bool(row.get("retired")) for row in rows)
            found.append({
                "title": field.title,
                "url": f"{self.context.absolute_url()}/@@prai-vocabulary?vocabulary={quote(name)}",
                "offered": len(rows) - retired,
                "retired": retired,
            })  # fmt: skip
        return found


class VocabularyForm(ControlPanelForm):
    """Rows of one vocabulary: titles may change, a term that is used may only be retired."""

    schema = IVocabularies
    schema_prefix = "collective.prai.vocabularies"
    description = _(
        "A token never changes once an item uses it: it is part of partners' addresses. Retire a term "
        "instead of removing it: items that have it keep it, new ones are not offered it. A removed term "
        "that the add-on ships comes back with its next upgrade; a retired one stays retired."
    )
    control_panel_view = "@@prai-vocabularies"

    @property
    def name(self) -> str:
        """Name of the vocabulary that is being edited."""
        name = self.request.form.get("vocabulary", "")
        if not isinstance(name, str) or name not in IVocabularies:
            raise NotFound(self.context, str(name)[:100], self.request)
        return name

    @property
    def label(self):
        return IVocabularies[self.name].title

    @property
    def action(self):
        return f"{self.request.getURL()}?vocabulary={quote(self.name)}"

    buttons = RegistryEditForm.buttons.copy()
    handlers = RegistryEditForm.handlers.copy()

    @button.handler(buttons["save"])
    def handleSave(self, action):
        data, errors = self.extractData()
        if errors:
            self.status = self.formErrorsMessage
            return
        self.applyChanges(data)
        api.portal.show_message(_("Changes saved."), self.request)
        self.request.response.redirect(f"{api.portal.get().absolute_url()}/{self.control_panel_view}")

    def updateFields(self):
        self.fields = Fields(IVocabularies).select(self.name)
        self.fields[self.name].widgetFactory = rows_field_widget
        self.groups = []

    def extractData(self, setErrors=True):
        data, errors = super().extractData(setErrors=setErrors)
        if errors or self.name not in data:
            return data, errors
        data[self.name] = [_normalised(row) for row in data[self.name] or []]
        before = api.portal.get_registry_record(record_name(self.name), default=None) or []
        for problem in check_rows(self.name, before, data[self.name]):
            errors = (*errors, self._error(Invalid(_sentence(*problem))))
        return data, errors

    def _error(self, error):
        widget = self.widgets[self.name]
        view = getMultiAdapter(
            (error, self.request, widget, widget.field, self, self.getContent()), IErrorViewSnippet
        )
        view.update()
        widget.error = view
        self.widgets.errors = (*self.widgets.errors, view)
        return view


VocabularyView = layout.wrap_form(VocabularyForm, ControlPanelFormWrapper)


def _normalised(row: dict) -> dict:
    return {
        "token": row["token"],
        "fr": row["fr"],
        "en": row.get("en") or "",
        "parent": row.get("parent") or "",
        "retired": bool(row.get("retired")),
    }


def _sentence(kind: str, token: str, count: int):
    """What the editor is told of a refused change."""
    if kind == "double":
        return _("The token « ${token} » is there twice.", mapping={"token": token})
    if kind == "group":
        return _("The group of « ${token} » is no term of this list, or leads back to itself.",
                 mapping={"token": token})  # fmt: skip
    return _(
        "The token « ${token} » is used by ${count} item(s): it can be retired, neither removed nor renamed.",
        mapping={"token": token, "count": count},
    )
