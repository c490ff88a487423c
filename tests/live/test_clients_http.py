"""Independent clients agree on the real corpus: item for item, licence for licence.

One class a format; ``known`` (id → title, address, licence) is what ``@changes`` says, which the first
class compares with the content itself.
"""

from tests.live.truth import Truth
import requests


class TestChanges:
    """curl, or whatever speaks JSON over HTTP."""

    def test_every_public_item_of_the_corpus_is_there_with_its_licence(self, demo_site, changes, known):
        truth = Truth(demo_site)
        public = truth.public(*sorted({item["@type"] for item in changes.values()}))
        assert not truth.problems, truth.problems
        assert known.keys() == public.keys() and len(known) > 50
        for uid, item in public.items():
            assert (known[uid].title, known[uid].url) == (item["title"], item["@id"])
            assert changes[uid]["licence"]["id"] == item["licence"]["token"]
            assert known[uid].licence.startswith("https://")

    def test_small_pages_are_the_large_one(self, demo_site, changes):
        items, cursor, more = {}, "", True
        while more:
            page = requests.get(f"{demo_site.rest}/@changes?limit=7{cursor}", timeout=30).json()
            items |= {item["id"]: item for item in page["items"]}
            cursor, more = f"&since={page['cursor']}", page["has_more"]
        assert items == changes
