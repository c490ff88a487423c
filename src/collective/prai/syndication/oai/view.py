"""``/diffusion/oai``: OAI-PMH 2.0 by GET and POST, and the schema of our own metadata format."""

from collective.prai import _
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import not_modified
from collective.prai.core.house import house
from collective.prai.syndication.answer import Answer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.oai.arguments import read_arguments
from collective.prai.syndication.oai.arguments import shown
from collective.prai.syndication.oai.arguments import unreadable
from collective.prai.syndication.oai.errors import OaiError
from collective.prai.syndication.oai.identify import base_url
from collective.prai.syndication.oai.verbs import Repository
from collective.prai.syndication.oai.verbs import VERBS
from collective.prai.syndication.oai.xml import document
from collective.prai.syndication.oai.xml import put
from collective.prai.syndication.oai.xml import to_bytes
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import read_pairs
from collective.prai.syndication.raw_query import raw_body
from collective.prai.syndication.raw_query import raw_query
from functools import cache
from pathlib import Path
from Products.Five.browser import BrowserView
from urllib.parse import urlsplit
from zope.i18n import translate
import time


class Oai(Answer, BrowserView):
    """Each answer says when it was made, so none is kept; what is wrong is told in the answer, with 200."""

    media_type = "text/xml; charset=utf-8"
    methods = "GET, HEAD, POST, OPTIONS"
    #: The flow control of the protocol, which every harvester knows.
    busy = 503

    def respond(self) -> bytes:
        outbox = query_outbox(self.site)
        if outbox is None:
            raise Problem(404, "NotFound", _("This site publishes nothing for partners."))
        now, address = time.time(), self.address
        self.request.response.setHeader("Cache-Control", "no-store")
        repository = Repository(outbox, address, urlsplit(address).hostname or "localhost", house(), now)
        told = {}
        try:
            verb, arguments = self.arguments()
            told = shown(verb, arguments)
            frame = document(base_url(address), now, told)
            VERBS[verb](repository, frame, arguments)
        except OaiError as error:
            frame = document(base_url(address), now, told if error.names_arguments else {})
            sentence = translate(error.sentence, target_language=self.error_language())
            put(frame, "error", sentence, code=error.code)
        return self.send(to_bytes(frame))

    def arguments(self) -> tuple[str, dict[str, str]]:
        """Of the address and, for POST, of the body as well: the protocol puts them there."""
        try:
            pairs = read_pairs(raw_query(self.request))
            if self.request.method == "POST":
                pairs += read_pairs(raw_body(self.request))
        except BadQuery as error:
            raise unreadable(error) from None
        return read_arguments(pairs)


@cache
def schema() -> bytes:
    return (Path(__file__).parent / "prai.xsd").read_bytes()


class Schema(Answer, BrowserView):
    """The XML schema of the format ``prai``."""

    media_type = "application/xml; charset=utf-8"

    def respond(self) -> bytes | str:
        if not_modified(self.request, etag_of(schema())):
            return ""
        return self.send(schema())
