"""Fields of a form that comes from elsewhere: read, checked and written anew (no site is asked).

What is not on the lists below is refused: a model can name any class of the server, and run expressions.
Nothing of the text that came is kept: what leaves here is a model of our own making with the same fields.
"""

from collections.abc import Iterable
from collective.prai import _
from decimal import Decimal
from decimal import InvalidOperation
from lxml import etree
import re


SCHEMA = "http://namespaces.plone.org/supermodel/schema"
FORM = "http://namespaces.plone.org/supermodel/form"
EASYFORM = "http://namespaces.plone.org/supermodel/easyform"
WIDGET, VALIDATORS = f"{{{FORM}}}widget", f"{{{EASYFORM}}}validators"
NAMESPACES = {None: SCHEMA, "form": FORM, "easyform": EASYFORM}

TEXTS = ("zope.schema.TextLine", "zope.schema.Text")
NUMBERS = ("zope.schema.Int", "zope.schema.Decimal")
CHOICE, SEVERAL, YES_NO, DATE = (
    "zope.schema.Choice", "zope.schema.Set", "zope.schema.Bool", "zope.schema.Date",
)  # fmt: skip
EMAIL, LABEL = "plone.schema.email.Email", "collective.easyform.fields.Label"
TYPES = frozenset({*TEXTS, *NUMBERS, CHOICE, SEVERAL, YES_NO, DATE, EMAIL, LABEL})
#: Widget → types that it suits.
WIDGETS = {
    "z3c.form.browser.radio.RadioFieldWidget": {CHOICE, YES_NO},
    "z3c.form.browser.select.SelectFieldWidget": {CHOICE},
    "z3c.form.browser.checkbox.CheckBoxFieldWidget": {SEVERAL},
    "z3c.form.browser.checkbox.SingleCheckBoxFieldWidget": {YES_NO},
    "z3c.form.browser.text.TextFieldWidget": {*TEXTS, *NUMBERS, EMAIL},
    "z3c.form.browser.textarea.TextAreaFieldWidget": {*TEXTS},
}
#: A site without this add-on leaves out the checks that it does not know.
CHECKS = frozenset({
    "collective.prai.organisation", "collective.prai.message", "collective.prai.email",
    "collective.prai.phone", "collective.prai.web_address", "isEmail", "isChecked", "isUnchecked",
    "isNotLinkSpam",
})  # fmt: skip
#: Settings of a field that keep it from visitors.
HIDING = ("THidden", "serverSide")
#: Words about a field; after them what bounds its answers.
WORDS = ("title", "description")
BOUNDS = {
    "min": NUMBERS, "max": NUMBERS, "min_length": (*TEXTS, SEVERAL), "max_length": (*TEXTS, SEVERAL),
}  # fmt: skip
#: Names that the site uses itself in what it keeps of an answer.
TAKEN = frozenset({"id", "number", "submit", "context"})
LARGEST, MOST_FIELDS, MOST_VALUES, LONGEST = 200_000, 120, 120, 1_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.A)
_ENCODING = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([^"']*)""", re.I)
#: Stock templates show some of these texts as HTML.
_MARKUP = re.compile(r"<[a-z/!?]", re.I)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.A)


class Refused(ValueError):
    """``sentence``: why, for the person who brought the model."""

    def __init__(self, sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


def checked_model(xml: str) -> str:
    """The same fields in a model of our own writing; :class:`Refused` for what is on no list."""
    root = parsed(xml)
    schema = _only_schema(root)
    out = etree.Element(_of(SCHEMA, "model"), nsmap=NAMESPACES)
    into = etree.SubElement(out, _of(SCHEMA, "schema"))
    names: set[str] = set()
    for element in schema:
        if element.tag == _of(SCHEMA, "fieldset"):
            group = etree.SubElement(into, element.tag, **_group(element))
            for field in element:
                _field(field, group, names)
        else:
            _field(element, into, names)
    if not names:
        raise Refused(_("This model has no field: there is nothing to fill in."))
    etree.indent(out)
    return etree.tostring(out, encoding="utf-8", xml_declaration=True).decode() + "\n"


def parsed(xml: str):
    """The root element; no entity is resolved, nothing is fetched, and a document type is refused."""
    if len(xml) > LARGEST:
        raise Refused(_("This model is too large: a form is never that big."))
    declared = _ENCODING.match(xml)
    if declared and declared[1].lower() not in ("utf-8", "us-ascii", "ascii"):
        raise Refused(_("The model of the fields has to be written in UTF-8."))
    if "<!DOCTYPE" in xml.upper() or "<!ENTITY" in xml.upper():
        raise Refused(_("The model of the fields declares entities or a document type: it is not opened."))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(xml.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        raise Refused(_("The model of the fields is no well-formed XML.")) from None
    if root.getroottree().docinfo.doctype or any(not isinstance(one.tag, str) for one in root.iter()):
        raise Refused(_("The model of the fields holds more than elements: it is not opened."))
    return root


def stripped(xml: str) -> str:
    """A model of this site without what would run there: expressions, and what depends.

    Nor do the questions leave that no visitor is shown: what they say is the team's.
    """
    root = parsed(xml)
    for element in list(root.iter(_of(SCHEMA, "field"))):
        if any(element.get(_of(EASYFORM, name)) == "True" for name in HIDING):
            group = element.getparent()
            group.remove(element)
            if group.tag == _of(SCHEMA, "fieldset") and not len(group):
                group.getparent().remove(group)
    for element in root.iter():
        for name in list(element.attrib):
            if name.startswith(f"{{{EASYFORM}}}") and name != VALIDATORS:
                del element.attrib[name]
    return etree.tostring(root, encoding="unicode")


def _only_schema(root):
    if root.tag != _of(SCHEMA, "model") or [one.tag for one in root] != [_of(SCHEMA, "schema")]:
        raise Refused(_("This is no model of a form: one « model » with one « schema » is expected."))
    if root.attrib or root[0].attrib:
        # « based-on », « class »: names of code of the server.
        raise Refused(_("The model refers to code of the site from which it comes: it is not opened."))
    return root[0]


def _group(element) -> dict[str, str]:
    unknown = set(element.attrib) - {"name", "label", "description"}
    name = element.get("name", "")
    if unknown or not _NAME.fullmatch(name):
        raise Refused(
            _("A group of fields is not described as forms have it: ${name}.", mapping=_named(name))
        )
    return {
        key: _short(element.get(key), name) for key in ("name", "label", "description") if element.get(key)
    }


def _field(element, into, names: set[str]):
    name, kind = element.get("name") or "", element.get("type") or ""
    if element.tag != _of(SCHEMA, "field"):
        raise Refused(
            _(
                "The model holds something else than fields: ${name}.",
                mapping=_named(etree.QName(element).localname),
            )
        )
    if not _NAME.fullmatch(name) or name in TAKEN or name in names:
        raise Refused(_("A field has a name that cannot be used here: ${name}.", mapping=_named(name)))
    names.add(name)
    if len(names) > MOST_FIELDS:
        raise Refused(_("This form has more than ${most} fields.", mapping={"most": MOST_FIELDS}))
    if kind not in TYPES:
        raise Refused(
            _("The field « ${name} » is of a kind that is not taken over: ${kind}.",
              mapping=_named(name) | {"kind": kind[:80]})
        )  # fmt: skip
    made = etree.SubElement(into, element.tag, **_attributes(element, name, kind))
    _children(element, made, name, kind)


def _attributes(element, name: str, kind: str) -> dict[str, str]:
    for key in element.attrib:
        if key.startswith(f"{{{EASYFORM}}}") and key != VALIDATORS:
            raise Refused(
                _("The field « ${name} » runs an expression or is hidden: such fields are not taken over.",
                  mapping=_named(name))
            )  # fmt: skip
    found = {"name": name, "type": kind}
    if widget := element.get(WIDGET):
        if kind not in WIDGETS.get(widget, ()):
            raise Refused(
                _("The field « ${name} » is shown by code that is not known here.", mapping=_named(name))
            )
        found[WIDGET] = widget
    if checks := element.get(VALIDATORS):
        if set(checks.split("|")) - CHECKS:
            raise Refused(
                _("The field « ${name} » is checked by code that is not known here.", mapping=_named(name))
            )
        found[VALIDATORS] = checks
    if set(element.attrib) - {"name", "type", WIDGET, VALIDATORS}:
        raise Refused(_("The field « ${name} » has a setting that is not taken over.", mapping=_named(name)))
    return found


def _children(element, made, name: str, kind: str):
    seen = set()
    for child in element:
        tag = etree.QName(child).localname
        if child.tag != _of(SCHEMA, tag) or tag in seen:
            raise Refused(
                _("The field « ${name} » has a setting that is not taken over.", mapping=_named(name))
            )
        seen.add(tag)
        if tag == "values" and kind == CHOICE:
            _values(child, made, name)
        elif tag == "value_type" and kind == SEVERAL:
            _value_type(child, made, name)
        else:
            etree.SubElement(made, child.tag).text = _setting(child, tag, name, kind)
    wanted = {CHOICE: "values", SEVERAL: "value_type"}.get(kind)
    if "title" not in seen or (wanted and wanted not in seen):
        raise Refused(_("The field « ${name} » lacks its title or its choices.", mapping=_named(name)))


def _setting(child, tag: str, name: str, kind: str) -> str:
    """Text of a plain setting."""
    text = (child.text or "").strip()
    fine = not len(child) and not child.attrib
    if tag in WORDS:
        fine = fine and (bool(text) or tag != "title")
    elif tag == "required":
        fine = fine and text in ("True", "False")
    elif tag in BOUNDS:
        fine = fine and kind in BOUNDS[tag] and _is_number(text, kind)
    else:
        # Defaults of the other kinds have to be among the choices, which the site alone can say.
        fine = fine and tag == "default" and (kind in TEXTS or (kind == YES_NO and text in ("True", "False")))
    if not fine:
        raise Refused(_("The field « ${name} » has a setting that is not taken over.", mapping=_named(name)))
    return _short(text, name)


def _is_number(text: str, kind: str) -> bool:
    if kind != "zope.schema.Decimal":
        return bool(_WHOLE.fullmatch(text))
    try:
        return len(text) < 20 and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _values(child, made, name: str):
    into, found = etree.SubElement(made, child.tag), []
    for one in child:
        text = (one.text or "").strip()
        if one.tag != _of(SCHEMA, "element") or len(one) or set(one.attrib) - {"key"} or not text:
            raise Refused(_("The choices of « ${name} » are not plain texts.", mapping=_named(name)))
        attributes = {"key": _short(one.get("key"), name)} if one.get("key") else {}
        etree.SubElement(into, one.tag, **attributes).text = _short(text, name)
        found.append(attributes.get("key", text))
    if not found or child.attrib or len(found) > MOST_VALUES or len(set(found)) < len(found):
        raise Refused(
            _("The choices of « ${name} » are none, too many or the same twice.", mapping=_named(name))
        )


def _value_type(child, made, name: str):
    if (
        child.get("type") != CHOICE
        or len(child.attrib) != 1
        or [one.tag for one in child] != [_of(SCHEMA, "values")]
    ):
        raise Refused(_("The choices of « ${name} » are not plain texts.", mapping=_named(name)))
    into = etree.SubElement(made, child.tag, type=CHOICE)
    _values(child[0], into, name)


def _short(text: str | None, name: str) -> str:
    if len(text or "") > LONGEST or _MARKUP.search(text or ""):
        raise Refused(_("A text of « ${name} » is too long, or holds markup.", mapping=_named(name)))
    return text or ""


def _named(name: str) -> dict[str, str]:
    return {"name": name[:80]}


def _of(namespace: str, tag: str) -> str:
    return f"{{{namespace}}}{tag}"


def field_names(xml: str) -> Iterable[str]:
    """Of a checked model, in order."""
    return [one.get("name") for one in parsed(xml).iter(_of(SCHEMA, "field"))]
