"""How a list of the finder is followed: by feeds, by mail, by the codes of the partners' page."""

from collective.prai.core.feeds import asked_filters
from collective.prai.core.feeds import Filters
from collective.prai.core.feeds import PUBLIC
from collective.prai.core.feeds import reuse_url
from collective.prai.finder.asked import CARDS


class FollowedList:
    """Feeds and alerts read a search, words and all, as the page does; codes to paste know public filters."""

    #: Types of which the list is; () for a list of everything.
    own_types: tuple[str, ...] = ()

    def alert_filters(self) -> Filters:
        """What the list is of and what is asked of it; [] where that is nothing, or more than a search."""
        asked = self.asked
        if asked.archives or asked.ignored:
            return []
        pairs = asked._replace(commune="", sort="", view=CARDS, page=1).pairs()
        own = [] if "type" in asked.chosen else [("type", name) for name in self.own_types]
        return own + pairs

    def feed_filters(self) -> Filters:
        """The same, where partners may have all that it is of."""
        filters = self.alert_filters()
        return filters if _selected([pair for pair in filters if pair[0] in PUBLIC]) is not None else []

    def reuse_url(self) -> str:
        """The partners' page with that choice made; "" where its codes could not make all of it."""
        filters = _selected(self.alert_filters())
        return reuse_url(filters) if filters else ""


def _selected(pairs: Filters) -> Filters | None:
    """These pairs as public filters; None if no feed selects the same."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        chosen[name] = (*chosen.get(name, ()), value)
    return asked_filters(chosen)
