"""Every link of the public site leads somewhere: all its pages are walked as a visitor would."""

from html.parser import HTMLParser
from urllib.parse import urldefrag
from urllib.parse import urljoin
from urllib.parse import urlsplit
import pytest
import requests


#: Lists that any choice of filters leads to: enough that they answer once.
FEW = ("/trouver", "/pres-de-chez-moi", "/comparer", "/poser-une-question")
#: Written by a program for programs, or the door of the team.
LEFT_OUT = ("/++", "/@@download", "/@@images", "/login", "/contact-info", "/diffusion/")
MOST = 120


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.ids = [], set()

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.ids.add(known.get("id"))
        if tag == "a" and known.get("href"):
            self.found.append(known["href"])


class TestLinks:
    @pytest.fixture
    def walked(self, site):
        """Address → status of every page, and pairs of a page and an anchor that is not there."""
        waiting, known, anchors, lost = [(site, "")], {}, {}, []
        session = requests.Session()
        while waiting and len(known) < MOST:
            url, origin = waiting.pop(0)
            if url in known:
                continue
            answer = session.get(url, timeout=30)
            known[url] = (answer.status_code, origin)
            if "text/html" not in answer.headers.get("Content-Type", "") or answer.status_code != 200:
                continue
            page = _Links()
            page.feed(answer.text)
            anchors[url] = page.ids
            for href in page.found:
                target, anchor = urldefrag(urljoin(answer.url, href))
                if not target.startswith(site) or any(part in target for part in LEFT_OUT):
                    continue
                if target == url and anchor and anchor not in page.ids:
                    lost.append((url, anchor))
                path = urlsplit(target).path
                if urlsplit(target).query and (
                    path.endswith(FEW) or any(one.endswith(path) for one in anchors)
                ):
                    continue
                waiting.append((target, url))
        return known, lost

    def test_no_dead_link_and_no_dead_anchor(self, walked):
        known, lost = walked
        assert {url: one for url, one in known.items() if one[0] != 200} == {}
        assert lost == []
        assert len(known) > 60
