"""``@changes``: what changed since a cursor, so that a partner ends with exactly what is public."""

from collective.prai import _
from collective.prai.core.settings import public_address
from collective.prai.syndication.conditional import allow_all_origins
from collective.prai.syndication.conditional import answer_preflight
from collective.prai.syndication.conditional import etag_of
from collective.prai.syndication.conditional import not_modified
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import preferred_language
from collective.prai.syndication.query import Query
from collective.prai.syndication.query import read_query
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.reader import fill
from collective.prai.syndication.reader import read_page
from collective.prai.syndication.reader import titles_version
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import RENDERER
from plone.rest import Service
from plone.transformchain.interfaces import DISABLE_TRANSFORM_REQUEST_KEY
from Products.Five.browser import BrowserView
from urllib.parse import urlencode
from zope.i18n import translate
import time


class Changes:
    """The answer to one request, whichever way it came."""

    def __init__(self, context, request):
        self.context = context
        self.request = request
        self.response = request.response

    def answer(self) -> bytes | str:
        """The body: JSON of one page, of an error's sentence, or nothing."""
        # Ready-made bytes: no theme, no compression, no token is to be put into them.
        self.request.environ[DISABLE_TRANSFORM_REQUEST_KEY] = True
        allow_all_origins(self.response)
        self.response.setHeader("Vary", "Accept, Accept-Language")
        accepted = self.request.getHeader("Accept-Language") or ""
        try:
            query = read_query(raw_query(self.request), accepted[:1000])
        except BadQuery as error:
            return self._error(400, "BadRequest", error.args[0], preferred_language(accepted[:1000]))
        outbox = query_outbox(self.context)
        if outbox is None:
            return self._error(
                404, "NotFound", _("This site publishes nothing for partners."), query.language
            )
        if query.since is not None and (query.since.epoch != outbox.epoch or query.since.seq > outbox.head):
            sentence = _(
                "This cursor belongs to a log that is no longer kept: read again from the beginning."
            )
            return self._error(410, "Gone", sentence, query.language)
        return self._page(outbox, query)

    def _page(self, outbox, query: Query):
        now = time.time()
        address = public_address() or self.context.absolute_url()
        etag = None
        if outbox.settled(now):
            etag = etag_of(outbox.epoch, outbox.head, query, RENDERER, address, titles_version())
        if not_modified(self.request, etag):
            return ""
        self.response.setHeader("Content-Type", "application/json; charset=utf-8")
        page = read_page(outbox, query, now)
        pairs = [*query.pairs, *((("since", str(query.since)),) if query.since is not None else ())]
        own = f"{address}/++api++/@changes" + (f"?{urlencode(pairs)}" if pairs else "")
        body = b'{"@id":%s,"items":[%s],"cursor":"%s","has_more":%s}' % (
            dumps(own).encode(),
            fill(b",\n".join(page.items), address, query.language),
            str(Cursor(outbox.epoch, page.seq)).encode(),
            b"true" if page.has_more else b"false",
        )
        return body

    def _error(self, status: int, kind: str, sentence, language: str) -> bytes:
        self.response.setStatus(status)
        self.response.setHeader("Cache-Control", "no-store")
        self.response.setHeader("Content-Type", "application/json; charset=utf-8")
        return dumps({"type": kind, "message": translate(sentence, target_language=language)}).encode()


class ChangesService(Service):
    """GET and HEAD for programs; a preflight is answered for everyone."""

    def __call__(self):
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        return Changes(self.context, self.request).answer()


class ChangesView(BrowserView):
    """The same answer for whoever opens the address without asking for JSON."""

    def __call__(self):
        if self.request.method == "OPTIONS":
            return answer_preflight(self.request)
        return Changes(self.context, self.request).answer()
