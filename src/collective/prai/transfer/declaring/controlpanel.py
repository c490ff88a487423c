"""« Reprises » in the site setup: what declarants, producers and reviewers are written."""

from collective.prai import _
from collective.prai.core.controlpanel import SettingsForm
from collective.prai.transfer.declaring.settings import IReuseSettings
from collective.prai.transfer.declaring.settings import PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.z3cform import layout


class ReuseSettingsForm(SettingsForm):
    """How long addresses are kept, and every mail."""

    schema = IReuseSettings
    schema_prefix = PREFIX
    label = _("Declared reuses")
    description = _("What is written to declarants, producers and reviewers; how long addresses are kept.")
    control_panel_view = "@@prai-reuses-settings"


ReuseSettingsView = layout.wrap_form(ReuseSettingsForm, ControlPanelFormWrapper)
