"""Which items have the words of a query, and which of them are about these words."""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from collective.prai.finder.sets import members
from collective.prai.finder.sets import Sets
from collective.prai.finder.words import chunks
from collective.prai.finder.words import DESCRIPTION
from collective.prai.finder.words import folded
from collective.prai.finder.words import OFTEN
from collective.prai.finder.words import stem
from collective.prai.finder.words import Term
from collective.prai.finder.words import TITLE
from math import log
import re


INDEX = "prai_words"
#: What a word adds to an item, by where it stands there; in the text alone it adds nothing.
WEIGHTS = ((TITLE, 4), (DESCRIPTION, 2), (OFTEN, 1))
#: Fewer items than these are put in order by themselves, more of them along the order of all.
_FEW = 500
#: Stems that a beginning stands for, at most; shorter beginnings say nothing.
_COMPLETIONS, _SHORTEST = 60, 3
_SURFACE = re.compile(r"[^\W\d_]+")


class Words:
    """The words of a catalog, for one request."""

    def __init__(self, sets: Sets):
        self.sets = sets
        self.index = sets.catalog.indexes.get(INDEX)

    @property
    def stems(self) -> OOBTree:
        return self.index._index if self.index is not None else {}

    def stem_set(self, word: str) -> int:
        """Items that have this stem, or this marked stem."""
        if self.index is None:
            return 0
        return self.sets.posting(self.index, word)

    def term_set(self, term: Term, mark: str = "") -> int:
        found = 0
        for way in term.alternatives:
            one = -1
            for word in way:
                one &= self.stem_set(mark + word)
                if not one:
                    break
            found |= one
        return found

    def all_of(self, terms: Iterable[Term]) -> int:
        """Items that have every word; −1, which is all items, without any."""
        found = -1
        for term in terms:
            found &= self.term_set(term)
        return found

    def any_of(self, terms: Iterable[Term]) -> int:
        found = 0
        for term in terms:
            found |= self.term_set(term)
        return found

    # Order

    def parts(self, terms: Iterable[Term], mask: int) -> list[tuple[float, int]]:
        """A set cut by what its items tell of the words: score and items, the highest first.

        Cutting sets costs nothing; looking at each item would.
        """
        found, whole = {0.0: mask}, max(1, len(self.sets.table.rids))
        for term in terms:
            rarity = log(1 + whole / max(1, self.term_set(term).bit_count()))
            for mark, weight in WEIGHTS:
                marked, cut = self.term_set(term, mark), {}
                for score, part in found.items():
                    for more, items in ((weight * rarity, part & marked), (0, part & ~marked)):
                        if items:
                            cut[score + more] = cut.get(score + more, 0) | items
                found = cut
        return sorted(found.items(), reverse=True)

    def ranked(self, terms: Iterable[Term], mask: int) -> Iterator[int]:
        """Records of a set, what tells most of the words first, the newest first among equals."""
        days = self.sets.catalog.getIndex("effective")._unindex
        for _score, part in self.parts(terms, mask):
            if part.bit_count() < _FEW:
                yield from sorted(self.sets.rids(part), key=lambda rid: -days.get(rid, 0))
            else:
                yield from self.sets.ordered(part, "effective", descending=True)

    # What was meant

    def completed(self, terms: tuple[Term, ...], query: str) -> tuple[Term, ...]:
        """The same words, the last one as the beginning of any word; none if it begins none."""
        written = chunks(query)
        start = "".join(written[-1]) if written else ""
        if not terms or len(start) < _SHORTEST:
            return ()
        ways = []
        for word in self.keys(start):
            ways.append((word,))
            if len(ways) == _COMPLETIONS:
                break
        last = terms[-1]
        return (*terms[:-1], last._replace(alternatives=(*last.alternatives, *ways))) if ways else ()

    def keys(self, start: str) -> Iterator[str]:
        """Known stems that begin so."""
        if self.index is None:
            return iter(())
        return iter(self.stems.keys(start, start + "~"))

    def meant(self, terms: tuple[Term, ...], shown: int) -> str:
        """The query with each unknown word replaced by the nearest known one; "" if there is none.

        A word is proposed as the title or the description of an item of the set has it: what the reader may
        not see proposes nothing.
        """
        if self.index is None:
            return ""
        found, changed = [], False
        for term in terms:
            if self.term_set(term) & shown:
                found.append(term.text)
            elif near := self._nearest("".join(folded(term.text).split()), shown):
                found.append(near)
                changed = True
            else:
                return ""
        return " ".join(found) if changed else ""

    def _nearest(self, word: str, shown: int) -> str:
        if len(word) < 4:
            return ""
        wanted, most = stem(word), 1 if len(word) < 8 else 2
        near = []
        for known in self.keys(wanted[0]):
            far = distance(wanted, known, most)
            if far <= most and known[1:2] != ":" and (have := self.stem_set(known) & shown):
                near.append((far, -have.bit_count(), known, have))
        for _far, _count, known, have in sorted(near)[:5]:
            if surface := self._written(known, have):
                return surface
        return ""

    def _written(self, known: str, have: int) -> str:
        for mark in (TITLE, DESCRIPTION):
            for bit in members(self.stem_set(mark + known) & have):
                (brain,) = self.sets.brains([self.sets.table.rids[bit]])
                for word in _SURFACE.findall(f"{brain.Title} {brain.Description}"):
                    if stem(folded(word)) == known:
                        return word.lower()
        return ""


def distance(one: str, two: str, most: int) -> int:
    """Letters to change, add, drop or swap to make one of the other; ``most + 1`` for any more."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before, row = [], list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
