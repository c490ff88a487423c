"""What a PDF holds, as a page of the site: to read at one go, and to print without making a PDF."""

from collective.prai.core.printing.document import Document
from collective.prai.core.printing.document import Part
from collective.prai.core.printing.document import printing
from collective.prai.core.visibility import as_anybody
from collective.prai.core.visibility import is_public
from contextlib import nullcontext
from functools import cached_property
from typing import NamedTuple


class Whole(NamedTuple):
    """``own``: the page of the item without its short parts; ``parts``: each with its own page; then the
    boxes, and what European programmes ask for, of the item and of all that is in it."""

    own: str
    parts: list[Part]
    boxes: str
    notices: list[str]


class ScreenDocument(Document):
    """The same text where pictures have their addresses, and links stay on the site as it was asked for."""

    @cached_property
    def outside(self) -> str:
        return self.site.absolute_url()

    def picture(self, url: str) -> tuple[str, str] | None:
        """The address itself and what it shows; None for what the reader may not see."""
        found = self.pictures.of_address(url)
        return (url, found[1]) if found is not None else None

    def _cleaned(self, item, text: str, prefix: str, levels: int):
        root = super()._cleaned(item, text, prefix, levels)
        for box in root.xpath(".//div[contains(concat(' ', @class, ' '), ' prai-scroll ')]"):
            # Paper does not scroll; on a phone a table does, with the keyboard too.
            caption = next(box.iter("caption"), None)
            name = " ".join(caption.text_content().split()) if caption is not None else item.Title()
            # No landmark: several sheets have a table of the same name.
            for attribute, value in (("role", "group"), ("tabindex", "0"), ("aria-label", name)):
                box.set(attribute, value)
        return root


def whole_of(context, request) -> Whole:
    """Of a public item as everybody may read it, whoever asks; of a draft as the reader may."""
    public = is_public(context)
    with printing(request), as_anybody() if public else nullcontext():
        document = ScreenDocument(context, request, public)
        return Whole(document.own, document.parts, document.boxes, document.notices)
