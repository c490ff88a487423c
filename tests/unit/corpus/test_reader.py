"""Rows know their line; a bad one is refused alone."""

from collective.prai.corpus.reader import read
from datetime import date
from decimal import Decimal
from pathlib import Path


DATA = Path(__file__).parents[2] / "data" / "corpus"


class TestRead:
    def reading(self, tmp_path, text):
        path = tmp_path / "projects.yaml"
        path.write_text(text, encoding="utf-8")
        return read(path)

    def test_row_knows_its_line_and_those_of_its_keys(self, tmp_path):
        (row,) = self.reading(tmp_path, "# titre\nitems:\n  - id: a\n    title: A\n").rows
        assert (row.file, row.line, row.lines) == ("projects.yaml", 3, {"id": 3, "title": 4})

    def test_numbers_stay_as_written(self, tmp_path):
        text = 'items:\n  - {id: a, value: 97.29, half: 36.0, code: "7.2.2", dep: "09", year: 2006, month: 2006-09}\n'
        (row,) = self.reading(tmp_path, text).rows
        assert row.values["value"] == Decimal("97.29")
        assert str(row.values["half"]) == "36.0"
        assert (row.values["code"], row.values["dep"]) == ("7.2.2", "09")
        assert (row.values["year"], row.values["month"]) == (2006, "2006-09")

    def test_full_dates_are_dates(self, tmp_path):
        (row,) = self.reading(tmp_path, "items:\n  - {id: a, day: 2011-04-21}\n").rows
        assert row.values["day"] == date(2011, 4, 21)

    def test_broken_file_is_refused_with_its_line(self):
        reading = read(DATA / "deliverables.yaml")
        assert reading.rows == []
        (refusal,) = reading.refusals
        assert refusal.file == "deliverables.yaml"
        assert refusal.line >= 2
        assert "YAML" in refusal.reason

    def test_code_in_a_value_is_not_run(self):
        reasons = {refusal.line: refusal.reason for refusal in read(DATA / "organisations.yaml").refusals}
        assert "could not determine a constructor" in reasons[11]

    def test_key_that_is_there_twice_is_refused(self):
        reasons = {refusal.line: refusal.reason for refusal in read(DATA / "organisations.yaml").refusals}
        assert "« name » is there twice" in reasons[12]

    def test_missing_list_and_missing_file_are_refusals(self, tmp_path):
        assert "no list" in self.reading(tmp_path, "autre: []\n").refusals[0].reason
        assert "cannot be read" in read(tmp_path / "absent.yaml").refusals[0].reason

    def test_deeply_nested_value_is_refused(self, tmp_path):
        text = "items:\n  - {id: a, v: " + "[" * 3000 + "]" * 3000 + "}\n"
        assert self.reading(tmp_path, text).rows == []
