"""HTML that may be shown on another site: an allow-list, and links that the caller decides."""

from collections.abc import Callable
import nh3
import re
import secrets
import unicodedata


TAGS = {
    "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd", "del", "dfn",
    "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img",
    "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strong",
    "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var",
}  # fmt: skip
#: Elements that go with everything in them: their text is no text.
DROPPED = {
    "applet", "audio", "button", "canvas", "embed", "frame", "frameset", "iframe", "math", "noembed",
    "noframes", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title",
    "video", "xmp",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_LINK_WITHOUT_TARGET = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.S)
_IMAGE_WITHOUT_SOURCE = re.compile(r"<img(?![^>]*\ssrc=)[^>]*>")
_HEADING = re.compile(r"(</?h)([1-6])\b")
#: Stands in stored text for the site's public address: a character that no clean text contains.
ADDRESS = "\ue000"
#: Opens and closes the place of a term's title, which is filled when read: it may be retitled.
TERM, TERM_END = "\ue001", "\ue002"
#: Character references become characters only inside the parser, so the real placeholder is put in
#: after it; until then this stands for it, and nobody can guess it.
_NONCE = secrets.token_hex(16)
#: Lone surrogates, private-use and control characters: no feed can carry the last, and our own
#: placeholders are of the second kind.
_UNWANTED = frozenset({"Cc", "Cs", "Co"})


def clean_text(text: str) -> str:
    """The text without control and private-use characters; line breaks and tabs stay."""
    if text.isprintable():
        return text
    return "".join(
        char
        for char in text
        if char in "\n\t" or (unicodedata.category(char) not in _UNWANTED and ord(char) & 0xFFFE != 0xFFFE)
    )


def safe_address(text: str) -> str | None:
    """The address if a page may link to it, else None: a URI may as well be a script."""
    text = clean_text(text).strip()
    scheme, colon, _rest = text.partition(":")
    return text if colon and scheme.lower() in SCHEMES else None


def clean_html(html: str, resolve: Callable[[str, str], str | None]) -> str:
    """A safe fragment; ``resolve(tag, url)`` gives the address to print, or None to drop the link.

    A dropped link leaves its text, a dropped image leaves nothing.
    """

    errors = []

    def decide(tag, attribute, value):
        if attribute not in ("href", "src"):
            return value
        try:
            found = resolve(tag, clean_text(value))
        except Exception as error:  # noqa: BLE001 (the cleaner would swallow it and keep the link: raised below)
            errors.append(error)
            return None
        return found and found.replace(ADDRESS, _NONCE)

    cleaned = nh3.clean(
        clean_text(html),
        tags=TAGS,
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=decide,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    if errors:
        raise errors[0]
    cleaned = clean_text(cleaned).replace(_NONCE, ADDRESS)
    return _IMAGE_WITHOUT_SOURCE.sub("", _LINK_WITHOUT_TARGET.sub(r"\1", cleaned))


def lower_headings(html: str, levels: int = 1) -> str:
    """The fragment with its headings that many levels deeper, so that it fits below another one."""
    return _HEADING.sub(lambda found: f"{found[1]}{min(int(found[2]) + levels, 6)}", html)
