"""Ours beside plain plone.restapi, on one server in one run: CPU of the server, not of the wire.

    make bench                                   1,000 items, and 10,000 on a third site
    make bench ARGS="--items 200 --large 1000"   quicker, rougher
    make bench ARGS="--pages"                    only pages and the finder, beside plain Classic Plone
    make bench ARGS="--partners"                 only what partners' programs do
    make bench ARGS="--keep FOLDER"              makes the sites there once, and measures them again

Linux only: processor time is read from /proc.  Exit status 1 when a goal of the programme is missed.
"""

from contextlib import ExitStack
from functools import partial
from pages import Pages
from pathlib import Path
from sites import start
from sites import start_pages
from statistics import median
from urllib.parse import quote
import argparse
import os
import re
import requests
import sys
import tempfile
import time


JSON = {"Accept": "application/json"}


def cpu(site) -> float:
    """Milliseconds of processor time that the server has used so far, all threads."""
    total = 0
    for task in Path(f"/proc/{site.process.pid}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue
    return total / 1e6


class Bench:
    """One run; ``rows`` are (job, ours, peer, ratio or goal, whether it is met)."""

    def __init__(self, site, plain, large, items, many):
        self.site, self.plain, self.large = site, plain, large
        self.items, self.many = items, many
        self.session = requests.Session()
        self.session.headers.update(JSON)
        self.rows = []

    def row(self, job, ours, peer, goal, met):
        self.rows.append((job, ours, peer, goal, met))
        print(f"{'ok ' if met else 'NO '} {job}: {ours} | {peer} | {goal}", flush=True)

    def settle(self, site=None):
        """Wait until the sweeper has nothing left to do."""
        url = f"{(site or self.site).rest}/@changes?limit=1"
        while "ETag" not in self.session.get(url).headers:
            time.sleep(0.1)

    def measure(self, job, site=None) -> float:
        before = cpu(site or self.site)
        job()
        return cpu(site or self.site) - before

    # The jobs

    def pull_ours(self, since="", limit=500, site=None):
        query, items, requested = (f"&since={since}" if since else ""), [], 0
        while True:
            page = self.session.get(f"{(site or self.site).rest}/@changes?limit={limit}{query}").json()
            items += page["items"]
            requested += 1
            query = f"&since={page['cursor']}"
            if not page["has_more"]:
                return items, page["cursor"], requested

    def fetch(self, urls, **headers) -> int:
        """The same as bytes, neither unpacked nor parsed; returns how many came over the wire."""
        total = 0
        for url in urls:
            answer = self.session.get(url, headers=headers, stream=True)
            total += len(answer.raw.read(decode_content=False))
        return total

    def pages(self, site, limit=500) -> list[str]:
        """The addresses that a full pull asks for, one after the other."""
        urls, since = [], ""
        while True:
            urls.append(f"{site.rest}/@changes?limit={limit}{since}")
            page = self.session.get(urls[-1]).json()
            since = f"&since={page['cursor']}"
            if not page["has_more"]:
                return urls

    def edit(self, site, items) -> str:
        """Change those items; returns the cursor from before."""
        editor = site.editor()
        cursor = self.pull_ours(site=site)[1]
        for item in items:
            url = item["url"].replace("/prai/", "/prai/++api++/", 1)
            answer = editor.patch(url, json={"problem": f"J’ai besoin d’autre chose ({time.time()})."})
            assert answer.status_code == 204, answer.text
        self.settle(site)
        return cursor

    def pull_restapi(self, query="", size=100):
        start, items = 0, []
        while True:
            url = f"{self.site.rest}/@search?portal_type=prai.HowTo&fullobjects=1&b_size={size}&b_start={start}{query}"
            page = self.session.get(url).json()
            items += page["items"]
            start += size
            if start >= page["items_total"]:
                return items

    def full_pull(self):
        ours, theirs = self.pull_ours()[0], self.pull_restapi()  # warm
        assert len(ours) == len(theirs) == self.items, (len(ours), len(theirs))
        fast = median(self.measure(self.pull_ours) for _turn in range(7)) / self.items
        slow = median(self.measure(self.pull_restapi) for _turn in range(2)) / self.items
        size = sum(len(item["content"]["html"]) for item in ours) / len(ours)
        job = f"full pull, {self.items:,} items of {size / 1000:.1f} kB HTML, warm"
        ratio = slow / fast
        self.row(
            job, f"{fast:.4f} ms an item", f"{slow:.3f} ms an item", f"{ratio:.0f}× (≥ 100×)", ratio >= 100
        )

    def compression(self):
        """What it saves, and what a page costs that nobody has asked for since it changed."""
        urls = self.pages(self.site)
        sizes, spent = {}, {}
        for coding in ("gzip", "identity"):
            asked = partial(self.fetch, urls, **{"Accept-Encoding": coding})
            sizes[coding] = asked()
            spent[coding] = median(self.measure(asked) for _turn in range(7)) / self.items
        # Another limit is another page, which nobody has made yet.
        anew = [
            self.measure(lambda: self.fetch([f"{self.site.rest}/@changes?limit={limit}"])) / limit  # noqa: B023
            for limit in range(490, 480, -1)
        ]
        self.row(
            "the same: plain; compressed; made and compressed for the first time",
            f"{spent['identity']:.4f}; {spent['gzip']:.4f}; {median(anew):.4f} ms an item; "
            f"{sizes['identity'] / self.items / 1000:.1f} and {sizes['gzip'] / self.items / 1000:.1f} kB an item",
            "–", "compressed ≤ plain", spent["gzip"] <= spent["identity"],
        )  # fmt: skip

    def full_pull_large(self, sample=10, size=100):
        """All of a large site on one connection; the peer takes minutes for it, so a sample of its pages."""
        urls = self.pages(self.large)  # warm
        spent, waited = [], []
        for _turn in range(7):
            begins = time.monotonic()
            spent.append(self.measure(lambda: self.fetch(urls), self.large))
            waited.append(time.monotonic() - begins)
        fast, wall = median(spent) / self.many, median(waited)
        slow = []
        for number in range(sample):
            start = number * self.many // sample
            url = f"{self.large.rest}/@search?portal_type=prai.HowTo&fullobjects=1&b_size={size}&b_start={start}"
            slow.append(self.measure(lambda: self.session.get(url), self.large) / size)  # noqa: B023
        ratio = median(slow) / fast
        job = f"full pull, {self.many:,} items, one connection, compressed"
        self.row(
            job,
            f"{fast:.4f} ms an item, {wall:.2f} s",
            f"{median(slow):.2f} ms an item ({sample} pages of {size}, spread)",
            f"≤ 0.04 ms, ≤ 1 s, {ratio:.0f}× (≥ 300×)",
            fast <= 0.04 and wall <= 1 and ratio >= 300,
        )

    def one_percent(self):
        items = self.pull_ours()[0]
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        some = items[:: max(1, len(items) // (self.items // 100))][: self.items // 100]
        cursor = self.edit(self.site, some)
        self.pull_ours(cursor)
        found = []
        fast = median(self.measure(lambda: found.append(self.pull_ours(cursor))) for _turn in range(9))
        changed, _cursor, requested = found[-1]
        query = f"&modified.query={since}&modified.range=min"
        slow = median(self.measure(lambda: self.pull_restapi(query)) for _turn in range(3))
        met = requested == 1 and {item["id"] for item in changed} == {item["id"] for item in some}
        self.row("1 % changed", f"{fast:.2f} ms, {requested} request, {len(changed)} items", f"{slow:.1f} ms",
                 "one request", met)  # fmt: skip

    def same_changes(self, count=100):
        """The same number of changes, whatever the size of the site; pages that were not made before."""
        spent = {}
        for site, many in ((self.site, self.items), (self.large, self.many)):
            cursor = self.edit(site, self.pull_ours(site=site)[0][:: many // count][:count])
            turns = []
            for limit in range(500, 485, -1):
                url = f"{site.rest}/@changes?limit={limit}&since={cursor}"
                turns.append(self.measure(lambda: self.fetch([url]), site))  # noqa: B023
            assert len(self.session.get(url).json()["items"]) == count
            spent[many] = median(turns)
        small, large = spent.values()
        self.row(
            f"the same {count} changes at {self.items:,} and at {self.many:,} items, made anew",
            f"{small:.2f} and {large:.2f} ms",
            "–",
            f"{large / small:.2f}× (≤ 1.2×)",
            large <= 1.2 * small,
        )

    def nothing_changed(self, turns=300):
        """At the door, and by Zope, which readers with a cookie are led to."""
        _items, cursor, _requests = self.pull_ours()
        url = f"{self.site.url}/@changes?since={cursor}"
        etag = self.session.get(url).headers["ETag"]

        def ask(**headers):
            for _turn in range(turns):
                answer = self.session.get(url, headers={"If-None-Match": etag} | headers)
                assert answer.status_code == 304, answer.status_code

        def ask_zope():
            ask(Cookie="a=b")

        def ask_restapi():
            for _turn in range(turns):
                self.session.get(f"{self.site.rest}/@search?portal_type=prai.HowTo&b_size=1&UID=none")

        def ask_ok():
            for _turn in range(turns):
                self.session.get(f"{self.site.url}/@@ok")

        jobs = (ask, ask_zope, ask_restapi, ask_ok)
        for job in jobs:
            job()
        door, zope, slow, floor = (median(self.measure(job) / turns for _turn in range(5)) for job in jobs)
        self.row("nothing changed (304), at the door", f"{door:.2f} ms", f"{slow:.2f} ms (an empty search)",
                 "≤ 1.3 ms", door <= 1.3)  # fmt: skip
        self.row(
            "nothing changed (304), by Zope",
            f"{zope:.2f} ms ({zope / floor:.1f}× an empty page of Plone)",
            f"{slow:.2f} ms",
            "≤ 2× an empty page",
            zope <= 2 * floor,
        )

    def feeds(self, size=50):
        """A page of a feed that was not made before, beside the same number of items of the peer."""
        peer = f"{self.site.rest}/@search?portal_type=prai.HowTo&fullobjects=1&b_size={size}"
        self.session.get(peer)
        slow = median(self.measure(lambda: self.session.get(peer)) for _turn in range(5)) / size
        for name in ("feed.json", "atom.xml", "rss.xml"):
            page = f"{self.site.url}/diffusion/{name}?limit="
            self.fetch([f"{page}{size + 20}"])
            anew = [
                self.measure(lambda: self.fetch([f"{page}{limit}"])) / limit  # noqa: B023
                for limit in range(size, size + 9)
            ]
            kept = self.measure(lambda: [self.fetch([f"{page}{size}"]) for _turn in range(50)]) / 50  # noqa: B023
            self.row(
                f"/diffusion/{name}, {size} items with their texts",
                f"{median(anew):.3f} ms an item made anew, {kept:.2f} ms a page kept",
                f"{slow:.3f} ms an item",
                f"{slow / median(anew):.0f}× (≥ 2×)",
                slow >= 2 * median(anew),
            )

    def harvest(self):
        """A full harvest by OAI-PMH, which is made anew each time: it has the second in it."""

        def harvest():
            token, pages = "&metadataPrefix=prai", 0
            while token:
                text = self.session.get(f"{self.site.url}/diffusion/oai?verb=ListRecords{token}").text
                found = re.search(r"<resumptionToken[^>]*>([^<]+)<", text)
                token = f"&resumptionToken={quote(found[1])}" if found else ""
                assert "<error" not in text, text
                pages += 1
            return pages

        time.sleep(6)  # the latest changes are served when their datestamp is reached
        harvest()
        fast = median(self.measure(harvest) for _turn in range(3)) / self.items
        peer = median(self.measure(self.pull_restapi) for _turn in range(1)) / self.items
        self.row("full OAI-PMH harvest, prefix prai", f"{fast:.3f} ms an item", f"{peer:.3f} ms an item",
                 f"{peer / fast:.0f}× (≥ 2×)", peer >= 2 * fast)  # fmt: skip

    def growth(self, jobs):
        data = self.site.home / "var/Data.fs"
        before = data.stat().st_size
        for job in jobs:
            job()
        grown = data.stat().st_size - before
        self.row("Data.fs growth caused by GETs", f"{grown} bytes", "–", "0", grown == 0)

    def saves(self, turns=10, batch=12):
        sides = {}
        for name, site in (("with", self.site), ("without", self.plain)):
            editor = site.editor()
            hits = editor.get(
                f"{site.rest}/@search?portal_type=prai.HowTo&b_size={batch}&sort_on=path"
            ).json()
            sides[name] = (
                site,
                editor,
                [hit["@id"].replace("/prai/", "/prai/++api++/", 1) for hit in hits["items"]],
            )
        spent = {name: [] for name in sides}
        for turn in range(turns + 1):
            for name, (site, editor, urls) in sides.items():
                spent[name].append(self.measure(lambda: self.save(site, editor, urls), site) / batch)  # noqa: B023
            if turn == 0:
                spent = {name: [] for name in sides}  # the first one warms up
        self.settle()
        ours, plain = median(spent["with"]), median(spent["without"])
        share = 100 * (ours - plain) / plain
        self.row("editor's save, sweep included", f"{ours:.1f} ms", f"{plain:.1f} ms (no outbox)",
                 f"{share:+.0f} % (≤ +15 %)", share <= 15)  # fmt: skip

    def save(self, site, editor, urls):
        for url in urls:
            body = {"in_brief": {"data": f"<p>Réponse {time.time()}</p>", "content-type": "text/html"}}
            assert editor.patch(url, json=body).status_code == 204
        time.sleep(1.5)  # for the sweep; asking whether it is over would be counted too

    def idle(self, seconds=10):
        before = cpu(self.site)
        time.sleep(seconds)
        share = (cpu(self.site) - before) / (10 * seconds)
        self.row("sweeper at rest", f"{share:.2f} % of a processor", "–", "≤ 0.5 %", share <= 0.5)


def table(rows) -> str:
    lines = ["| job | ours | plain Plone | goal |", "|---|---|---|---|"]
    lines += [
        f"| {job} | {ours} | {peer} | {goal} {'✓' if met else '✗'} |" for job, ours, peer, goal, met in rows
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--large", type=int, default=10_000, help="items of the third site")
    parser.add_argument("--keep", type=Path, help="a folder for the sites, which are made only once")
    parser.add_argument("--pages", action="store_true", help="only pages and the finder")
    parser.add_argument("--partners", action="store_true", help="only what partners' programs do")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as home:
        home = options.keep or Path(home)
        if not options.partners:
            rows += of_pages(home, options)
        if not options.pages:
            rows += of_partners(home, options)
    print(f"\n{table(rows)}\n\nPython {sys.version.split()[0]}, {os.cpu_count()} processors")
    return 0 if all(row[-1] for row in rows) else 1


def of_pages(home: Path, options) -> list:
    """Rows of pages for visitors, of small and of large sites."""
    with ExitStack() as running:
        ours, stock, large, large_stock = start_pages(home, options.items, options.large, running)
        bench = Bench(ours, stock, large, options.items, options.large)
        Pages(bench, ours, stock, options.items).measure()
        Pages(bench, large, large_stock, options.large).measure()
    return bench.rows


def of_partners(home: Path, options) -> list:
    """Rows of what partners' programs do."""
    with ExitStack() as running:
        bench = Bench(*start(home, options.items, options.large, running), options.items, options.large)
        for site in (bench.site, bench.large):
            bench.settle(site)
        bench.full_pull()
        bench.compression()
        bench.full_pull_large()
        bench.one_percent()
        bench.same_changes()
        bench.nothing_changed()
        bench.feeds()
        bench.harvest()
        bench.growth((bench.pull_ours, bench.pull_restapi, lambda: bench.pull_ours(limit=7)))
        bench.saves()
        bench.idle()
    return bench.rows


if __name__ == "__main__":
    sys.exit(main())
