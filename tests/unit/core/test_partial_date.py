from collective.prai.core.partial_date import BadDate
from collective.prai.core.partial_date import by_end
from collective.prai.core.partial_date import format_partial
from collective.prai.core.partial_date import format_period
from collective.prai.core.partial_date import parse_partial
import pytest


class TestParsePartial:
    @pytest.mark.parametrize(
        ("written", "kept"),
        [
            ("2006", "2006"), ("2006-12", "2006-12"), ("12/2006", "2006-12"), ("13/12/2006", "2006-12-13"),
            ("décembre 2006", "2006-12"), ("1er mai 2006", "2006-05-01"), (" 2006-12-13 ", "2006-12-13"),
        ],
    )  # fmt: skip
    def test_keeps_what_is_known_and_no_more(self, written, kept):
        assert parse_partial(written) == kept

    @pytest.mark.parametrize(
        "written", ["", "hier", "2006-13", "31/02/2006", "206", "2006-1-1-1", "9999", "١٢/2006"]
    )
    def test_refuses_the_rest(self, written):
        with pytest.raises(BadDate):
            parse_partial(written)


def test_never_shown_more_precise_than_known():
    assert format_partial("2006-12") == "décembre 2006"
    assert format_partial("2006-05-01") == "1er mai 2006"
    assert format_partial("2006-05-01", "en") == "1 May 2006"
    assert format_period("2006-12", "2008-06") == "de décembre 2006 à juin 2008"


def test_a_year_ends_after_its_months():
    assert sorted(["2008", "2008-06", None, "2008-06-30", "2007"], key=by_end) == [
        None, "2007", "2008-06-30", "2008-06", "2008",
    ]  # fmt: skip
