"""Parts of pages that are the same on many, kept for readers without a name.

The first page after a change is made of them: only what is its own is made anew.  A part is known by the
state of the database that its request sees, so that nothing here is ever out of date.
"""

from AccessControl import getSecurityManager
from collections.abc import Callable
from collections.abc import Hashable
from collective.prai.core.caching.state import database
from collective.prai.core.caching.state import next_due
from collective.prai.core.caching.state import seen_state
from collective.prai.core.kept import Kept
from plone import api
from plone.app.layout.viewlets.toolbar import ToolbarViewletManager
from plone.app.viewletmanager.manager import OrderedViewletManager
from plone.base.interfaces import IPloneSiteRoot
from plone.portlets.constants import CONTEXT_ASSIGNMENT_KEY
from zope.annotation.interfaces import IAnnotations
import time
import weakref


#: Bytes of parts of a database, roughly; a part is small, and there are few of them in one state.
ROOM = 4 * 2**20
_parts: weakref.WeakKeyDictionary = weakref.WeakKeyDictionary()


def kept_part(name: str, context, request, make: Callable, *more: Hashable):
    """What ``make`` makes, from memory where the same was made for someone without a name.

    It may depend on the site, its public address, the language, the state of the database, the clock, and
    on ``more``; never on the context itself, nor on what the reader asked for.
    """
    site = api.portal.get()
    state = seen_state(site)
    if (
        state is None
        or getSecurityManager().getUser().getId() is not None
        or "HTTP_COOKIE" in request.environ
    ):
        return make()
    store = _parts.get(database(site))
    if store is None:
        store = _parts[database(site)] = Kept(ROOM)
    key = (name, site.absolute_url(), api.portal.get_current_language(), *more)
    found, now = store.get(key), time.time()
    if found is not None and found[0] == state and now < found[1]:
        return found[2]
    value = make()
    if seen_state(site) == state:
        store.put(key, (state, next_due(site, state, now), value), len(str(value)))
    return value


def portlets_from(context) -> tuple:
    """Which portlets stand on a page: its type, and the path of the nearest item with portlets of its own."""
    current = context
    while current is not None and not IPloneSiteRoot.providedBy(current):
        annotations = IAnnotations(current, None)
        if annotations is not None and annotations.get(CONTEXT_ASSIGNMENT_KEY):
            return getattr(context, "portal_type", ""), current.getPhysicalPath()
        current = getattr(current, "__parent__", None)
    return getattr(context, "portal_type", ""), ()


class KeptManager(OrderedViewletManager):
    """The viewlets of a place that shows the same on every page: with the base of the viewlet manager."""

    def update(self):
        """Nothing is made before it is known whether it has to be."""

    def render(self):
        place = portlets_from(self.context)
        return kept_part(self.__name__, self.context, self.request, self._made, *place)

    def _made(self) -> str:
        super().update()
        return super().render()


class NoToolbar(ToolbarViewletManager):
    """Plone makes the whole toolbar for visitors too, and the theme throws it away."""

    def update(self):
        if not api.user.is_anonymous():
            super().update()

    def render(self):
        return "" if api.user.is_anonymous() else super().render()
