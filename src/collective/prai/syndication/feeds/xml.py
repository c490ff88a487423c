"""XML of the feeds: always built as a tree, never out of text."""

from lxml import etree
import re


ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BASE = "{http://www.w3.org/XML/1998/namespace}base"
#: What XML 1.0 cannot carry: stored text has none of it, a title of the site may.
_INVALID = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without characters that no XML document may hold."""
    return _INVALID.sub("", text)


def add(parent, tag: str, text: str | None = None, **attributes: str | None):
    """A child element; attributes that are None are left out, ``lang`` is ``xml:lang``."""
    child = etree.SubElement(parent, tag)
    for name, value in attributes.items():
        if value is not None:
            child.set(LANG if name == "lang" else name, plain(value))
    if text is not None:
        try:
            child.text = text
        except ValueError:  # lxml has looked at each character already, and faster
            child.text = plain(text)
    return child


def serialise(root) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")
