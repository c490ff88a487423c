"""What people type for their commune, and what hostile programs do."""

from collective.prai.core import communes
import pytest


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Gragnague", "Gragnague"),
        ("GRAGNAGUE", "Gragnague"),
        ("St Felix lauragais", "Saint-Félix-Lauragais"),
        ("st-félix-lauragais", "Saint-Félix-Lauragais"),
        ("Ste-Foy d’Aigrefeuille", "Sainte-Foy-d'Aigrefeuille"),
        ("L'Isle en Dodon", "L'Isle-en-Dodon"),
        ("lisle-en-dodon", "L'Isle-en-Dodon"),
        ("31380 Gragnague", "Gragnague"),
        ("Gragnague (31)", "Gragnague"),
        ("gragnague 31", "Gragnague"),
        ("31228", "Gragnague"),
        ("09001", "Aigues-Juntes"),
        ("toulou", "Toulouse"),
        ("  toulouse \t", "Toulouse"),
    ],
)
def test_what_people_type(typed, first):
    assert communes.search(typed)[0].name == first


def test_any_word_of_a_name_is_found():
    assert {"Lauragais" in town.name for town in communes.search("lauragais")} == {True}


def test_a_postcode_is_all_its_communes_and_a_beginning_is_many():
    assert {town.department for town in communes.search("31380")} == {"31"}
    assert len(communes.search("31380", 50)) > 5
    assert all(any(code.startswith("313") for code in town.postcodes) for town in communes.search("313"))


def test_only_one_meaning_is_taken_without_asking():
    assert communes.exact("gragnague").code == "31228"
    assert communes.exact("31228").code == "31228"
    assert communes.exact("31380") is None, "several communes share the postcode"
    assert communes.exact("Villeneuve") is None, "homonyms"
    assert communes.exact("Villeneuve 12").department == "12"
    assert communes.exact("villen") is None


@pytest.mark.parametrize(("typed", "department"), [("33000", "33"), ("75056", "75"), ("Bordeaux (33)", "33")])
def test_elsewhere_is_told(typed, department):
    assert communes.elsewhere(typed) == department


def test_spellings():
    assert communes.spellings("Gragnage")[0].name == "Gragnague"
    assert communes.spellings("Toulousse")[0].name == "Toulouse"
    assert communes.spellings("zzzzzzzz") == []
    assert communes.spellings("") == []


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "a" * 10_000, "(" * 500, "1" * 9_999, "<script>alert(1)</script>", "'; DROP TABLE", "٣١٣٨٠",
     "%00", "\ud800", "ﬁgeac", "🏘", "-" * 300, "31 31 31 31", "[object Object]"],
)  # fmt: skip
def test_nonsense_is_nothing_and_no_error(typed):
    assert len(communes.search(typed)) <= 10
    communes.exact(typed)
    communes.elsewhere(typed)
    assert len(communes.spellings(typed)) <= 5
