"""A served site in its own process: what threads, real conflicts and real time need."""

from pathlib import Path
from typing import NamedTuple
import os
import pytest
import requests
import socket
import subprocess
import sys
import time


SERVER = Path(__file__).parent / "server.py"


class LiveSite:
    """A running site; ``url`` is its public address, ``rest`` the same for programs."""

    def __init__(self, home: Path, *options: str, port: int | None = None):
        self.port = port or _free_port()
        self.url = f"http://localhost:{self.port}/prai"
        self.rest = f"{self.url}/++api++"
        self.home = home
        self.log = open(home / "server.log", "wb")  # noqa: SIM115 (open as long as the process)
        environ = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PRAI_SWEEPER": "on"}
        command = [sys.executable, str(SERVER), str(home), str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=subprocess.STDOUT, env=environ)

    def wait(self, seconds: float = 120):
        """Return once it serves; fail with its output if it does not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                # 404 with a sentence of ours: a site without an outbox.
                if requests.get(f"{self.rest}/@changes", timeout=30).status_code in (200, 404):
                    return self
            except (requests.ConnectionError, requests.Timeout):
                time.sleep(0.2)
        raise RuntimeError(self.output())

    def settle(self, seconds: float = 30):
        """Return once the sweeper has nothing left to do: only then may an answer be kept."""
        end = time.monotonic() + seconds
        while "ETag" not in requests.get(f"{self.rest}/@changes?limit=1", timeout=30).headers:
            if time.monotonic() > end:
                raise RuntimeError(self.output())
            time.sleep(0.1)

    def output(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")[-5000:]

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def editor(self) -> requests.Session:
        """A session of the administrator."""
        session = requests.Session()
        session.auth = ("admin", "admin")
        session.headers["Accept"] = "application/json"
        return session


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def live_site(tmp_path_factory):
    """One fresh site for the tests of a module."""
    site = LiveSite(tmp_path_factory.mktemp("site"))
    try:
        yield site.wait()
    finally:
        site.stop()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The programme's real corpus, served; one for all clients, so a test leaves it as it was."""
    site = LiveSite(tmp_path_factory.mktemp("demo"), "--demo")
    try:
        site.wait(300)
        site.settle(60)
        yield site
    finally:
        site.stop()


class Known(NamedTuple):
    """What every client must say of an item, whatever the format."""

    title: str
    url: str
    licence: str


@pytest.fixture(scope="session")
def changes(demo_site) -> dict[str, dict]:
    """The items that ``@changes`` publishes, by id: each format is compared with them."""
    page = requests.get(f"{demo_site.rest}/@changes?limit=500", timeout=60).json()
    assert not page["has_more"]
    return {item["id"]: item for item in page["items"] if item["status"] == "published"}


@pytest.fixture(scope="session")
def known(changes) -> dict[str, Known]:
    """Id → title, address and licence's address of every item."""
    return {uid: Known(item["title"], item["url"], item["licence"]["url"]) for uid, item in changes.items()}
