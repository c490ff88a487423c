"""The buckets of the clients: what is let in, what is charged, and how many are remembered."""

from collective.prai.core.throttle import client_of
from collective.prai.core.throttle import cost
from collective.prai.core.throttle import Limits
from collective.prai.core.throttle import Throttle
from collective.prai.syndication.ranges import FilePart
from io import BytesIO
from types import SimpleNamespace
import pytest


LIMITS = Limits(rate=2, burst=10, together=1)


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def throttle(clock):
    return Throttle(most=100, clock=clock)


def ask(throttle, key="a", cost=1.0, limits=LIMITS):
    """Seconds of the refusal, 0 for an answer, which is made at once."""
    client, wait = throttle.enter(key, limits)
    if not wait:
        throttle.leave(client, cost)
    return wait


def test_a_burst_is_answered_then_the_rate_holds(throttle, clock):
    assert [ask(throttle) for _n in range(11)] == [0] * 10 + [1]
    clock.now += 1
    assert [ask(throttle) for _n in range(3)] == [0, 0, 1]
    clock.now += 1000
    assert [ask(throttle) for _n in range(11)] == [0] * 10 + [1]


def test_a_heavy_answer_is_paid_afterwards(throttle, clock):
    assert ask(throttle, cost=29) == 0
    assert ask(throttle) == 10  # 19 missing and one needed, two a second
    clock.now += 10
    assert ask(throttle) == 0


def test_an_unchanged_page_costs_a_fifth(throttle):
    assert [ask(throttle, cost=cost(0, b"")) for _n in range(47)][:46] == [0] * 46
    assert cost(0.05, b"x" * 1_000_000) == pytest.approx(6.2)
    assert cost(0, FilePart(BytesIO(), 0, 10_000_000)) == pytest.approx(2.2)


def test_clients_do_not_pay_for_one_another(throttle):
    while not ask(throttle, "greedy"):
        pass
    assert ask(throttle, "other") == 0


def test_who_spent_half_gets_one_answer_at_a_time(throttle):
    several = [throttle.enter("a", LIMITS) for _n in range(4)]
    assert [wait for _client, wait in several] == [0] * 4  # nobody is hindered before
    for client, _wait in several:
        throttle.leave(client, 1.5)
    first, wait = throttle.enter("a", LIMITS)
    assert (wait, throttle.enter("a", LIMITS)[1]) == (0, 1)
    throttle.leave(first, 0.2)
    assert throttle.enter("a", LIMITS)[1] == 0


def test_memory_is_bounded(throttle):
    for number in range(10_000):
        ask(throttle, f"client-{number}")
    assert len(throttle) == 100


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2a01:e0a::1", "2a01:e0a::/64"),
        ("2a01:e0a::2", "2a01:e0a::/64"),
        ("2a01:e0a:0:0:abcd::2", "2a01:e0a::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("nowhere", "nowhere"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_a_network(address, key):
    request = SimpleNamespace(environ={"REMOTE_ADDR": address}, getClientAddr=lambda: address)
    assert client_of(request) == key
