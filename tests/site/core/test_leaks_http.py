"""Nothing hidden leaves by any door: a crawl of the whole site in search of marker words."""

from plone import api
from tests.site.core.doors import FEEDS
from tests.site.core.doors import ITEMS
from tests.site.core.doors import LINKED
from tests.site.core.doors import OF_HIDDEN
from tests.site.core.doors import program
from tests.site.core.doors import QUESTIONS
from tests.site.core.doors import SEARCHES
from tests.site.core.doors import SITE
from tests.site.core.leaks import AUTHOR
from tests.site.core.leaks import build
from tests.site.core.leaks import HIDDEN_ID
from tests.site.core.leaks import MARKER
from tests.site.core.leaks import NAME
import gzip
import pytest
import requests
import transaction


MEMBER = ("membre", "Un-Simple-Compte-1")


@pytest.fixture(scope="class")
def site(class_site):
    api.user.create("membre@example.org", *MEMBER)
    built = build(class_site)
    transaction.commit()
    return built


def knock(site, door, auth=None):
    """Text of the answer and its headers, and the address asked for."""
    names = site._asdict() | {f"{name}_uid": uid for name, uid in site.uids.items()}
    path = door.path
    for name in ("url", "public", "guide", "project", "image", "draft_uid", "public_uid"):
        path = path.replace(f"{{{name}}}", names[name])
    answer = requests.request(
        door.method, f"{site.url}/{path}", headers={"Accept": door.accept} | door.headers, json=door.body,
        auth=auth, allow_redirects=False, timeout=60,
    )  # fmt: skip
    content = answer.content
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    return path, answer.status_code, content.decode("utf-8", "replace") + str(answer.headers)


def leaks_of(site, doors, auth=None, words=(MARKER, HIDDEN_ID)):
    """What was found: one line a door, empty text when nothing leaked; 5xx answers count as found."""
    found = []
    if auth is None:
        words = (*words, AUTHOR, NAME)
    for door in doors:
        path, status, text = knock(site, door, auth)
        if status >= 500:
            found.append(f"{status} {door.method} {path}")
        for word in words:
            at = text.lower().find(word)
            if at >= 0 and word not in path:
                found.append(
                    f"{status} {door.method} {door.accept} {path}: …{text[max(0, at - 60) : at + 40]!r}"
                )
    return "\n".join(found)


@pytest.mark.parametrize("auth", [None, MEMBER], ids=["anonymous", "member"])
class TestNothingLeaks:
    def test_from_searches_and_listings(self, site, auth):
        assert not leaks_of(site, SEARCHES, auth)

    def test_not_even_what_hidden_items_are_known_by(self, site, auth):
        """Columns of the lists lead from public sheets to drafts; the columns are nobody's."""
        for path in (
            "@search?metadata_fields=_all&b_size=500", "@search?metadata_fields=prai_card&metadata_fields=prai_place&b_size=500",
            "@contents", "projets?metadata_fields=_all", "@navigation?metadata_fields=_all",
            '@querystring-search?metadata_fields=_all&query={"query":[{"i":"portal_type","o":"plone.app.querystring.operation.'
            'selection.any","v":["prai.ProjectSheet"]}],"metadata_fields":["_all"]}',
            "@search?summary_serializer_metadata=x&metadata_fields=_all",
        ):  # fmt: skip
            _path, status, text = knock(site, program(path), auth)
            assert status < 500, path
            assert '"prai_card"' not in text and '"prai_place"' not in text, path
            assert [uid for uid in site.uids["hidden"].split() if uid in text] == [], path

    def test_from_feeds(self, site, auth):
        assert not leaks_of(site, FEEDS, auth)

    def test_from_the_questions_of_visitors(self, site, auth):
        assert not leaks_of(site, QUESTIONS, auth)

    def test_from_open_data_and_pasted_addresses(self, site, auth):
        assert not leaks_of(site, LINKED, auth)

    def test_from_pages_about_the_site(self, site, auth):
        assert not leaks_of(site, SITE, auth)

    def test_from_public_items(self, site, auth):
        # What lies behind an item does so by the same code for all of them: an account tries a sheet and a book.
        others = ("{project}", "{guide}/chapitre", "{image}")
        doors = ITEMS if auth is None else [door for door in ITEMS if not door.path.startswith(others)]
        assert not leaks_of(site, doors, auth)

    def test_from_hidden_items(self, site, auth):
        # A plain account goes through the same gate: the first doors of each item are enough.
        of_item = OF_HIDDEN if auth is None else OF_HIDDEN[:4]
        for path in site.hidden:
            doors = [door._replace(path=path + door.path) for door in of_item]
            assert not leaks_of(site, doors, auth, words=(MARKER,))
