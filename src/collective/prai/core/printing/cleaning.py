"""From a page of the site to what stands on paper: no control, no menu, addresses that hold elsewhere."""

from collections.abc import Callable
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import SCHEMES
from lxml import html
from urllib.parse import urljoin
from urllib.parse import urlsplit
import re


#: Go with all that is in them: what is used on a screen, what could call for something from elsewhere.
DROPPED = (
    "applet", "audio", "base", "button", "canvas", "dialog", "embed", "form", "frame", "frameset", "iframe",
    "input", "link", "meta", "nav", "noscript", "object", "script", "select", "style", "template",
    "textarea", "video",
)  # fmt: skip
#: Classes of what is for the screen, or for editors.
FOR_SCREENS = ("prai-noprint", "prai-notice-editor", "prai-neighbours", "prai-similar", "visually-hidden")
ATTRIBUTES = {
    "alt", "class", "colspan", "datetime", "dir", "href", "id", "lang", "rel", "reversed", "rowspan", "scope",
    "src", "start", "value",
}  # fmt: skip
#: More cells than any table has: a page is laid out cell by cell.
MOST_CELLS = 40
_HEADING = re.compile(r"h([1-6])")
_SVG_LINK = re.compile(r"(?:xlink:)?href|on.*|style", re.I)
#: Deeper than this nobody writes, and what draws goes down level by level.
DEEPEST = 60


class Place:
    """Where a text stands: on which page of the site, below which headings, among which others.

    ``address``: its page's, with a slash; ``own`` and ``public``: the site's address in this request and
    for everyone; ``image``: address of an image → what stands for it in the document and what it is
    called, or None; ``levels``: how much lower its headings are; ``inside``: address → anchor of what is
    in the same document.
    """

    def __init__(
        self,
        address: str,
        own: str,
        public: str,
        image: Callable[[str], tuple[str, str] | None],
        prefix: str = "",
        levels: int = 0,
        inside: dict[str, str] | None = None,
    ):
        self.address, self.own, self.public = address, own, public
        self.image, self.prefix, self.levels, self.inside = image, prefix, levels, inside or {}

    def link(self, href: str) -> str | None:
        """The address as it holds outside; None where it leads nowhere."""
        try:
            url = urljoin(self.address, href.strip())
            scheme = urlsplit(url).scheme.lower()
        except ValueError:
            return None
        if scheme not in SCHEMES:
            return None
        if anchor := self.inside.get(url.partition("#")[0].rstrip("/")):
            return f"#{anchor}"
        if url == self.own or url.startswith((f"{self.own}/", f"{self.own}?", f"{self.own}#")):
            url = self.public + url[len(self.own) :]
        return url


def parse(text: str):
    """A fragment as one element, whatever is in it."""
    return html.fragment_fromstring(clean_text(text) or "<p></p>", create_parent="div")


def serialise(element) -> str:
    """What is in it, as HTML."""
    whole = html.tostring(element, encoding="unicode", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("</")]


def clean(root, place: Place):
    """Prepare the fragment for paper, in place."""
    _drop(root)
    _flatten(root)
    # What a drawing has names for stays in it.
    named = [element for element in root.xpath(".//*[@id]") if not _in_svg(element)]
    names = {element.get("id"): place.prefix + element.get("id") for element in named}
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
        elif not _in_svg(element):
            _attributes(element)
            _headings(element, place.levels)
            _cells(element)
    for svg in list(root.iter("svg")):
        _drawing(svg)
    for element in named:
        element.set("id", names[element.get("id")])
    for image in list(root.iter("img")):
        _image(image, place)
    for link in list(root.iter("a")):
        _link(link, place, names)
    return root


def take(root, *classes: str) -> str:
    """HTML of the elements of these classes, which leave the fragment."""
    found = [element for name in classes for element in root.xpath(_of_class(name))]
    text = "".join(html.tostring(element, encoding="unicode", with_tail=False) for element in found)
    for element in found:
        _remove(element)
    return text


def _of_class(name: str) -> str:
    return f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]"


def _remove(element):
    """With all that is in it; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def _in_svg(element) -> bool:
    return element.tag == "svg" or any(above.tag == "svg" for above in element.iterancestors())


def _drop(root):
    for element in root.xpath(".//textarea[@readonly]"):  # something to copy: on paper a text like others
        element.tag = "p"
    for element in list(root.iter(*DROPPED)):
        if not (element.tag == "style" and _in_svg(element)):
            _remove(element)
    for name in FOR_SCREENS:
        for element in root.xpath(_of_class(name)):
            if element.tag == "caption":
                element.attrib.pop("class")  # the name of a table is read on paper too
            else:
                _remove(element)
    for element in root.xpath(".//*[@hidden]"):
        _remove(element)
    for element in root.iter("details", "summary"):
        element.tag = "div" if element.tag == "details" else "p"


def _flatten(root):
    """Text in place of what is deeper than anyone writes."""
    level = [root]
    for _depth in range(DEEPEST):
        level = [child for element in level for child in element]
    for element in level:
        text = "".join(element.itertext())
        for child in list(element):
            element.remove(child)
        element.text = text


def _attributes(element):
    for name in list(element.attrib):
        if name not in ATTRIBUTES:
            del element.attrib[name]


def _headings(element, levels: int):
    if levels and (found := _HEADING.fullmatch(element.tag)):
        element.tag = f"h{min(int(found[1]) + levels, 6)}"


def _cells(element):
    for name in ("colspan", "rowspan"):
        value = element.get(name)
        if value is not None and not (value.isdecimal() and 0 < int(value[:6]) <= MOST_CELLS):
            del element.attrib[name]


def _drawing(svg):
    """A drawing of ours has no address in it, and a name: who does not see it hears what it is of."""
    _name(svg)
    for element in svg.iter():
        if not isinstance(element.tag, str):
            continue
        for name in list(element.attrib):
            if _SVG_LINK.fullmatch(name) and not element.get(name).startswith("#"):
                del element.attrib[name]
    for element in list(svg.iter("image", "foreignobject", "script", "style")):
        _remove(element)


def _name(svg):
    if svg.find("title") is not None:
        return
    title = html.Element("title")
    headings = svg.xpath("ancestor::*/*[self::h2 or self::h3 or self::h4 or self::caption]")
    title.text = svg.get("aria-label") or (headings[-1].text_content() if headings else "") or "Figure"
    svg.insert(0, title)


def _image(image, place: Place):
    try:
        url = urljoin(place.address, image.get("src") or "")
    except ValueError:
        url = ""
    found = place.image(url)
    if found is not None:
        name, known_as = found
        image.set("src", name)
        image.set("alt", (image.get("alt") or "").strip() or known_as or "Image")
        return
    # What it showed is said where it was said.
    text = (image.get("alt") or "").strip()
    image.tail = (f"[{text}] " if text else "") + (image.tail or "")
    _remove(image)


def _link(link, place: Place, names: dict[str, str]):
    href = link.get("href") or ""
    if href.startswith("#"):
        target = names.get(href[1:])
        url = f"#{target}" if target else None
    else:
        url = place.link(href) if href else None
    if url is None:
        link.drop_tag()
        return
    link.set("href", url)
    # To pages of this site the way is on the cover; tags would be longer in addresses than in words.
    if url.startswith("http") and url != place.public and not url.startswith(f"{place.public}/"):
        _print_address(link, url)


def _print_address(link, url: str):
    """Behind a link in a text stands its address: paper has nothing to click on."""
    if any(above.tag in ("dl", "table", "svg", "h2", "h3", "h4") for above in link.iterancestors()):
        return
    shown = url.partition("://")[2].rstrip("/")
    if shown.removeprefix("www.") in link.text_content():
        return
    note = html.Element("span", {"class": "prai-print-url"})
    note.text = f" ({shown})"
    note.tail, link.tail = link.tail, None
    link.addnext(note)


def sections(root) -> list[tuple[str, str]]:
    """Id and title of each section of a page, for the contents."""
    found = []
    for section in root.xpath(".//section[@id]"):
        heading = section.find("h2")
        if heading is not None:
            found.append((section.get("id"), " ".join(heading.text_content().split())))
    return found
