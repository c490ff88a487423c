"""Points counted in bits are those that a loop would count."""

from collective.prai.finder.tally import Tally
import random


def test_ranks_are_those_of_a_plain_count():
    chance = random.Random(7)
    tally, plain = Tally(), dict.fromkeys(range(300), 0)
    for _turn in range(40):
        items, points = chance.getrandbits(300), chance.randrange(7)
        tally.give(items, points)
        for item in plain:
            plain[item] += points * (items >> item & 1)
    among = chance.getrandbits(300)
    expected = {}
    for item, points in plain.items():
        if points and among >> item & 1:
            expected[points] = expected.get(points, 0) | 1 << item
    assert list(tally.ranks(among)) == sorted(expected.items(), reverse=True)
    assert all(tally.of(item) == points for item, points in plain.items())


def test_nothing_given_nothing_ranked():
    tally = Tally()
    tally.give(0, 5)
    tally.give(0b101, 0)
    assert list(tally.ranks(0b111)) == []
