"""Plain words as HTML, addresses, facts."""

from collective.prai.corpus import text
from decimal import Decimal
import pytest


class TestParagraphs:
    def test_markup_of_the_source_is_text(self):
        assert text.paragraphs("a <b> & c\n\nd") == "<p>a &lt;b&gt; &amp; c</p>\n<p>d</p>"

    def test_nothing_stays_nothing(self):
        assert text.paragraphs(None) == text.paragraphs(" \n ") == ""


class TestAmounts:
    def test_no_amount_breaks(self):
        assert (
            text.one_line("Elle coûte\n172 050 €, dont 50 %.")
            == "Elle coûte 172\u202f050\u00a0€, dont 50\u00a0%."
        )
        assert text.unbroken("<p>1 250 000 €</p>") == "<p>1\u202f250\u202f000\u00a0€</p>"
        assert text.unbroken(text.unbroken("82 050 €")) == "82\u202f050\u00a0€"

    def test_a_year_is_no_part_of_the_amount_behind_it(self):
        assert text.unbroken("en 2006 137 640 €") == "en 2006 137\u202f640\u00a0€"
        assert text.unbroken("le 05 61 00 00 en 2006 12 fois") == "le 05 61 00 00 en 2006 12 fois"


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
