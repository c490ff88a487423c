"""``liste.json`` and ``liste.html``: the newest items of a choice, without their texts."""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.safe_html import clean_text
from collective.prai.core.structure import SECTION_OF
from collective.prai.syndication.answer import Format
from collective.prai.syndication.embed.frame import Framed
from collective.prai.syndication.embed.frame import LONGEST_TITLE
from collective.prai.syndication.embed.frame import PARAMETERS
from collective.prai.syndication.item import read_items
from collective.prai.syndication.outbox import Entry
from collective.prai.syndication.outbox import Outbox
from collective.prai.syndication.pager import Pager
from collective.prai.syndication.pager import Row
from collective.prai.syndication.query import FILTERS
from collective.prai.syndication.query import Query
from collective.prai.syndication.record import dumps
from plone.dexterity.interfaces import IDexterityFTI
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zope.component import queryUtility
from zope.i18n import translate
from zope.i18nmessageid import MessageFactory


DEFAULT_LENGTH = 5
#: Keys that a row has from its item.
KEPT = ("id", "url", "title", "description", "language", "published", "updated", "licence")
#: As stored bytes have it: in a text, the quotes would be escaped.
_ARCHIVED = b',"archived":true,'
#: Filter → vocabulary of the titles of its tokens.
_TITLES = FILTERS | {"licence": "licences"}


class Listed(Pager):
    """What stands in a list: published, and kept up to date, as in the lists of the site itself."""

    def row(self, entry: Entry) -> Row | None:
        row = super().row(entry)
        return None if row is None or _ARCHIVED in row.data else row

    def newest(self) -> list[Row]:
        """As many as are asked for, however far down the log they are."""
        page, rows = self.below(), []
        while True:
            rows += page.rows
            if not page.has_more or len(rows) >= self.query.limit:
                return rows[: self.query.limit]
            page = self.below(page.seq)


class ListAnswer(Format):
    """The newest first, by when they changed; nobody pages through it."""

    reading = {"cursor": "", "limit": DEFAULT_LENGTH}
    paging = {"tombstones": False, "skip": True}

    def listed(self, outbox: Outbox, query: Query, now: float) -> dict:
        rows = Listed(outbox, query, now, **self.paging).newest()
        items = read_items(rows, self.address, query.language)
        return {
            "title": list_title(query),
            "url": whole_list(query, self.address),
            "items": [_brief(item, query.language) for item in items],
        }


class ListJson(ListAnswer):
    """For the script: light, because a page shows a few lines of it."""

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        return dumps(self.listed(outbox, query, now)).encode()


class ListHtml(Framed, ListAnswer):
    """A page for a frame, or a fragment; ``titre`` replaces the title that says the choice."""

    reading = ListAnswer.reading | {"more": (*PARAMETERS, "titre")}
    template = ViewPageTemplateFile("templates/list.pt")

    def conditional(self, outbox: Outbox, query: Query, now: float) -> bytes | str:
        self.read_own(query)
        return super().conditional(outbox, query, now)

    def body(self, outbox: Outbox, query: Query, now: float) -> bytes:
        found = self.listed(outbox, query, now)
        asked = clean_text(dict(query.more).get("titre", ""))[:LONGEST_TITLE].strip()
        found["title"] = asked or found["title"]
        return self.whole(
            found["title"], self.template(title=found["title"], url=found["url"], rows=found["items"])
        )


def _brief(item: dict, language: str) -> dict:
    kind = item["@type"]
    return {name: item[name] for name in KEPT} | {
        "type": {"token": kind, "title": _type_title(kind, language)}
    }


def _type_title(name: str, language: str) -> str:
    """What readers call the type."""
    fti = queryUtility(IDexterityFTI, name=name)
    if fti is None:
        return name
    return translate(MessageFactory(fti.i18n_domain)(fti.title), target_language=language)


def _asked(query: Query) -> list[tuple[str, str]]:
    """The filters of an address, one pair for each token."""
    return [
        (name, token.strip()) for name, value in query.pairs if name in FILTERS for token in value.split(",")
    ]


def _full(name: str) -> str:
    return name if name.startswith("prai.") else f"prai.{name}"


def list_title(query: Query) -> str:
    """What the list holds, in the reader's language."""
    titles = [
        _type_title(_full(token), query.language)
        if name == "type"
        else vocabularies.title(_TITLES[name], token, query.language)
        for name, token in _asked(query)
    ]
    if not titles:
        return translate(_("Latest contents"), target_language=query.language)
    message = _("Latest contents: ${choice}", mapping={"choice": ", ".join(titles)})
    return translate(message, target_language=query.language)


def whole_list(query: Query, address: str) -> str:
    """The page of the site that lists the same, as far as there is one."""
    choice = _asked(query)
    kinds = [_full(token) for name, token in choice if name == "type"]
    if len(kinds) == 1:
        choice, page = [pair for pair in choice if pair[0] != "type"], f"/{SECTION_OF[kinds[0]]}"
    else:
        page = "/trouver" if choice else ""
    return f"{address}{page}" + (f"?{urlencode(choice)}" if choice else "")
