"""French words as readers write them."""

from collective.prai.finder.words import indexed
from collective.prai.finder.words import MOST
from collective.prai.finder.words import terms
import pytest


def finds(query: str, text: str) -> bool:
    """Whether every word of the query stands in the text, as the finder decides."""
    have = set(indexed("", "", text))
    return all(any(have.issuperset(way) for way in term.alternatives) for term in terms(query))


@pytest.mark.parametrize(
    "text", ["péri-scolaire", "périscolaire", "péri scolaire", "Périscolaires", "PÉRI‑SCOLAIRE"]
)
@pytest.mark.parametrize(
    "query", ["péri-scolaire", "periscolaire", "péri scolaire", "Périscolaires", "l’accueil périscolaire"]
)
def test_one_word_written_in_all_its_ways(query, text):
    assert finds(query, f"Un accueil {text} pour tous")


@pytest.mark.parametrize(
    "query, text",
    [
        ("enfants", "la petite enfance"),
        ("crèche", "une solution pour la petite enfance"),
        ("e-administration", "l'e-administration locale"),
        ("eadministration", "l’e‑administration"),
        ("cyberbase", "les cyber-bases"),
        ("Saint Félix", "Saint-Félix-Lauragais"),
        ("saint-felix", "Saint Félix"),
        ("œuvres", "une oeuvre"),
        ("coeur", "Cœur de village"),
        ("communaux", "le site communal"),
        ("dématérialiser les marchés", "la dématérialisation du marché"),
        ("D'UNE MAIRIE", "nos mairies"),
        ("aujourd'hui", "aujourd’hui"),
        ("SIG", "un système d'information géographique"),
        ("2006", "en 2006"),
    ],
)  # fmt: skip
def test_finds(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    "query, text",
    [
        ("e-administration", "l'administration du personnel"),
        ("cyber-base", "une base de données"),
        ("petite enfance", "la petite commune"),
        ("pré", "une prescription"),
    ],
)
def test_does_not_find(query, text):
    assert not finds(query, text)


@pytest.mark.parametrize(
    "query",
    ["", " ", "*", "((", "AND (", '"', "\0", "\0\0a", "'", "-", "l'", "--- ''' ---", "�", "😀", "a" * 10_000,
     "l'" * 5_000, "a-" * 5_000, "mot " * 5_000, "x*", "?x", "title:x", "%00", "é" * 10_000, "ﬁ", "İ", "\ud800"],
)  # fmt: skip
def test_any_text_is_words_and_few_of_them(query):
    found = terms(query)
    assert len(found) <= MOST
    assert all(
        len(stem) <= 40 and stem.isascii() for term in found for way in term.alternatives for stem in way
    )


def test_stop_words_alone_are_no_words():
    assert terms("à la, de l’, qu'il y a") == ()


def test_title_description_and_frequency_are_marked():
    found = indexed("Recenser l'équipement", "Une enquête", "équipement " * 5 + "poste")
    assert {"t:equip", "t:recens", "d:enquet", "n:equip", "post"} <= set(found)
    assert "t:post" not in found and "n:post" not in found
