"""« Questions » in the site setup: who receives them, the phone and its hours."""

from collective.prai import _
from collective.prai.core.controlpanel import ControlPanelForm
from collective.prai.questions.letters import IRequestLetters
from collective.prai.questions.letters import PREFIX as LETTERS
from collective.prai.questions.settings import IQuestionSettings
from collective.prai.questions.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class QuestionsSettingsForm(ControlPanelForm):
    """Addresses by purpose, with one for all others."""

    schema = IQuestionSettings
    schema_prefix = PREFIX
    label = _("Questions of visitors")
    description = _("Who receives and treats them, when they are late, how long they are kept.")
    control_panel_view = "@@prai-questions-settings"


QuestionsSettingsView = layout.wrap_form(QuestionsSettingsForm, ControlPanelFormWrapper)


class LettersForm(ControlPanelForm):
    """Every mail about a request."""

    schema = IRequestLetters
    schema_prefix = LETTERS
    label = _("Mails of the requests")
    description = _("What the team and those who ask are written. An empty text sends no mail.")
    control_panel_view = "@@prai-requests-letters"


LettersView = layout.wrap_form(LettersForm, ControlPanelFormWrapper)
