"""The sweeper of a serving process: a daemon thread that turns marks into entries within a second.

It starts when Zope begins to serve (``IProcessStarting``), so neither in tests nor in
``bin/instance run``; ``PRAI_SWEEPER=off`` leaves the work to another process.
"""

from AccessControl.SecurityManagement import noSecurityManager
from collective.prai.interfaces import IDueWork
from collective.prai.interfaces import IPraiLayer
from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep_and_commit
from collective.prai.syndication.wake import bell
from contextlib import contextmanager
from io import BytesIO
from threading import Thread
from zope.component import getUtilitiesFor
from zope.component.hooks import setSite
from zope.globalrequest import clearRequest
from zope.globalrequest import setRequest
from zope.interface import alsoProvides
from ZPublisher.BaseRequest import RequestContainer
from ZPublisher.HTTPRequest import HTTPRequest
from ZPublisher.HTTPResponse import HTTPResponse
import logging
import os
import sys
import time
import transaction
import Zope2


logger = logging.getLogger(__name__)
#: Seconds between two looks at the clock, for due dates and for the marks of other processes.
PAUSE = 1.0
#: Seconds to wait after a save, so that one sweep serves several saves.
GATHER = 0.3
#: Seconds to wait after an error, so that a lasting one does not fill the log.
REST = 5.0


def _request():
    environ = {
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REQUEST_METHOD": "GET",
        "HTTP_ACCEPT_LANGUAGE": "fr",
    }
    response = HTTPResponse(stdout=BytesIO())
    request = HTTPRequest(BytesIO(), environ, response)
    request.set("LANGUAGE", "fr")
    alsoProvides(request, IPraiLayer)
    return request


def _plone_sites(folder):
    """Of the whole database: a site may stand in a folder."""
    for obj in folder.objectValues(["Plone Site", "Folder", "Folder (Ordered)"]):
        if obj.meta_type == "Plone Site":
            yield obj
        else:
            yield from _plone_sites(obj)


@contextmanager
def _connected():
    """The root of the database, over a connection of our own, as Anonymous, in French."""
    request = _request()
    transaction.begin()
    app = Zope2.bobo_application()
    try:
        noSecurityManager()
        setRequest(request)
        yield app.__of__(RequestContainer(REQUEST=request))
    finally:
        transaction.abort()
        setSite(None)
        clearRequest()
        app._p_jar.close()
        request.close()


@contextmanager
def sites():
    """All sites with an outbox."""
    with _connected() as app:
        yield [site for site in _plone_sites(app) if query_outbox(site) is not None]


@contextmanager
def open_site(path: str):
    """The site at that path, for a command, which ends with a sentence if none with an outbox is there."""
    with _connected() as app:
        site = app.unrestrictedTraverse(path, None)
        if getattr(site, "meta_type", "") != "Plone Site" or query_outbox(site) is None:
            sys.exit(f"There is no site {path} with the add-on in this database.")
        setSite(site)
        yield site


def do_what_is_due(now: float) -> int:
    """What the rooms do by themselves at their hour; the number of things done."""
    return sum(work.due(now) for _name, work in getUtilitiesFor(IDueWork))


def sweep_all() -> int:
    """One turn over all sites; returns the number of entries written.

    A site whose sweep fails does not keep the next ones waiting; its error is raised at the end.
    """
    written, errors = 0, []
    with sites() as found:
        for site in found:
            setSite(site)
            try:
                if do_what_is_due(time.time()):
                    transaction.commit()
                if not query_outbox(site).settled(time.time()):
                    written += sweep_and_commit(site)
            except Exception as error:  # noqa: BLE001 (raised below)
                transaction.abort()
                errors.append(error)
    if errors:
        raise errors[0]
    return written


class Sweeper(Thread):
    """Ends with the process, or when ``stop`` is called."""

    def __init__(self):
        super().__init__(name="collective.prai sweeper", daemon=True)
        self._stopped = False

    def stop(self):
        """Ask the thread to end after its present turn."""
        self._stopped = True
        bell.set()

    def run(self):
        pause = 0.0
        while not self._stopped:
            if bell.wait(pause):
                time.sleep(GATHER)
            bell.clear()
            pause = self._turn()

    def _turn(self) -> float:
        try:
            sweep_all()
        except Exception:  # noqa: BLE001 (a thread that dies leaves partners without withdrawals)
            logger.exception("A turn of the sweeper failed; the marks are kept and it tries again.")
            return REST
        return PAUSE


def start(event=None):
    """Start the sweeper of this process, unless PRAI_SWEEPER says off."""
    if os.environ.get("PRAI_SWEEPER", "on").lower() in ("off", "0", "no", "false"):
        logger.info("No sweeper in this process: PRAI_SWEEPER is off.")
        return None
    sweeper = Sweeper()
    sweeper.start()
    return sweeper
