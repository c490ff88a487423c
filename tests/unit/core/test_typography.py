"""Signs stay with their words; everything else is as it was typed."""

from collective.prai.core.typography import bound
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
