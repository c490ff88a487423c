"""Measure every page of the list on a demonstration site, and write down what was found.

    make audit                                      a site of its own, and the data of the declaration
    make audit ARGS="--only projets Guide"          some pages, nothing is written
    make audit ARGS="--site http://localhost:8080/prai --only accueil"   on a site that is running

Exit status 1 when a page of ours has a fault.  What is measured and what is not: audit/README.md.
"""

from audit import across
from audit import nu
from audit import visit
from audit.items import ACCOUNTS
from audit.items import items_of
from audit.items import JSON
from audit.items import search
from audit.pages import KEEPER
from audit.pages import PAGES
from audit.pages import STOCK_PARTS
from audit.pages import VISITOR
from audit.verdicts import by_hand
from audit.verdicts import RULES
from audit.verdicts import Seen
from audit.verdicts import unheard
from audit.verdicts import verdicts
from collective.prai.theme.accessibility.results import RESULTS
from collective.prai.theme.accessibility.results import sources
from collective.prai.theme.accessibility.results import tally
from contextlib import contextmanager
from datetime import date
from importlib.util import module_from_spec
from importlib.util import spec_from_file_location
from pathlib import Path
from playwright.sync_api import sync_playwright
from tests.chromium import launch
from urllib.parse import urlparse
from urllib.parse import urlsplit
import argparse
import json
import re
import requests
import sys
import tempfile


ROOT = Path(__file__).resolve().parent.parent
#: Who looks → account of the demonstration site, where the name is another.
ALIAS = {KEEPER: "admin"}
#: Written down by scripts before any of the page runs: sensors of movement that something listens to.
LISTENERS = """const add = EventTarget.prototype.addEventListener; window.praiListened = new Set();
EventTarget.prototype.addEventListener = function (kind, ...rest) { window.praiListened.add(kind); return add.call(this, kind, ...rest); };"""
#: Choosing in a list or a box: does another page open?
CHOOSE = """() => { for (const node of document.querySelectorAll("main :is(select, [type=checkbox], [type=radio])")) {
  if (node.localName === "select") node.selectedIndex = (node.selectedIndex + 1) % Math.max(node.length, 1); else node.checked = !node.checked;
  node.dispatchEvent(new Event("input", { bubbles: true })); node.dispatchEvent(new Event("change", { bubbles: true })); } }"""


@contextmanager
def own_site():
    """A demonstration site in a folder that goes away with it."""
    spec = spec_from_file_location("live", ROOT / "tests/live/conftest.py")
    live = module_from_spec(spec)
    spec.loader.exec_module(live)
    with tempfile.TemporaryDirectory() as folder:
        site = live.LiveSite(Path(folder), "--demo")
        try:
            site.wait(300)
            site.settle(60)
            yield site.url
        finally:
            site.stop()


def make_states(site, items: dict[str, str]):
    """An archived sheet and a withdrawn one, on a site that is thrown away."""
    auth = ("admin", ACCOUNTS["admin"])
    spare = [path for path in search(site, "prai.HowTo", review_state="published") if path != items["HowTo"]]
    for name, transition, path in zip(
        ("archived", "withdrawn"), ("archive", "withdraw"), spare[-2:], strict=False
    ):
        answer = requests.post(
            f"{site}/++api++/{path}/@workflow/{transition}", json={"comment": "Remplacée."}, headers=JSON, auth=auth, timeout=60,
        )  # fmt: skip
        answer.raise_for_status()
        items[name] = path


class Auditor:
    """One browser, one context for each person who looks."""

    def __init__(self, browser, site, items):
        self.browser, self.site, self.items = browser, site, items
        self.host = urlparse(site).netloc
        self.pages, self.identities, self.editing = [], {}, []
        self.cookies, self.elsewhere, self.opened = [], set(), []
        self.contexts = {}

    def page_of(self, who):
        """The window of a person, who logs in on first use."""
        if who not in self.contexts:
            context = self.browser.new_context(
                viewport={"width": visit.WIDE[0], "height": visit.WIDE[1]}, locale="fr-FR", reduced_motion="reduce"
            )  # fmt: skip
            context.add_init_script(LISTENERS)
            page = context.new_page()
            page.set_default_timeout(30_000)
            page.on("dialog", lambda dialog: dialog.accept())
            if who:
                name = ALIAS.get(who, who)
                page.goto(f"{self.site}/login")
                page.fill("#__ac_name", name)
                page.fill("#__ac_password", ACCOUNTS[name])
                page.click("#buttons-login")
                page.wait_for_url(lambda url: "/login" not in url)
            else:
                page.on("request", self._requested)
            context.on("page", lambda new: self.opened.append(new.url))
            self.contexts[who] = page
        return self.contexts[who]

    def _requested(self, request):
        host = urlparse(request.url).netloc
        if host and host != self.host:
            self.elsewhere.add(host)

    def look(self, entry) -> bool:
        """Visit one page of the list; False where this site does not have it."""
        path = entry.at(self.items)
        if path is None:
            return False
        page = self.page_of(entry.who)
        visit.resize(page, visit.WIDE)
        answer = page.goto(f"{self.site}/{path}", wait_until="load")
        faults: dict[str, list[str]] = {}
        if answer.status != entry.status:
            faults["status"] = [f"{answer.status} instead of {entry.status}"]
        visit.ready(page)
        unsure = self._axe(page, faults)
        faults |= visit.structure(page)
        facts = page.evaluate("prai.facts()") | self._motion(page)
        where = {"path": path, "address": urlparse(page.url).path, "found": entry.status == 200}
        identity = page.evaluate("prai.identity()") | where
        faults |= visit.sizes(page)
        forced = visit.forced_colours(page)
        if forced:
            faults["forced-colours"] = forced
        faults |= visit.walk(page)
        if entry.who == VISITOR:
            # A browser under load has thrown a page away before: what is so twice is so.
            if visit.skip_link(page) and (skipped := visit.skip_link(page)):
                faults["skip"] = skipped
            faults |= self._unasked(page)
            self.identities[entry.name] = identity
            self.pages.append(Seen(entry.name, faults, unsure, facts))
        else:
            self.editing.append(Seen(entry.name, faults, unsure, facts))
        if self.opened:
            faults["opened"], self.opened = self.opened, []
        return True

    def _axe(self, page, faults) -> dict[str, int]:
        """At both widths; what lies in parts of stock Plone is kept apart."""
        unsure: dict[str, int] = {}
        inside = f"selector => Boolean(document.querySelector(selector)?.closest({', '.join(STOCK_PARTS)!r}))"
        for size in (visit.WIDE, visit.NARROW):
            visit.resize(page, size)
            answer = visit.ask_axe(page)
            for rule in answer["violations"]:
                for node in rule["nodes"]:
                    target = node["target"][0]
                    stock = isinstance(target, list) or page.evaluate(inside, target)
                    check = f"stock:{rule['id']}" if stock else f"axe:{rule['id']}"
                    faults.setdefault(check, []).append(f"{size[0]} px: {node['html'][:160]}")
            for rule in answer["incomplete"]:
                check = f"axe:{rule['id']}"
                unsure[check] = unsure.get(check, 0) + len(rule["nodes"])
        visit.resize(page, visit.WIDE)
        return unsure

    def _motion(self, page) -> dict[str, int]:
        """What moves when nobody asked for less, and what listens to the movement of the device."""
        page.emulate_media(reduced_motion="no-preference")
        moving = page.evaluate(
            "document.getAnimations().filter(one => one.timeline instanceof DocumentTimeline && one.effect.getComputedTiming().iterations > 3).length"
        )
        page.emulate_media(reduced_motion="reduce")
        sensors = page.evaluate(
            "['devicemotion', 'deviceorientation'].filter(one => praiListened.has(one)).length"
        )
        return {"animations": moving, "motion_listeners": sensors}

    def _unasked(self, page) -> dict[str, list[str]]:
        """Letters struck and choices made: the page stays where it is."""
        found = {}
        page.evaluate("prai.rewind()")
        before = page.url
        for letter in "abcdefghijklmnopqrstuvwxyz?/":
            page.keyboard.press(letter)
        if page.url != before or page.evaluate("document.activeElement !== document.body"):
            found["shortcut"] = ["a letter alone does something"]
        page.evaluate(CHOOSE)
        page.wait_for_timeout(100)
        if page.url.partition("#")[0] != before.partition("#")[0]:
            found["context"] = [f"a choice leads to {page.url}"]
        return found

    def close(self):
        """End every visit; cookies of a visitor are what this is about."""
        if VISITOR in self.contexts:
            self.cookies = [cookie["name"] for cookie in self.contexts[VISITOR].context.cookies()]
        for page in self.contexts.values():
            page.context.close()


def check_html(site, entries, items) -> dict[str, list[str]]:
    """Errors of the HTML checker on the public pages, by name."""
    with tempfile.TemporaryDirectory() as folder:
        for entry in entries:
            answer = requests.get(f"{site}/{entry.at(items)}", timeout=60)
            (Path(folder) / f"{entry.name}.html").write_bytes(answer.content)
        return nu.check(Path(folder))


def sitemap_faults(site) -> list[str]:
    """Entries of the menu to which the map of the site does not lead."""
    text = requests.get(f"{site}/sitemap", timeout=60).text
    menu = re.findall(r'href="([^"]+)"', text.partition('id="portal-globalnav"')[2].partition("</ul>")[0])
    main = text.partition("<main")[2]
    # By their paths: a link to a page of the site may be written with its host or without.
    paths = {urlsplit(link).path for link in re.findall(r'href="([^"]+)"', main)}
    return [link for link in menu if urlsplit(link).path not in paths]


def measure(site, own: bool, only=()) -> dict:
    """Every page of the list; the data of the declaration."""
    # What is measured is what was there before: a file that changes meanwhile counts as changed.
    seen = sources()
    items = items_of(site)
    if own:
        make_states(site, items)
    wanted = [entry for entry in PAGES if not only or entry.name in only]
    with sync_playwright() as playwright:
        browser = launch(playwright)
        auditor = Auditor(browser, site, items)
        missing = []
        for entry in wanted:
            there = auditor.look(entry)
            if not there:
                missing.append(entry.name)
            print(f"{entry.name}: {_told(auditor, entry) if there else 'not on this site'}", flush=True)
        auditor.close()
        versions = {"axe-core": _axe_version(), "Chromium": browser.version, "Nu Html Checker": nu.version()}
        browser.close()
    public = [entry for entry in wanted if entry.who == VISITOR and entry.name not in missing]
    between = across.compare(auditor.identities)
    html = check_html(site, public, items)
    for page in auditor.pages:
        page.faults.update(between[page.name])
        if html.get(page.name):
            page.faults["nu"] = html[page.name]
        if page.name == "plan-du-site" and (lost := sitemap_faults(site)):
            page.faults["sitemap"] = lost
    return _data(auditor, missing, versions) | {"sources": seen}


def _told(auditor, entry) -> str:
    """One line for who waits."""
    page = (auditor.pages if entry.who == VISITOR else auditor.editing)[-1]
    return (
        "; ".join(f"{check} {len(faults)} ({faults[0][:110]})" for check, faults in page.faults.items())
        or "ok"
    )


def _axe_version() -> str:
    return re.search(r"axe v([\d.]+)", visit.AXE_SCRIPT).group(1)


def _data(auditor, missing, versions) -> dict:
    """The file of the declaration."""
    practice = {check for check in unheard(auditor.pages) if not check.startswith("stock:")}
    ours = [
        {"page": page.name, "what": f"{check}: {what}"}
        for page in auditor.editing
        for check, faults in page.faults.items()
        if not check.startswith("stock:")
        for what in faults
    ]
    stock = sorted({check for page in auditor.editing for check in page.faults if check.startswith("stock:")})
    return {
        "date": date.today().isoformat(),
        "standard": "RGAA 4.1",
        "tools": versions,
        "sizes": {"screens": [visit.WIDE[0], visit.NARROW[0]], "reflow": visit.REFLOWED[0], "zoom": 200},
        "pages": [
            {"name": name, "path": identity["path"], "title": identity["h1"] or identity["title"]}
            for name, identity in auditor.identities.items()
        ],
        "missing": missing,
        "topics": RULES["topics"],
        "criteria": verdicts(auditor.pages, by_hand()),
        "practice": [
            {"page": page.name, "what": f"{check}: {what}"}
            for page in auditor.pages for check in sorted(practice) for what in page.faults.get(check, ())
        ],
        "editing": {"pages": [page.name for page in auditor.editing], "faults": ours, "stock": stock},
        "cookies": auditor.cookies,
        "third_parties": sorted(auditor.elsewhere),
    }  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make audit", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--site", help="a running demonstration site, instead of one of its own")
    parser.add_argument("--only", nargs="*", default=(), help="names of pages; nothing is written")
    parser.add_argument("--to", type=Path, default=RESULTS, help="file of the data")
    options = parser.parse_args()
    if options.site:
        data = measure(options.site.rstrip("/"), own=False, only=options.only)
    else:
        with own_site() as site:
            data = measure(site, own=True, only=options.only)
    counted = tally(data["criteria"])
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False)
    if not options.only:
        options.to.write_text(f"{text}\n", encoding="utf-8")
    for number, one in data["criteria"].items():
        if one["verdict"] == "non-compliant":
            print(
                f"{number} {one['title']}: {one['count']}",
                *(f"  {fault}" for fault in one["faults"]),
                sep="\n",
            )
    for fault in (*data["practice"], *data["editing"]["faults"]):
        print(f"also {fault}")
    print(
        f"{len(data['pages'])} public pages, {len(data['editing']['pages'])} editing pages, not there: {data['missing']}"
    )
    print(f"cookies {data['cookies']}, other sites {data['third_parties']}, {counted}")
    return int(counted.failing > 0 or bool(data["editing"]["faults"]))


if __name__ == "__main__":
    sys.exit(main())
