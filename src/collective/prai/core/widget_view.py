"""How a field is laid out on our site: label, help, widget, error, tied together for screen readers."""

from collective.prai.core.widgets import IRowsWidget
from plone.app.z3cform.views import RenderWidget
from plone.formwidget.namedfile.interfaces import INamedFileWidget
from z3c.form.interfaces import ICheckBoxWidget
from z3c.form.interfaces import INPUT_MODE
from z3c.form.interfaces import IRadioWidget
from z3c.form.interfaces import ISingleCheckBoxWidget
from zope.browserpage.viewpagetemplatefile import ViewPageTemplateFile


class FieldView(RenderWidget):
    """Several inputs are one named group; one input has its label, help and error."""

    index = ViewPageTemplateFile("templates/widget.pt")

    def is_group(self, widget) -> bool:
        """Whether the widget is several inputs under one name."""
        if widget.mode != INPUT_MODE or ISingleCheckBoxWidget.providedBy(widget):
            return False
        return any(kind.providedBy(widget) for kind in (ICheckBoxWidget, IRadioWidget, IRowsWidget))

    def labelled(self, widget) -> str:
        """Id of the input that the label belongs to."""
        return f"{widget.id}-input" if INamedFileWidget.providedBy(widget) else widget.id

    def describe(self, widget, description, error) -> str | None:
        """Ids of help and error; also written on the input itself where there is only one."""
        if widget.mode != INPUT_MODE:
            return None
        parts = [
            f"{widget.id}-{part}"
            for part, there in (
                ("needed", getattr(widget, "prai_needed", None)),
                ("help", description),
                ("error", error),
            )
            if there
        ]
        ids = " ".join(parts) or None
        attributes = getattr(widget, "attributes", None)
        if ids and isinstance(attributes, dict) and not self.is_group(widget):
            attributes["aria-describedby"] = ids
            if error:
                attributes["aria-invalid"] = "true"
        return ids
