"""``@changes``: what changed since a cursor, so that a partner ends with exactly what is public."""

from collections.abc import Hashable
from collective.prai.syndication.answer import LogAnswer
from collective.prai.syndication.item import fill
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.query import Cursor
from collective.prai.syndication.query import Query
from collective.prai.syndication.record import dumps
from plone.rest import Service
from Products.Five.browser import BrowserView


class Changes(LogAnswer):
    """The answer to one request, whichever way it came."""

    path = "/++api++/@changes"

    def identity(self, outbox: Outbox, query: Query, etag: str) -> Hashable:
        """Without filters a page is made of entries that never change: it outlives what follows it."""
        if query.groups:
            return super().identity(outbox, query, etag)
        entries = outbox.identity(_start(query), query.limit)
        return (outbox.epoch, entries, *self.circumstances(query)) if entries is not None else None

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        page = self.pager(outbox, query, now).after(_start(query))
        return b'{"@id":%s,"items":[%s],"cursor":"%s","has_more":%s}' % (
            dumps(self.own_address(query, query.cursor)).encode(),
            fill(b",\n".join(row.data for row in page.rows), self.address, query.language),
            str(Cursor(outbox.epoch, page.seq)).encode(),
            b"true" if page.has_more else b"false",
        )


def _start(query: Query) -> int:
    return query.cursor.seq if query.cursor is not None else 0


class ChangesService(Changes, Service):
    """GET and HEAD for programs; a preflight is answered for everyone."""


class ChangesView(Changes, BrowserView):
    """The same answer for whoever opens the address without asking for JSON."""
