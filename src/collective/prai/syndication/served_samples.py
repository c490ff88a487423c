"""Programs that follow the centre, ready to run: the address of this site is written in them."""

from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.syndication.answer import Answer
from pathlib import Path
from Products.Five.browser import BrowserView
import re


FOLDER = Path(__file__).parent / "samples"
#: What the files have in place of a site's address, in code and in the line that says how to run them.
_SITE = re.compile(r"(?<=')SITE(?=')|(?<=\.py )SITE\b")


class Sample(Answer, BrowserView):
    """A file of ``samples/``, to be saved: no server runs what partners only read."""

    media_type = "text/plain; charset=utf-8"

    def respond(self) -> bytes | str:
        text = (FOLDER / self.__name__).read_text(encoding="utf-8")
        body = _SITE.sub(lambda _found: self.address, text).encode()
        response = self.request.response
        if not_modified(self.request, etag_of(body)):
            return ""
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Content-Disposition", f'attachment; filename="{self.__name__}"')
        return self.send(body)
