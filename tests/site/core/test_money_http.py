"""Amounts, figures, dates and rows as a partner's program writes them."""

from collective.prai.core.structure import SECTION_OF
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from tests.site.conftest import make
import json
import pytest
import re
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)
HEADERS = {"Accept": "application/json", "Content-Type": "application/json", "Accept-Language": "fr"}
HALF = "98541.50"  # exactly half of 197 083 €
FORTY = "1" * 40


@pytest.fixture(scope="class")
def urls(class_site):
    """One draft of each type: type → address."""
    made = {
        name: make(class_site, name, title=f"Fiche {name}") for name in SECTION_OF if name.startswith("prai.")
    }
    transaction.commit()
    return {name: obj.absolute_url() for name, obj in made.items()}


@pytest.fixture(scope="class")
def fields(urls):
    """Type → names of what may be sent back of it."""
    return {
        name: [key for key in get(url) if not key.startswith("@") and key not in ("id", "items")]
        for name, url in urls.items()
    }


def patch(url, data):
    body = data if isinstance(data, str) else json.dumps(data)
    return requests.patch(url, data=body, auth=OWNER, headers=HEADERS, timeout=30)


def get(url):
    answer = requests.get(url, auth=OWNER, headers=HEADERS, timeout=30)
    assert answer.status_code == 200
    return answer.json()


class TestMoney:
    @pytest.mark.parametrize(
        "value", [98541.5, "98541.50", "98541.5", "98 541,50 €", "98\u202f541,50\u00a0€", "98541,5"]
    )
    def test_one_amount_however_it_is_written(self, urls, value):
        url = urls["prai.ProjectSheet"]
        assert patch(url, {"total_cost": value}).status_code == 204
        assert get(url)["total_cost"] == HALF

    @pytest.mark.parametrize("value", [98541.5, "98541.50", "98 541,50 €"])
    def test_the_same_inside_a_row(self, urls, value):
        url = urls["prai.ProjectSheet"]
        assert patch(url, {"sources": [{"funder": "FEDER", "amount": value}]}).status_code == 204
        assert get(url)["sources"] == [{"funder": "FEDER", "amount": HALF, "status": None}]

    @pytest.mark.parametrize(
        "value",
        ["abc", -1, "-1", 1e999, "1e999", FORTY, int(FORTY), True, [], {}, [1], {"a": 1}, "12,345", "NaN"],
    )
    def test_a_bad_amount_is_a_sentence_and_nothing_is_stored(self, urls, value):
        url = urls["prai.ProjectSheet"]
        patch(url, {"total_cost": HALF, "sources": None})
        for body in ({"total_cost": value}, {"sources": [{"funder": "FEDER", "amount": value}]}):
            answer = patch(url, body)
            assert answer.status_code == 400, body
            assert "98541.50" in answer.text or "98 541,50" in answer.text, answer.text
        assert get(url)["total_cost"] == HALF
        assert not get(url)["sources"]

    def test_null_empties(self, urls):
        url = urls["prai.ProjectSheet"]
        patch(url, {"total_cost": HALF, "sources": [{"funder": "FEDER", "amount": 1}]})
        assert patch(url, {"total_cost": None, "sources": None}).status_code == 204
        assert (get(url)["total_cost"], get(url)["sources"]) == (None, None)


class TestRows:
    @pytest.mark.parametrize(
        "rows",
        [
            "text", 12, {"funder": "FEDER"}, ["text"], [12], [None], [[]], [{"funder": "FEDER", "other": 1}],
            [{"amount": 1}], [{"funder": None}], [{"funder": ["FEDER"]}], [{"funder": "FEDER", "status": "unknown"}],
            [{"funder": "FEDER", "status": ["granted"]}], [{"funder": "FEDER", "status": {"token": []}}],
            [{"funder": "FEDER"}] * 501,
        ],
    )  # fmt: skip
    def test_wrong_rows_are_refused(self, urls, rows):
        url = urls["prai.ProjectSheet"]
        patch(url, {"sources": None})
        answer = patch(url, {"sources": rows})
        assert answer.status_code == 400, answer.text
        assert get(url)["sources"] is None

    def test_deep_json_is_refused(self, urls):
        url = urls["prai.ProjectSheet"]
        for depth in (50, 5_000, 100_000):
            body = '{"sources": ' + '[{"funder": ' * depth + "1" + "}]" * depth + "}"
            answer = patch(url, body)
            assert answer.status_code == 400, (depth, answer.text[-1500:])

    def test_the_sentence_names_line_and_column(self, urls):
        rows = [{"funder": "FEDER", "amount": 1}, {"funder": "Région", "amount": "beaucoup"}]
        message = patch(urls["prai.ProjectSheet"], {"sources": rows}).json()["message"]
        assert "2" in message


class TestFigures:
    @pytest.mark.parametrize("value", [16.9, "16.9", "16,9", " 16,9 "])
    def test_a_figure_however_it_is_written(self, urls, value):
        url = urls["prai.Indicator"]
        rows = [{"date": "12/2006", "value": value}]
        assert patch(url, {"observations": rows, "initial_target": value}).status_code == 204
        found = get(url)
        assert found["initial_target"] == "16.9"
        assert (found["observations"][0]["value"], found["observations"][0]["date"]) == ("16.9", "2006-12")

    @pytest.mark.parametrize("value", ["abc", 1e999, FORTY, True, [], "1.2.3", "0." + FORTY])
    def test_a_bad_figure_is_refused(self, urls, value):
        assert patch(urls["prai.Indicator"], {"initial_target": value}).status_code == 400
        assert (
            patch(urls["prai.Indicator"], {"observations": [{"date": "2006", "value": value}]}).status_code
            == 400
        )


class TestDates:
    @pytest.mark.parametrize(
        "value,stored",
        [
            ("2006", "2006"),
            ("12/2006", "2006-12"),
            ("13/12/2006", "2006-12-13"),
            ("décembre 2006", "2006-12"),
        ],
    )
    def test_partial(self, urls, value, stored):
        assert patch(urls["prai.ProjectSheet"], {"starts": value}).status_code == 204
        assert get(urls["prai.ProjectSheet"])["starts"] == stored

    @pytest.mark.parametrize("value", ["31/02/2006", "hier", 2006.5, True, [], {}, "0000", "9" * 40])
    def test_bad_partial(self, urls, value):
        answer = patch(urls["prai.ProjectSheet"], {"starts": value})
        assert answer.status_code == 400, answer.text

    def test_review_date(self, urls):
        url = urls["prai.HowTo"]
        assert patch(url, {"review_by": "2027-03-01"}).status_code == 204
        assert get(url)["review_by"] == "2027-03-01"
        for bad in ("demain", 12, [], {}, "2027-02-30"):
            assert patch(url, {"review_by": bad}).status_code == 400
        assert get(url)["review_by"] == "2027-03-01"


class TestEveryType:
    def test_what_is_read_can_be_written_back(self, urls):
        for name, url in urls.items():
            first = get(url)
            answer = patch(url, first)
            assert answer.status_code == 204, (name, answer.json()["message"])
            second = get(url)
            for volatile in ("modified", "version", "lock", "@components", "previous_item", "next_item"):
                if volatile != "version" or name not in ("prai.Deliverable", "prai.Study"):
                    first.pop(volatile, None)
                    second.pop(volatile, None)
            assert first == second, name

    @pytest.mark.parametrize(
        "junk", [[], {}, [[]], [{}], 10**30, -1, 1.5, True, "\x00", "x" * 5000, {"token": {}}, {"data": 1}]
    )
    def test_junk_in_any_field_is_never_a_crash(self, urls, fields, junk):
        """Sent together, for an answer names every field that it refuses; then what none refuses is stored."""
        for name, url in urls.items():
            left, refused = set(fields[name]), {"layout"}
            # Looked at before the fields are, and refused without them.
            answers = [patch(url, {"layout": junk})]
            while left and refused:
                left -= refused
                answers.append(patch(url, dict.fromkeys(left, junk)))
                refused = left & set(re.findall(r"'field': '(\w+)'", answers[-1].text))
            if answers[-1].status_code == 400:
                # A rule of the whole item, which names none.
                answers += [patch(url, {field: junk}) for field in left]
            wrong = [answer.text[:300] for answer in answers if answer.status_code not in (204, 400)]
            assert not wrong, (name, junk, wrong)
