from collective.prai.transfer.tree import BROADEST
from collective.prai.transfer.tree import ELSEWHERE
from collective.prai.transfer.tree import grow
from collective.prai.transfer.tree import MOST
from collective.prai.transfer.tree import ROUND
import pytest
import random
import time


def of(*edges):
    """``"a>b"``: b came of a → what ``grow`` is given."""
    pairs = [tuple(edge.split(">")) for edge in edges]

    def parents(one):
        return [above for above, below in pairs if below == one]

    def children(one):
        return [below for above, below in pairs if above == one]

    return parents, children


def drawn(start, *edges):
    """``a``, ``.b``, ``..c``: a line for each item, a dot for each level; ``^`` round, ``=`` elsewhere."""
    signs = {"": "", ROUND: "^", ELSEWHERE: "="}
    return ["." * one.depth + one.id + signs[one.again] for one in grow(start, *of(*edges))]


class TestTree:
    def test_from_its_root_whoever_asks(self):
        edges = ("original>toulouse", "original>albi", "albi>adapted", "adapted>rodez")
        whole = ["original", ".toulouse", ".albi", "..adapted", "...rodez"]
        for start in ("original", "toulouse", "albi", "adapted", "rodez"):
            assert drawn(start, *edges) == whole

    def test_alone(self):
        assert drawn("a") == ["a"]

    def test_last_of_its_siblings(self):
        found = {one.id: one.last for one in grow("a", *of("a>b", "a>c", "b>d"))}
        assert found == {"a": True, "b": False, "c": True, "d": True}

    def test_two_parents(self):
        """Written once, named again where it came of the other one too."""
        assert drawn("c", "a>c", "b>c", "c>d") == ["a", ".c", "..d", "b", ".c="]
        assert drawn("top", "top>a", "top>b", "a>c", "b>c") == ["top", ".a", "..c", ".b", "..c="]

    def test_a_parent_outside_the_tree_is_named(self):
        (_top, below) = grow("a", *of("a>c", "b>c"))
        assert (below.id, below.others) == ("c", ("b",))

    @pytest.mark.parametrize(
        "edges, lines",
        [
            (("a>b", "b>a"), ["a", ".b", "..a^"]),
            (("a>a",), ["a"]),
            (("a>a", "a>b"), ["a", ".b"]),
            (("a>b", "b>c", "c>a", "c>d"), ["a", ".b", "..c", "...a^", "...d"]),
            (("root>a", "a>b", "b>a"), ["root", ".a", "..b", "...a^"]),
            (("b>a", "a>b", "b>c", "c>b"), ["a", ".b", "..a^", "..c", "...b^"]),
        ],
    )
    def test_circles_end(self, edges, lines):
        assert drawn("a", *edges) == lines

    def test_a_circle_is_the_same_from_all_its_items(self):
        edges = ("a>b", "b>c", "c>a")
        assert drawn("a", *edges) == drawn("b", *edges) == drawn("c", *edges) == ["a", ".b", "..c", "...a^"]

    def test_said_twice_is_once(self):
        assert drawn("a", "a>b", "a>b") == ["a", ".b"]

    def test_a_chain_longer_than_the_stack(self):
        edges = [f"n{n:05}>n{n + 1:05}" for n in range(5_000)]
        parents = {edge.split(">")[1]: [edge.split(">")[0]] for edge in edges}
        children = {edge.split(">")[0]: [edge.split(">")[1]] for edge in edges}
        found = grow("n04000", lambda one: parents.get(one, ()), lambda one: children.get(one, ()))
        assert len(found) <= 2 * MOST and "n04000" in {one.id for one in found}

    def test_many_reuses_are_counted(self):
        edges = [f"a>r{n:03}" for n in range(300)]
        found = grow("r299", *of(*edges))
        assert found[0].more == 300 - (len(found) - 1)
        assert "r299" in {one.id for one in found}, "who asks stands in the tree"
        assert len(found) <= BROADEST + 2

    def test_any_graph_ends_and_says_each_edge_once(self):
        """Every line but a root stands below something that it came of; every edge of the few is there."""
        rng = random.Random(7)
        began = time.process_time()
        for _turn in range(300):
            names = [f"n{n}" for n in range(rng.randint(1, 9))]
            edges = {f"{rng.choice(names)}>{rng.choice(names)}" for _n in range(rng.randint(0, 14))}
            parents, _children = of(*edges)
            for start in names:
                found, path, said = grow(start, *of(*edges)), [], []
                for one in found:
                    del path[one.depth :]
                    if path:
                        assert path[-1] in parents(one.id)
                        said.append((path[-1], one.id))
                    path.append(one.id)
                assert len(said) == len(set(said)), "no edge twice"
                whole = [one.id for one in found if not one.again]
                assert len(whole) == len(set(whole)) and start in whole
        assert time.process_time() - began < 5
