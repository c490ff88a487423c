"""Rows of pages and of the finder, kept and made anew; beside them what REST takes for a search without counts."""

from itertools import count
from statistics import median
import requests


#: Words that the texts of the measured sites are made of.
WORDS = ("mairie", "équipement", "fiche", "recenser", "mairies")
_fresh = count()


class Visitor:
    """A browser without a name."""

    def __init__(self):
        self.session = requests.Session()
        self.session.headers["Accept"] = "text/html"

    def open(self, url: str) -> int:
        """Bytes of a page; it must be there."""
        answer = self.session.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return len(answer.content)


def measure_pages(bench, turns=40):
    """Of each kind of page: given again, and made for a query that nobody had asked for."""
    visitor = Visitor()
    item = bench.pull_ours(limit=1)[0][0]["url"]
    pages = {"home": "", "section list": "/fiches-pratiques", "sheet": item.removeprefix(bench.site.url)}
    for name, path in pages.items():
        url = f"{bench.site.url}{path}"
        peer = f"{bench.site.rest}{path}"
        for _turn in range(3):
            visitor.open(url), bench.session.get(peer)
        kept = bench.measure(lambda: [visitor.open(url) for _turn in range(turns)]) / turns  # noqa: B023
        anew = [bench.measure(lambda: visitor.open(f"{url}?neu={next(_fresh)}")) for _turn in range(15)]  # noqa: B023
        rest = median(bench.measure(lambda: bench.session.get(peer)) for _turn in range(9))  # noqa: B023
        bench.row(
            f"page: {name}",
            f"{kept:.2f} ms kept, {median(anew):.1f} ms made anew",
            f"{rest:.1f} ms (the item as JSON)",
            "kept ≤ 10 ms",
            kept <= 10,
        )


def measure_finder(bench):
    """Words and a facet with every count, each time another question; the peer counts nothing."""
    visitor = Visitor()
    for site, many in ((bench.site, bench.items), (bench.large, bench.many)):
        ours, theirs = [], []
        for turn in range(25):
            word = f"{WORDS[turn % len(WORDS)]}&theme=tourisme&page={1 + turn % 7}&x={next(_fresh)}"
            url = f"{site.url}/trouver?q={word}"
            peer = (
                f"{site.rest}/@search?SearchableText={WORDS[turn % len(WORDS)]}&b_size=20&sort_on=effective"
            )
            ours.append(bench.measure(lambda: visitor.open(url), site))  # noqa: B023
            theirs.append(bench.measure(lambda: bench.session.get(peer), site))  # noqa: B023
        bench.row(
            f"finder: words and a facet, all counts, the whole page made anew, {many:,} items",
            f"{median(ours):.1f} ms",
            f"{median(theirs):.1f} ms (no counts, no page)",
            "≤ 12 ms above an empty page",
            median(ours) - empty_page(bench, site) <= 12,
        )


def empty_page(bench, site) -> float:
    """A page of ours with next to nothing of its own, made anew."""
    visitor = Visitor()
    url = f"{site.url}/accessibility-info?x="
    return median(bench.measure(lambda: visitor.open(f"{url}{next(_fresh)}"), site) for _turn in range(15))
