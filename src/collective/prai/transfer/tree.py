"""What came of what, as a tree that ends and says no more than the relations do (pure).

Relations may go round in a circle, two originals may meet in one adaptation, a chain may be longer than a
page.  Each item is written with what came of it once; where it comes up again it is only named.
"""

from collections import deque
from collections.abc import Callable
from collections.abc import Iterable
from typing import NamedTuple


#: Items of one tree, and those that came of one item, that a page shows; the others are a number.
MOST, BROADEST = 120, 40
#: Where an item comes up again: it is what the branch itself came of, or it stands elsewhere in the tree.
ROUND, ELSEWHERE = "round", "elsewhere"


class Branch(NamedTuple):
    """``again``: "" where it is written whole; ``more``: of what came of it, how many are left out.

    ``others``: what else it came of, outside this branch.
    """

    id: str
    depth: int
    again: str = ""
    more: int = 0
    others: tuple[str, ...] = ()
    last: bool = True


Neighbours = Callable[[str], Iterable[str]]


def grow(start: str, parents: Neighbours, children: Neighbours, most: int = MOST) -> list[Branch]:
    """The trees that ``start`` stands in, each item before what came of it (``depth`` says of which).

    ``parents`` and ``children`` give ids in their order and must say the same; each is asked once for an id.
    What ``start`` came of is always there, however many others are left out.
    """
    up, down = _asked_once(parents), _asked_once(children)
    ancestors = reached([start], up, most)
    tops = roots(ancestors, up, down)
    wanted = dict.fromkeys(ancestors, True) | dict.fromkeys(
        set(reached(tops, down, most)) - {*ancestors}, False
    )
    found: list[Branch] = []
    placed: set[str] = set()
    for top in tops:
        found += _written(top, up, down, wanted, placed)
    return [one._replace(others=tuple(other for other in one.others if other not in placed)) for one in found]


def reached(starts: Iterable[str], step: Neighbours, most: int = MOST) -> list[str]:
    """Everything that the steps lead to, the nearest first, the starts among them; at most so many."""
    found = dict.fromkeys(starts)
    queue = deque(found)
    while queue and len(found) < most:
        for other in step(queue.popleft()):
            if other not in found and len(found) < most:
                found[other] = None
                queue.append(other)
    return list(found)


def roots(ids: list[str], up: Neighbours, down: Neighbours) -> list[str]:
    """Fewest items of which all the others came: those without parents; of a circle the first by id."""
    known = set(ids)

    def within(step: Neighbours) -> Neighbours:
        return lambda one: [other for other in step(one) if other in known]

    above = {one: len(reached([one], within(up), len(ids) + 1)) for one in ids}
    found: list[str] = []
    left = set(known)
    # Who has the fewest above itself came of nothing that does not also come of it.
    for one in sorted(ids, key=lambda one: (above[one], one)):
        if one in left:
            found.append(one)
            left -= set(reached([one], within(down), len(ids) + 1))
    return found


def _written(
    top: str, up: Neighbours, down: Neighbours, wanted: dict[str, bool], placed: set
) -> list[Branch]:
    """Without recursion: a chain may be longer than Python's stack.  ``wanted``: id → whether it must be."""
    found: list[Branch] = []
    path: list[str] = []
    queue: list[tuple[str, int, bool]] = [(top, 0, True)]
    while queue:
        one, depth, last = queue.pop()
        del path[depth:]
        if one in placed:
            found.append(Branch(one, depth, ROUND if one in path else ELSEWHERE, last=last))
            continue
        placed.add(one)
        kept, more = _kept(down(one), wanted)
        found.append(Branch(one, depth, "", more, tuple(up(one)), last))
        path.append(one)
        ends = len(kept) - 1
        queue += [(other, depth + 1, place == ends) for place, other in reversed(list(enumerate(kept)))]
    return found


def _kept(children: Iterable[str], wanted: dict[str, bool]) -> tuple[list[str], int]:
    """Those that are shown, in their order, and how many are not."""
    children = list(children)
    shown = [one for one in children if one in wanted]
    kept = [one for place, one in enumerate(shown) if place < BROADEST or wanted[one]]
    return kept, len(children) - len(kept)


def _asked_once(step: Neighbours) -> Neighbours:
    known: dict[str, list[str]] = {}

    def ask(one: str) -> list[str]:
        if one not in known:
            known[one] = [other for other in dict.fromkeys(step(one)) if other != one]
        return known[one]

    return ask
