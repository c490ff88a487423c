"""Calls close by themselves when their last moment has passed."""

from collective.prai.interfaces import IDueWork
from collective.prai.programme.windows import CLOSED
from collective.prai.programme.windows import present
from collective.prai.programme.windows import window
from datetime import datetime
from datetime import UTC
from plone import api
from zope.interface import implementer
import logging


logger = logging.getLogger(__name__)
OPEN, CLOSE = "open", "close"
COMMENT = "Clos automatiquement à la date prévue."


@implementer(IDueWork)
class Closing:
    """No application is taken after the last moment in any case; the state follows within seconds."""

    def due(self, now: float) -> int:
        """Closes what is over; the number of calls that it closed."""
        moment = present(datetime.fromtimestamp(now, UTC))
        catalog = api.portal.get_tool("portal_catalog")
        over = catalog.unrestrictedSearchResults(
            portal_type="prai.Call", review_state=OPEN, end={"query": moment, "range": "max"}
        )
        closed = 0
        for brain in over:
            # Indexes count in minutes, calls in seconds.
            call = brain._unrestrictedGetObject()
            if api.content.get_state(call) == OPEN and window(call, moment).state == CLOSED:
                self._close(call)
                closed += 1
        return closed

    def _close(self, call):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(call, CLOSE, comment=COMMENT)
        logger.info("Call closed by its date (%s): %s", call.closes, "/".join(call.getPhysicalPath()))
