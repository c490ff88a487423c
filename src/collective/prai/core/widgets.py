"""Widgets of our forms: rows of cells, check boxes, relations that open at the right section."""

from collective.prai import _
from collective.prai.core import geography
from collective.prai.core.fields import IRows
from collective.prai.core.structure import SECTION_OF
from collective.z3cform.datagridfield.datagridfield import DataGridFieldObjectWidget
from collective.z3cform.datagridfield.datagridfield import DataGridFieldWidget
from collective.z3cform.datagridfield.interfaces import IDataGridFieldWidget
from plone import api
from plone.app.z3cform.widgets.checkbox import CheckBoxFieldWidget
from plone.app.z3cform.widgets.checkbox import CheckBoxWidget
from plone.app.z3cform.widgets.contentbrowser import ContentBrowserWidget
from z3c.form.browser.multi import MultiWidget
from z3c.form.interfaces import IDataConverter
from z3c.form.interfaces import IErrorViewSnippet
from z3c.form.interfaces import IFormAware
from z3c.form.interfaces import INPUT_MODE
from z3c.form.interfaces import ISingleCheckBoxWidget
from z3c.form.interfaces import NO_VALUE
from z3c.form.widget import FieldWidget
from z3c.relationfield.interfaces import IRelationChoice
from z3c.relationfield.interfaces import IRelationList
from zope.component import getMultiAdapter
from zope.interface import alsoProvides
from zope.interface import implementer
from zope.interface import Invalid
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IList


#: Empty lines that a form without JavaScript offers.
SPARE_ROWS = 2
#: Lines that one request may bring: what is beyond cannot be a person's work.
MAX_COUNT = 600
#: Lists too long for check boxes: the schema names a searching widget for them.
SEARCHED = {"collective.prai.municipalities", "collective.prai.epcis"}


#: Everything that an editor may see, folders too, to walk through the sections.
CATALOG = "plone.app.vocabularies.Catalog"


class IRowsWidget(IDataGridFieldWidget):
    """Rows in a table: each cell has its label, each button its name."""


class RowWidget(DataGridFieldObjectWidget):
    """The cells of one row."""

    klass = "prai-row"

    @property
    def line(self) -> str:
        """Number that a reader sees, or the mark that the script replaces in a new line."""
        index = self.name.rsplit(".", 1)[-1]
        return str(int(index) + 1) if index.isdigit() else "%n"

    def is_box(self, cell) -> bool:
        """Whether the cell is a single check box, which brings its own label."""
        return ISingleCheckBoxWidget.providedBy(cell)

    def update(self):
        """Make the cells; what they hold is set by the rows widget."""
        self.updateWidgets()

    def setupWidgets(self):
        super().setupWidgets()
        self._value = NO_VALUE

    def raw(self) -> dict:
        """Column → what was typed in the cell."""
        return {name: cell.extract() for name, cell in self.widgets.items()}

    def show(self, cells: dict, converters: dict):
        """Put what was typed or stored into the cells, each with its own error."""
        for name, cell in self.widgets.items():
            self._show_cell(cell, cells.get(name, NO_VALUE), converters[name])

    def _show_cell(self, cell, typed, converter):
        cell.error = None
        if typed is NO_VALUE or typed is None:
            typed = ""
        cell.value = typed
        try:
            value = converter.toFieldValue(typed) if typed else converter.field.missing_value
            converter.field.bind(self.context).validate(value)
        except (Invalid, ValueError) as error:
            view = getMultiAdapter(
                (error, self.request, cell, cell.field, self.form, self.context), IErrorViewSnippet
            )
            view.update()
            cell.error = view
        else:
            cell.value = converter.toWidgetValue(value)

    def cells(self) -> list:
        """Cell widgets in column order, tied to their error and their help."""
        found = []
        for widget in self.widgets.values():
            if widget.error is not None:
                widget.attributes["aria-invalid"] = "true"
                widget.attributes["aria-describedby"] = f"{widget.id}-error"
            found.append(widget)
        return found


@implementer(IRowsWidget)
class RowsWidget(DataGridFieldWidget):
    """Rows with two spare ones; blank rows are dropped, whatever their place."""

    klass = "prai-rows"
    auto_append = False
    allow_reorder = True
    _pattern_row = None

    def update(self):
        # The grid's own « Add » and « Remove » form buttons are not ours.
        super(MultiWidget, self).update()

    def createObjectWidget(self, idx):
        widget = FieldWidget(self.field.value_type, RowWidget(self.request))
        widget.setErrors = idx != "TT"
        return widget

    def updateWidgets(self):
        super().updateWidgets()
        if self.mode != INPUT_MODE:
            return
        self._pattern_row = self.widgets.pop()
        for _spare in range(SPARE_ROWS):
            self.widgets.append(self._blank(len(self.widgets)))

    def _blank(self, idx):
        # What was typed in a row of this number now stands in another one.
        widget = self.createObjectWidget(idx)
        self.setName(widget, idx)
        widget.__parent__ = self
        widget.mode = self.mode
        widget.ignoreRequest = True
        widget.klass = "prai-row"
        widget._stored_row = None
        if IFormAware.providedBy(self):
            widget.form = widget.parentForm = self.form
            alsoProvides(widget, IFormAware)
        widget.update()
        for cell in widget.widgets.values():
            cell.required = False
        return widget

    def pattern_row(self):
        """The row that the script copies for a new line."""
        return self._pattern_row

    def cell_widgets(self) -> dict:
        """Column name → widget: what converters need, whatever the number of rows."""
        row = self._pattern_row or self.getWidget("TT")
        return {name: row.widgets[name] for name in row.widgets}

    def cell_converters(self) -> dict:
        """Column name → converter between what is typed and the value."""
        return {
            name: getMultiAdapter((cell.field, cell), IDataConverter)
            for name, cell in self.cell_widgets().items()
        }

    @property
    def counterMarker(self):
        return f'<input type="hidden" name="{self.counterName}" value="{len(self.widgets)}" />'

    def extract(self, default=NO_VALUE):
        count = self.request.get(self.counterName)
        if not isinstance(count, str) or not count.isascii() or not count.isdigit() or len(count) > 4:
            return default
        found = []
        for idx in range(min(int(count), MAX_COUNT)):
            if (self.name + f".{idx}-empty-marker") not in self.request:
                continue
            cells = self.getWidget(idx).raw()
            if not is_blank(cells):
                found.append(cells)
        return found

    def applyValue(self, widget, value=NO_VALUE):
        if value is not NO_VALUE:
            widget.show(value, self.cell_converters())


def is_blank(cells: dict) -> bool:
    """Whether nothing was typed in a row: an unticked box and « no value » are nothing."""
    for value in cells.values():
        if isinstance(value, (list, tuple)):
            value = "".join(str(part) for part in value if part != "--NOVALUE--")
        if value not in (None, NO_VALUE) and str(value).strip() not in ("", "--NOVALUE--"):
            return False
    return True


def rows_field_widget(field, request):
    """The widget of a rows field."""
    return FieldWidget(field, RowsWidget(request))


class DepartmentsWidget(CheckBoxWidget):
    """The départements of the programme first; the others are folded."""

    def home_items(self) -> list:
        home = set(geography.home_departments())
        return [item for item in self.items if item["value"] in home]

    def other_items(self) -> list:
        home = set(geography.home_departments())
        return [item for item in self.items if item["value"] not in home]


def departments_field_widget(field, request):
    """The widget of the list of départements."""
    return FieldWidget(field, DepartmentsWidget(request))


class SectionBrowserWidget(ContentBrowserWidget):
    """Opens where items of the wanted types live, and lets only these be chosen."""

    def get_pattern_options(self):
        options = super().get_pattern_options()
        types = related_types(self.field)
        if not types:
            return options
        options["selectableTypes"] = list(types)
        section = SECTION_OF.get(types[0])
        portal = api.portal.get()
        if len({SECTION_OF.get(name) for name in types}) == 1 and section in portal.objectIds():
            options["basePath"] = "/".join(portal.getPhysicalPath()) + f"/{section}"
        else:
            # The field's own source knows no folder: it would list nothing until a favourite is chosen.
            options["basePath"] = "/".join(portal.getPhysicalPath())
            options["vocabularyUrl"] = f"{portal.absolute_url()}/@@getVocabulary?name={CATALOG}"
        options["favorites"] = [
            {
                "title": portal[SECTION_OF[name]].title,
                "path": "/".join(portal[SECTION_OF[name]].getPhysicalPath()),
            }
            for name in dict.fromkeys(types)
            if SECTION_OF.get(name) in portal.objectIds()
        ]
        return options


def section_browser_field_widget(field, request):
    """The widget of a relation or of a list of relations."""
    return FieldWidget(field, SectionBrowserWidget(request))


def related_types(field) -> tuple[str, ...]:
    """Types that a relation of ours accepts; empty for others."""
    choice = field.value_type if IRelationList.providedBy(field) else field
    query = getattr(getattr(choice, "source", None), "query", None) or {}
    types = query.get("portal_type", ())
    return (types,) if isinstance(types, str) else tuple(types)


def widget_for(field):
    """Widget factory that suits a field of ours, or None for the stock one."""
    if IRows.providedBy(field):
        return rows_field_widget
    if IRelationChoice.providedBy(field) or IRelationList.providedBy(field):
        return section_browser_field_widget if related_types(field) else None
    if IList.providedBy(field) and IChoice.providedBy(field.value_type):
        name = field.value_type.vocabularyName or ""
        if name == "collective.prai.departments":
            return departments_field_widget
        if name.startswith("collective.prai.") and name not in SEARCHED:
            return CheckBoxFieldWidget
    return None


#: Said beside a label; the rule itself is in publication/needs.py.
NEEDED = _("necessary to publish")
