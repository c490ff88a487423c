"""Sheets like this one, each saying why: counted in the index sets, no sheet is woken for it."""

from Acquisition import aq_base
from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.bands import band_of
from collective.prai.core.bands import POPULATIONS
from collective.prai.core.compiled import Compiled
from collective.prai.core.pages import format_number
from collective.prai.core.place import place_of
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.finder.cards import Card
from collective.prai.finder.cards import Cards
from collective.prai.finder.engine import LISTED_STATES
from collective.prai.finder.sets import Sets
from collective.prai.finder.tally import Tally
from functools import cached_property
from Missing import Value as MissingValue
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zc.relation.interfaces import ICatalog
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.intid.interfaces import IIntIds


#: Types that are read for the same purpose.
FAMILIES = (
    ("prai.ProjectSheet", "prai.MissionSheet"),
    ("prai.HowTo", "prai.Guide", "prai.TeachingPack"),
    ("prai.Deliverable",),
    ("prai.Study",),
    ("prai.Indicator",),
)
NUMBER = 3
#: What a reader is told of one sheet at most.
REASONS = 3
#: Shared values that one reason names.
SAID = 3
#: Field of an item, which is an index too → points for each shared value, its vocabulary, the reason
#: with one shared value and with several.  What two sheets are about comes first.
SHARED = {
    "project_kinds": (3, "project_kinds", _("same kind: ${what}"), _("same kinds: ${what}")),
    "themes": (2, "themes", _("same theme: ${what}"), _("same themes: ${what}")),
    "departments": (2, "departments", _("same département: ${what}"), _("same départements: ${what}")),
    "epcis": (1, "epcis", _("same territory: ${what}"), _("same territories: ${what}")),
    "audiences": (1, "audiences", _("same audience: ${what}"), _("same audiences: ${what}")),
}
#: Without a shared subject, being near or as large is no likeness.
SUBJECTS = ("deliverables", "project_kinds", "themes", "kind")
SAME_DELIVERABLE, SAME_KIND, SAME_BAND, NEXT_BAND = 6, 2, 3, 1


class Likeness(NamedTuple):
    """A set of items that share ``token`` with this one in ``name``; ``title``: the token in words."""

    name: str
    title: str
    items: int
    points: int


class Similar(NamedTuple):
    """A card, why it is proposed, and where both are compared ("" for what is not public)."""

    uid: str
    card: Card
    reasons: list
    compare_url: str


def _some(titles: list[str]) -> str:
    """The first of them: a reason is read at a glance."""
    return ", ".join(titles[:SAID]) + (", …" if len(titles) > SAID else "")


class SimilarView(Compiled, BrowserView):
    """Part of a page, drawn by the macro ``end`` of core; empty where nothing is like the item."""

    @cached_property
    def sets(self) -> Sets:
        return Sets()

    @cached_property
    def family(self) -> tuple[str, ...]:
        return next((types for types in FAMILIES if self.context.portal_type in types), ())

    @cached_property
    def likenesses(self) -> list[Likeness]:
        found = self._deliverables() + self._kind()
        for name, (points, vocabulary, _one, _many) in SHARED.items():
            values = self.sets.values(name)
            for token in getattr(aq_base(self.context), name, None) or ():
                title = vocabularies.title(vocabulary, token)
                found.append(Likeness(name, title, values.get(token, 0), points))
        return found + self._population()

    def _kind(self) -> list[Likeness]:
        kind = aq_base(self.context).__dict__.get("kind")
        if not kind:
            return []
        return [Likeness("kind", "", self.sets.any_of("prai_kind", [kind]), SAME_KIND)]

    def _population(self) -> list[Likeness]:
        """As many inhabitants, or nearly: the same band, the one below and the one above."""
        own = band_of(POPULATIONS, place_of(self.context).population)
        if own is None:
            return []
        tokens = [band.token for band in POPULATIONS]
        place, values = tokens.index(own), self.sets.values("population_band")
        near = tokens[max(0, place - 1) : place] + tokens[place + 1 : place + 2]
        found = [Likeness("population", "", values.get(own, 0), SAME_BAND)]
        return found + [Likeness("population", "", values.get(token, 0), NEXT_BAND) for token in near]

    def _deliverables(self) -> list[Likeness]:
        """Items that offer one of the deliverables of this one; a hidden deliverable is no reason to show."""
        intids, relations = getUtility(IIntIds), getUtility(ICatalog)
        self.sets.values("portal_type")  # every item has one: from here on the sets know them all
        found = []
        for relation in getattr(aq_base(self.context), "deliverables", None) or ():
            target = relation.to_object
            if target is None or not reader_may_see(target):
                continue
            query = {"to_id": relation.to_id, "from_attribute": "deliverables"}
            paths = [intids.refs[token].path for token in relations.findValueTokens("from_id", query)]
            rids = [self.sets.catalog.uids.get(path) for path in paths]
            items = self.sets.of(rid for rid in rids if rid is not None)
            found.append(Likeness("deliverables", target.Title(), items, SAME_DELIVERABLE))
        return found

    def candidates(self) -> int:
        """What may be proposed: of the same family, listed, readable, and not the item itself."""
        sets = self.sets
        found = sets.any_of("portal_type", self.family) & sets.any_of("review_state", LISTED_STATES)
        found &= sets.readable & ~sets.any_of("UID", [self.context.UID()])
        if not getattr(aq_base(self.context), "off_theme", False):
            found &= ~sets.any_of("prai_off_theme", [True])
        subjects = 0
        for one in self.likenesses:
            if one.name in SUBJECTS:
                subjects |= one.items
        return found & subjects

    def chosen(self, number: int = NUMBER) -> list[int]:
        """Catalog records of the most alike, the newest first among equals."""
        tally = Tally()
        for one in self.likenesses:
            tally.give(one.items, one.points)
        found: list[int] = []
        for _points, items in tally.ranks(self.candidates()):
            for rid in self.sets.ordered(items, "effective", descending=True):
                found.append(rid)
                if len(found) == number:
                    return found
        return found

    @cached_property
    def items(self) -> list[Similar]:
        """With their reasons; nothing for types that are like no other."""
        if not self.family:
            return []
        maker, portal = Cards(self.sets), api.portal.get().absolute_url()
        own = self.context.UID() if is_public(self.context) else ""
        found = []
        for brain in self.sets.brains(self.chosen()):
            compare_url = f"{portal}/comparer?fiche={own}&fiche={brain.UID}" if own else ""
            found.append(Similar(brain.UID, maker.card(brain), self.reasons(brain), compare_url))
        return found

    def reasons(self, brain) -> list:
        """Why this one, what matters most first."""
        bit = self.sets.table.bits[brain.getRID()]
        shared: dict[str, list[str]] = {}
        for one in self.likenesses:
            if one.items >> bit & 1:
                shared.setdefault(one.name, []).append(one.title)
        found = [
            _("same deliverable: ${what}", mapping={"what": title})
            for title in shared.get("deliverables", ())
        ]
        for name, (_points, _vocabulary, one, many) in SHARED.items():
            if name in shared:
                sentence = one if len(shared[name]) == 1 else many
                found.append(Message(sentence, mapping={"what": _some(shared[name])}))
        if "population" in shared:
            found.insert(min(len(found), REASONS - 1), self.inhabitants(brain))
        return [reason for reason in found if reason][:REASONS]

    def inhabitants(self, brain):
        """``1 650 habitants``"""
        place = getattr(brain, "prai_place", None)
        if place is None or place is MissingValue or not place.get("population"):
            return None
        number = format_number(place["population"], vocabularies.language())
        return _("${number} inhabitants", mapping={"number": number})
