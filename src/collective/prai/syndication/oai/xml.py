"""The XML of an OAI-PMH answer: its frame, and elements whose text no input can break."""

from collective.prai.core.safe_html import clean_text
from collective.prai.syndication.oai.dates import utc
from lxml import etree


OAI = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{{{XSI}}}schemaLocation"


def put(parent, tag: str, text: str | None = None, **attributes: str):
    """A new last child of the parent's namespace, attributes without value left out."""
    namespace = parent.tag[: parent.tag.index("}") + 1]
    child = etree.SubElement(parent, f"{namespace}{tag}")
    for name, value in attributes.items():
        if value is not None:
            child.set(name, clean_text(value))
    if text is not None:
        write(child, text)
    return child


def write(element, text: str):
    try:
        element.text = text
    except ValueError:
        # What XML cannot carry was kept out when the item was written; a request may still hold it.
        element.text = clean_text(text)


def root(prefix: str | None, namespace: str, tag: str, schema: str, **more: str):
    """An element that says where its schema is; ``more``: other prefixes and namespaces in it."""
    element = etree.Element(f"{{{namespace}}}{tag}", nsmap={prefix: namespace, "xsi": XSI, **more})
    element.set(_LOCATION, f"{namespace} {schema}")
    return element


def document(base_url: str, now: float, arguments: dict[str, str]):
    """The frame of every answer: when, and to what; what is told comes after."""
    frame = root(None, OAI, "OAI-PMH", f"{OAI}OAI-PMH.xsd")
    put(frame, "responseDate", utc(now))
    put(frame, "request", base_url, **arguments)
    return frame


def to_bytes(element) -> bytes:
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")
