from collective.prai.resources.downloads import as_csv
from collective.prai.resources.downloads import as_json
from collective.prai.resources.downloads import COLUMNS
from collective.prai.resources.downloads import safe_cell
from decimal import Decimal
import csv
import io
import json
import pytest


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_what_a_spreadsheet_would_run_is_text(text):
    assert safe_cell(text) == f"'{text}"


def test_a_negative_number_stays_a_number():
    assert safe_cell(Decimal("-1.1")) == "-1,1"


def test_csv_reads_back():
    rows = [{"date": "2006-12", "value": Decimal("16.9"), "note": 'la source ; "tronque"'}]
    text = as_csv(rows, list(COLUMNS)).decode("utf-8-sig")
    read = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert (
        read[0]["value"] == "16,9" and read[0]["note"] == 'la source ; "tronque"' and read[0]["source"] == ""
    )


def test_json_keeps_exact_values():
    rows = [{"date": "2006", "value": Decimal("16.90")}, {"date": "2008", "value": Decimal("512")}]
    found = json.loads(as_json({"title": "Communes"}, rows))
    assert [row["value"] for row in found["observations"]] == [16.9, 512]
    assert found["title"] == "Communes"
