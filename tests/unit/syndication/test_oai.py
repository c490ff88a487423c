"""Tokens, dates and arguments of OAI-PMH: what is good comes back, what is bad is told."""

from collective.prai.syndication.oai.arguments import dates
from collective.prai.syndication.oai.arguments import read_arguments
from collective.prai.syndication.oai.arguments import shown
from collective.prai.syndication.oai.dates import read_date
from collective.prai.syndication.oai.dates import utc
from collective.prai.syndication.oai.errors import OaiError
from collective.prai.syndication.oai.tokens import read_token
from collective.prai.syndication.oai.tokens import Token
import base64
import hashlib
import json
import pytest
import random
import string


TOKEN = Token("ListRecords", "oai_dc", "theme:tourisme", 0, None, "0123456789ab", 12, 100, 250)


def forged(values):
    """A token with a good checksum: anybody can make one."""
    data = json.dumps(values).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()[:6] + data).decode().rstrip("=")


class TestToken:
    def test_any_token_is_read_back(self):
        pick = random.Random(1)
        for _number in range(300):
            dates = [pick.choice([None, 0, -1, pick.randrange(2**40)]) for _date in "12"]
            numbers = [pick.randrange(2**40) for _number in "123"]
            token = Token(
                "ListRecords", "prai", pick.choice(["", "type", "theme:é"]), *dates, "e" * 12, *numbers
            )
            assert read_token(str(token)) == token
            assert set(str(token)) <= set(string.ascii_letters + string.digits + "-_")

    def test_one_wrong_letter_is_noticed(self):
        text = str(TOKEN)
        for position in range(len(text)):
            other = "A" if text[position] != "A" else "B"
            # The last letter may hold bits that stand for nothing.
            if position < len(text) - 1:
                with pytest.raises(ValueError):
                    read_token(text[:position] + other + text[position + 1 :])

    @pytest.mark.parametrize(
        "text", ["", "x", "A" * 16, "A" * 17, "é" * 20, "A" * 5000, "=" * 20, "\ud800" * 20]
    )
    def test_junk_is_no_token(self, text):
        with pytest.raises(ValueError):
            read_token(text)

    @pytest.mark.parametrize(
        "values",
        [
            [1], [2, *TOKEN], [1, *TOKEN, 0], {}, 7, [1, *TOKEN[:6], -1, 0, 0], [1, *TOKEN[:6], True, 0, 0],
            [1, *TOKEN[:6], 2**70, 0, 0], [1, *TOKEN[:3], "0", None, *TOKEN[5:]], [1, 1, *TOKEN[1:]], None, "x",
        ],
    )  # fmt: skip
    def test_good_checksum_of_nonsense_is_no_token(self, values):
        assert read_token(forged([1, *TOKEN])) == TOKEN
        with pytest.raises(ValueError):
            read_token(forged(values))

    @pytest.mark.parametrize(
        "data", [b"123456", b"true    ", b"null    ", b"NaN     ", b"[" * 1480, b"1" * 1400]
    )
    def test_good_checksum_of_what_is_no_list_is_no_token(self, data):
        text = base64.urlsafe_b64encode(hashlib.sha256(data).digest()[:6] + data).decode().rstrip("=")
        with pytest.raises(ValueError):
            read_token(text)


class TestDates:
    def test_day_lasts_a_day_and_a_second_a_second(self):
        assert read_date("1970-01-02") == (86_400, 172_799)
        assert read_date("1970-01-02T00:00:01Z") == (86_401, 86_401)
        assert read_date("1969-12-31") == (-86_400, -1)
        assert read_date("2024-02-29")[0] == read_date("2024-02-29T00:00:00Z")[0]

    def test_what_is_written_is_read(self):
        pick = random.Random(2)
        for _number in range(200):
            second = pick.randrange(4_000_000_000)
            assert read_date(utc(second)) == (second, second)

    @pytest.mark.parametrize(
        "text",
        [
            "", "junk", "2026", "2026-11", "2026-13-01", "2026-02-29", "2026-11-31", "0000-01-01", "2026-1-1",
            "2026-11-22T08:00Z", "2026-11-22T08:00:00", "2026-11-22T24:00:00Z", "2026-11-22T23:59:60Z",
            "2026-11-22T08:00:00+01:00", "2026-11-22T08:00:00.5Z", "2026-11-22t08:00:00z", "20261122", " 2026-11-22",
            "2026-11-22 ", "２０２６-11-22", "2026-W01-1", "12026-01-01", "-2026-01-01",
        ],
    )  # fmt: skip
    def test_other_texts_are_no_date(self, text):
        with pytest.raises(ValueError):
            read_date(text)

    def test_both_dates_are_included(self):
        day = {"from": "2026-11-22", "until": "2026-11-22"}
        begin, end = dates(day)
        assert end - begin == 86_399
        assert dates({}) == (None, None)
        assert dates({"until": "1970-01-01"}) == (None, 86_399)

    @pytest.mark.parametrize(
        ("since", "until"),
        [
            ("2026-11-22", "2026-11-22T08:00:00Z"),
            ("2026-11-22T08:00:00Z", "2026-11-23"),
            ("2026-11-23", "2026-11-22"),
            ("2026-11-22T08:00:01Z", "2026-11-22T08:00:00Z"),
        ],
    )
    def test_dates_that_do_not_go_together(self, since, until):
        with pytest.raises(OaiError) as error:
            dates({"from": since, "until": until})
        assert error.value.code == "badArgument"


def code_of(query):
    try:
        read_arguments([tuple(pair.split("=", 1)) for pair in query.split("&") if pair])
    except OaiError as error:
        return error.code
    return None


class TestArguments:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "badVerb"),
            ("verb=", "badVerb"),
            ("verb=identify", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("metadataPrefix=oai_dc", "badVerb"),
            ("verb=Identify&x=1", "badArgument"),
            ("verb=Identify&resumptionToken=x", "badArgument"),
            ("verb=ListMetadataFormats&set=x", "badArgument"),
            ("verb=ListSets&from=2026-11-22", "badArgument"),
            ("verb=GetRecord", "badArgument"),
            ("verb=GetRecord&identifier=x", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x&set=theme", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&resumptionToken=x&resumptionToken=x", "badArgument"),
            ("verb=ListRecords&resumptionToken=x&until=2026-11-22", "badArgument"),
            ("verb=ListRecords&resumptionToken=x", None),
            ("verb=ListIdentifiers&metadataPrefix=oai_dc&from=&until=&set=", None),
            ("resumptionToken=x&verb=ListSets", None),
        ],
    )
    def test_each_verb_takes_its_own(self, query, code):
        assert code_of(query) == code

    def test_identifier_that_is_no_address_is_not_repeated(self):
        assert shown("GetRecord", {"identifier": 'invalid"id'}) == {"verb": "GetRecord"}
        assert shown("GetRecord", {"identifier": "oai:a.b:1%20"})["identifier"] == "oai:a.b:1%20"
        for text in ("100%", "a:b:c#d#e", "[", "1:x", "http://a:b/", ""):
            assert "identifier" not in shown("GetRecord", {"identifier": text})
        assert shown("Identify", {}) == {"verb": "Identify"}
