"""What a reader takes away from a page: its address, a mail, a citation, the code for a site, the files."""

from collective.prai import _
from collective.prai.core.authors import publishers
from collective.prai.core.licences import FREE_LICENCES
from collective.prai.core.settings import site_title
from collective.prai.core.social import public_url
from collective.prai.interfaces import IReuseCodes
from typing import NamedTuple
from urllib.parse import quote
from zope.component import queryMultiAdapter
from zope.i18n import translate
import re


#: What a licence that is not free forbids, in plain words.
FORBIDDEN = {
    "all-rights-reserved": _("Do not copy it to your site or into a document: link to this page instead."),
    "unknown": _("Until the rights are known, link to this page instead of copying its text."),
}
#: A text that its publisher keeps on this site.
FORBIDDEN_ELSEWHERE = _("It may be read and linked to, not published again elsewhere.")


_INNER = re.compile(r"«\s*([^»]*?)\s*»")


class Sharing(NamedTuple):
    """``address``: public one; ``mail``: address that opens a letter in the reader's own program."""

    address: str
    mail: str


def sharing(page) -> Sharing | None:
    """None while the public cannot read the page: its address would lead nowhere."""
    if not page.is_public:
        return None
    address = public_url(page.context.absolute_url())
    title = page.context.Title()
    body = "\r\n\r\n".join(part for part in (title, page.context.Description(), address) if part)
    # No field name may end the value before it: everything but letters and digits is quoted.
    return Sharing(address, f"mailto:?subject={quote(title, safe='')}&body={quote(body, safe='')}")


def citation(page, licence: str, attribution: str) -> str:
    """Author, « title », site, date, licence, address: as a footnote has it."""
    context = page.context
    site = site_title()
    quoted = _quoted(context.Title(), page.language)
    day = page.published_on or page.modified
    makers, sheet_by = makers_of(page, attribution)
    parts = [", ".join(makers), quoted, sheet_by, site, day, page.term("licences", licence)]
    return ", ".join(part for part in parts if part) + f", {public_url(context.absolute_url())}"


def makers_of(page, attribution: str) -> tuple[list[str], str]:
    """Whose a work is, and who wrote our sheet of it; our credit line alone of what is ours."""
    makers = publishers(page)
    if not makers or any(attribution.casefold().startswith(name.casefold()) for name in makers):
        return [part for part in [attribution] if part], ""
    words = _("sheet written by ${who}", mapping={"who": attribution})
    return makers, translate(words, context=page.request) if attribution else ""


def _quoted(title: str, language: str) -> str:
    """In quotation marks; those within are of the second rank."""
    if language != "fr":
        return f"“{title}”"
    inner = _INNER.sub(r"“\1”", title)
    return f"«\u00a0{inner}\u00a0»"


def forbidden(licence: str, here_only: bool):
    """What not to do with the text; None where it is free."""
    if here_only:
        return FORBIDDEN_ELSEWHERE
    return None if licence in FREE_LICENCES else FORBIDDEN.get(licence, FORBIDDEN["unknown"])


def codes(page) -> dict:
    """What puts the item into another site, by name; empty where no room offers it."""
    adapter = queryMultiAdapter((page.context, page.request), IReuseCodes)
    return adapter.codes(page.language) if adapter is not None else {}


def pdf_url(page) -> str:
    """Address of the PDF of the item, "" where none is made."""
    view = queryMultiAdapter((page.context, page.request), name="pdf")
    return f"{page.context.absolute_url()}/@@pdf" if view is not None and page.is_public else ""
