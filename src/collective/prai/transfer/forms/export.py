"""A form as a file: what its deliverable's page offers, and what a kit holds."""

from collective.easyform.api import get_schema
from collective.prai import _
from collective.prai.core.filenames import safe_filename
from collective.prai.core.settings import public_address
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IKitFiles
from collective.prai.transfer.content.deliverable import IDeliverable
from collective.prai.transfer.forms.model import checked_model
from collective.prai.transfer.forms.model import Refused
from collective.prai.transfer.forms.model import stripped
from collective.prai.transfer.forms.package import FormPackage
from collective.prai.transfer.forms.package import safe_words
from collective.prai.transfer.forms.package import TYPE
from collective.prai.transfer.forms.package import written
from collective.prai.transfer.records import FREE_PRODUCT_LICENCES
from collective.prai.transfer.reuses import referring
from collective.prai.transfer.reuses import target
from functools import cached_property
from plone import api
from plone.supermodel import serializeSchema
from Products.Five.browser import BrowserView
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Interface


#: Pages of a form: the file, and the model of its fields alone for a site without this add-on.
FILE, FIELDS = "prai-formulaire-export", "prai-formulaire-champs.xml"
IMPORT = "prai-formulaire-import"


def form_file(deliverable) -> tuple[str, bytes] | None:
    """Name and bytes of the deliverable's form, for who reads now; None where it has none to take up.

    The same state of the site gives the same bytes.
    """
    form = form_of(deliverable)
    if form is None:
        return None
    try:
        return f"{safe_filename(form.getId())}.json", written(package_of(deliverable, form))
    except Refused:
        return None


def form_of(deliverable):
    """The form that may be taken up with this deliverable, as far as the reader may see both; else None."""
    if deliverable.product_licence not in FREE_PRODUCT_LICENCES or not reader_may_see(deliverable):
        return None
    form = target(deliverable, "form")
    return form if form is not None and reader_may_see(form) else None


def package_of(deliverable, form) -> FormPackage:
    """:class:`Refused` where a field cannot travel; expressions, mails and addresses stay behind."""
    return FormPackage(
        title=form.Title(),
        description=form.Description(),
        fields_model=checked_model(stripped(_model_of(form))),
        first_group=form.default_fieldset_label or "",
        prologue=_words(form, "formPrologue"),
        epilogue=_words(form, "formEpilogue"),
        submit=form.submitLabel or "",
        thanks_title=form.thankstitle or "",
        thanks=_words(form, "thanksPrologue"),
        licence=deliverable.product_licence,
        attribution=deliverable.attribution or "",
        source=_address(deliverable),
        form=_address(form),
        revision=getattr(deliverable, "revision", None) or 0,
    )


def _address(obj) -> str:
    """At the public address; a file outlives the host by which it was asked for."""
    base = public_address()
    return "/".join([base, *api.portal.get().portal_url.getRelativeContentPath(obj)]) if base else ""


def _model_of(form) -> str:
    # A form that nobody has edited yet has no model of its own.
    return form.fields_model or serializeSchema(get_schema(form))


def _words(form, name: str) -> str:
    value = getattr(form, name, None)
    return safe_words(value.output_relative_to(form)) if value is not None and value.raw else ""


class OfAForm(BrowserView):
    """What may be taken of a form, by the deliverables that it is the form of."""

    @cached_property
    def deliverable(self):
        """The first by its address whose licence is free, None where there is none."""
        found = [one for one in referring(self.context, "form", IDeliverable) if form_of(one) is not None]
        return min(found, key=lambda one: one.getPhysicalPath(), default=None)

    @cached_property
    def package(self) -> FormPackage:
        if self.deliverable is None:
            raise Refused(
                _("This form is not offered: no published deliverable with a free licence gives it.")
            )
        return package_of(self.deliverable, self.context)

    def answer(self, made, content_type: str, name: str) -> bytes:
        response = self.request.response
        response.setHeader("X-Robots-Tag", "noindex")
        try:
            body = made()
        except Refused as refused:
            response.setStatus(404)
            response.setHeader("Content-Type", "text/plain; charset=utf-8")
            return translate(refused.sentence, context=self.request).encode()
        response.setHeader("Content-Type", content_type)
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Disposition", f'attachment; filename="{safe_filename(name)}"')
        return body


class Export(OfAForm):
    """The file that another site of this add-on takes in."""

    def __call__(self) -> bytes:
        return self.answer(lambda: written(self.package), TYPE, f"{self.context.getId()}.json")


class FieldsExport(OfAForm):
    """The model of the fields alone: what collective.easyform's own page takes in."""

    def __call__(self) -> bytes:
        made = lambda: self.package.fields_model.encode()  # noqa: E731
        return self.answer(made, "application/xml; charset=utf-8", f"{self.context.getId()}-champs.xml")


class Offer(BrowserView):
    """« Reprendre ce formulaire » on the page of a deliverable; nothing where there is none to take up."""

    def __call__(self) -> str:
        return self.index() if self.form is not None else ""

    @cached_property
    def form(self):
        form = form_of(self.context)
        return form if form is not None and form_file(self.context) is not None else None

    @property
    def url(self) -> str:
        return self.form.absolute_url()

    @property
    def size(self) -> int:
        """Kilobytes of the file."""
        return max(1, round(len(form_file(self.context)[1]) / 1000))

    file, fields, taking = FILE, FIELDS, IMPORT


@implementer(IKitFiles)
@adapter(IDeliverable, Interface)
class KitFiles:
    """The form's file, in the kit of its deliverable."""

    def __init__(self, deliverable, request):
        self.deliverable = deliverable

    def files(self) -> list[tuple[str, str, bytes]]:
        found = form_file(self.deliverable)
        if found is None:
            return []
        name, content = found
        return [(name, f"Formulaire à reprendre : {target(self.deliverable, 'form').Title()}", content)]
