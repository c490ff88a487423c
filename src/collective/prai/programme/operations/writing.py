"""The list as a file: CSV, XLSX, JSON; a cell is a text or a number, never a formula (pure)."""

from collective.prai.core.tables import as_json as table_json
from collective.prai.core.tables import Column
from collective.prai.core.tables import guarded
from collective.prai.programme.operations.profiles import MONEY
from collective.prai.programme.operations.profiles import Profile
from collective.prai.programme.operations.profiles import VALUES
from decimal import Decimal
from io import BytesIO
from io import StringIO
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment
from openpyxl.styles import Font
import csv


#: Letters of a cell of a spreadsheet.
_LONGEST = 32_767
_WIDTHS = {"name": 48, "summary": 60, "beneficiary": 40}
_EUROS = '#,##0.00\\ "€"'


def columns(profile: Profile) -> list[Column]:
    """As a Table Schema has them."""
    return [Column(column.value, VALUES[column.value], column.title) for column in profile.columns]


def as_csv(profile: Profile, rows: list[dict]) -> bytes:
    """As the profile says: comma or semicolon, decimal point or comma, with or without a signature."""
    stream = StringIO()
    writer = csv.writer(stream, delimiter=profile.delimiter, lineterminator="\r\n")
    writer.writerow([guarded(column.title) for column in profile.columns])
    for row in rows:
        writer.writerow([_csv_cell(row[column.value], column.value, profile) for column in profile.columns])
    return stream.getvalue().encode("utf-8-sig" if profile.signature else "utf-8")


def _csv_cell(value, name: str, profile: Profile) -> str:
    if isinstance(value, Decimal):
        text = f"{value:.2f}" if name in MONEY else f"{value.normalize():f}"
        return text.replace(".", profile.decimal)
    return guarded(plain(value))


def plain(value) -> str:
    """Text of a value that is no amount; what no spreadsheet can keep is left out."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(one) for one in value)
    return ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST]


def as_xlsx(profile: Profile, rows: list[dict], notes: list[str]) -> bytes:
    """A sheet with the rows, whose texts are texts whatever they begin with, and one that says what it is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Opérations")
    for number, column in enumerate(profile.columns):
        letter = _letter(number)
        sheet.column_dimensions[letter].width = _WIDTHS.get(column.value, 20)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{_letter(len(profile.columns) - 1)}{len(rows) + 1}"
    sheet.append([_text(sheet, column.title, bold=True) for column in profile.columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, row[column.value], column.value) for column in profile.columns])
    about = book.create_sheet("À propos")
    about.column_dimensions["A"].width = 100
    for note in notes:
        about.append([_text(about, note)])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else "A" + chr(ord("A") + number - 26)


def _xlsx_cell(sheet, value, name: str):
    if isinstance(value, Decimal):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = _EUROS if name in MONEY else "0.00"
        return cell
    return _text(sheet, plain(value)) if value not in (None, "", []) else None


def _text(sheet, text: str, bold: bool = False):
    """The library would make a formula of « =… »: the kind of the cell is said, and stays after an edit."""
    cell = WriteOnlyCell(sheet, "")
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = guarded(text) != text
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal=None)
    if bold:
        cell.font = Font(bold=True)
    return cell


def as_json(about: dict, profile: Profile, rows: list[dict]) -> bytes:
    """``about``, the columns, and the rows; what is unknown is null."""
    return table_json(about, columns(profile), rows)
