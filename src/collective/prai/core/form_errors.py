"""Which fields of a form are wrong: said in one list above them, for all forms alike."""


class FormErrors:
    """For a form whose template has that list; goes before the class of the form."""

    def all_widgets(self) -> list:
        """Widgets of all fieldsets, in form order; none before the form is updated."""
        parts = (getattr(part, "widgets", None) for part in (self, *self.groups))
        return [widget for widgets in parts if widgets is not None for widget in widgets.values()]

    def errors_by_field(self) -> list:
        """Widgets that hold an error."""
        return [widget for widget in self.all_widgets() if widget.error is not None]
