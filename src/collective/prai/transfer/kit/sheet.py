"""The sheet itself in a kit: as a PDF, and as a page of its own that reads without the site."""

from collective.prai.core.licences import is_free
from collective.prai.core.printing.document import Document
from collective.prai.core.printing.images import Pictures
from collective.prai.core.printing.press import Job
from collective.prai.core.printing.press import NoPress
from collective.prai.core.printing.press import PRESS
from collective.prai.core.printing.press import TooLong
from collective.prai.core.printing.views import key_of
from collective.prai.core.settings import public_address
from collective.prai.core.targets import holder
from collective.prai.transfer.kit.names import Names
from functools import cached_property
from pathlib import Path
from plone import api
from urllib.parse import quote


#: On a screen, behind the style of paper.
SCREEN = (Path(__file__).parent / "static" / "sheet.css").read_text(encoding="utf-8")
_HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1"><style>{css}</style></head>'


class FreePictures(Pictures):
    """Images that may be copied: those of items whose text may, and those of no item."""

    def _show(self, obj, field, value):
        owner = holder(obj)
        if owner is not None and not is_free(owner):
            return None
        return super()._show(obj, field, value)


class Sheet:
    """Make it within ``printing``, and ``as_anybody`` where the item is public."""

    def __init__(self, context, request, public: bool):
        self.document = Document(context, request, public)
        self.document.pictures = FreePictures([public_address(), api.portal.get().absolute_url()])
        self.public = public
        self._html, self._css = self.document.html(), self.document.css()
        #: What its PDF depends on.
        self.key = key_of(self._html, self._css)

    def pdf(self) -> bytes | None:
        """None where it cannot be made whatever one waits; press.Busy when it can, later."""
        try:
            return PRESS.pdf(
                self.key,
                lambda: Job(self._html, self._css, self.document.pictures.handed_over()),
                keep=self.public,
            )
        except (NoPress, TooLong):
            return None

    @cached_property
    def images(self) -> dict[str, tuple[str, object]]:
        """Name in the document → path beside the page, and the image."""
        names, found = Names(), {}
        for number, (name, value) in enumerate(self.document.pictures.shown.items(), 1):
            if f'"{name}"' in self._html:
                filename = f"{number:02d}-{value.filename or 'image'}"
                found[name] = (names.path("fiche-images", filename), value)
        return found

    def html(self) -> str:
        """The page with its own style; images beside it."""
        text = self._html
        for name, (path, _value) in self.images.items():
            text = text.replace(f'"{name}"', f'"{quote(path)}"')
        return text.replace("</head>", _HEAD.format(css=self._css + SCREEN), 1)
