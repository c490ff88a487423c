"""What Barceloneta's page leaves out for people: a way past the menu, names for its parts, one character set.

Its skeleton comes from a static file that nobody translates: the finished tree is repaired instead, so that
Plone's theme stays as it is and its updates go on working.
"""

from collective.prai import _
from collective.prai.interfaces import IPraiLayer
from lxml.etree import Element
from lxml.etree import XPath
from plone.transformchain.interfaces import ITransform
from repoze.xmliter.serializer import XMLSerializer
from zope.component import adapter
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Interface


@implementer(ITransform)
@adapter(Interface, IPraiLayer)
class Repairs:
    """On the tree that the theme has made; pages without the theme (frames, fragments) are left alone."""

    #: Just after plone.app.theming (8850).
    order = 8860

    def __init__(self, published, request):
        self.published = published
        self.request = request

    def transformUnicode(self, result, encoding):
        """A page that the theme did not touch."""
        return

    def transformBytes(self, result, encoding):
        """A page that the theme did not touch."""
        return

    def transformIterable(self, result, encoding):
        """The same serializer, its tree repaired; None for anything but a themed page."""
        if not isinstance(result, XMLSerializer):
            return None
        root = result.tree.getroot()
        body, main = root.find("body"), root.find(".//main")
        if body is None or main is None or not main.get("id"):
            return None
        self._skip(body, main)
        self._name(body)
        repair_content(main, self.request)
        tidy(root)
        return result

    def _say(self, message) -> str:
        return translate(message, context=self.request)

    def _skip(self, body, main):
        """The first stop of the keyboard leads to the content."""
        link = Element("a", {"class": "prai-skip", "href": f"#{main.get('id')}"})
        link.text = self._say(_("Skip to the content"))
        # The start of a walk goes where the link leads, in browsers that need it said.
        main.set("tabindex", "-1")
        body.insert(0, link)

    def _name(self, body):
        """The way from the home page; the menu, what a phone opens for it, the button that closes that."""
        name_way(body, self.request)
        menu = body.find(".//nav[@id='portal-globalnav-wrapper']")
        if menu is None:
            return
        label = self._say(_("Main menu"))
        menu.set("aria-label", label)
        sheet = menu.find(".//div[@id='offcanvasNavbar']")
        if sheet is not None:
            sheet.attrib.pop("aria-labelledby", None)
            sheet.set("aria-label", label)
            # A label needs a role; the script of the phone's menu makes it a dialog while it is open.
            sheet.set("role", "group")
        for button in menu.iterfind(".//button[@data-bs-dismiss='offcanvas']"):
            button.set("aria-label", self._say(_("Close the menu")))


def name_way(part, request):
    """The way from the home page is one of several navigations."""
    way = part.find(".//nav[@id='portal-breadcrumbs']")
    if way is not None:
        way.set("aria-label", translate(_("The way from the home page"), context=request))


def repair_content(part, request):
    """What needs it inside of a page, wherever it is themed."""
    name_way(part, request)
    name_groups(part)
    free_labels(part)


#: What a label may be for; anything else is a group of them.
_LABELS, _IDENTIFIED = XPath(".//label[@for]"), XPath("descendant-or-self::*[@id]")
LABELABLE = frozenset({"input", "select", "textarea", "button", "meter", "output", "progress"})


def name_groups(main):
    """Plone's forms give a group of boxes, or of lines, a label as if it were one field: name the group."""
    for label in main.iterfind(".//div[@data-fieldname]/label[@for]"):
        name = label.get("for")
        group = next((one for one in label.getparent().iter() if one.get("id") == name), None)
        if group is None or group.tag in LABELABLE:
            continue
        del label.attrib["for"]
        label.set("id", label.get("id") or f"{name}-label")
        if "role" not in group.attrib and "aria-label" not in group.attrib:
            radios = group.find(".//input[@type='radio']") is not None
            group.set("role", "radiogroup" if radios else "group")
        if "aria-label" not in group.attrib:
            group.set("aria-labelledby", label.get("id"))


def free_labels(main):
    """What titles radio buttons, each with an id of its own, is the label of no control."""
    labels = _LABELS(main)
    if labels:
        known = {node.get("id"): node.tag for node in _IDENTIFIED(main)}
        for label in labels:
            if known.get(label.get("for")) not in LABELABLE:
                del label.attrib["for"]


def tidy(root):
    """What the HTML checker says of the skeleton.

    The character set is said first thing in the head by whatever writes the tree out; the theme says it again
    where it is too late to be read.  ``icon`` is no attribute of a link.
    """
    for late in root.findall("head/meta[@charset]"):
        _drop(late)
    for link in root.iterfind(".//div[@id='portal-anontools']//a[@icon]"):
        del link.attrib["icon"]


def _drop(node):
    """Take an element away, and leave the text behind it."""
    parent, tail = node.getparent(), node.tail
    before = node.getprevious()
    if tail:
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(node)
