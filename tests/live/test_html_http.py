"""The Nu checker, which browsers' makers and the W3C use, on every public page of the list with the real corpus.

It says nothing.  What it is not right about is listed with its reason (audit/nu.py); a message that disappears
from all pages fails too, so that the list stays true.
"""

from audit import nu
from audit.items import items_of
from audit.pages import PUBLIC
from pathlib import Path
import pytest
import requests


#: Pages for the frames of others: path → status.
FRAMES = {
    "diffusion/liste.html": 200,
    "diffusion/liste.html?theme=sport": 400,
}


@pytest.fixture(scope="module")
def folder(demo_site, changes, tmp_path_factory) -> Path:
    """Every public page of the list that the corpus has; frames of lists, and of one item of every type."""
    home = tmp_path_factory.mktemp("pages")
    items = items_of(demo_site.url)
    pages = {entry.name: (entry.at(items), entry.status) for entry in PUBLIC if entry.at(items) is not None}
    pages |= {f"cadre-{number}": page for number, page in enumerate(FRAMES.items())}
    for item in {item["@type"]: item for item in changes.values()}.values():
        path = f"diffusion/fiche/{item['id'].removeprefix('urn:uuid:')}.html"
        pages[f"cadre-{item['@type']}"] = (path, 200)
    for name, (path, status) in pages.items():
        answer = requests.get(f"{demo_site.url}/{path}", timeout=60)
        assert answer.status_code == status, path
        (home / f"{name}.html").write_bytes(answer.content)
    return home


class TestNu:
    def test_has_nothing_to_say_of_ours(self, folder):
        assert nu.check(folder) == {}

    def test_is_wrong_about_what_is_listed_and_nothing_else(self, folder):
        said = [message["message"] for message in nu.messages(folder)]
        assert {start for start in nu.EXCUSED if any(one.startswith(start) for one in said)} == set(
            nu.EXCUSED
        )
