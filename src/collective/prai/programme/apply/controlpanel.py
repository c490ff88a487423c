"""« Candidatures » in the site setup: what applicants are written, and what is erased when."""

from collective.prai import _
from collective.prai.core.controlpanel import SettingsForm
from collective.prai.programme.apply.settings import IApplyingSettings
from collective.prai.programme.apply.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class ApplyingSettingsForm(SettingsForm):
    """Every mail to applicants, reminders, how long drafts are kept."""

    schema = IApplyingSettings
    schema_prefix = PREFIX
    label = _("Applications to calls")
    description = _("What is written to applicants and when; how long drafts are kept.")
    control_panel_view = "@@prai-applying-settings"


ApplyingSettingsView = layout.wrap_form(ApplyingSettingsForm, ControlPanelFormWrapper)
