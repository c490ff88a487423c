"""Ours beside plain plone.restapi, on one server in one run: CPU of the server, not of the wire.

    make bench                     1,000 items
    make bench ARGS="--items 200"  quicker, rougher

Linux only: processor time is read from /proc.  Exit status 1 when a goal of the programme is missed.
"""

from pathlib import Path
from statistics import median
import argparse
import importlib.util
import os
import requests
import sys
import tempfile
import time


ROOT = Path(__file__).resolve().parent.parent
JSON = {"Accept": "application/json"}


def live_site_class():
    """The server that the race test uses."""
    spec = importlib.util.spec_from_file_location("live", ROOT / "tests/live/conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LiveSite


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

    def __init__(self, site, plain, items):
        self.site, self.plain, self.items = site, plain, items
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

    def pull_ours(self, since="", limit=500):
        query, items, requested = (f"&since={since}" if since else ""), [], 0
        while True:
            page = self.session.get(f"{self.site.rest}/@changes?limit={limit}{query}").json()
            items += page["items"]
            requested += 1
            query = f"&since={page['cursor']}"
            if not page["has_more"]:
                return items, page["cursor"], requested

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

    def one_percent(self):
        editor = self.site.editor()
        items, cursor, _requests = self.pull_ours()
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        some = items[:: max(1, len(items) // (self.items // 100))][: self.items // 100]
        for item in some:
            url = item["url"].replace("/prai/", "/prai/++api++/", 1)
            answer = editor.patch(url, json={"problem": f"J’ai besoin d’autre chose ({time.time()})."})
            assert answer.status_code == 204, answer.text
        self.settle()
        self.pull_ours(cursor)
        found = []
        fast = median(self.measure(lambda: found.append(self.pull_ours(cursor))) for _turn in range(9))
        changed, _cursor, requested = found[-1]
        query = f"&modified.query={since}&modified.range=min"
        slow = median(self.measure(lambda: self.pull_restapi(query)) for _turn in range(3))
        met = requested == 1 and {item["id"] for item in changed} == {item["id"] for item in some}
        self.row("1 % changed", f"{fast:.2f} ms, {requested} request, {len(changed)} items", f"{slow:.1f} ms",
                 "one request", met)  # fmt: skip

    def nothing_changed(self, turns=300):
        _items, cursor, _requests = self.pull_ours()
        url = f"{self.site.url}/@changes?since={cursor}"
        etag = self.session.get(url).headers["ETag"]

        def ask():
            for _turn in range(turns):
                answer = self.session.get(url, headers={"If-None-Match": etag})
                assert answer.status_code == 304, answer.status_code

        def ask_restapi():
            for _turn in range(turns):
                self.session.get(f"{self.site.rest}/@search?portal_type=prai.HowTo&b_size=1&UID=none")

        def ask_ok():
            for _turn in range(turns):
                self.session.get(f"{self.site.url}/@@ok")

        jobs = (ask, ask_restapi, ask_ok)
        for job in jobs:
            job()
        fast, slow, floor = (self.measure(job) / turns for job in jobs)
        self.row(
            "nothing changed (304)",
            f"{fast:.2f} ms ({fast / floor:.1f}× an empty page of Plone)",
            f"{slow:.2f} ms (an empty search)",
            "≤ 2× an empty page",
            fast <= 2 * floor,
        )

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
    lines = ["| job | ours | plain plone.restapi | goal |", "|---|---|---|---|"]
    lines += [
        f"| {job} | {ours} | {peer} | {goal} {'✓' if met else '✗'} |" for job, ours, peer, goal, met in rows
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=1000)
    items = parser.parse_args().items
    make = live_site_class()
    with tempfile.TemporaryDirectory() as home:
        folders = [Path(home) / name for name in ("with", "without")]
        for folder in folders:
            folder.mkdir()
        site = make(folders[0], f"--items={items}")
        plain = make(folders[1], f"--items={items}", "--without-outbox")
        try:
            print(f"Two sites of {items:,} sheets are being made; this takes a minute or two.", flush=True)
            site.wait(900)
            plain.wait(900)
            bench = Bench(site, plain, items)
            bench.settle()
            bench.full_pull()
            bench.one_percent()
            bench.nothing_changed()
            bench.growth((bench.pull_ours, bench.pull_restapi, lambda: bench.pull_ours(limit=7)))
            bench.saves()
            bench.idle()
        finally:
            site.stop()
            plain.stop()
    print(f"\n{table(bench.rows)}\n\nPython {sys.version.split()[0]}, {os.cpu_count()} processors")
    return 0 if all(row[-1] for row in bench.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
