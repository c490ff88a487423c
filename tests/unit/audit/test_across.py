from audit.across import compare
from audit.across import speaks


FRENCH = (
    "les projets de la région et des communes pour une étude sur le haut débit dans le pays " * 6
).split()
ENGLISH = ("the projects of the region are for you and your town in this country with a study " * 6).split()
PAGE = {
    "title": "Projets — PRAI", "doctype": "html", "lang": "fr", "menu": ["/a", "/b"], "search": True,
    "sitemap": True, "words": FRENCH, "address": "/projets", "found": True,
}  # fmt: skip


class TestLanguage:
    def test_known_by_its_small_words(self):
        assert (speaks(FRENCH), speaks(ENGLISH)) == ("fr", "en")

    def test_too_few_words_say_nothing(self):
        assert speaks(FRENCH[:20]) == ""

    def test_a_page_that_speaks_another_is_found(self):
        found = compare({"projets": PAGE, "autre": PAGE | {"title": "Autre", "words": ENGLISH}})
        assert found == {"projets": {}, "autre": {"language": ["fr said, en read"]}}


class TestPages:
    def test_two_pages_of_one_title(self):
        other = PAGE | {"address": "/autres"}
        assert list(compare({"a": PAGE, "b": other})["b"]) == ["titles"]
        assert compare({"a": PAGE, "b": PAGE, "c": other | {"found": False}}) == {"a": {}, "b": {}, "c": {}}

    def test_a_menu_in_another_order(self):
        pages = {"a": PAGE, "b": PAGE | {"title": "B"}, "c": PAGE | {"title": "C", "menu": ["/b", "/a"]}}
        assert [name for name, faults in compare(pages).items() if "menu" in faults] == ["c"]

    def test_ways_that_are_missing(self):
        found = compare({"a": PAGE | {"search": False, "sitemap": False, "title": " ", "doctype": ""}})["a"]
        assert set(found) == {"ways", "sitemap-place", "title", "doctype"}
        assert len(found["ways"]) == 2
