"""``fiche/<UID>.json`` and ``.html``: one item, and the answer 410 once it is withdrawn."""

from collective.prai import _
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.safe_html import lower_headings
from collective.prai.core.targets import find
from collective.prai.syndication.answer import Format
from collective.prai.syndication.answer import LogAnswer
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.answer import SHORTLY
from collective.prai.syndication.embed.frame import Framed
from collective.prai.syndication.embed.frame import PARAMETERS
from collective.prai.syndication.item import fill
from collective.prai.syndication.item import read_items
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.pager import Pager
from collective.prai.syndication.pager import Row
from collective.prai.syndication.public_state import public_state
from collective.prai.syndication.query import Query
from collective.prai.syndication.query import read_query
from collective.prai.syndication.raw_query import raw_query
from collective.prai.syndication.record import dumps
from collective.prai.syndication.record import tombstone
from html import escape
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18n import translate
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
import json
import re
import time


_NAME = re.compile(r"([0-9a-f]{32})\.(json|html)", re.A)
#: Reasons of the log that are codes; every other one is a sentence of an editor.
_CODE = re.compile(r"[a-z-]*", re.A)


class Withdrawn(Problem):
    """410: it was published, and is no longer."""

    def __init__(self, uid: str, updated: float, reason: str):
        if _CODE.fullmatch(reason):
            sentence = _("This content has been withdrawn.")
        else:
            sentence = _("This content has been withdrawn: ${reason}", mapping={"reason": reason})
        super().__init__(410, "Gone", sentence)
        self.tombstone = json.loads(tombstone(uid, updated, reason))


class SheetAnswer(LogAnswer):
    """One item of the log; ``uid`` as the address has it, or None: it has no such form."""

    #: Parameters of the address besides the language.
    own: tuple[str, ...] = ()
    uid: str | None = None
    entry: Entry

    def respond(self) -> bytes | str:
        asked = raw_query(self.request)
        query = read_query(asked, self.accepted, cursor="", limit=0, more=self.own, filters=False)
        self.read_own(query)
        outbox, now = self.outbox(), time.time()
        entry = outbox.entry(self.uid) if self.uid else None
        if entry is None:
            raise Problem(404, "NotFound", _("There is no published content with this identifier."))
        if entry.state != PUBLISHED:
            raise Withdrawn(entry.uid, entry.updated, entry.reason)
        if Pager(outbox, query, now).hidden(entry):
            self.withhold(entry, now)
        self.entry = entry
        return self.conditional(outbox, query, now)

    def read_own(self, query: Query):
        """What the format's own parameters say."""

    def withhold(self, entry: Entry, now: float):
        """Say what the sweep will write in a second: withdrawn, or published without what hides it now."""
        state = public_state(find(entry.uid, entry.path), now)
        if not state.public:
            raise Withdrawn(entry.uid, now, state.reason)
        sentence = _("Something is being withdrawn just now: ask again in a second.")
        raise Problem(503, "ServiceUnavailable", sentence, Retry_After=str(SHORTLY))

    def etag(self, outbox: Outbox, query: Query) -> str:
        """Of this item alone: it does not change with the rest of the log."""
        return etag_of(outbox.epoch, self.entry.seq, *self.circumstances(query))


class SheetJson(SheetAnswer, Format):
    """The item as ``@changes`` has it."""

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        return fill(Row(self.entry, PUBLISHED).data, self.address, query.language)

    def error_body(self, problem: Problem, sentence: str) -> bytes:
        body = json.loads(super().error_body(problem, sentence))
        return dumps(body | getattr(problem, "tombstone", {})).encode()


class SheetHtml(Framed, SheetAnswer, Format):
    """The item as a page for a frame, or as a fragment."""

    own = PARAMETERS
    sheet = ViewPageTemplateFile("templates/sheet.pt")

    def respond(self) -> bytes | str:
        try:
            return super().respond()
        except Withdrawn as problem:
            if not self.fragment:
                raise
            # The server that includes it must take the old text away: on an error most keep what they
            # had, or print their own complaint into the page.
            self.request.response.setHeader("Cache-Control", "no-store")
            sentence = translate(problem.sentence, target_language=self.language)
            return self.send(self.notice(sentence).encode())

    def read_own(self, query: Query):
        Framed.read_own(self, query)

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        (item,) = read_items([Row(self.entry, PUBLISHED)], self.address, query.language)
        return self.whole(item["title"], self.sheet(item=item))

    # For the template

    def text(self, item: dict) -> str:
        """The content, its headings below the title's, its tables scrolled by themselves on a phone."""
        html = lower_headings(item["content"]["html"], self.level - 1)
        table = escape(translate(_("Table"), target_language=self.language))
        frame = f'<div class="prai-tableau" role="group" aria-label="{table}" tabindex="0"><table'
        return html.replace("<table", frame).replace("</table>", "</table></div>")

    def files(self, item: dict) -> list[dict]:
        """Title, address, kind and size in kilobytes of each file."""
        return [
            {
                "title": one["title"],
                "url": one["url"],
                "kind": one["url"].rpartition(".")[2][:5].upper(),
                "size": -(-one["size"] // 1024),
            }
            for one in item["attachments"]
        ]


@implementer(IPublishTraverse)
class Sheets(BrowserView):
    """What stands below ``fiche``."""

    name = ""

    def publishTraverse(self, request, name):
        self.name = f"{self.name}/{name}" if self.name else name
        return self

    def __call__(self):
        kind = SheetHtml if self.name.endswith(".html") else SheetJson
        answer = kind(self.context, self.request)
        found = _NAME.fullmatch(self.name)
        answer.uid = found[1] if found else None
        return answer()
