"""Rows of pages and of the finder, given again and made anew, beside the pages of plain Classic Plone.

The peer is a site of its own without any add-on, with the same texts: its home page, a page, a folder's list,
and its ``@@search``, which counts nothing.
"""

from collections.abc import Callable
from itertools import count
from itertools import cycle
from statistics import median
import re
import requests


#: Words that many, some and few of the texts have.
WORDS = ("commune", "services", "questionnaire", "élus", "accès internet")
KEPT_TURNS, TURNS = 200, 25
#: Milliseconds: a page that is given again; a page of the finder above a page with nothing of its own.
KEPT_GOAL, FINDER_GOAL = 10, 12
_fresh = count()


class Visitor:
    """A browser without a name."""

    def __init__(self):
        self.session = requests.Session()
        self.session.headers["Accept"] = "text/html"

    def open(self, url: str) -> str:
        """Text of a page; it must be there."""
        answer = self.session.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return answer.text


class Pages:
    """The rows of one pair of sites: ours, and plain Plone with as many items."""

    def __init__(self, bench, ours, stock, many: int):
        self.bench, self.ours, self.stock, self.many = bench, ours, stock, many
        self.visitor = Visitor()

    def spent(self, site, urls: Callable[[], str], turns=TURNS) -> float:
        """Milliseconds of processor time of one page, the median of several."""
        self.visitor.open(urls()), self.visitor.open(urls())
        return median(self.bench.measure(lambda: self.visitor.open(urls()), site) for _turn in range(turns))

    def anew(self, site, path: str) -> float:
        """Of a page for a query that nobody has asked for: the first one after any change costs the same."""
        return self.spent(site, lambda: f"{site.url}{path}{'&' if '?' in path else '?'}neu={next(_fresh)}")

    def kept(self, path: str) -> float:
        url = f"{self.ours.url}{path}"
        self.visitor.open(url)
        return (
            self.bench.measure(
                lambda: [self.visitor.open(url) for _turn in range(KEPT_TURNS)], self.ours
            )
            / KEPT_TURNS
        )  # fmt: skip

    def measure(self):
        for name, path, peer in (
            ("home", "", ""),
            ("project sheet", "/projets/projectsheet-4", "/fiches/fiche-4"),
            ("guide", "/guides/guide-0", "/fiches/fiche-5"),
            ("list of projects", "/projets", "/fiches/listing_view"),
        ):
            kept, anew, stock = self.kept(path), self.anew(self.ours, path), self.anew(self.stock, peer)
            self.bench.row(
                f"page: {name}, {self.many:,} items",
                f"{kept:.2f} ms given again; {anew:.1f} ms made anew",
                f"{stock:.1f} ms",
                f"given again ≤ {KEPT_GOAL} ms; {stock / kept:.0f}×; made anew {stock / anew:.1f}×",
                kept <= KEPT_GOAL,
            )
        self.finder()

    def finder(self):
        """Words and a facet with every count; each time another page of results."""
        words, others = cycle(WORDS), cycle(WORDS)
        url = f"{self.ours.url}/trouver"
        found = self.visitor.open(f"{url}?q={WORDS[0]}&theme=tourisme")
        assert re.search(r'class="prai-total">[^<]*?\d', found), "the finder finds nothing"
        ours = self.spent(
            self.ours, lambda: f"{url}?q={next(words)}&theme=tourisme&neu={next(_fresh)}"
        )  # fmt: skip
        stock = self.spent(
            self.stock, lambda: f"{self.stock.url}/@@search?SearchableText={next(others)}&neu={next(_fresh)}"
        )
        empty = self.anew(self.ours, "/accessibility-info")
        kept = self.kept(f"/trouver?q={WORDS[0]}&theme=tourisme")
        self.bench.row(
            f"finder: words and a facet, all counts, 20 cards, {self.many:,} items",
            f"{kept:.2f} ms given again; {ours:.1f} ms made anew, {ours - empty:.1f} ms above an empty page",
            f"{stock:.1f} ms (@@search: words, 10 results, no counts)",
            f"≤ {FINDER_GOAL} ms above an empty page; made anew {stock / ours:.1f}×",
            ours - empty <= FINDER_GOAL,
        )
