"""Partners who poll while editors work end with exactly what is public: nothing missing, ghost or stale.

The truth is computed by another road: content read over REST, field by field, by the administrator,
and each item asked for as Anonymous.  PRAI_RACE_SEED repeats a run, PRAI_RACE_SECONDS lengthens it.
"""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import partial
from statistics import median
from tests.live.followers import AtomWalker
from tests.live.followers import JsonFeedWalker
from tests.live.followers import Mirror
from tests.live.harvester import Harvester
from tests.live.snippet import OpenPage
from tests.live.truth import differences
from tests.live.truth import Truth
from threading import Lock
from threading import Thread
import os
import random
import requests
import sys
import time


SEED = int(os.environ.get("PRAI_RACE_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
SECONDS = float(os.environ.get("PRAI_RACE_SECONDS", "10"))
#: Changes without which a run proves little, and the seconds in which a busy machine may come to them.
ENOUGH, LONGEST = 60, SECONDS + 26
THEMES = ["tourisme", "petite-enfance", "urbanisme"]
DEPARTMENTS = ["09", "31"]
#: Seconds after which a change is missed, not late.
GIVEN_UP = 10


def rich(text):
    return {"data": f"<p>{text}</p>", "content-type": "text/html"}


def moment(seconds):
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S+00:00")


class Editors:
    """Several people who do everything that an editor may do, at random, at once."""

    def __init__(self, site):
        self.site = site
        self.admin = site.editor()
        self.lock = Lock()
        self.items, self.done, self.refused = [], {}, {}
        self.count = 0
        self.publisher = self.post(
            "organisations", "prai.Organisation", "ARDESI", organisation_type="association"
        )
        self.admin.post(f"{self.publisher}/@workflow/publish", json={})
        self.folders = [self.post("", "Folder", f"Dossier {letter}") for letter in "ABC"]
        for folder in self.folders:
            self.admin.post(f"{folder}/@workflow/publish", json={})
        uid = self.get(self.admin, self.publisher)["UID"]
        self.guides = [
            self.post("guides", "prai.Guide", f"Guide {n}", publisher=uid, licence="etalab-2.0") for n in "12"
        ]
        self.chapters = []
        for guide in self.guides:
            self.admin.post(f"{guide}/@workflow/publish", json={})
            self.chapters += [
                self.post(guide, "prai.Chapter", f"Chapitre {n}", body=rich(self.marker())) for n in "12"
            ]

    def end(self):
        """Folders open again and a few more sheets: whatever chance did, there is something to compare."""
        for folder in self.folders:
            self.admin.post(f"{folder}/@workflow/publish", json={})
        self.begin(6)

    def marker(self, kind="texte"):
        """A word that stands nowhere else; only those of texts are compared, titles are by themselves."""
        with self.lock:
            self.count += 1
            return f"{kind}-{SEED}-{self.count}"

    def get(self, session, url):
        return session.get(url, timeout=30).json()

    def post(self, container, portal_type, title, **fields):
        where = container if container.startswith("http") else f"{self.site.rest}/{container}".rstrip("/")
        answer = self.admin.post(where, json={"@type": portal_type, "title": title, **fields})
        assert answer.status_code == 201, answer.text
        return answer.json()["@id"]

    def begin(self, number):
        """Sheets that are there before the race begins."""
        pick, session = random.Random(SEED), self.site.editor()
        for _number in range(number):
            assert self.create(session, pick).ok

    def work(self, number):
        pick = random.Random(f"{SEED}-{number}")
        session = self.site.editor()
        begins = time.monotonic()
        jobs = [
            *[self.create] * 5, *[self.edit] * 6, *[self.retag] * 4, self.withdraw, self.withdraw, self.bring_back,
            self.bring_back, self.delete, self.rename, self.rename, self.move, self.move, self.folder, self.folder,
            self.dates, self.dates, self.relate, self.relate, self.chapter, self.chapter, self.order, self.licence,
            self.archive, self.draft, self.publisher_title, self.rename_folder,
        ]  # fmt: skip
        while time.monotonic() - begins < SECONDS or (
            sum(self.done.values()) < ENOUGH and time.monotonic() - begins < LONGEST
        ):
            job = pick.choice(jobs)
            answer = job(session, pick)
            if answer is None:
                continue
            book = self.done if answer.status_code < 400 else self.refused
            with self.lock:
                key = (
                    job.__name__,
                    answer.status_code,
                    answer.text[:300] if answer.status_code >= 500 else "",
                )
                book[key] = book.get(key, 0) + 1

    def one(self, pick):
        """The address of an item by its UID, wherever others have moved it."""
        with self.lock:
            uid = pick.choice(self.items) if self.items else None
        if uid is None:
            return None
        found = self.get(self.admin_for(pick), f"{self.site.rest}/@search?UID={uid}")["items"]
        return found[0]["@id"].replace("/prai/", "/prai/++api++/", 1) if found else None

    def admin_for(self, pick):
        session = getattr(pick, "session", None)
        if session is None:
            session = pick.session = self.site.editor()
        return session

    def create(self, session, pick, publish=True):
        fields = {
            "@type": "prai.HowTo", "title": f"Fiche {self.marker('titre')}", "problem": "J’ai besoin de…",
            "in_brief": rich(self.marker()), "themes": pick.sample(THEMES, pick.randint(0, 2)), "licence": "etalab-2.0",
            "departments": pick.sample(DEPARTMENTS, pick.randint(0, 2)), "contact_organisation": self.publisher,
        }  # fmt: skip
        if not publish:
            fields |= {
                "title": "Marqueurprive",
                "problem": "marqueurprive",
                "in_brief": rich("marqueurprive"),
            }
        fields.pop("contact_organisation")
        answer = session.post(pick.choice(self.folders), json=fields)
        if answer.status_code == 201 and publish:
            made = answer.json()
            answer = session.post(f"{made['@id']}/@workflow/publish", json={})
            with self.lock:
                self.items.append(made["UID"])
        return answer

    def draft(self, session, pick):
        return self.create(session, pick, publish=False)

    def patch(self, session, pick, **fields):
        url = self.one(pick)
        return session.patch(url, json=fields) if url else None

    def edit(self, session, pick):
        if pick.random() < 0.5:
            return self.patch(session, pick, in_brief=rich(self.marker()))
        return self.patch(session, pick, title=f"Fiche {self.marker('titre')}")

    def retag(self, session, pick):
        themes, places = pick.sample(THEMES, pick.randint(0, 2)), pick.sample(DEPARTMENTS, pick.randint(0, 2))
        return self.patch(session, pick, themes=themes, departments=places)

    def transition(self, session, pick, name):
        url = self.one(pick)
        return session.post(f"{url}/@workflow/{name}", json={"comment": "Remplacée."}) if url else None

    def withdraw(self, session, pick):
        return self.transition(session, pick, "withdraw")

    def bring_back(self, session, pick):
        url = self.one(pick)
        if url is None:
            return None
        session.post(f"{url}/@workflow/restore_draft", json={})
        return session.post(f"{url}/@workflow/publish", json={})

    def archive(self, session, pick):
        return self.transition(session, pick, pick.choice(["archive", "restore", "flag"]))

    def delete(self, session, pick):
        url = self.one(pick)
        return session.delete(url) if url else None

    def rename(self, session, pick):
        return self.patch(session, pick, id=self.marker("nom"))

    def move(self, session, pick):
        url = self.one(pick)
        return session.post(f"{pick.choice(self.folders)}/@move", json={"source": url}) if url else None

    def folder(self, session, pick):
        name = pick.choice(["reject", "retract", "publish", "publish"])
        return session.post(f"{pick.choice(self.folders)}/@workflow/{name}", json={})

    def rename_folder(self, session, pick):
        # The title only: the address of a folder is what the other editors hold on to.
        return session.patch(pick.choice(self.folders), json={"title": f"Dossier {self.marker('titre')}"})

    def dates(self, session, pick):
        name, seconds = pick.choice([("expires", 2), ("expires", -10), ("expires", None), ("effective", 2)])
        return self.patch(session, pick, **{name: moment(seconds) if seconds is not None else None})

    def relate(self, session, pick):
        with self.lock:
            targets = pick.sample(self.items, min(2, len(self.items)))
        return self.patch(session, pick, relatedItems=targets)

    def chapter(self, session, pick):
        return session.patch(pick.choice(self.chapters), json={"body": rich(self.marker())})

    def order(self, session, pick):
        guide = pick.choice(self.guides)
        return session.patch(
            guide, json={"ordering": {"delta": "top", "obj_id": pick.choice(["chapitre-1", "chapitre-2"])}}
        )

    def licence(self, session, pick):
        return self.patch(
            session, pick, licence=pick.choice(["all-rights-reserved", "etalab-2.0", "CC-BY-4.0"])
        )

    def publisher_title(self, session, pick):
        return session.patch(self.publisher, json={"title": f"ARDESI {self.marker('titre')}"})


class TestLatency:
    def test_change_is_visible_within_two_seconds_of_its_commit(self, live_site):
        editors = live_site.editor()
        fields = {
            "@type": "prai.HowTo",
            "problem": "J’ai besoin…",
            "in_brief": rich("x"),
            "licence": "etalab-2.0",
        }
        waits = []
        for number in range(5):
            made = editors.post(
                f"{live_site.rest}/fiches-pratiques", json=fields | {"title": f"Vite {number}"}
            ).json()
            for transition, status in (("publish", "published"), ("withdraw", "withdrawn")):
                answer = editors.post(f"{made['@id']}/@workflow/{transition}", json={"comment": "Remplacée."})
                assert answer.ok, answer.text
                waits.append(self.seconds_until(live_site, made["UID"], status))
        # One may fall into a moment in which the machine is busy with something else.
        assert median(waits) <= 2 and max(waits) < GIVEN_UP, waits

    def seconds_until(self, site, uid, status):
        begins = time.monotonic()
        while time.monotonic() - begins < GIVEN_UP:
            items = requests.get(f"{site.rest}/@changes?limit=500", timeout=30).json()["items"]
            if any(item["id"].endswith(uid) and item["status"] == status for item in items):
                break
            time.sleep(0.02)
        return time.monotonic() - begins


#: Who follows in the race; each ends with 0 missed, 0 ghosts, 0 stale.
FOLLOWERS = [
    partial(Mirror, limit=7),
    partial(Mirror, query="theme=tourisme", limit=100),
    partial(Mirror, query="type=prai.HowTo&departement=09", limit=3),
    partial(Mirror, query="theme=urbanisme&theme=petite-enfance", limit=500),
    partial(JsonFeedWalker, limit=5),
    partial(JsonFeedWalker, query="theme=tourisme", limit=3),
    partial(AtomWalker, limit=10),
    partial(Harvester),
    partial(Harvester, query="theme=tourisme"),
    partial(Harvester, query="type=prai.HowTo", first=False),
    OpenPage,
    partial(OpenPage, query="theme=tourisme"),
]


class TestRace:
    def test_every_follower_ends_with_the_truth(self, live_site):
        editors = Editors(live_site)
        editors.begin(12)
        followers = [make(live_site) for make in FOLLOWERS]
        workers = [Thread(target=partial(editors.work, number), daemon=True) for number in range(3)]
        for thread in (*followers, *workers):
            thread.start()
        for worker in workers:
            worker.join(LONGEST + 60)
        editors.end()
        time.sleep(max(follower.patience for follower in followers))
        for follower in followers:
            follower.finish()
        # Whoever comes only now is told the same.
        followers += [Mirror(live_site, limit=50), JsonFeedWalker(live_site), AtomWalker(live_site)]
        for follower in followers[-3:]:
            follower.catch_up()
        truth = Truth(live_site)
        items = truth.items()
        report, failed = [f"seed {SEED}", f"done {editors.done}", f"refused {editors.refused}"], False
        for follower in followers:
            expected = {uid: facts for uid, facts in items.items() if follower.expects(facts)}
            found = differences(follower.facts(), expected)
            report.append(f"{follower}: {len(expected)} items, {follower.requests} requests, "
                          f"{follower.unchanged} times 304, {len(found)} differences")  # fmt: skip
            report += found[:10] + [str(problem) for problem in follower.problems[:5]]
            failed = failed or found or follower.problems
        text = "\n".join(report)
        assert not truth.problems, truth.problems
        assert not failed, text
        assert "sweeper failed" not in live_site.output(), live_site.output()
        # A race in which nothing happened proves nothing.
        assert len(items) >= 5 and sum(editors.done.values()) >= ENOUGH / 3, text
        sys.stdout.write(text)
