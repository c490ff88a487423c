"""Up to four sheets beside each other, what differs said in words: ``/comparer?fiche=UID&fiche=UID``.

The choice is in the address: it can be sent by mail, and nothing is kept of who compares.  The facts are
those of the pages of the sheets, asked of their views.  What the reader may not see is answered like what
never was.
"""

from collective.prai import _
from collective.prai.core.compiled import Compiled
from collective.prai.core.listing import visible_brains
from collective.prai.core.money import format_euros
from collective.prai.core.pages import Fact
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.interfaces import IHeadedPage
from collective.prai.interfaces import IPraiContent
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from urllib.parse import urlencode
from zope.component import queryMultiAdapter
from zope.i18n import translate
from zope.interface import implementer
import re


#: Sheets that fit beside each other; values of the address that are looked at.
MOST, LOOKED_AT = 4, 50
_UID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})", re.A | re.I)


class Column(NamedTuple):
    """A sheet: ``facts`` by label, ``without_url``: the comparison without it."""

    uid: str
    title: str
    url: str
    kind: object
    public: bool
    facts: dict[str, Fact]
    without_url: str


class Cell(NamedTuple):
    """What one sheet says: values as on its page, and in words how it differs.

    ``asked``: whether sheets of its type have this fact at all.
    """

    asked: bool
    values: list
    note: object
    words: object


class Row(NamedTuple):
    """A criterion; ``same``: whether all sheets say the same of it."""

    title: str
    cells: list[Cell]
    same: bool

    @property
    def said(self) -> bool:
        """Whether one sheet at least says something of it."""
        return any(cell.values for cell in self.cells)


@implementer(IHeadedPage)
class CompareView(Compiled, BrowserView):
    """See the module."""

    heading = _("Compare sheets")
    #: Nobody shall keep a comparison of today.
    canonical = ""
    most = MOST

    @cached_property
    def macros(self):
        """Shared with the pages of sheets: how a value is shown."""
        return api.content.get_view("prai-macros", self.context, self.request)["macros"]

    @cached_property
    def address(self) -> str:
        return f"{api.portal.get().absolute_url()}/comparer"

    # What is asked

    @cached_property
    def given(self) -> list[str]:
        """Values of the address as they came; what is no text is empty, and so is no identifier."""
        values = self.request.form.get("fiche", [])
        values = values if isinstance(values, list) else [values]
        return [value.strip() if isinstance(value, str) else "" for value in values[:LOOKED_AT]]

    @cached_property
    def asked(self) -> list[str]:
        """Identifiers, each once."""
        found = [_UID.fullmatch(value) for value in self.given]
        return list(dict.fromkeys(one[1].replace("-", "").lower() for one in found if one))

    @cached_property
    def found(self) -> list:
        """The sheets of these identifiers that the reader may see, in the order of the address."""
        if not self.asked:
            return []
        catalog = api.portal.get_tool("portal_catalog")
        brains = visible_brains(catalog(UID=self.asked))
        by_uid = {}
        for brain in brains:
            obj = brain.getObject()
            if IPraiContent.providedBy(obj) and reader_may_see(obj):
                by_uid[brain.UID] = obj
        return [by_uid[uid] for uid in self.asked if uid in by_uid]

    @cached_property
    def sheets(self) -> list:
        return self.found[:MOST]

    def problems(self) -> list:
        """What is not as it was asked for, in sentences."""
        sentences = []
        if any(not _UID.fullmatch(value) for value in self.given):
            sentences.append(_("A part of the address names no sheet: it was left out."))
        if len(self.found) < len(self.asked):
            sentences.append(_("A sheet that was asked for does not exist, or is not public."))
        if len(self.found) > MOST:
            sentence = _(
                "No more than ${most} sheets are compared: the first ones are shown.", mapping={"most": MOST}
            )
            sentences.append(sentence)
        return sentences

    @cached_property
    def only_differences(self) -> bool:
        return self.request.form.get("differences") == "1"

    def url(self, uids, differences: bool | None = None) -> str:
        pairs = [("fiche", uid) for uid in uids]
        if self.only_differences if differences is None else differences:
            pairs.append(("differences", "1"))
        return f"{self.address}?{urlencode(pairs)}" if uids else self.address

    def other_url(self) -> str:
        """The same sheets with all criteria, or with those that differ alone."""
        return self.url([one.uid for one in self.columns], not self.only_differences)

    # What is shown

    @cached_property
    def columns(self) -> list[Column]:
        types = api.portal.get_tool("portal_types")
        uids = [obj.UID() for obj in self.sheets]
        return [
            Column(
                uid,
                obj.Title(),
                obj.absolute_url(),
                types[obj.portal_type].Title(),
                is_public(obj),
                self.facts(obj),
                self.url([other for other in uids if other != uid]),
            )
            for uid, obj in zip(uids, self.sheets, strict=True)
        ]

    def facts(self, obj) -> dict[str, Fact]:
        """Of the page of the sheet, by label: two types may call the same thing alike."""
        view = queryMultiAdapter((obj, self.request), name="view")
        facts = view.comparison() if hasattr(view, "comparison") else []
        return {self.text(fact.title): fact for fact in facts}

    def text(self, value) -> str:
        """What is read of a value: a link's title, a folded list's whole."""
        shown = getattr(value, "title", value) if hasattr(value, "url") else getattr(value, "text", value)
        return translate(shown, context=self.request)

    @cached_property
    def criteria(self) -> list[Row]:
        """In the order of the sheets."""
        titles = dict.fromkeys(title for column in self.columns for title in column.facts)
        return [self.row(title) for title in titles]

    @cached_property
    def rows(self) -> list[Row]:
        """Criteria of which a sheet says something; only those that differ, if so wished."""
        said = [row for row in self.criteria if row.said]
        return [row for row in said if not (self.only_differences and row.same)]

    @cached_property
    def silent(self) -> str:
        """The criteria that are left out, for no sheet says anything of them."""
        return ", ".join(row.title for row in self.criteria if not row.said)

    def row(self, title: str) -> Row:
        facts = [column.facts.get(title) for column in self.columns]
        read = [[self.text(value) for value in fact.values] if fact is not None else [] for fact in facts]
        same = len(read) > 1 and all(values == read[0] for values in read)
        words = self.differences(facts, read) if len(read) > 1 and not same else [None] * len(read)
        cells = [
            Cell(True, fact.values, fact.note, word) if fact is not None else Cell(False, [], "", None)
            for fact, word in zip(facts, words, strict=True)
        ]
        return Row(title, cells, same)

    def differences(self, facts: list, read: list[list[str]]) -> list:
        """One remark for each cell, None where there is none to make."""
        amounts = [fact.amount if fact is not None else None for fact in facts]
        known = [amount for amount in amounts if amount is not None]
        if len(known) > 1:
            return [self.beside(amount, min(known)) for amount in amounts]
        return [self.alone(read, index) for index in range(len(read))]

    def beside(self, amount, lowest):
        """How far an amount is from the lowest one."""
        if amount is None:
            return None
        if amount == lowest:
            return _("the lowest")
        return _("${amount} more than the lowest", mapping={"amount": format_euros(amount - lowest)})

    def alone(self, read: list[list[str]], index: int):
        """What this one has and no other that says something; nothing where nobody shares anything."""
        others = {value for place, values in enumerate(read) if place != index for value in values}
        mine = [value for value in read[index] if value not in others]
        if not mine or len(mine) == len(read[index]):
            return None
        return _("only here: ${what}", mapping={"what": ", ".join(mine)})

    # What may be added

    def proposals(self) -> list[dict]:
        """Sheets like the chosen ones, with the address that adds them; none when there is no room."""
        uids = [column.uid for column in self.columns]
        if not uids or len(uids) >= MOST:
            return []
        found = {}
        for obj in self.sheets:
            view = queryMultiAdapter((obj, self.request), name="prai-similar")
            for item in view.items if view is not None else ():
                uid = item.uid
                if uid not in uids and uid not in found:
                    found[uid] = {
                        "title": item.card.title,
                        "reasons": item.reasons,
                        "url": self.url([*uids, uid]),
                    }
        return list(found.values())[:MOST]

    def sections(self) -> list[dict]:
        """Where sheets are found to begin with."""
        portal = api.portal.get()
        folders = [portal.get(name) for name in ("projets", "missions", "livrables")]
        return [
            {"title": folder.Title(), "url": folder.absolute_url()}
            for folder in folders
            if folder is not None and reader_may_see(folder)
        ]
