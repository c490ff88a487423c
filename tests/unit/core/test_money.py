from collective.prai.core.money import BadAmount
from collective.prai.core.money import format_euros
from collective.prai.core.money import parse_euros
from decimal import Decimal
import pytest


class TestParseEuros:
    @pytest.mark.parametrize(
        "written",
        ["98 541,50 €", "98541.50", 98541.5, "98541,5", "98\u202f541,50\u00a0€", Decimal("98541.5")],
    )
    def test_one_amount_however_it_is_written(self, written):
        assert parse_euros(written) == Decimal("98541.50")
        assert str(parse_euros(written)) == "98541.50"

    @pytest.mark.parametrize(
        "written",
        [
            "abc",
            "-1",
            -1,
            "1e999",
            1e999,
            "9" * 40,
            10**40,
            "",
            "12.345",
            True,
            "nan",
            "٣",
            float("nan"),
            [],
            {},
            "1,2,3",
        ],
    )
    def test_anything_else_is_refused(self, written):
        with pytest.raises(BadAmount):
            parse_euros(written)

    def test_a_negative_zero_is_zero(self):
        assert str(parse_euros(-0.0)) == "0.00"

    def test_binary_noise_of_json_floats_is_gone(self):
        assert parse_euros(0.1 + 0.2) == Decimal("0.30")


class TestFormatEuros:
    def test_cents_are_shown_when_there_are_any(self):
        assert format_euros(Decimal("98541.50")) == "98\u202f541,50\u00a0€"
        assert format_euros(Decimal("82050")) == "82\u202f050\u00a0€"

    def test_unknown_is_not_zero(self):
        assert format_euros(None) == ""
        assert format_euros(Decimal(0)) == "0\u00a0€"
