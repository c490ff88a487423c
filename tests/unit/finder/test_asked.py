"""The address of a list is read once, whatever stands in it."""

from collective.prai.finder.asked import Asked
from collective.prai.finder.asked import read_asked
from decimal import Decimal
from urllib.parse import parse_qsl
import pytest


TYPES = {"prai.HowTo": "Fiche pratique", "prai.Study": "Étude"}


def test_what_is_read_is_said_again():
    form = {
        "q": " site  communal ", "type": ["HowTo", "prai.Study", "prai.HowTo"], "theme": "tourisme,haut-debit",
        "departement": ["31", "81"], "habitants": "1800", "cout": "15000-30000", "cout_max": "30 000 €",
        "annee": "2006", "tri": "cout", "vue": "liste", "page": "3", "hors_theme": "1", "commune": "31069",
    }  # fmt: skip
    asked = read_asked(form, TYPES)
    assert asked.words == "site communal"
    assert asked.chosen["type"] == ("prai.HowTo", "prai.Study")
    assert asked.chosen["habitants"] == ("1000-2000",)
    assert asked.cost_max == Decimal("30000")
    again: dict = {}
    for name, value in parse_qsl(asked.url("x").partition("?")[2]):
        again.setdefault(name, []).append(value)
    assert read_asked(again, TYPES) == asked


def test_chips_take_one_thing_away():
    asked = read_asked({"theme": ["tourisme", "urbanisme"], "q": "a b", "cout_max": "5", "page": "4"}, TYPES)
    assert asked.without("theme", "tourisme").chosen == {"theme": ("urbanisme",)}
    assert asked.without("theme", "tourisme").page == 1
    assert asked.without("q").words == "" and asked.without("cout_max").cost_max is None
    assert asked.cleared() == Asked()


def test_nearness_goes_with_the_town():
    asked = read_asked({"commune": "31069", "tri": "proximite"}, TYPES)
    assert asked.without("commune") == Asked()


@pytest.mark.parametrize(
    "form",
    [
        {"theme": "inconnu"}, {"theme": ["x" * 10_000]}, {"type": "prai.Application"}, {"annee": "²006"},
        {"habitants": "-5"}, {"cout_max": "beaucoup"}, {"cout_max": "9" * 50}, {"zone": "<script>"}, {"annee": "20066"},
    ],
)  # fmt: skip
def test_unknown_values_are_left_out_and_said(form):
    asked = read_asked(form, TYPES)
    assert not asked.any() and asked.ignored
    assert all(len(text) <= 60 for text in asked.ignored)


@pytest.mark.parametrize(
    "form",
    [
        {"q": None}, {"q": ["a", "b"]}, {"q": {"a": 1}}, {"q": 3}, {"theme": [None, {}, ["tourisme"]]}, {"page": "0"},
        {"page": "²"}, {"page": "9" * 99}, {"page": ["2", "3"]}, {"tri": "x"}, {"vue": "\0"}, {"commune": "99999"},
        {"commune": "x" * 5_000}, {"q": "\0\x1f"},
    ],
)  # fmt: skip
def test_odd_forms_are_read(form):
    asked = read_asked(form, TYPES)
    assert asked.sort == "" and asked.commune == "" and "\0" not in asked.words


def test_many_values_are_no_choice_of_a_person():
    assert len(read_asked({"annee": [str(year) for year in range(1000, 2000)]}).chosen["annee"]) == 50


@pytest.mark.parametrize("name", ["q", "sujet", "theme", "commune", "cout_max", "page"])
def test_bytes_that_are_no_text_are_left_out(name):
    """As Zope hands them over from a posted form; the address of the list can always be said."""
    for text in ("\udcff", "caf\udce9", "\udced\udca0\udc80", ["\ud800"]):
        asked = read_asked({name: text}, TYPES)
        assert asked.url("x").isascii() and not any("\ud800" <= letter <= "\udfff" for letter in str(asked))
