from collective.prai.core.accepted_language import preferred_language
from collective.prai.core.caching.conditional import compress
from collective.prai.core.caching.conditional import etag_of
from collective.prai.core.caching.conditional import matched
from collective.prai.core.caching.conditional import matches
from collective.prai.core.caching.conditional import wants_gzip
from collective.prai.core.caching.conditional import zipped_tag
from collective.prai.syndication.query import BadQuery
from collective.prai.syndication.query import read_cursor
from collective.prai.syndication.query import read_limit
from collective.prai.syndication.query import read_pairs
import pytest


class TestMatches:
    @pytest.mark.parametrize(
        "header", ['"abc"', 'W/"abc"', '"x", "abc"', '"x",W/"abc" , "y"', "*", " * ", '"a,b", "abc"']
    )
    def test_known(self, header):
        assert matches(header, '"abc"')

    @pytest.mark.parametrize("header", [None, "", '"x"', "abc", '"abcd"', 'W/"ab"', '"ABC"', '""'])
    def test_unknown(self, header):
        assert not matches(header, '"abc"')


class TestEtag:
    def test_parts_do_not_run_together(self):
        assert etag_of("ab", "c") != etag_of("a", "bc")

    def test_form(self):
        tag = etag_of("epoch", 12, None)
        assert tag[0] == tag[-1] == '"' and len(tag) == 34


class TestCursor:
    def test_round_trip(self):
        assert str(read_cursor("0123456789ab.42")) == "0123456789ab.42"

    @pytest.mark.parametrize(
        "text", ["", "x", "1.1", "0123456789ab", "0123456789ab.", "0123456789ab.-1", "0123456789AB.1",
                 "0123456789ab.1 ", "0123456789ab.٣", "0123456789ab." + "9" * 19, "0123456789ab.1\n"]
    )  # fmt: skip
    def test_anything_else_is_refused(self, text):
        with pytest.raises(BadQuery):
            read_cursor(text)


class TestLimit:
    def test_bounds(self):
        assert (read_limit("1"), read_limit("500")) == (1, 500)

    @pytest.mark.parametrize("text", ["", "0", "501", "-1", "+1", "1.0", "1e2", "٣", "0x10", "9" * 30, " 1"])
    def test_anything_else_is_refused(self, text):
        with pytest.raises(BadQuery):
            read_limit(text)


class TestPairs:
    def test_names_and_values(self):
        assert read_pairs("theme=a&theme=b+c&x=%C3%A9") == [("theme", "a"), ("theme", "b c"), ("x", "é")]

    @pytest.mark.parametrize(
        "text", ["a=%FF", "a=%00", "a=%0d%0a", "a=" + "b" * 9000, "&".join(["a=1"] * 300)]
    )
    def test_hostile_query_is_refused(self, text):
        with pytest.raises(BadQuery):
            read_pairs(text)


class TestLanguage:
    @pytest.mark.parametrize(
        ("header", "language"),
        [("", "fr"), ("en", "en"), ("en-GB,en;q=0.9,fr;q=0.8", "en"), ("fr,en;q=0.9", "fr"), ("de", "fr"),
         ("de,en;q=0.5", "en"), ("en;q=abc", "fr"), (",,;q=", "fr"), ("fr;q=0.2,en;q=0.3", "en")],
    )  # fmt: skip
    def test_preferred(self, header, language):
        assert preferred_language(header) == language


class TestCompression:
    @pytest.mark.parametrize(
        "header",
        [
            "gzip",
            "gzip, deflate, br",
            "GZIP;q=0.5",
            "deflate, x-gzip",
            "gzip;q=1.0, identity; q=0.5",
            "br;q=x, gzip",
        ],
    )
    def test_whoever_asks_for_gzip_gets_it(self, header):
        assert wants_gzip(header)

    @pytest.mark.parametrize(
        "header",
        [None, "", "*", "identity", "gzip;q=0", "gzip;q=0.2, identity", "br", "gzip;q=", "gzip;q=no"],
    )
    def test_everyone_else_gets_the_plain_bytes(self, header):
        assert not wants_gzip(header)

    def test_either_tag_is_the_answer_and_is_named_as_the_client_has_it(self):
        zipped = zipped_tag('"abc"')
        assert zipped == '"abc-gzip"'
        assert matched(f'"x", W/{zipped}', '"abc"') == zipped
        assert matched('"abc"', '"abc"') == '"abc"'
        assert matched('"x"', '"abc"') == matched(None, '"abc"') == ""

    def test_same_bytes_each_time(self):
        assert compress(b"texte" * 500) == compress(b"texte" * 500)
