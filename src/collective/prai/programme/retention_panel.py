"""« Durées de conservation » in the site setup."""

from collective.prai import _
from collective.prai.core.controlpanel import ControlPanelForm
from collective.prai.programme.retention_settings import IRetentionSettings
from collective.prai.programme.retention_settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class RetentionForm(ControlPanelForm):
    """In months, by the end that a dossier came to."""

    schema = IRetentionSettings
    schema_prefix = PREFIX
    label = _("How long dossiers are kept")
    description = _("A daily command erases what is older. What is being examined, awarded or agreed stays.")
    control_panel_view = "@@prai-retention-settings"


RetentionView = layout.wrap_form(RetentionForm, ControlPanelFormWrapper)
