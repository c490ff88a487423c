"""The model form of a call: made in one click, then edited by the officers as any form is."""

from collective.easyform.interfaces import IEasyForm
from collective.prai.core.public_forms.ready import GUARDED
from collective.prai.core.public_forms.ready import rich
from collective.prai.core.structure import LANGUAGE
from collective.prai.programme.content.call import ADVICE
from html import escape
from lxml import etree
from pathlib import Path
from plone import api
from z3c.relationfield import RelationValue
from zope.component import getUtility
from zope.event import notify
from zope.interface import alsoProvides
from zope.intid.interfaces import IIntIds
from zope.lifecycleevent import ObjectModifiedEvent


READY = Path(__file__).parent / "ready"
NAME = "candidature"
#: Name of the question about a requirement of the call, before its number.
REQUIREMENT = "requirement_"
_SCHEMA = "{http://namespaces.plone.org/supermodel/schema}"
_EASYFORM = "http://namespaces.plone.org/supermodel/easyform"
#: Fieldsets of the model that only calls of one kind have.
_FOR_ADVICE, _FOR_PROJECTS = ("conseil",), ("cout",)


class IApplicationForm(IEasyForm):
    """An EasyForm that is filled in at ``@@candidater`` of its call, and nowhere else."""


def form_of(call):
    """The EasyForm whose questions a call asks; None while there is none."""
    relation = call.form
    form = relation.to_object if relation is not None and not relation.isBroken() else None
    return form if form is not None and form.portal_type == "EasyForm" else None


def create_form(call):
    """The model form in a call, unless it has a form; the caller has the right to add one."""
    if form_of(call) is not None:
        return form_of(call)
    with api.env.adopt_roles(["Manager"]):
        form = api.content.create(
            call, "EasyForm", NAME, safe_id=True,
            title="Dossier de candidature",
            description="Les questions posées à qui répond à cet appel.",
            language=LANGUAGE,
            exclude_from_nav=True,
            fields_model=fields_model(call),
            actions_model=(READY / "actions.xml").read_text(encoding="utf-8"),
            formPrologue=rich(""),
            submitLabel="Envoyer",
            thankstitle="Votre dossier est reçu",
            thanksdescription="",
            thanksPrologue=rich(""),
            showFields=[],
            **GUARDED,
        )  # fmt: skip
        alsoProvides(form, IApplicationForm)
        form.reindexObject(idxs=["object_provides"])
        call.form = RelationValue(getUtility(IIntIds).getId(form))
        notify(ObjectModifiedEvent(call))
    return form


def fields_model(call) -> str:
    """XML of the questions: those of the model that its kind of call asks, and one a requirement."""
    root = etree.fromstring((READY / "fields.xml").read_bytes())
    schema = root.find(f"{_SCHEMA}schema")
    for fieldset in list(schema):
        if fieldset.get("name") in (_FOR_PROJECTS if call.kind == ADVICE else _FOR_ADVICE):
            schema.remove(fieldset)
    requirements = call.requirements or []
    if requirements:
        fieldset = etree.Element(f"{_SCHEMA}fieldset", name="engagements", label="Les conditions de l’appel")
        for number, row in enumerate(requirements, 1):
            fieldset.append(_requirement(number, row))
        schema.insert(len(schema) - 1, fieldset)
    return etree.tostring(root, encoding="unicode")


def _requirement(number: int, row: dict):
    field = etree.Element(f"{_SCHEMA}field", name=f"{REQUIREMENT}{number}", type="zope.schema.Bool")
    field.set("{http://namespaces.plone.org/supermodel/form}widget", _SINGLE)
    if row.get("blocking"):
        field.set(f"{{{_EASYFORM}}}validators", "collective.prai.agreed")
    etree.SubElement(field, f"{_SCHEMA}title").text = row["label"]
    if row.get("explanation"):
        etree.SubElement(field, f"{_SCHEMA}description").text = escape(row["explanation"], quote=False)
    etree.SubElement(field, f"{_SCHEMA}required").text = "False"
    return field


_SINGLE = "z3c.form.browser.checkbox.SingleCheckBoxFieldWidget"
