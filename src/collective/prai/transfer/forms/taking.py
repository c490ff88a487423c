"""« Reprendre un formulaire »: a file from another site becomes a form of this one, a draft that is ready."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.form_errors import FormErrors
from collective.prai.core.public_forms.ready import GUARDED
from collective.prai.core.public_forms.ready import rich
from collective.prai.core.structure import LANGUAGE
from collective.prai.transfer.forms import answers
from collective.prai.transfer.forms.model import Refused
from collective.prai.transfer.forms.package import ACTIONS
from collective.prai.transfer.forms.package import FormPackage
from collective.prai.transfer.forms.package import opened
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES
from html import escape
from plone import api
from plone.namedfile.field import NamedFile
from plone.supermodel import loadString
from plone.supermodel.parser import SupermodelParseError
from plone.z3cform import layout
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form import button
from z3c.form.field import Fields
from z3c.form.form import Form
from z3c.form.interfaces import WidgetActionExecutionError
from zope.interface import Interface
from zope.interface import Invalid


STOCK = "collective.easyform.actions.SaveData"


class ITaking(Interface):
    """What is asked for."""

    file = NamedFile(
        title=_("File of the form"),
        description=_(
            "Its name ends in .json; the page of the form's deliverable gives it. The form is added here as "
            "a draft that only the team sees: it keeps its answers on this site, sends no mail, and says "
            "where it comes from."
        ),
    )


class TakingForm(FormErrors, Form):
    """One file, one button."""

    fields = Fields(ITaking)
    ignoreContext = True
    groups = ()
    label = _("Take up a form")
    template = ViewPageTemplateFile("../../core/templates/form.pt")

    def updateActions(self):
        super().updateActions()
        self.actions["take"].klass = "submit-widget button-field btn btn-primary"

    @button.buttonAndHandler(_("Take up this form"), name="take")
    def take(self, action):
        data, errors = self.extractData()
        if errors:
            return
        try:
            form = take_up(self.context, data["file"].data)
        except Refused as refused:
            # Told beside the field; nothing was made yet.
            raise WidgetActionExecutionError("file", Invalid(refused.sentence)) from None
        said = _("The form is there as a draft: try it, change its words, then publish it.")
        api.portal.show_message(said, request=self.request)
        self.request.response.redirect(form.absolute_url())


Taking = layout.wrap_form(TakingForm)


def take_up(container, raw: bytes):
    """The new form; :class:`Refused` before anything is made."""
    if "EasyForm" not in {fti.getId() for fti in container.allowedContentTypes()}:
        raise Refused(
            _("No form can be added in this folder: go to the home page of the site, or to a free folder.")
        )
    package = opened(raw, FREE_PRODUCT_LICENCES)
    _check_loads(package.fields_model)
    values = {
        "description": package.description,
        "fields_model": package.fields_model,
        "actions_model": ACTIONS.replace(STOCK, answers.TYPE),
        "formPrologue": rich(package.prologue + _provenance(package)),
        "formEpilogue": rich(package.epilogue) if package.epilogue else None,
        "default_fieldset_label": package.first_group or None,
        "submitLabel": package.submit or "Envoyer",
        "thankstitle": package.thanks_title or "Merci",
        "thanksdescription": "",
        "thanksPrologue": rich(package.thanks) if package.thanks else None,
        "showFields": [],
        "form_tabbing": False,
    }
    return api.content.create(
        container,
        "EasyForm",
        title=package.title,
        language=LANGUAGE,
        exclude_from_nav=True,
        **GUARDED | values,
    )


def _check_loads(model: str):
    """What the site itself has against the model; it would show another form in its place."""
    try:
        loadString(model)
    except (SupermodelParseError, Invalid, ValueError, TypeError) as error:
        raise Refused(_("The fields of this form do not fit together: it is not opened.")) from error


def _provenance(package: FormPackage) -> str:
    """In French, as the forms themselves: readers of the form see where it comes from."""
    title = escape(package.title)
    link = f'<a href="{escape(package.source)}">{title}</a>' if package.source else f"« {title} »"
    licence = escape(vocabularies.title("product_licences", package.licence))
    said = [f"Formulaire repris de {link}", escape(package.attribution), f"licence : {licence}"]
    return f"<p><small>{' – '.join(part for part in said if part)}.</small></p>"
