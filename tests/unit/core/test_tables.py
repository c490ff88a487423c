from collective.prai.core.tables import as_csv
from collective.prai.core.tables import as_json
from collective.prai.core.tables import cell
from collective.prai.core.tables import Column
from collective.prai.core.tables import guarded
from decimal import Decimal
import csv
import io
import json
import pytest


COLUMNS = (
    Column("name", "string", "Nom"),
    Column("value", "number", "Valeur"),
    Column("codes", "array", "Codes"),
)


@pytest.mark.parametrize("text", ["=1+1", "+33 5", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_no_text_is_a_formula(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Recenser", "a=1", "'=1", "12"])
def test_other_texts_stay(text):
    assert guarded(text) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("-400.50"), "-400.50"), (Decimal("1E+3"), "1000"), (-3, "-3"), (None, ""), (["09", "31"], "09|31"),
        (["=1"], "'=1"), (True, "True"),
    ],
)  # fmt: skip
def test_numbers_stay_numbers(value, text):
    assert cell(value) == text


def test_csv_is_read_back_as_it_was():
    rows = [{"name": 'dit "près de", ou\r\nenviron', "value": Decimal("0.10")}, {"codes": ["a", "b"]}]
    found = list(csv.reader(io.StringIO(as_csv(COLUMNS, rows).decode("utf-8"), newline="")))
    assert found == [["name", "value", "codes"], [rows[0]["name"], "0.10", ""], ["", "", "a|b"]]


def test_json_has_every_column_in_every_row():
    data = json.loads(as_json({"id": "x"}, COLUMNS, [{"value": Decimal("2.50")}, {"value": Decimal("3")}]))
    assert data["rows"] == [
        {"name": None, "value": 2.5, "codes": None},
        {"name": None, "value": 3, "codes": None},
    ]
    assert [field["name"] for field in data["schema"]["fields"]] == ["name", "value", "codes"]
