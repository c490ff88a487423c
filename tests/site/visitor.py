"""A reader of the site behind its door, as a WSGI server lets them in."""

from collective.prai.core.caching.door import Door
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from tests.site.looking import look
from ZPublisher.WSGIPublisher import publish_module
import time
import transaction


def second_after(work) -> int:
    """Do some work, and choose a second that leaves time to do it once more, on a busy machine too."""
    began = time.time()
    work()
    now = time.time()
    return int(now + 3 * (now - began)) + 2


class Visitor:
    """Asks the filter as a WSGI server does; ``reached``: how often Zope was asked."""

    def __init__(self, portal):
        self.portal, self.reached, self.meanwhile = portal, 0, None
        self.door = Door(self.zope, lambda: portal._p_jar.db())

    @property
    def kept(self) -> int:
        """How many answers the door remembers."""
        return len(self.door.answers) + len(self.door.asked)

    def zope(self, environ, start_response):
        self.reached += 1
        result = publish_module(environ, start_response)
        if self.meanwhile is not None:
            self.meanwhile()
        return result

    def ask(self, path="/@changes", query="", method="GET", **headers):
        """Status, headers but the date, body."""
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": f"/{self.portal.getId()}{path}", "QUERY_STRING": query,
            "SCRIPT_NAME": "", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(), "wsgi.errors": BytesIO(), **headers,
        }  # fmt: skip
        told = []
        with ThreadPoolExecutor(1) as server:  # as in a server: a thread, and a transaction, of its own
            begin = lambda status, headers, *more: told.extend([status, headers])  # noqa: E731
            body = server.submit(lambda: b"".join(self.door(environ, begin))).result()
        look()
        assert sum(name.lower() == "date" for name, _value in told[1]) == 1
        return (
            told[0],
            sorted((name.lower(), value) for name, value in told[1] if name.lower() != "date"),
            body,
        )

    def commit(self):
        """A transaction of somebody, somewhere."""
        connection = self.portal._p_jar.db().open(transaction.TransactionManager())
        connection.root()["somewhere"] = time.time()
        connection.transaction_manager.commit()
        connection.close()
