"""A library that harvests by date while editors work: OAI-PMH joins the race."""

from lxml import etree
from tests.live.followers import Follower
from tests.live.oai_items import item_of
from tests.live.oai_items import OAI
from tests.live.oai_items import PRAI
from tests.live.truth import facts_of
from urllib.parse import urlencode


class Harvester(Follower):
    """Asks for what has changed since its last harvest, by the date that the site itself told it then.

    ``first``: the date of the first page of that harvest, as the guidelines advise; otherwise that of the last
    page, as many do, and nothing may be missed either.  ``query``: one filter, which is its set.
    """

    pause = 0.3
    #: A datestamp is served five seconds after the sweep, so that no commit comes too late for it.
    patience = 11.0

    def __init__(self, site, query="", first=True):
        super().__init__(site, query)
        self.set = query.replace("=prai.", ":").replace("=", ":")
        self.first = first
        self.items = {}
        self.since = self.begun = self.token = None

    def step(self) -> bool:
        answer = self.get(f"{self.site.url}/diffusion/oai?{urlencode(self._arguments())}")
        if answer.status_code != 200:
            return False  # come again in a second
        tree = etree.fromstring(answer.content)
        date = tree.findtext(f"{OAI}responseDate")
        if self.token is None:
            self.begun = date
        if (error := tree.find(f"{OAI}error")) is not None:
            if error.get("code") != "noRecordsMatch" or self.token:
                self.problems.append((error.get("code"), error.text, self.token))
            self.since, self.token = date, None
            return False
        for record in tree.iter(f"{OAI}record"):
            self._apply(record)
        self.token = tree.findtext(f".//{OAI}resumptionToken") or None
        if self.token is None:
            self.since = self.begun if self.first else date
        return self.token is not None

    def _arguments(self) -> dict:
        if self.token:
            return {"verb": "ListRecords", "resumptionToken": self.token}
        asked = {"verb": "ListRecords", "metadataPrefix": "prai", "set": self.set, "from": self.since}
        return {name: value for name, value in asked.items() if value}

    def _apply(self, record):
        header = record.find(f"{OAI}header")
        uid = "urn:uuid:" + header.findtext(f"{OAI}identifier").rpartition(":")[2]
        if header.get("status") == "deleted":
            self.items.pop(uid, None)
        else:
            self.items[uid] = item_of(record.find(f"{OAI}metadata/{PRAI}item"))

    def facts(self):
        return {uid: facts_of(item) for uid, item in self.items.items()}
