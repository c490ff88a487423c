"""The six verbs of OAI-PMH, answered from the log of changes alone."""

from collections.abc import Callable
from collective.prai import _
from collective.prai.core.house import House
from collective.prai.syndication.answer import not_empty
from collective.prai.syndication.answer import Problem
from collective.prai.syndication.answer import SHORTLY
from collective.prai.syndication.item import read_items
from collective.prai.syndication.oai.arguments import check_set
from collective.prai.syndication.oai.arguments import dates
from collective.prai.syndication.oai.dates import utc
from collective.prai.syndication.oai.errors import BAD_RESUMPTION_TOKEN
from collective.prai.syndication.oai.errors import CANNOT_DISSEMINATE_FORMAT
from collective.prai.syndication.oai.errors import ID_DOES_NOT_EXIST
from collective.prai.syndication.oai.errors import NO_RECORDS_MATCH
from collective.prai.syndication.oai.errors import OaiError
from collective.prai.syndication.oai.formats import dublin_core
from collective.prai.syndication.oai.formats import FORMATS
from collective.prai.syndication.oai.identify import describe
from collective.prai.syndication.oai.sets import all_sets
from collective.prai.syndication.oai.sets import members
from collective.prai.syndication.oai.sets import Specs
from collective.prai.syndication.oai.tokens import read_token
from collective.prai.syndication.oai.tokens import Token
from collective.prai.syndication.oai.xml import put
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.outbox import PUBLISHED
from collective.prai.syndication.pager import Page
from collective.prai.syndication.pager import Pager
from collective.prai.syndication.pager import Row
from functools import cached_property
from typing import NamedTuple


#: Records of one page.
PAGE = 100


class Selection(NamedTuple):
    """What the pager asks of a query: how many, and which."""

    limit: int
    wants: Callable[[frozenset], bool] = lambda sets: True
    finds: Callable[[str], bool] = lambda uid: True


class Repository:
    """The log as a harvester of that second sees it: nothing whose datestamp is not reached yet."""

    def __init__(self, outbox: Outbox, address: str, host: str, house: House, now: float):
        self.outbox = outbox
        self.address = address
        self.host = host
        self.house = house
        self.now = now

    @cached_property
    def specs(self) -> Specs:
        return Specs()

    # One method a verb: it adds its element to the answer.

    def identify(self, frame, arguments):
        describe(put(frame, "Identify"), self)

    def list_formats(self, frame, arguments):
        if "identifier" in arguments:
            self._entry(arguments["identifier"])
        listed = put(frame, "ListMetadataFormats")
        for known in FORMATS.values():
            element = put(listed, "metadataFormat")
            put(element, "metadataPrefix", known.prefix)
            put(element, "schema", known.schema(self.address))
            put(element, "metadataNamespace", known.namespace)

    def list_sets(self, frame, arguments):
        if "resumptionToken" in arguments:
            raise OaiError(BAD_RESUMPTION_TOKEN, _("The list of sets has one page and no resumptionToken."))
        listed = put(frame, "ListSets")
        for known in all_sets():
            element = put(listed, "set")
            put(element, "setSpec", known.spec)
            put(element, "setName", known.name)
            put(element, "setDescription").append(dublin_core([("description", known.description)]))

    def get_record(self, frame, arguments):
        known = self._format(arguments["metadataPrefix"])
        entry = self._entry(arguments["identifier"])
        pager = Pager(self.outbox, Selection(1), self.now)
        if entry.stamp > self.now:
            raise _later(entry.stamp - int(self.now))
        row = pager.row(entry)
        if row.status == PUBLISHED and pager.hidden(entry):
            raise _later(SHORTLY)
        self._records(put(frame, "GetRecord"), [row], known)

    def list_identifiers(self, frame, arguments):
        token, rows, following = self._list("ListIdentifiers", arguments)
        listed = put(frame, "ListIdentifiers")
        for row in rows:
            self._header(listed, row)
        _resume(listed, token, following)

    def list_records(self, frame, arguments):
        token, rows, following = self._list("ListRecords", arguments)
        listed = put(frame, "ListRecords")
        self._records(listed, rows, self._format(token.prefix))
        _resume(listed, token, following)

    # Lists

    def _list(self, verb: str, arguments) -> tuple[Token, list[Row], Token | None]:
        """The page's token, its rows, and the token of the next page or None."""
        token = self._token(verb, arguments)
        self._format(token.prefix)
        wants = self._wants(token.set)
        until = int(self.now) if token.until is None else min(token.until, int(self.now))
        low, high = self.outbox.seqs_between(token.since or 0, until)
        page = self._page(wants, max(token.seq, low - 1), high)
        resumed = "resumptionToken" in arguments
        if not page.rows and not page.held:
            rows = self._last_row(wants, low, token.seq) if resumed else []
            if not rows:
                raise OaiError(NO_RECORDS_MATCH, _("There is nothing in that set between those dates."))
            return token, rows, None
        not_empty(page)
        if not resumed and not token.set and page.has_more:
            token = token._replace(size=len(self.outbox.log.keys(low, high)))
        if not page.has_more and not page.held:
            return token, page.rows, None
        return token, page.rows, token._replace(seq=page.seq, cursor=token.cursor + len(page.rows))

    def _page(self, wants, seq: int, last: int) -> Page:
        """At most ``PAGE`` rows; ``has_more`` only if there is one more row at least.

        A list may not end with an empty page, so that one row more than a page is looked for.
        """
        pager = Pager(self.outbox, Selection(PAGE + 1, wants), self.now)
        rows = []
        while True:
            page = pager.after(seq, last)
            rows += page.rows
            if len(rows) > PAGE:
                return Page(rows[:PAGE], rows[PAGE - 1].entry.seq, True)
            if not page.has_more:
                return page._replace(rows=rows)
            seq = page.seq

    def _last_row(self, wants, low: int, seq: int) -> list[Row]:
        """The last row that the harvester has got already.

        All that was to come has changed since, and comes in a later list.  This list must end, and
        the protocol knows no empty page: giving one record twice hurts nobody, an error would.
        """
        pager = Pager(self.outbox, Selection(1, wants), self.now, skip=True)
        return [row for row in pager.below(seq + 1).rows if row.entry.seq >= low]

    def _token(self, verb: str, arguments) -> Token:
        if "resumptionToken" not in arguments:
            since, until = dates(arguments)
            spec = arguments.get("set", "")
            if "set" in arguments:
                check_set(spec)
            return Token(verb, arguments["metadataPrefix"], spec, since, until, self.outbox.epoch)
        try:
            token = read_token(arguments["resumptionToken"])
        except ValueError:
            sentence = _("This resumptionToken is not one of an earlier answer.")
            raise OaiError(BAD_RESUMPTION_TOKEN, sentence) from None
        if token.verb != verb or token.prefix not in FORMATS:
            sentence = _("This resumptionToken belongs to another kind of list.")
            raise OaiError(BAD_RESUMPTION_TOKEN, sentence)
        if not self.outbox.knows(token.epoch, token.seq):
            sentence = _(
                "This resumptionToken belongs to a log that is no longer kept: harvest from the beginning."
            )
            raise OaiError(BAD_RESUMPTION_TOKEN, sentence)
        return token

    def _wants(self, spec: str) -> Callable[[frozenset], bool]:
        if not spec:
            return lambda sets: True
        found = members(spec)
        if found is None:
            sentence = _("There is no set « ${set} »; ListSets has them all.", mapping={"set": spec})
            raise OaiError(NO_RECORDS_MATCH, sentence)
        return found

    # Records

    def _format(self, prefix: str):
        if prefix not in FORMATS:
            sentence = _(
                "There is no metadata format « ${prefix} ». Known formats: ${known}.",
                mapping={"prefix": prefix[:60], "known": ", ".join(FORMATS)},
            )
            raise OaiError(CANNOT_DISSEMINATE_FORMAT, sentence)
        return FORMATS[prefix]

    def identifier(self, uid: str) -> str:
        return f"oai:{self.host}:{uid}"

    def _entry(self, identifier: str) -> Entry:
        uid = identifier.removeprefix(self.identifier(""))
        entry = self.outbox.entry(uid) if uid != identifier else None
        if entry is None:
            raise OaiError(ID_DOES_NOT_EXIST, _("This identifier is none of this site."))
        return entry

    def _records(self, listed, rows: list[Row], known):
        published = [row for row in rows if row.status == PUBLISHED]
        items = iter(read_items(published, self.address, "fr"))
        for row in rows:
            record = put(listed, "record")
            self._header(record, row)
            if row.status == PUBLISHED:
                put(record, "metadata").append(known.write(next(items), self.house.name, self.address))

    def _header(self, parent, row: Row):
        """``sets`` of a live item are those in which it is; of a deleted one, those that it has left."""
        entry = row.entry
        header = put(parent, "header", status=None if row.status == PUBLISHED else "deleted")
        put(header, "identifier", self.identifier(entry.uid))
        put(header, "datestamp", utc(entry.stamp))
        specs = self.specs.of(entry.sets) if entry.state == PUBLISHED else set()
        if row.status != PUBLISHED:
            specs = self.specs.of(entry.sets_ever) - specs
        for spec in sorted(specs):
            put(header, "setSpec", spec)


def _later(seconds: int) -> Problem:
    sentence = _("This item is changing just now: ask again in a few seconds.")
    return Problem(503, "ServiceUnavailable", sentence, Retry_After=str(seconds))


def _resume(listed, token: Token, following: Token | None):
    """How the list goes on: nothing if one page has it all, an empty token on the last of several."""
    if following is None and not token.cursor:
        return
    size = str(token.size) if token.size else None
    put(
        listed, "resumptionToken", str(following) if following else None,
        cursor=str(token.cursor), completeListSize=size,
    )  # fmt: skip


#: Verb → the method that answers it.
VERBS = {
    "Identify": Repository.identify,
    "ListMetadataFormats": Repository.list_formats,
    "ListSets": Repository.list_sets,
    "GetRecord": Repository.get_record,
    "ListIdentifiers": Repository.list_identifiers,
    "ListRecords": Repository.list_records,
}
