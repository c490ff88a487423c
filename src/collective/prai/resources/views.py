"""Pages of what ARDESI publishes: fiche pratique, guide, chapter, dossier pédagogique, study."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.prai import _
from collective.prai.core.outline import Entry
from collective.prai.core.pages import Page
from collective.prai.interfaces import IPrintedWhole
from collective.prai.resources.content.chapter import IChapter
from collective.prai.resources.content.study import budget_totals
from collective.prai.resources.covers import Covered
from functools import cached_property
from html import unescape
from plone.app.layout.viewlets.common import ViewletBase
from zope.interface import implementer
import re


_PART = re.compile(r"<h2\b([^>]*)>(.*?)</h2>", re.IGNORECASE | re.DOTALL)
_OWN_ID = re.compile(r'\sid="[^"]*"', re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_HEADING = re.compile(r"<(/?)h([1-5])(?=[\s>])", re.IGNORECASE)


def demote(html: str) -> str:
    """The same text with its headings one level lower, to stand under a heading of the book."""
    return _HEADING.sub(lambda match: f"<{match[1]}h{int(match[2]) + 1}", html)


def chapters(book) -> list:
    """Chapters in the book's order: View is acquired, who reads the book reads them."""
    return [part for part in book.contentValues() if IChapter.providedBy(part)]


@implementer(IPrintedWhole)
class BookWhole:
    """A book is printed with its chapters."""

    def __init__(self, context):
        self.context = context

    def items(self) -> list:
        return chapters(self.context)


def anchored(html: str) -> tuple[str, list[Entry]]:
    """The text with an id on each heading of the second level, and these headings."""
    found: list[Entry] = []

    def anchor(match) -> str:
        words = unescape(_TAG.sub("", match[2])).strip()
        if not words:
            return match[0]
        found.append(Entry(f"partie-{len(found) + 1}", words))
        return f'<h2 id="{found[-1].id}"{_OWN_ID.sub("", match[1])}>{match[2]}</h2>'

    return _PART.sub(anchor, html), found


class HowToView(Page):
    """Problem, in brief, steps, points to watch, effort, what can be taken home."""

    def facts(self) -> list:
        days = self.context.effort_days
        effort = _("${days} days of work", mapping={"days": self.number(days)}) if days is not None else None
        return [
            self.field_fact("effort_days", effort),
            self.audiences(),
            self.field_fact("guide", *self.related("guide")),
        ]

    def tags(self) -> list:
        return self.themes()


class BookView(Page):
    """What has chapters: contents, introduction, the whole on one page to print."""

    def contents(self) -> list:
        return [self.link(chapter) for chapter in chapters(self.context)]

    def whole(self) -> list[dict]:
        """Each chapter with its text, headings one level lower."""
        return [
            {
                "id": chapter.getId(),
                "title": chapter.Title(),
                "lead": chapter.Description(),
                "html": demote(self.html(chapter.body)),
            }
            for chapter in chapters(self.context)
        ]

    def tags(self) -> list:
        return self.themes()


class GuideView(Covered, BookView):
    """A guide: publisher, date, contents."""

    def facts(self) -> list:
        return [
            self.field_fact("publisher", *self.related("publisher")),
            self.field_fact("issued", self.date(self.context.issued)),
            self.audiences(),
        ]


class TeachingPackView(BookView):
    """What a trainer needs: objectives, course of the session, documents."""

    def facts(self) -> list:
        minutes = sum(row.get("minutes") or 0 for row in self.context.sequence or ())
        return [
            self.fact(_("Length"), self.duration(minutes)),
            self.audiences(),
            self.field_fact("publisher", *self.related("publisher")),
        ]

    def duration(self, minutes: int | None) -> str:
        """``2 h 30`` or ``45 min``; empty for none."""
        if not minutes:
            return ""
        hours, rest = divmod(minutes, 60)
        if not hours:
            return f"{rest}\u00a0min"
        return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"


class StudyView(BookView):
    """Key facts, summary, method, budget with its totals."""

    def facts(self) -> list:
        context = self.context
        ordered = self.related("commissioned_by") or [n for n in [context.commissioned_by_name] if n]
        facts = [
            self.field_fact("kind", self.term("study_kinds", context.kind)),
            self.field_fact("year", self.year()),
            self.field_fact("commissioned_by", *ordered),
            self.field_fact("authors", *self.related("authors")),
            self.field_fact("funders", *self.related("funders")),
            self.fact(_("Where"), *self.places),
        ]
        optional = {
            "publisher": self.related("publisher"),
            "issued": [self.date(context.issued)],
            "planned_for": [self.date(context.planned_for)],
            "version": [context.version],
            "edition": [context.edition],
            "surveyed": [self.number(context.surveyed)],
            "respondents": [self.number(context.respondents)],
        }
        more = [self.field_fact(name, *values) for name, values in optional.items()]
        return facts + [fact for fact in more if fact.values]

    def year(self):
        if self.context.year:
            return str(self.context.year)
        return _("The source gives no date.") if self.context.date_unknown else None

    def budget(self) -> list[dict]:
        """Lines of the budget, each part under the line that it belongs to."""
        rows = self.context.budget or []
        labels = {row.get("label") for row in rows}
        ordered = []
        for row in rows:
            if row.get("part_of") in labels and row.get("part_of") != row.get("label"):
                continue
            ordered.append({"row": row, "part": False})
            parts = [part for part in rows if part.get("part_of") == row.get("label") and part is not row]
            ordered += [{"row": part, "part": True} for part in parts]
        return ordered

    def totals(self) -> list[dict]:
        """Euros of charges and of income, of the lines that are part of no other."""
        return [
            {"kind": self.term("budget_kinds", kind), "amount": self.money(amount)}
            for kind, amount in sorted(budget_totals(self.context.budget).items())
        ]


class ChapterView(Page):
    """A chapter between the one before and the one after."""

    @cached_property
    def book(self):
        return aq_parent(aq_inner(self.context))

    @cached_property
    def anchored(self) -> tuple[str, list[Entry]]:
        return anchored(self.html(self.context.body))

    @property
    def text(self) -> str:
        return self.anchored[0]

    @property
    def parts(self) -> list[Entry]:
        """Headings of the text; of a single one there is nothing to choose."""
        found = self.anchored[1]
        return found if len(found) > 1 else []

    def in_book(self) -> list[dict]:
        """Chapters of the book, ``here`` for this one."""
        return [
            {"link": self.link(chapter), "here": aq_base(chapter) is aq_base(self.context)}
            for chapter in chapters(self.book)
        ]

    def neighbours(self) -> dict:
        """``previous`` and ``next`` chapter as links, None at the ends."""
        found = chapters(self.book)
        here = [aq_base(chapter) is aq_base(self.context) for chapter in found]
        index = here.index(True) if True in here else 0
        return {
            "previous": self.link(found[index - 1]) if index > 0 else None,
            "next": self.link(found[index + 1]) if index + 1 < len(found) else None,
        }


class NeighbourLinks(ViewletBase):
    """``rel="prev"`` and ``rel="next"`` in the head of a chapter."""

    def update(self):
        super().update()
        self.neighbours = ChapterView(self.context, self.request).neighbours()


class WholeView(BookView):
    """A book on one page."""
