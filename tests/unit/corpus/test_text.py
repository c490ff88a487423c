"""Plain words as HTML, addresses, facts."""

from collective.prai.corpus import text
from decimal import Decimal
import pytest


class TestParagraphs:
    def test_markup_of_the_source_is_text(self):
        assert text.paragraphs("a <b> & c\n\nd") == "<p>a &lt;b&gt; &amp; c</p>\n<p>d</p>"

    def test_nothing_stays_nothing(self):
        assert text.paragraphs(None) == text.paragraphs(" \n ") == ""


class TestLead:
    def test_first_sentence_leads(self):
        assert text.split_lead("Un guide. Il sert\nà tous.") == ("Un guide.", "Il sert à tous.")

    def test_single_sentence_is_the_body(self):
        assert text.split_lead("Une seule phrase.") == ("", "Une seule phrase.")

    def test_long_sentence_is_no_lead(self):
        long = "a" * 400 + "."
        assert text.split_lead(f"{long} Suite.") == ("", f"{long} Suite.")

    def test_number_with_a_point_ends_no_sentence(self):
        assert text.split_lead("L'action 7.3 dure. Elle finit.")[0] == "L'action 7.3 dure."


class TestAddress:
    @pytest.mark.parametrize("given", ["www.ardesi.fr", "http://media-public.com/a/71.html"])
    def test_address(self, given):
        assert text.address(given).endswith(given)

    @pytest.mark.parametrize(
        "given",
        ["www.adm-ariège.fr", "mairie@verfeil.fr", "javascript:alert(1)", "sans adresse", "", "http://["],
    )
    def test_no_address(self, given):
        assert text.address(given) is None


class TestWords:
    def test_values_as_french(self):
        assert text.words(2500000) == "2\u202f500\u202f000"
        assert text.words(Decimal("97.29")) == "97,29"
        assert text.words(["a", 12]) == "a, 12"
