"""The completeness bar: how far a sheet is written, and the way to each field that is missing."""

from collective.prai.core.licences import house_defaults
from collective.prai.core.publication.acting import edit_link
from collective.prai.core.publication.acting import widget_name
from collective.prai.core.publication.needs import completeness
from collective.prai.core.publication.needs import missing
from collective.prai.core.publication.refusals import labels
from collective.prai.core.publication.state import rules_of
from plone.app.layout.viewlets.common import ViewletBase
from plone.dexterity.interfaces import IDexterityEditForm


class Bar(ViewletBase):
    """Above the content, for those who may edit it; parts of a book have none."""

    def update(self):
        rules = rules_of(self.context)
        # What is never published has nothing to be complete for.
        self.available = rules is not None and bool(rules.publishing)
        if not self.available:
            return
        found = completeness(self.context)
        self.percent = found.percent
        self.editing = IDexterityEditForm.providedBy(self.view)
        gaps = missing(self.context, house_defaults(self.context))
        self.missing = [{"label": labels([gap]), "url": self._link(gap.field)} for gap in gaps]

    def _link(self, name: str) -> str:
        if self.editing:
            # Nothing that was typed is lost: the form is not loaded again.
            return f"#formfield-form-widgets-{widget_name(self.context, name)}"
        return edit_link(self.context, name)
