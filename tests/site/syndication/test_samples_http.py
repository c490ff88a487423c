"""What docs/partners.md tells partners to run does run: each command, and the programs that follow the journal."""

from collective.prai.syndication.outbox import query_outbox
from collective.prai.syndication.sweep import sweep as run_sweep
from pathlib import Path
from plone import api
from tests.site.conftest import make
import json
import pytest
import re
import shutil
import subprocess
import sys
import transaction


ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "partners.md"
SAMPLES = ROOT / "src" / "collective" / "prai" / "syndication" / "samples"
LOST = "000000000000.5"


class PythonFollower:
    """samples/suivre.py in a folder."""

    def __init__(self, folder: Path):
        self.copies = folder / "copies"

    def run(self, site):
        subprocess.run(
            [sys.executable, SAMPLES / "suivre.py", site], cwd=self.copies.parent, check=True, timeout=60
        )
        return {f"urn:uuid:{path.stem}" for path in self.copies.glob("*.json")}

    def lose(self, stale):
        """As if the log had been lost, with a copy of something that it does not know any more."""
        (self.copies / "cursor.txt").write_text(LOST)
        (self.copies / f"{stale}.json").write_text("{}")


class WordPressFollower:
    """samples/prai-wordpress.php, with as much of WordPress as it calls."""

    def __init__(self, folder: Path):
        self.kept = folder / "options.json"
        self.kept.write_text("{}")

    def run(self, site):
        command = ["php", ROOT / "tests/data/wordpress.php", SAMPLES / "prai-wordpress.php", site, self.kept]
        subprocess.run(command, check=True, timeout=60)
        kept = json.loads(self.kept.read_text())
        assert all('rel="license"' in text for text in kept["texts"] if text)
        return set(kept["posts"])

    def lose(self, stale):
        kept = json.loads(self.kept.read_text())
        kept |= {"prai_curseur": LOST, "posts": [*kept["posts"], f"urn:uuid:{stale}"]}
        self.kept.write_text(json.dumps(kept))


FOLLOWERS = (PythonFollower, WordPressFollower)


@pytest.fixture(scope="class")
def site(class_site):
    fields = {"themes": ["tourisme"], "departments": ["09"]}
    for number in range(3):
        make(class_site, "prai.HowTo", "published", title=f"Fiche {number}", **fields)
    make(class_site, "prai.HowTo", title="Brouillon")
    run_sweep(class_site)
    transaction.commit()
    return class_site


def public(site) -> dict[str, str]:
    """Identifier → path of what is published now."""
    return {
        f"urn:uuid:{entry.uid}": entry.path
        for entry in query_outbox(site).entries()
        if entry.state == "published"
    }


class TestPartnersPage:
    def test_a_reading_that_was_interrupted_forgets_nothing_that_is_gone(self, site, tmp_path):
        """WordPress asks once an hour: what the log had lost goes, even if the site failed in between."""
        follower = WordPressFollower(tmp_path)
        follower.run(site.absolute_url())
        follower.lose("0" * 32)
        kept = json.loads(follower.kept.read_text())
        follower.kept.write_text(json.dumps(kept | {"fail": 1}))  # the answer after the 410
        follower.run(site.absolute_url())
        assert follower.run(site.absolute_url()) == set(public(site))

    def test_every_command_runs(self, site, tmp_path):
        shutil.copy(SAMPLES / "suivre.py", tmp_path)
        blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.M | re.S)
        commands = [line for block in blocks for line in block.splitlines()]
        assert len(commands) >= 9
        for command in commands:
            command = command.replace("SITE", site.absolute_url())
            answer = subprocess.run(
                ["bash", "-c", command], cwd=tmp_path, capture_output=True, check=True, timeout=60
            )
            assert answer.stdout or "suivre" in command, command

    def test_every_link_leads_somewhere(self):
        text = PAGE.read_text(encoding="utf-8")
        titles = re.findall(r"^#+ (.*)$", text, re.M)
        anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
        for target in re.findall(r"\]\(([^)]+)\)", text):
            if target.startswith("#"):
                assert target[1:] in anchors
            elif "://" not in target:
                assert (PAGE.parent / target).exists(), target

    @pytest.mark.parametrize("follower", FOLLOWERS)
    def test_a_follower_has_exactly_what_is_public(self, site, tmp_path, follower):
        follower = follower(tmp_path)
        url = site.absolute_url()
        assert follower.run(url) == set(public(site))
        gone = next(iter(public(site).values()))
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(
                api.portal.get().unrestrictedTraverse(gone), "withdraw", comment="Remplacée."
            )
            make(site, "prai.HowTo", "published", title="Nouvelle")
        run_sweep(site)
        transaction.commit()
        assert follower.run(url) == set(public(site))
        follower.lose("0" * 32)
        assert follower.run(url) == set(public(site))
