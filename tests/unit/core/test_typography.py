"""Signs stay with their words; everything else is as it was typed."""

from collective.prai.core.typography import bound
from collective.prai.core.typography import bound_html
import pytest


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Accès public : comment accueillir ?", "Accès public\u00a0: comment accueillir\u00a0?"),
        ("Guide « Internet » ; 20 % à 5 €", "Guide «\u00a0Internet\u00a0»\u00a0; 20\u00a0% à 5\u00a0€"),
        ("Projets innovants – e-administration", "Projets innovants\u00a0– e-administration"),
        ("voir http://ici.example, a: b, -5 :x", "voir http://ici.example, a: b, -5 :x"),
        ("", ""),
    ],
)
def test_bound(typed, shown):
    assert bound(typed) == shown


def test_tags_stay_as_they_are():
    typed = '<p title="a : b">Deux : <b>trois</b> !</p>'
    assert bound_html(typed) == '<p title="a : b">Deux\u00a0: <b>trois</b> !</p>'
