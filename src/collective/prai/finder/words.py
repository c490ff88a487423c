"""Words as readers of French write them: accents, hyphens, elisions, endings make no difference (pure).

One text gives one set of stems, whichever way it is written: « péri-scolaire », « périscolaire »,
« péri scolaire » and « PERISCOLAIRES » share one.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from snowballstemmer import stemmer
from threading import local
from typing import NamedTuple
import re
import unicodedata


#: What is read of a query: longer ones are no questions.
LONGEST, MOST = 200, 12
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "ʼ": "'", "‘": "'"})
_HYPHENS = re.compile("[\u2010-\u2015\u2212\u00ad]")
_WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
#: What an apostrophe cuts off.
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)'")
#: Beginnings that French joins to a word, sets before it with a hyphen, or leaves apart, as it pleases.
PREFIXES = frozenset(
    "anti auto bi bio co cyber e eco euro extra geo hydro hyper infra inter intra macro mega meta micro mini"
    " mono multi neo para peri pluri poly post pre proto pseudo psycho semi socio super supra tele trans tri"
    " ultra video visio web".split()
)
#: Words that every French text has, folded.
STOP = frozenset(
    """
    a afin ai ainsi alors apres as au aucun aucune aujourd aupres aussi autre autres aux avait avant
    avec avez avoir avons beaucoup bien ca car ce ceci cela celle celles celui ces cet cette ceux chaque
    chez ci comme comment dans de depuis des donc dont du elle elles en encore entre es est et etaient
    etait etant ete etes etre eu eux fait faire fois font hui ici il ils je la le les leur leurs lors
    lorsque lui ma mais me meme memes mes moi moins mon ne ni nos notamment notre nous on ont ou par
    parce pas pendant peu peut peuvent plus plusieurs pour pourquoi puis quand que quel quelle quelles
    quels qui quoi sa sans se sera seront ses si soit son sont sous sur ta te tel telle telles tels tes
    toi ton tous tout toute toutes tres tu un une va vers voici voila vont vos votre vous y
    """.split()
)
_here = local()


class Term(NamedTuple):
    """What one word of a query stands for: an item that has all stems of one of the alternatives has it."""

    text: str
    alternatives: tuple[tuple[str, ...], ...]


def folded(text: str) -> str:
    """Small letters without accents and ligatures; hyphens and apostrophes of all kinds as one."""
    plain = unicodedata.normalize("NFKD", _HYPHENS.sub("-", text.translate(_LIGATURES).casefold()))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Of one folded word; a stemmer keeps state, so that each thread has its own."""
    if not hasattr(_here, "stemmer"):
        _here.stemmer = stemmer("french")
    return _here.stemmer.stemWord(word) if len(word) < 40 else word[:40]


def chunks(text: str) -> list[list[str]]:
    """Words in order, each as the parts that hyphens and apostrophes make of it."""
    found = []
    for word in _WORD.findall(folded(text)):
        bare = _ELIDED.sub("", word.replace("aujourd'hui", "aujourdhui"))
        parts = [part for part in re.split("['-]", bare) if part]
        if parts:
            found.append(parts)
    return found


def _joined(written: list[list[str]]) -> list[str]:
    """What hyphens and beginnings left apart would be in one word."""
    whole = ["".join(parts) for parts in written if len(parts) > 1]
    apart = [
        one[0] + "".join(two)
        for one, two in pairwise(written)
        if len(one) == 1 and one[0] in PREFIXES and len(two[0]) > 2
    ]
    return whole + apart


def _kept(part: str) -> bool:
    return part not in STOP and (len(part) > 1 or part.isdigit())


def stems(text: str) -> list[str]:
    """All stems of a text, each as often as it is there."""
    written = chunks(text)
    parts = [part for parts in written for part in parts if _kept(part)]
    return [stem(word) for word in parts + _joined(written)]


#: Mark before a stem: in the title, in the description, three times or more.
TITLE, DESCRIPTION, OFTEN = "t:", "d:", "n:"


def indexed(title: str, description: str, text: str) -> list[str]:
    """What the index keeps of an item: its stems, and for some where they stand."""
    titled, described, all_stems = set(stems(title)), set(stems(description)), Counter(stems(text))
    all_stems.update(titled | described)
    # The text of an item repeats its title and its description.
    often = {
        word
        for word, count in all_stems.items()
        if count - 2 * (word in titled) - 2 * (word in described) > 2
    }
    marked = [(TITLE, titled), (DESCRIPTION, described), (OFTEN, often)]
    return sorted(all_stems) + [mark + word for mark, words in marked for word in sorted(words)]


def terms(query: str) -> tuple[Term, ...]:
    """The words of a query, each with all the ways in which a text may write it; stop words are none."""
    written, found, skip = chunks(query[:LONGEST])[:MOST], [], False
    for number, parts in enumerate(written):
        if skip:
            skip = False
            continue
        after = written[number + 1] if number + 1 < len(written) else None
        if len(parts) == 1 and parts[0] in PREFIXES and after is not None and len(after[0]) > 2:
            parts, skip = [*parts, *after], True
        apart = tuple(stem(part) for part in parts if _kept(part))
        ways = [(stem("".join(parts)),)] if len(parts) > 1 else []
        # « e-administration » is more than any administration.
        ways += [apart] if len(apart) == len(parts) else []
        if ways:
            found.append(Term(" ".join(parts), _with_synonyms(ways)))
    return tuple(dict.fromkeys(found))


@cache
def synonyms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Stem → what means the same, as stems; a line of data/synonyms.txt is one set of equals."""
    found: dict[str, tuple] = {}
    lines = (Path(__file__).parent / "data" / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        equal = [_one_way(name) for name in line.partition("#")[0].split(",") if name.strip()]
        for way in equal:
            if len(way) == 1:
                found[way[0]] = (*found.get(way[0], ()), *(other for other in equal if other != way))
    return found


def _one_way(name: str) -> tuple[str, ...]:
    """A hyphen makes one word: its parts alone may mean anything."""
    return tuple(stem(word) for word in ("".join(parts) for parts in chunks(name)) if _kept(word))


def _with_synonyms(ways: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    ways = list(ways)
    more = [other for way in ways if len(way) == 1 for other in synonyms().get(way[0], ())]
    return tuple(dict.fromkeys([*ways, *more]))
