"""One client who hammers is told when to come back, and the others do not notice him."""

from contextlib import contextmanager
from requests.adapters import HTTPAdapter
from statistics import median
from threading import Event
from threading import Thread
from uuid import uuid4
import random
import requests
import time


def client(address):
    """A session from another address of this machine."""

    class From(HTTPAdapter):
        def init_poolmanager(self, *args, **options):
            super().init_poolmanager(*args, source_address=(address, 0), **options)

    session = requests.Session()
    session.mount("http://", From())
    session.headers["Accept"] = "application/json"
    return session


@contextmanager
def limits(site, **values):
    """The settings of the control panel, for a while."""
    url = f"{site.rest}/@registry"
    settings = {f"collective.prai.throttle_{name}": value for name, value in values.items()}
    assert site.editor().patch(url, json=settings).status_code == 204
    try:
        yield
    finally:
        site.editor().patch(url, json={"collective.prai.throttle_rate": 0})


class Hammer(Thread):
    """Asks for full pages as fast as it can, each time as somebody else if one believed the header.

    And each time with another header of its own, or the door would give what it keeps: that costs no work
    of a thread, and is not counted.
    """

    def __init__(self, site, stopped):
        super().__init__(daemon=True)
        self.url = f"http://127.0.0.1:{site.port}/prai/++api++/@changes?limit=500"
        self.stopped = stopped
        self.answers, self.problems = [], []

    def run(self):
        session = client("127.0.0.2")
        while not self.stopped.is_set():
            forged = {"X-Forwarded-For": f"192.0.2.{random.randrange(256)}", "X-Request-Id": str(uuid4())}
            answer = session.get(self.url, headers=forged, timeout=30)
            self.answers.append(answer.status_code)
            if answer.status_code == 429 and (
                int(answer.headers["Retry-After"]) < 1 or len(answer.json()["message"]) < 20
            ):
                self.problems.append(answer.text)


def calm(site, seconds):
    """Milliseconds of each small request of another client, and the statuses."""
    session, url, found, ends = (
        client("127.0.0.3"),
        site.rest.replace("localhost", "127.0.0.1"),
        [],
        time.time() + seconds,
    )
    while time.time() < ends:
        begins = time.perf_counter()
        status = session.get(f"{url}/@changes?limit=2", timeout=30).status_code
        found.append((status, (time.perf_counter() - begins) * 1000))
        time.sleep(0.03)
    return {status for status, _time in found}, median(spent for _status, spent in found)


def test_an_abusive_client_is_refused_and_starves_nobody(demo_site):
    # However many come together: the first refusal says that nothing is left.
    with limits(demo_site, rate=120, burst=30, together=0):
        _statuses, before = calm(demo_site, 0.7)
        stopped = Event()
        hammers = [Hammer(demo_site, stopped) for _n in range(8)]
        for hammer in hammers:
            hammer.start()
        ends = time.time() + 20
        while not any(429 in hammer.answers for hammer in hammers) and time.time() < ends:
            time.sleep(0.05)
        spent, began = sum(len(hammer.answers) for hammer in hammers), time.time()
        statuses, during = calm(demo_site, 1.5)
        stopped.set()
        for hammer in hammers:
            hammer.join()
        ended = time.time()
    answers = [status for hammer in hammers for status in hammer.answers]
    assert [hammer.problems for hammer in hammers if hammer.problems] == []
    assert set(answers) == {200, 429}
    # From the first refusal on he is answered now and then: two requests' worth a second, which are at most ten
    # of the cheapest answers, and what was under way.
    assert answers.count(429) > 50
    assert answers.count(200) - spent <= 10 * (ended - began) + 2 * len(hammers)
    assert statuses == {200}
    # Eight refusals wait before it at most; unlimited, it would be as many whole pages.
    assert during < before + 60, (before, during)
