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
import zipfile


BLOCK = random.Random(5).randbytes(2**20)
#: Megabytes of each file, of which no block is the same; how many there are.
SIZE, FILES = 50, 4
#: Megabytes: less than one file, more than what threads and buffers of a busy server come and go with.
FLAT = 40


class Content:
    """The bytes of each file, as something that is sent: the same each time, with a length."""

    def __len__(self):
        return SIZE * 2**20

    def __iter__(self):
        for block in range(SIZE):
            yield b"%16d" % block + BLOCK[16:]


def upload(session, folder):
    """As a file inside the deliverable, by the protocol for large files; then copied there."""
    name, kind = b64encode(b"volume.bin").decode(), b64encode(b"application/octet-stream").decode()
    headers = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(Content()))}
    headers["Upload-Metadata"] = f"filename {name},content-type {kind}"
    begun = session.post(f"{folder}/@tus-upload", headers=headers, timeout=60)
    assert begun.status_code == 201, begun.text
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    headers["Content-Type"] = "application/offset+octet-stream"
    done = session.patch(begun.headers["Location"], data=Content(), headers=headers, timeout=120)
    assert done.status_code == 204, done.text
    first = session.get(folder, timeout=60).json()["items"][0]["@id"]
    for _copy in range(FILES - 1):
        done = session.post(f"{folder}/@copy", json={"source": first}, timeout=60)
        assert done.status_code == 200, done.text


@contextmanager
def watched(process):
    """Megabytes of memory of the process: before, then each hundredth of a second."""
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
    made = {
        "@type": "prai.Deliverable", "id": "lourd", "title": "Images de formation", "kind": "video",
        "purpose": {"data": "<p>Former.</p>", "content-type": "text/html"}, "licence": "etalab-2.0",
        "availability": "download", "repository": "https://forge.example/", "product_licence": "CC-BY-4.0",
    }  # fmt: skip
    answer = session.post(f"{rest}/livrables", json=made, timeout=60)
    assert answer.status_code == 201, answer.text
    try:
        upload(session, f"{rest}/livrables/lourd")
        published = session.post(f"{rest}/livrables/lourd/@workflow/publish", json={}, timeout=60)
        assert published.status_code == 200, published.text
        url, path = f"{demo_site.url}/livrables/lourd/@@kit-de-transfert.zip", tmp_path / "kit.zip"
        # The first time the files are read for their checksums, and the PDF is drawn.
        length = int(requests.head(url, timeout=120).headers["Content-Length"])
        assert length > SIZE * FILES * 2**20
        with watched(demo_site.process) as seen, requests.get(url, stream=True, timeout=60) as answer:
            with path.open("wb") as kept:
                for part in answer.iter_content(2**20):
                    kept.write(part)
        assert path.stat().st_size == length
        assert max(seen) - seen[0] < FLAT, seen[:: len(seen) // 20 or 1]
        wanted = hashlib.sha256(b"".join(Content())).digest()
        with zipfile.ZipFile(path) as kit:
            names = [name for name in kit.namelist() if "/livrables/" in name]
            assert len(names) == FILES
            for name in names:
                with kit.open(name) as stream:
                    assert hashlib.file_digest(stream, "sha256").digest() == wanted, name
        # More readers on slow lines than the server has threads keep nobody waiting.
        slow = [requests.get(url, stream=True, timeout=60) for _reader in range(6)]
        assert requests.get(f"{demo_site.url}/robots.txt", timeout=60).status_code == 200
        for reader in slow:
            reader.close()
    finally:
        assert session.delete(f"{rest}/livrables/lourd", timeout=60).status_code == 204
