"""forms.yaml → forms that others may take up; form_deliverables.yaml → the sheets that offer them."""

from collective.prai.corpus.builders.common import HOUSE
from collective.prai.corpus.builders.common import provenance
from collective.prai.corpus.draft import Draft
from collective.prai.corpus.draft import Taker
from collective.prai.corpus.text import one_line
from collective.prai.corpus.text import unbroken
from collective.prai.transfer.forms.answers import TYPE as ANSWERS
from collective.prai.transfer.forms.model import checked_model
from collective.prai.transfer.forms.model import CHOICE
from collective.prai.transfer.forms.model import NAMESPACES
from collective.prai.transfer.forms.model import SCHEMA
from collective.prai.transfer.forms.model import SEVERAL
from collective.prai.transfer.forms.model import VALIDATORS
from collective.prai.transfer.forms.model import WIDGET
from collective.prai.transfer.forms.package import ACTIONS
from collective.prai.transfer.forms.taking import STOCK
from lxml import etree


#: What a question is called in the file → type of the field, widget, check.
KINDS = {
    "line": ("zope.schema.TextLine", "", "collective.prai.organisation"),
    "text": ("zope.schema.Text", "", "collective.prai.message"),
    "email": ("zope.schema.TextLine", "", "collective.prai.email"),
    "number": ("zope.schema.Int", "", ""),
    "one": (CHOICE, "z3c.form.browser.radio.RadioFieldWidget", ""),
    "several": (SEVERAL, "z3c.form.browser.checkbox.CheckBoxFieldWidget", ""),
}
_KEYS = {"name", "ask", "help", "kind", "choices", "required", "max"}


def form(row: Taker) -> Draft:
    """A form that keeps its answers for the team."""
    groups = row.take("groups", list, [])
    values = {
        "title": row.required("title"),
        "description": one_line(row.text("description")),
        "exclude_from_nav": True,
        "fields_model": model(groups),
        "default_fieldset_label": groups[0].get("title"),
        "actions_model": ACTIONS.replace(STOCK, ANSWERS),
        "formPrologue": unbroken(row.required("prologue")),
        "submitLabel": row.text("submit") or "Envoyer",
        "thankstitle": row.text("thanks_title") or "Merci",
        "thanksPrologue": unbroken(row.required("thanks")),
    }
    return Draft(row.row, "EasyForm", values)


def form_deliverable(row: Taker) -> Draft:
    """Written for the centre, unlike those of the corpus: its licence is known."""
    values = {
        "title": row.required("title"),
        "description": one_line(row.text("description")),
        "kind": row.required("kind"),
        "themes": row.listed("themes"),
        "audiences": row.listed("audiences"),
        "availability": "download",
        "product_licence": row.required("product_licence"),
        "purpose": unbroken(row.required("purpose")),
        "instructions": unbroken(row.text("instructions")),
        **HOUSE,
        **provenance(row),
    }
    relations = {name: row.text(name) for name in ("form", "producer", "origin")}
    return Draft(row.row, "prai.Deliverable", values, relations | {"relatedItems": row.listed("related")})


def model(groups: list) -> str:
    """Fields of groups of questions; those of the first stand in the form itself, as forms have it."""
    root = etree.Element(f"{{{SCHEMA}}}model", nsmap=NAMESPACES)
    schema = etree.SubElement(root, f"{{{SCHEMA}}}schema")
    for number, group in enumerate(groups):
        into = schema
        if number:
            into = etree.SubElement(
                schema, f"{{{SCHEMA}}}fieldset", name=f"groupe{number}", label=group["title"]
            )
        for question in group["questions"]:
            _question(question, into)
    return checked_model(etree.tostring(root, encoding="unicode"))


def _question(question: dict, into):
    if set(question) - _KEYS:
        raise ValueError(f"a question has no {sorted(set(question) - _KEYS)}")
    kind, widget, check = KINDS[question["kind"]]
    field = etree.SubElement(into, f"{{{SCHEMA}}}field", name=question["name"], type=kind)
    if widget:
        field.set(WIDGET, widget)
    if check:
        field.set(VALIDATORS, check)
    _add(field, "title", unbroken(question["ask"]))
    if question.get("help"):
        _add(field, "description", one_line(question["help"]))
    _add(field, "required", str(bool(question.get("required"))))
    if kind == "zope.schema.Int":
        _add(field, "min", "0")
        _add(field, "max", str(question["max"]))
    if "choices" in question:
        _choices(field, kind, question["choices"])


def _choices(field, kind: str, choices: list):
    into = _add(field, "value_type", None, type=CHOICE) if kind == SEVERAL else field
    values = _add(into, "values", None)
    for choice in choices:
        _add(values, "element", unbroken(str(choice)))


def _add(parent, tag: str, text: str | None, **attributes):
    made = etree.SubElement(parent, f"{{{SCHEMA}}}{tag}", **attributes)
    made.text = text
    return made
