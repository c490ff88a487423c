"""News items and events: their pages, and the agenda with what is to come before what is over."""

from collective.prai.core import vocabularies
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.core.subjects import AUDIENCES
from collective.prai.core.subjects import Tag
from collective.prai.core.subjects import tags
from collective.prai.core.subjects import THEMES
from collective.prai.finder.asked import read_asked
from collective.prai.finder.batches import pages_of
from collective.prai.finder.cards import Card
from collective.prai.finder.views import FinderView
from DateTime import DateTime
from functools import cached_property
from plone.event.interfaces import IEventAccessor


#: Past events on one page of the agenda.
PAST = 20


class StoryView(FinderView):
    """What news items and events have in common."""

    def html(self) -> str:
        text = getattr(self.context, "text", None)
        return text.output_relative_to(self.context) if text else ""

    def tags(self) -> list[Tag]:
        """Themes and audiences, each with its page."""
        values = vars(self.context.aq_base)
        return [tag for kind in (THEMES, AUDIENCES) for tag in tags(kind, values.get(kind.vocabulary))]

    @property
    def language(self) -> str:
        return vocabularies.language()


class NewsItemView(StoryView):
    """A news item: its day, its text, what it is about."""

    def day(self) -> dict | None:
        """Of publication; None while it is not dated."""
        moment = self.context.effective_date
        if moment is None:
            return None
        day = moment.asdatetime().date().isoformat()
        return {"iso": day, "words": format_partial(day, self.language)}


class EventView(StoryView):
    """An event: when and where first."""

    @cached_property
    def event(self):
        return IEventAccessor(self.context)

    def when(self) -> dict:
        """Days in words, hours where there are any; ``over`` once it has ended."""
        event = self.event
        days = event.start.date().isoformat(), event.end.date().isoformat()
        hours = ""
        if not event.whole_day:
            first, last = (f"{one.hour}\u00a0h\u00a0{one.minute:02d}" for one in (event.start, event.end))
            hours = first if event.open_end or event.start == event.end else f"{first} – {last}"
        same = days[0] == days[1] or event.open_end
        words = format_partial(days[0], self.language) if same else format_period(*days, self.language)
        return {
            "iso": event.start.isoformat(),
            "words": words,
            "hours": hours,
            "over": not event.open_end and DateTime(event.end) < DateTime(),
        }

    def calendar(self) -> str:
        """Address of the event for a calendar."""
        return f"{self.context.absolute_url()}/ics_view"


class AgendaView(FinderView):
    """What is to come, the nearest first; then what is over, the latest first, on pages of its own."""

    def _events(self, **query) -> list:
        """Brains of those that the reader may be shown."""
        folder = "/".join(self.context.getPhysicalPath())
        brains = self.catalog(
            path={"query": folder, "depth": 1}, portal_type="Event", review_state="published", **query
        )
        readable = set(self.sets.rids(self.sets.readable))
        return [brain for brain in brains if brain.getRID() in readable]

    @cached_property
    def now(self) -> DateTime:
        """One moment for both lists, or an event could be in neither."""
        return DateTime()

    def coming(self) -> list[Card]:
        """On the first page only."""
        if self.page > 1:
            return []
        brains = self._events(end={"query": self.now, "range": "min"}, sort_on="start")
        return [self.maker.card(brain) for brain in brains]

    @cached_property
    def over(self) -> list:
        """Brains of all past events, the latest first."""
        before = {"query": self.now, "range": "max"}
        return self._events(end=before, sort_on="start", sort_order="descending")

    @cached_property
    def pages(self) -> int:
        return max(1, -(-len(self.over) // PAST))

    @cached_property
    def page(self) -> int:
        """The page that is asked for, from 1; the last one when there is none of that number."""
        return min(read_asked(self.request.form).page, self.pages)

    def past(self) -> list[Card]:
        start = (self.page - 1) * PAST
        return [self.maker.card(brain) for brain in self.over[start : start + PAST]]

    def batch(self) -> list[dict]:
        return pages_of(self.page, self.pages, self.page_url)

    def page_url(self, number: int) -> str:
        url = self.context.absolute_url()
        return f"{url}?page={number}#past" if number > 1 else url

    def calendar(self) -> str:
        """Address of all of them for a calendar."""
        return f"{self.context.absolute_url()}/ics_view"
