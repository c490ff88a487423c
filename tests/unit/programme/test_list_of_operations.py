"""The list of operations as a file: no cell is a formula, unknown is not zero; what an officer is told."""

from collective.prai.programme.operations.chart import Bar
from collective.prai.programme.operations.chart import draw
from collective.prai.programme.operations.checking import check
from collective.prai.programme.operations.differences import differences
from collective.prai.programme.operations.differences import Voice
from collective.prai.programme.operations.persons import without_name
from collective.prai.programme.operations.profiles import profiles
from collective.prai.programme.operations.profiles import VALUES
from collective.prai.programme.operations.register import Filters
from collective.prai.programme.operations.register import natural
from collective.prai.programme.operations.register import years_of
from collective.prai.programme.operations.writing import as_csv
from collective.prai.programme.operations.writing import as_xlsx
from decimal import Decimal
from io import BytesIO
from io import StringIO
from openpyxl import load_workbook
import csv
import pytest


#: As somebody who wants to harm the reader of a spreadsheet writes them.
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1", "－1", " =1+1",
    '"=1+1"', "\u200b=HYPERLINK(\"https://x.example\")", "=cmd|' /C calc'!A0",
)  # fmt: skip
HARMLESS = ("Portail citoyen", "– 7.2.2", "7.4 – Plan", "a=b", "50 % FEDER", "L’Isle-Jourdain")
EMPTY = dict.fromkeys(VALUES) | {"departments": [], "official": True, "code": "PRAI-1", "name": "Portail"}
FIVE = profiles()["programme"]


def row(**values):
    return EMPTY | values


def csv_rows(profile, rows) -> list[list[str]]:
    text = as_csv(profile, rows).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=profile.delimiter))


def runs(text: str) -> bool:
    """Whether a spreadsheet that skips spaces, quotes and marks without width would run the cell."""
    return text.lstrip(' \t\r\n"\u200b\ufeff\u00a0')[:1] in tuple("=+-@＝＋－＠")


class TestCells:
    @pytest.mark.parametrize("profile", profiles().values(), ids=lambda one: one.id)
    def test_no_cell_of_a_csv_is_a_formula(self, profile):
        rows = [row(name=text, beneficiary=text, summary=text, code=text) for text in FORMULAS]
        cells = [cell for line in csv_rows(profile, rows) for cell in line]
        assert [cell for cell in cells if runs(cell)] == []
        assert all(any(text.strip("\r\n\t") in cell for cell in cells) for text in FORMULAS)

    def test_no_cell_of_a_workbook_is_a_formula(self):
        rows = [row(name=text, summary=text) for text in FORMULAS]
        book = load_workbook(BytesIO(as_xlsx(FIVE, rows, list(FORMULAS))))
        cells = [
            cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None
        ]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        shown = [cell for cell in cells if cell.value in FORMULAS]
        assert len(shown) >= 2 * len([text for text in FORMULAS if "\r" not in text])
        assert all(cell.quotePrefix for cell in shown), "the text stays one after an edit"

    def test_other_texts_and_negative_figures_stay_as_they_are(self):
        rows = [row(name=text, summary=text, eligible_cost=Decimal("-12.50")) for text in HARMLESS]
        assert [(line[0], line[2], line[3]) for line in csv_rows(FIVE, rows)[1:]] == [
            (text, text, "-12,50") for text in HARMLESS
        ]

    def test_unknown_is_empty_and_not_zero(self):
        lines = csv_rows(FIVE, [row(eligible_cost=None, erdf=Decimal(0))])
        assert lines[1][3:] == ["", "0,00"]
        sheet = load_workbook(BytesIO(as_xlsx(FIVE, [row(erdf=Decimal(0))], []))).worksheets[0]
        assert [cell.value for cell in sheet[2]][3:] == [None, 0]

    def test_amounts_are_exact_to_the_cent(self):
        amounts = row(eligible_cost=Decimal("358234.87"), erdf=Decimal("137000"))
        assert csv_rows(FIVE, [amounts])[1][3:] == ["358234,87", "137000,00"]
        assert csv_rows(profiles()["kohesio"], [amounts])[1][7] == "358234.87"

    def test_signs_that_no_workbook_can_keep_are_left_out(self):
        sheet = load_workbook(BytesIO(as_xlsx(FIVE, [row(name="Por\x00tail\x0b")], []))).worksheets[0]
        assert sheet["A2"].value == "Portail"


class TestProfiles:
    def test_the_five_columns_of_the_programme_come_first(self):
        assert next(iter(profiles())) == "programme"
        assert [column.title for column in FIVE.columns] == [
            "Nom du projet", "Nom du bénéficiaire", "Brève description", "Dépenses totales éligibles", "Contribution FEDER",
        ]  # fmt: skip

    def test_what_the_regulation_of_2021_asks_for_is_there(self):
        values = {column.value for column in profiles()["ue-2021"].columns}
        assert values >= {
            "beneficiary", "contractor", "name", "summary", "starts", "ends", "total_cost", "fund",
            "specific_objective", "union_rate", "location", "country", "intervention",
        }  # fmt: skip

    def test_only_the_regulation_of_2021_names_persons(self):
        assert [one.id for one in profiles().values() if one.persons != "never"] == ["ue-2021"]


class TestChecking:
    def found(self, **values):
        return {(one.value, one.kind) for one in check(profiles()["ue-2014"], [row(**values)])}

    def test_each_empty_cell_that_is_asked_for(self):
        missing = {one.value for one in check(FIVE, [row()]) if one.kind == "missing"}
        assert missing == {"beneficiary", "summary", "eligible_cost", "erdf"}

    @pytest.mark.parametrize(
        "values,cell",
        [
            ({"eligible_cost": Decimal(0)}, "eligible_cost"),
            ({"eligible_cost": Decimal(9), "total_cost": Decimal(8)}, "eligible_cost"),
            ({"starts": "2008-06", "ends": "2007"}, "ends"),
            ({"postcode": "3138"}, "postcode"),
            ({"country": "France"}, "country"),
            ({"union_rate": Decimal("90")}, "union_rate"),
            ({"summary": "Portail"}, "summary"),
            ({"summary": "x" * 301}, "summary"),
            ({"name": "=1+1"}, "name"),
            ({"name": "Portail\x00"}, "name"),
            ({"official": False}, "name"),
        ],
    )
    def test_doubts(self, values, cell):
        assert (cell, "doubtful") in self.found(**values)

    def test_a_date_that_is_less_precise_is_no_doubt(self):
        assert ("ends", "doubtful") not in self.found(starts="2007-06", ends="2007")

    def test_a_code_that_is_there_twice(self):
        found = check(FIVE, [row(code="OP 1"), row(code="op  1")])
        assert [(one.row, one.value) for one in found if one.value == "code"] == [(1, "code")]


class TestDifferences:
    def test_both_figures_and_who_says_them(self):
        dossier = Voice("d", {"erdf": Decimal("41025.00"), "aid": Decimal(65640), "beneficiary": "SICOVAL"})
        operation = Voice("o", {"erdf": Decimal(41000), "aid": None, "beneficiary": "Sicoval "})
        assert differences([dossier, operation]) == [
            ("erdf", [("d", Decimal("41025.00")), ("o", Decimal(41000))])
        ]

    def test_cents_that_are_zero_are_no_difference(self):
        assert differences([Voice("d", {"a": Decimal("41025.00")}), Voice("o", {"a": Decimal(41025)})]) == []


class TestReading:
    def test_filters(self):
        found = row(measure="7.4", departments=["31"], starts="2006-09", ends="2008")
        assert years_of(found) == ["2006", "2007", "2008"]
        assert Filters("7.4", "31", "2007").take(found)
        assert not Filters(year="2009").take(found) and not Filters(measure="7").take(found)

    def test_order_of_codes(self):
        assert sorted(["7.10", "7.2", None, "7.2.1"], key=natural) == ["7.2", "7.2.1", "7.10", None]

    def test_a_person_is_not_named_anywhere_in_a_text(self):
        assert (
            without_name("Atelier de JEANNE  Dupuy-Martin.", "Jeanne Dupuy-Martin")
            == "Atelier de personne physique."
        )
        assert without_name("Portail", None) == "Portail"


class TestDrawing:
    def test_bars_and_their_part(self):
        bars = [Bar("7.2.2", Decimal(197083), Decimal("98541.50")), Bar("<b>", Decimal(10), None)]
        drawn = draw(bars, "Titre", ("Total", "FEDER"), str)
        assert drawn.count("prai-list-whole") == 3 and drawn.count("prai-list-part") == 2
        assert "98541.50" in drawn and "<b>" not in drawn

    def test_one_amount_is_no_drawing(self):
        assert draw([Bar("7.2.2", Decimal(1), None)], "", ("", ""), str) == ""
