"""A partner's page with the snippet, left open in Chromium while editors work.

What it shows is all that is asked of it: the rows of its list, and the texts of some of its sheets.
"""

from playwright.sync_api import sync_playwright
from tests.chromium import launch
from tests.live.followers import Follower
from tests.live.truth import MARKER
from tests.live.truth import wanted
from tests.site.browser.partner import PartnerSite
from urllib.parse import parse_qsl
import time


#: Sheets that are shown whole beside the list.
SHEETS = 5
LICENCES = {"Licence Ouverte 2.0": "etalab-2.0"}
#: What a reader sees: rows of the list, and of each sheet its title and text, none once it is withdrawn.
READ = """() => {
  const rows = [...document.querySelectorAll("prai-liste")].flatMap(list =>
    [...list.shadowRoot.querySelectorAll("li")].map(row => ({
      id: row.id,
      title: row.querySelector("[part=lien]").textContent,
      url: row.querySelector("[part=lien]").href,
      licence: row.querySelector("[rel=license]").textContent,
    })));
  const sheets = [...document.querySelectorAll("prai-fiche")].map(sheet => {
    const part = name => sheet.shadowRoot.querySelector(`[part=${name}]`);
    return {id: sheet.id, ...(part("texte") && {
      title: part("titre").textContent,
      text: part("texte").textContent,
      url: part("credit").querySelector("a").href,
    })};
  });
  return {rows, sheets};
}"""
ADD = """ids => ids.forEach(id => {
  const sheet = document.createElement("prai-fiche");
  sheet.id = id;
  sheet.setAttribute("rafraichir", "2");
  document.querySelector("main").append(sheet);
})"""


class OpenPage(Follower):
    """The page follows by itself; this only looks, from a thread of its own as the browser wants it."""

    #: Longer than the page waits before it asks again.
    patience = 6.0

    def __init__(self, site, query=""):
        super().__init__(site, query)
        self.rows, self.sheets = {}, {}

    def run(self):
        partner = PartnerSite(self.site.url)
        try:
            with sync_playwright() as playwright:
                browser = launch(playwright)
                self._watch(self._open(browser, partner))
                browser.close()
        except Exception as error:  # noqa: BLE001 (a thread that dies would look like one that missed)
            self.problems.append(repr(error))
        finally:
            partner.close()

    def _open(self, browser, partner):
        page = browser.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("response", self._heard)
        page.expose_function("noteBreach", lambda breach: self.problems.append(breach))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => noteBreach(`${e.violatedDirective} ${e.blockedURI}`))"
        )
        filters = {}
        for name, value in parse_qsl(self.query):
            filters.setdefault(name, []).append(value)
        attributes = "".join(f' {name}="{",".join(values)}"' for name, values in filters.items())
        page.goto(partner.paste(f'<prai-liste nombre="500" rafraichir="1"{attributes}></prai-liste>'))
        return page

    def _heard(self, response):
        if "/diffusion/" not in response.url:
            return
        self.requests += 1
        held = response.status == 503 and "retry-after" in response.headers
        if response.status not in (200, 304, 410) and not held:
            self.problems.append((response.status, response.url))

    def _watch(self, page):
        end = None
        while end is None or time.monotonic() < end:
            # Waiting lets the browser's events in, which sleeping would not.
            page.wait_for_timeout(200)
            self._look(page)
            if end is None and self.stopped.is_set():
                end = time.monotonic() + self.patience

    def _look(self, page):
        seen = page.evaluate(READ)
        if "marqueurprive" in str(seen).lower():
            self.problems.append(("private text", str(seen)[:200]))
        self.rows = {row.pop("id"): row for row in seen["rows"]}
        sheets = {sheet.pop("id"): sheet for sheet in seen["sheets"]}
        self.sheets = {uid: sheet for uid, sheet in sheets.items() if sheet}
        new = [uid for uid in self.rows if uid not in sheets][: SHEETS - len(sheets)]
        if new:
            page.evaluate(ADD, new)

    def catch_up(self):
        """The page has done it before it was closed."""

    def expects(self, facts) -> bool:
        """Archived items leave the lists; a sheet is shown whatever the list is of."""
        listed = wanted(self.query, facts) and facts["state"] != "archived"
        return listed or facts["url"] in {sheet["url"] for sheet in self.sheets.values()}

    def facts(self):
        found = {
            uid: row | {"licence": LICENCES.get(row["licence"], row["licence"])}
            for uid, row in self.rows.items()
        }
        for uid, sheet in self.sheets.items():
            shown = {"title": sheet["title"], "url": sheet["url"], "markers": MARKER.findall(sheet["text"])}
            found[uid] = found.get(uid, {}) | shown
        return found
