"""« Questions » in the site setup: who receives them, the phone and its hours."""

from collective.prai import _
from collective.prai.core.controlpanel import ControlPanelForm
from collective.prai.questions.settings import IQuestionSettings
from collective.prai.questions.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class QuestionsSettingsForm(ControlPanelForm):
    """Addresses by purpose, with one for all others."""

    schema = IQuestionSettings
    schema_prefix = PREFIX
    label = _("Questions of visitors")
    description = _("Who receives them, what stands beside the form, how long they are kept.")
    control_panel_view = "@@prai-questions-settings"


QuestionsSettingsView = layout.wrap_form(QuestionsSettingsForm, ControlPanelFormWrapper)
