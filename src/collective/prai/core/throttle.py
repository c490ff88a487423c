"""No reader of the public addresses keeps the others waiting: who takes too much is told when to come back.

Each client has a bucket of requests that fills again with time.  What an answer costs is known only
when it has been made, so it is charged then: what the processor worked for it, and its size.  A page
that has not changed costs next to nothing.  The buckets live in the memory of one process.
"""

from collections import OrderedDict
from collections.abc import Callable
from collective.prai import _
from collective.prai.core.settings import PREFIX
from ipaddress import ip_address
from ipaddress import ip_network
from math import ceil
from plone.registry.interfaces import IRegistry
from threading import Lock
from typing import NamedTuple
from zope.component import queryUtility
import logging
import time


logger = logging.getLogger(__name__)
#: Clients that are remembered, those seen last: some 200 bytes each.
MOST_CLIENTS = 20_000
#: What the cheapest answer costs, in requests of the setting.
LEAST_COST = 0.2
#: Seconds of the processor, and bytes sent, that count as one request.
SECONDS, BYTES = 0.01, 1_000_000
#: Bytes of a file as one request: the server sends it without a thread of ours.
FILE_BYTES = 5_000_000


class Limits(NamedTuple):
    """``rate``: requests a second; ``burst``: how many may come in a row; ``together``: at the same
    time, of a client who has spent half of that."""

    rate: float
    burst: float
    together: int


class Client:
    """Of one address: requests left at that moment, and answers that are being made."""

    __slots__ = ("active", "left", "moment")

    def __init__(self, left: float, moment: float):
        self.left = left
        self.moment = moment
        self.active = 0


class Throttle:
    """The buckets of all clients; safe for threads."""

    def __init__(self, most: int = MOST_CLIENTS, clock: Callable[[], float] = time.monotonic):
        self._clients: OrderedDict[str, Client] = OrderedDict()
        self._most = most
        self._clock = clock
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._clients)

    def clear(self):
        """Forget everybody."""
        with self._lock:
            self._clients.clear()

    def enter(self, key: str, limits: Limits) -> tuple[Client, int]:
        """The client, and the seconds after which to come back; 0: come in, and call ``leave``."""
        with self._lock:
            now = self._clock()
            client = self._clients.get(key)
            if client is None:
                client = self._clients[key] = Client(limits.burst, now)
                if len(self._clients) > self._most:
                    self._clients.popitem(last=False)
            else:
                self._clients.move_to_end(key)
                client.left = min(limits.burst, client.left + (now - client.moment) * limits.rate)
                client.moment = now
            if client.left < 1:
                return client, max(1, ceil((1 - client.left) / limits.rate))
            if client.left < limits.burst / 2 and 0 < limits.together <= client.active:
                return client, 1
            client.active += 1
            return client, 0

    def leave(self, client: Client, cost: float):
        """The answer is made: charge it."""
        with self._lock:
            client.active -= 1
            client.left -= cost


throttle = Throttle()


class Visit:
    """One request of a client; ``wait``: seconds to refuse it for, 0 if it may come in."""

    def __init__(self, request):
        limits, key = current_limits(), client_of(request)
        self._client, self.wait = None, 0
        if limits is not None and key:
            self._client, self.wait = throttle.enter(key, limits)
        self._begins = time.thread_time()

    def end(self, body):
        """Charge what was answered; not to be called for a refused visit."""
        if self._client is not None:
            throttle.leave(self._client, cost(time.thread_time() - self._begins, body))


def cost(seconds: float, body) -> float:
    """In requests: of that much work of the processor, and of a body of bytes or a file."""
    size = BYTES if isinstance(body, (bytes, str)) else FILE_BYTES
    return LEAST_COST + seconds / SECONDS + len(body) / size


def current_limits() -> Limits | None:
    """As set in the control panel; None: nobody is limited."""
    registry = queryUtility(IRegistry)
    rate = registry.get(f"{PREFIX}.throttle_rate") if registry is not None else 0
    if not rate:
        return None
    burst = registry.get(f"{PREFIX}.throttle_burst") or 1
    return Limits(rate / 60, max(burst, 1), registry.get(f"{PREFIX}.throttle_together") or 0)


def too_many(seconds: int):
    """What a client is told who asks too often."""
    return _(
        "Too many requests come from your address: ask again in ${seconds} s.", mapping={"seconds": seconds}
    )


_warned = False


def client_of(request) -> str:
    """Who asks: an IPv4 address, or the network of an IPv6 one, of which each household has many.

    X-Forwarded-For is read only behind the proxies that zope.conf trusts (``trusted-proxy``).
    """
    address = request.getClientAddr() or ""
    if request.environ.get("HTTP_X_FORWARDED_FOR") and address == request.environ.get("REMOTE_ADDR"):
        _warn(address)
    return network_of(address)


def network_of(address: str) -> str:
    """An IPv4 address as it is, however it is written; of an IPv6 one its network of 64 bits."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def _warn(address: str):
    """Once: behind a proxy that nobody trusts, all readers of the world are one client."""
    global _warned
    if not _warned:
        _warned = True
        logger.warning(
            "Requests from %s carry X-Forwarded-For, which is not read: if it is your proxy, name it in "
            "zope.conf as trusted-proxy, or all who come through it share one limit.",
            address,
        )
