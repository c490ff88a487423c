"""Makes PDFs on demand, one at a time in a process of the site, and keeps what is finished.

Anyone may ask for one: the key names all that it is made of, so a second reader gets kept bytes, and who
comes while another one is being made is told when to come back.
"""

from base64 import b64encode
from collections.abc import Callable
from collective.prai.core.kept import Kept
from threading import Lock
from typing import NamedTuple
from zExceptions import HTTPServiceUnavailable
import json
import logging
import os
import subprocess
import sys
import time


logger = logging.getLogger(__name__)

#: Seconds that one document may take, of a processor and of the clock; a guide of 100 pages takes ten.
SECONDS = int(os.environ.get("PRAI_PDF_SECONDS", "60"))
#: Bytes of memory that drawing may take.
MEMORY = int(float(os.environ.get("PRAI_PDF_MEMORY_MB", "1500")) * 2**20)
#: Characters of HTML: a book of a thousand pages.
LONGEST = 4_000_000
#: Seconds for which a reader waits before being told to come back.
PATIENCE = 5.0
#: Seconds after which a document that failed is tried again.
FORGIVEN = 600
#: What the worker needs of the environment: where Python and the fonts are.
_PASSED = (
    "PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT",
    "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS",
)  # fmt: skip
WORKER = "collective.prai.core.printing.worker"
#: Exit status of the worker where Pango is missing; importing it from there would import the drawing too.
MISSING = 3


class NotPrinted(HTTPServiceUnavailable):
    """No PDF now; ``retry``: seconds after which to ask again."""

    retry = 60


class Busy(NotPrinted):
    """Another document is being made."""

    retry = 10


class TooOften(NotPrinted):
    """This reader asks for more than the others leave room for."""

    def __init__(self, retry: int):
        super().__init__()
        self.retry = retry


class TooLong(NotPrinted):
    """It took more time or memory than one document may, or it has more text."""

    retry = FORGIVEN


class NoPress(NotPrinted):
    """The server lacks what draws: Pango."""

    retry = 3600


class Job(NamedTuple):
    """``images``: address as in the HTML → media type and bytes."""

    html: str
    css: str
    images: dict[str, tuple[str, bytes]]


class Press:
    """One of each process; all threads share it."""

    def __init__(self):
        self.kept = Kept()
        self._failed: dict[str, tuple[float, type[NotPrinted]]] = {}
        self._lock = Lock()
        self._queue = Lock()

    def pdf(self, key: str, job: Callable[[], Job], keep: bool = True) -> bytes:
        """The document of that key, made of ``job()`` where it is not kept; NotPrinted when not now."""
        found = self.kept.get(key)
        if found is not None:
            return found
        self._refuse_again(key)
        self._enter()
        try:
            # Who had the press before may have made this very document.
            found = self.kept.get(key)
            if found is None:
                self._refuse_again(key)
                found = self._make(key, job())
                if keep:
                    self.kept.put(key, found)
            return found
        finally:
            self._lock.release()

    def _enter(self):
        """Have the press.  One reader at most waits for it: each keeps a thread of Zope from the others."""
        if self._lock.acquire(blocking=False):
            return
        if not self._queue.acquire(blocking=False):
            raise Busy
        try:
            if not self._lock.acquire(timeout=PATIENCE):
                raise Busy
        finally:
            self._queue.release()

    def _refuse_again(self, key: str):
        until, why = self._failed.get(key, (0.0, TooLong))
        if until > time.monotonic():
            raise why

    def _make(self, key: str, job: Job) -> bytes:
        try:
            return draw(job)
        except TooLong as error:
            now = time.monotonic()
            self._failed = {name: row for name, row in self._failed.items() if row[0] > now}
            self._failed[key] = now + FORGIVEN, type(error)
            raise


def draw(job: Job) -> bytes:
    """The bytes of the PDF, from a new process; NotPrinted when there are none."""
    if len(job.html) > LONGEST:
        raise TooLong
    order = json.dumps(
        {
            "html": job.html,
            "css": job.css,
            "images": {
                url: [media_type, b64encode(content).decode()]
                for url, (media_type, content) in job.images.items()
            },
            "seconds": SECONDS,
            "memory": MEMORY,
        }
    ).encode("utf-8", "replace")
    environment = {name: os.environ[name] for name in _PASSED if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            [sys.executable, "-m", WORKER],
            input=order,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("A PDF took more than %s s and was given up", SECONDS)
        raise TooLong from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == MISSING:
        logger.error("No PDF can be made: %s", said[-500:])
        raise NoPress
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF"):
        logger.error("A PDF was given up (status %s): %s", done.returncode, said[-2000:])
        raise TooLong
    if said:
        logger.info("A PDF was made, with remarks: %s", said[-2000:])
    return done.stdout


#: The press of this process.
PRESS = Press()
