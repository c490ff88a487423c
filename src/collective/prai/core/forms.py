"""Add and edit forms of our types: what an editor writes, in the order in which she thinks of it."""

from AccessControl import Unauthorized
from collective.prai import _
from collective.prai.core.fields import IRows
from collective.prai.core.form_errors import FormErrors
from collective.prai.core.funding import warnings
from collective.prai.core.publication.needs import KEY
from collective.prai.core.widgets import NEEDED
from collective.prai.core.widgets import widget_for
from collective.prai.interfaces import IPraiContent
from plone import api
from plone.dexterity.browser.add import DefaultAddForm
from plone.dexterity.browser.add import DefaultAddView
from plone.dexterity.browser.edit import DefaultEditForm
from plone.dexterity.interfaces import IDexterityEditForm
from plone.z3cform import layout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.field import Fields
from z3c.form.interfaces import HIDDEN_MODE
from zope.component import adapter
from zope.component import subscribers
from zope.i18n import translate
from zope.interface import classImplements
from zope.interface import Interface


#: Fieldsets after those of the type itself; what is not named comes before « Source ».
ORDER = ("funding", "territory", "classification", "contact", "licence", "provenance", "review", "dates")
#: Stock fields that an editor of the centre never needs: the address comes from the title, comments on
#: a revision belong to the transition form.
UNUSED = {"IShortName.id", "IVersionable.changeNote", "IVersionable.versioning_enabled"}
#: Field → fieldset it moves to.
MOVED = {"IRelatedItems.relatedItems": "classification"}


class ISaveWarnings(Interface):
    """Subscription adapter of an item: sentences to show its editor after a save that went through."""

    def __call__():
        """Messages, most serious first; empty when all is well."""


class EditorForm(FormErrors):
    """Fieldsets in order, widgets that suit our fields, needs of publication beside the labels."""

    default_fieldset_label = _("Main part")
    template = ViewPageTemplateFile("templates/form.pt")

    def updateFields(self):
        super().updateFields()
        arrange(self)

    def update(self):
        super().update()
        mark_needs(self)

    def render(self):
        # Said to the template only, once the data is read: the stock script would lock « Save » while a
        # required field, perhaps of another tab, is empty, and say so in the browser's language.
        self.ignoreRequiredOnExtract = True
        return super().render()

    def warn(self, obj):
        """Show what deserves a second look; nothing of it refuses a save."""
        for found in subscribers((obj,), ISaveWarnings):
            for message in found():
                api.portal.show_message(message, self.request, type="warning")


class EditForm(EditorForm, DefaultEditForm):
    """Edits an item of ours."""

    def applyChanges(self, data):
        changes = super().applyChanges(data)
        self.warn(self.context)
        return changes


class AddForm(EditorForm, DefaultAddForm):
    """Adds an item of ours."""

    def add(self, object):
        before = set(self.container.objectIds())
        super().add(object)
        for new in set(self.container.objectIds()) - before:
            self.warn(self.container[new])


class AddView(DefaultAddView):
    """The add page, one adapter for each of our types.

    The permission to add that type opens it: officers add calls and sessions, and nothing else in a folder.
    """

    form = AddForm

    def update(self):
        if not self.ti.isConstructionAllowed(self.context):
            raise Unauthorized
        super().update()


EditView = layout.wrap_form(EditForm)
classImplements(EditView, IDexterityEditForm)


@adapter(IPraiContent)
def funding_warnings(obj):
    """Figures that do not add up: real data break every rule, so that an officer looks and decides."""
    return lambda: warnings(obj)


def arrange(form):
    """Drop what is never used, put fieldsets in order, give each field its widget."""
    moved = {}
    form.fields = _kept(form.fields, moved)
    for group in form.groups:
        group.fields = _kept(group.fields, moved)
    groups = {group.__name__: group for group in form.groups}
    for name, field in moved.items():
        home = groups.get(MOVED[name])
        if home is not None:
            home.fields += Fields(field)
    form.groups = sorted(
        (group for group in form.groups if len(group.fields)), key=lambda group: _rank(group.__name__)
    )
    for fields in [form.fields, *(group.fields for group in form.groups)]:
        for field in fields.values():
            _give_widget(field)


def _kept(fields, moved):
    kept = []
    for name, field in fields.items():
        if name in UNUSED or field.mode == HIDDEN_MODE:
            continue
        if name in MOVED:
            moved[name] = field
            continue
        kept.append(field)
    return Fields(*kept)


def _rank(name):
    # Fieldsets of the type itself (0) stand before the shared ones.
    return ORDER.index(name) + 1 if name in ORDER else 0


def _give_widget(field):
    chosen = field.widgetFactory
    if IRows.providedBy(field.field) or not (len(chosen) or getattr(chosen, "default", None)):
        factory = widget_for(field.field)
        if factory is not None:
            field.widgetFactory = factory


def mark_needs(form):
    """Say beside each label what publishing will ask for: declared in publication/needs.py only."""
    notes = {}
    for schema in [form.schema, *form.additionalSchemata]:
        for need in schema.queryTaggedValue(KEY, ()):
            titles = [schema[name].title for name in need.fields]
            for name in need.fields:
                notes[schema, name] = _note(titles, need, form.request)
    for widget in form.all_widgets():
        widget.prai_needed = notes.get((widget.field.interface, widget.field.__name__))


def _note(titles, need, request):
    if need.note is not None:
        return need.note
    if len(titles) == 1:
        return NEEDED
    names = ", ".join(translate(title, context=request) for title in titles)
    return _("one of these is necessary to publish: ${names}", mapping={"names": names})
