"""« Ils l'ont repris »: who took a sheet up, who looks for partners, and the tree that it stands in.

Part of every page of ours, asked for by core.pages.Page: rooms import no room.
"""

from collective.prai import _
from collective.prai.core import vocabularies
from collective.prai.core.listing import Link
from collective.prai.core.visibility import is_public
from collective.prai.core.visibility import reader_may_see
from collective.prai.transfer import saying
from collective.prai.transfer.asking import mail_url
from collective.prai.transfer.asking import question_url
from collective.prai.transfer.content.reuse import ABANDONED
from collective.prai.transfer.content.reuse import IReuse
from collective.prai.transfer.content.reuse import ORIGINALS
from collective.prai.transfer.lineage import GONE
from collective.prai.transfer.lineage import Lineage
from collective.prai.transfer.relations import target
from collective.prai.transfer.reuses import call_is_over
from collective.prai.transfer.reuses import is_call
from collective.prai.transfer.reuses import reuses_of
from collective.prai.transfer.tree import Branch
from collective.prai.transfer.tree import ELSEWHERE
from collective.prai.transfer.tree import ROUND
from collective.prai.transfer.tree_drawing import draw
from collective.prai.transfer.tree_drawing import nested
from collective.prai.transfer.tree_drawing import Said
from functools import cached_property
from plone import api
from Products.Five.browser import BrowserView
from typing import NamedTuple
from zope.i18n import translate


#: Reuses that a sheet shows; the whole list is in the section.
MOST = 50
AGAIN = {ROUND: _("it comes back to itself"), ELSEWHERE: _("told in full elsewhere in this tree")}


class Row(NamedTuple):
    """A reuse in the list of a sheet; ``who`` a name or a message."""

    link: Link
    who: object
    where: str
    stage: object
    words: list
    lesson: str
    example: bool
    abandoned: bool


class Call(NamedTuple):
    """A call for partners that is open."""

    link: Link
    who: object
    where: str
    until: str
    ask: str
    example: bool


def link_to(item) -> Link:
    return Link(
        item.Title(), item.absolute_url(), item.Description(), item.portal_type, public=is_public(item)
    )


def ask_url(reuse, request) -> str:
    """Whom to ask about a call for partners: the contact of what is taken up, else the form for questions."""
    original = target(reuse, "original")
    subject = _("Call for partners: ${title}", mapping={"title": reuse.Title()})
    seen = original is not None and reader_may_see(original)
    return (mail_url(original, subject, request) if seen else "") or question_url(reuse)


class TakenUpView(BrowserView):
    """Empty where the item can be no original and stands in no tree."""

    @cached_property
    def is_original(self) -> bool:
        return self.context.portal_type in ORIGINALS

    @cached_property
    def is_public(self) -> bool:
        return is_public(self.context)

    @cached_property
    def reuses(self) -> list:
        """Those that the reader may see, calls that are over left out; examples last, then by date."""
        if not self.is_original:
            return []
        seen = [one for one in reuses_of(self.context) if reader_may_see(one) and not call_is_over(one)]
        seen.sort(key=lambda one: one.date or "", reverse=True)
        return sorted(seen, key=lambda one: bool(one.example))

    def calls(self) -> list[Call]:
        return [
            Call(
                link_to(one),
                saying.reuser(one),
                saying.where(one),
                saying.day(one.partners_until),
                ask_url(one, self.request),
                bool(one.example),
            )
            for one in self.reuses
            if is_call(one)
        ]

    @cached_property
    def taken(self) -> list:
        return [one for one in self.reuses if not is_call(one)]

    def rows(self) -> list[Row]:
        return [
            Row(
                link_to(one),
                saying.reuser(one),
                saying.where(one),
                saying.stage(one),
                self.words(one),
                saying.lesson(one),
                bool(one.example),
                one.stage == ABANDONED,
            )
            for one in self.taken[:MOST]
        ]

    def words(self, reuse) -> list:
        """How, since when, and how fresh that is."""
        found = [vocabularies.title("reuse_kinds", reuse.kind)]
        if reuse.date:
            found.append(_("since ${date}", mapping={"date": saying.since(reuse)}))
        if reuse.confirmed_on:
            found.append(_("confirmed on ${date}", mapping={"date": saying.day(reuse.confirmed_on)}))
        return [word for word in found if word]

    def more(self) -> int:
        return max(0, len(self.taken) - MOST)

    def counts(self) -> list[tuple]:
        """Number and stage, in the order of the stages; examples, and what is not public, count nowhere."""
        stages = [one.stage for one in self.reuses if not one.example and is_public(one)]
        titles = vocabularies.titles("reuse_stages")
        return [(stages.count(token), title) for token, title in titles.items() if token in stages]

    def shown(self) -> bool:
        """Whether there is a section at all: a draft that nobody has taken up invites nobody."""
        return bool(self.reuses or self.branches or (self.is_original and self.is_public))

    # The tree

    @cached_property
    def lineage(self) -> Lineage:
        return Lineage(self.context)

    @cached_property
    def branches(self) -> list[Branch]:
        if not (self.is_original or IReuse.providedBy(self.context)):
            return []
        return self.lineage.tree()

    @cached_property
    def said(self) -> list[Said]:
        return [self.say(branch) for branch in self.branches]

    def say(self, branch: Branch) -> Said:
        if branch.id.startswith(GONE):
            title = translate(_("An original that is not, or no longer, on this site"), context=self.request)
            return Said(title, kind="gone")
        item = self.lineage.items[branch.id]
        present = branch.id == self.context.UID()
        marks = [_("this page")] if present else []
        if branch.again:
            marks.append(AGAIN[branch.again])
        titles = [self.lineage.items[one].Title() for one in branch.others if one in self.lineage.items]
        if titles and not branch.again:
            marks.append(_("also comes from: ${titles}", mapping={"titles": ", ".join(titles)}))
        if not is_public(item):
            marks.append(_("not public yet"))
        kind, title, detail = "sheet", item.Title(), self.type_title(item.portal_type)
        if IReuse.providedBy(item):
            kind, title = "reuse", saying.reuser(item)
            detail = ", ".join(
                translate(word, context=self.request)
                for word in (vocabularies.title("reuse_kinds", item.kind), saying.stage(item))
                if word
            )
            if item.stage == ABANDONED:
                kind = "abandoned"
            if item.example:
                kind = "example"
                marks.append(saying.EXAMPLE)
        return Said(
            translate(title, context=self.request),
            detail,
            item.absolute_url(),
            kind,
            present,
            tuple(translate(mark, context=self.request) for mark in marks),
            translate(_("and ${number} more", mapping={"number": branch.more}), context=self.request)
            if branch.more
            else "",
        )

    def type_title(self, portal_type: str) -> str:
        info = api.portal.get_tool("portal_types").getTypeInfo(portal_type)
        return translate(info.Title(), context=self.request) if info is not None else portal_type

    def list(self) -> str:
        """Safe HTML: every word of it is escaped."""
        return nested(self.branches, self.said)

    def picture(self) -> str:
        title = translate(_("Tree of the reuses"), context=self.request)
        words = translate(_("The list beside it says the same in words."), context=self.request)
        return draw(self.branches, self.said, "prai-tree", title, words)
