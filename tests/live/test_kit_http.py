"""A kit with 200 MB of files leaves a real server whole, and its memory stays what it was."""

from base64 import b64encode
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from threading import Thread
import hashlib
import random
import re
import requests
import time
import zipfile


BLOCK = random.Random(5).randbytes(2**20)
#: Two files of 100 MB, of which no block is the same.
SIZES = (104, 96)
#: Megabytes: less than half of one file, more than what threads and buffers of a busy server come and go with.
FLAT = 40


def content(number, size):
    """That many megabytes, the same each time."""
    for block in range(size):
        yield b"%8d%8d" % (number, block) + BLOCK[16:]


class Body:
    """The same as something that is sent, with its length."""

    def __init__(self, number, size):
        self.blocks, self.length = content(number, size), size * 2**20

    def __len__(self):
        return self.length

    def __iter__(self):
        return self.blocks


def upload(session, folder, number, size):
    """As a file inside the deliverable, by the protocol for large files."""
    total, name = size * 2**20, f"volume {number}.bin"
    metadata = f"filename {b64encode(name.encode()).decode()},content-type {b64encode(b'application/octet-stream').decode()}"
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(total), "Upload-Metadata": metadata}
    begun = session.post(f"{folder}/@tus-upload", headers=headers, timeout=60)
    assert begun.status_code == 201, begun.text
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    done = session.patch(begun.headers["Location"], data=Body(number, size), headers=headers, timeout=120)
    assert done.status_code == 204, done.text


@contextmanager
def watched(process):
    """Megabytes of memory of the process, before and at most meanwhile."""
    status, stopped = Path(f"/proc/{process.pid}/status"), Event()

    def now():
        return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024

    seen = [now()]

    def watch():
        while not stopped.wait(0.01):
            seen.append(now())

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        stopped.set()
        thread.join()


def test_200_megabytes_with_flat_memory(demo_site, tmp_path):
    session, rest = demo_site.editor(), demo_site.rest
    made = {"@type": "prai.Deliverable", "id": "lourd", "title": "Images de formation", "kind": "video",
            "purpose": {"data": "<p>Former.</p>", "content-type": "text/html"}, "licence": "etalab-2.0",
            "availability": "download", "repository": "https://forge.example/", "product_licence": "CC-BY-4.0"}  # fmt: skip
    answer = session.post(f"{rest}/livrables", json=made, timeout=60)
    assert answer.status_code == 201, answer.text
    try:
        for number, size in enumerate(SIZES):
            upload(session, f"{rest}/livrables/lourd", number, size)
        assert (
            session.post(f"{rest}/livrables/lourd/@workflow/publish", json={}, timeout=60).status_code == 200
        )
        url, path = f"{demo_site.url}/livrables/lourd/@@kit-de-transfert.zip", tmp_path / "kit.zip"
        # The first time the files are read for their checksums, and the PDF is drawn.
        length = int(requests.head(url, timeout=120).headers["Content-Length"])
        assert length > sum(SIZES) * 2**20
        with watched(demo_site.process) as seen, requests.get(url, stream=True, timeout=60) as answer:
            with path.open("wb") as kept:
                for part in answer.iter_content(2**20):
                    kept.write(part)
        assert path.stat().st_size == length
        assert max(seen) - seen[0] < FLAT, seen[:: len(seen) // 20 or 1]
        with zipfile.ZipFile(path) as kit:
            for number, size in enumerate(SIZES):
                wanted, found = hashlib.sha256(), hashlib.sha256()
                for part in content(number, size):
                    wanted.update(part)
                with kit.open(f"kit-lourd/livrables/lourd/volume {number}.bin") as stream:
                    while part := stream.read(2**20):
                        found.update(part)
                assert found.digest() == wanted.digest()
        # Somebody on a slow line keeps no thread of the server from the others.
        slow = [requests.get(url, stream=True, timeout=60) for _reader in range(6)]
        began = time.monotonic()
        assert requests.get(f"{demo_site.url}/livrables", timeout=30).status_code == 200
        assert time.monotonic() - began < 20
        for reader in slow:
            reader.close()
    finally:
        assert session.delete(f"{rest}/livrables/lourd", timeout=60).status_code == 204
