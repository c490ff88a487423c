"""Partners' programs that follow the site while editors work, each in the way of its format.

Another kind joins the race (test_race_http.py) as a subclass of ``Follower`` in ``FOLLOWERS`` there.
"""

from lxml import etree
from tests.live.truth import facts_of
from tests.live.truth import MARKER
from tests.live.truth import wanted
from threading import Event
from threading import Thread
from urllib.parse import parse_qs
from urllib.parse import urlsplit
import json
import requests
import time


class Follower(Thread):
    """A copy that applies what it is told and nothing else; ``query``: its filters, as the address has them."""

    #: Seconds between two rounds in which there is nothing to fetch.
    pause = 0.05
    #: Seconds after the last change from which it can know of it (a due date is two seconds away).
    patience = 4.0

    def __init__(self, site, query: str = ""):
        super().__init__(daemon=True)
        self.site, self.query = site, query
        self.requests = self.unchanged = 0
        self.problems = []
        self.stopped = Event()
        self.session = requests.Session()

    def __str__(self):
        return f"{type(self).__name__} {self.query or 'unfiltered'}"

    def run(self):
        while not self.stopped.is_set():
            try:
                more = self.step()
            except Exception as error:  # noqa: BLE001 (a thread that dies would look like one that missed)
                self.problems.append(repr(error))
                more = False
            if not more:
                time.sleep(self.pause)

    def finish(self):
        """Stop, and fetch what is left."""
        self.stopped.set()
        self.join(60)
        self.catch_up()

    def catch_up(self):
        while self.step():
            pass

    def get(self, url: str, **headers):
        """The answer; what no follower may ever see is a problem."""
        answer = self.session.get(url, headers=headers, timeout=30)
        self.requests += 1
        self.unchanged += answer.status_code == 304
        if answer.status_code not in (200, 304, 503) or (answer.status_code == 503) != (
            "Retry-After" in answer.headers
        ):
            self.problems.append((answer.status_code, url, answer.text[:200]))
        if "marqueurprive" in answer.text:
            self.problems.append(("private text", url))
        return answer

    def step(self) -> bool:
        """One request; whether there is more to fetch at once.

        There is no default, because each format is followed in its own way.
        """
        raise NotImplementedError

    def expects(self, facts: dict) -> bool:
        """Whether it must have the item of these facts."""
        return wanted(self.query, facts)

    def facts(self) -> dict[str, dict]:
        """Id → what it knows of each item, under the names of ``truth.facts_of``, without those that it has
        no word for.

        There is no default, because only the follower knows how it keeps what it read.
        """
        raise NotImplementedError


class Mirror(Follower):
    """By cursor, with ``@changes``."""

    def __init__(self, site, query="", limit=100):
        super().__init__(site, query)
        self.url = f"{site.rest}/@changes?limit={limit}" + (f"&{query}" if query else "")
        self.items = {}
        self.cursor = self.etag = None

    def step(self) -> bool:
        url = self.url + (f"&since={self.cursor}" if self.cursor else "")
        headers = {"Accept": "application/json"} | ({"If-None-Match": self.etag} if self.etag else {})
        answer = self.get(url, **headers)
        if answer.status_code != 200:
            return False
        page = answer.json()
        for item in page["items"]:
            if item["status"] == "published":
                self.items[item["id"]] = item
            else:
                assert set(item) == {"id", "status", "updated", "reason"}
                self.items.pop(item["id"], None)
        # A validator belongs to one address: with another cursor it is another address.
        self.etag = answer.headers.get("ETag") if page["cursor"] == self.cursor else None
        self.cursor = page["cursor"]
        return page["has_more"]

    def facts(self):
        return {uid: facts_of(item) for uid, item in self.items.items()}


class FeedWalker(Follower):
    """A feed reader: from the top down to where its last walk began, newest first.

    What moves up while it walks, its next walk meets.
    """

    def __init__(self, site, query="", limit=50):
        super().__init__(site, query)
        self.top = f"{site.url}/diffusion/{self.name_of_feed}?limit={limit}" + (f"&{query}" if query else "")
        self.items = {}
        self.done = 0  # number of the log where the last walk began
        self.etag = None
        self._begin()

    def _begin(self):
        self.url, self.begun, self.seen = self.top, None, set()

    def step(self) -> bool:
        headers = {"If-None-Match": self.etag} if self.url == self.top and self.etag else {}
        answer = self.get(self.url, **headers)
        if answer.status_code != 200:
            return False  # nothing new, or come again in a second
        if self.url == self.top:
            self.etag = answer.headers.get("ETag")
        head, following, published, withdrawn = self.read(answer.content)
        self.begun = head if self.begun is None else self.begun
        for uid, item in {**published, **dict.fromkeys(withdrawn)}.items():
            if uid in self.seen:
                continue  # met higher up, where it is newer
            self.seen.add(uid)
            if item is None:
                self.items.pop(uid, None)
            else:
                self.items[uid] = item
        if not following or _number(parse_qs(urlsplit(following).query)["before"][0]) <= self.done + 1:
            self.done = self.begun
            self._begin()
            return False
        self.url = following
        return True

    def facts(self):
        return self.items

    def read(self, data: bytes) -> tuple[int, str, dict, list]:
        """Number of the log's head, next address, id → facts of the entries, ids of the withdrawn.

        There is no default, because each feed has a syntax of its own.
        """
        raise NotImplementedError


def _number(cursor: str) -> int:
    return int(cursor.rpartition(".")[2])


class JsonFeedWalker(FeedWalker):
    name_of_feed = "feed.json"
    pause = 0.2

    def read(self, data):
        feed = json.loads(data)
        more = feed["_prai"]
        items = {item["id"]: facts_of(self._item(item)) for item in feed["items"]}
        return (
            _number(more["cursor"]),
            feed.get("next_url", ""),
            items,
            [one["id"] for one in more["withdrawn"]],
        )

    def _item(self, item):
        return (
            item | item["_prai"] | {"@type": item["_prai"]["type"], "content": {"html": item["content_html"]}}
        )


class AtomWalker(FeedWalker):
    """By Atom; where the log ends is in the link to what changes after it."""

    name_of_feed = "atom.xml"
    pause = 0.2
    names = {"a": "http://www.w3.org/2005/Atom", "at": "http://purl.org/atompub/tombstones/1.0"}

    def read(self, data):
        root = etree.fromstring(data)
        links = {link.get("rel").rpartition("#")[2]: link.get("href") for link in self._find(root, "a:link")}
        items = {self._text(entry, "a:id"): self._entry(entry) for entry in self._find(root, "a:entry")}
        withdrawn = [one.get("ref") for one in self._find(root, "at:deleted-entry")]
        head = _number(parse_qs(urlsplit(links["changes"]).query)["since"][0])
        return head, links.get("next", ""), items, withdrawn

    def _find(self, element, path):
        return element.xpath(path, namespaces=self.names)

    def _text(self, element, path):
        return element.findtext(path, namespaces=self.names)

    def _entry(self, entry):
        terms = {}
        for category in self._find(entry, "a:category"):
            terms.setdefault(category.get("scheme").rpartition("#")[2], []).append(category.get("term"))
        return {
            "title": self._text(entry, "a:title"),
            "url": self._find(entry, "a:link[@rel='alternate']/@href")[0],
            "type": terms["type"][0],
            "themes": sorted(terms.get("theme", ())),
            "departments": sorted(terms.get("departement", ())),
            "markers": MARKER.findall(self._text(entry, "a:content")),
        }
