"""Tables for programs: CSV that no spreadsheet runs as a formula, and JSON that says its columns (pure).

CSV as RFC 4180 has it: UTF-8 without a signature, commas, decimal points, ISO dates.  Data portals and
programs read this without being told; the page of an indicator offers another file for French spreadsheets.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple
import csv
import io
import json
import re


#: What a spreadsheet runs, full-width forms included, which some of them fold.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What some of them skip before they look: spaces of all kinds, marks without width, a quotation mark.
_SKIPPED = re.compile(r'^[\s"\u200b-\u200f\u2060\ufeff]+')


class Column(NamedTuple):
    """``name`` in both files; ``type`` as Table Schema has it; French ``title``."""

    name: str
    type: str
    title: str


#: At the end of every row: a copied row still says whom to name and under which licence.
CREDIT = (
    Column("licence", "string", "Licence (SPDX)"),
    Column("attribution", "string", "Mention à afficher"),
)


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run."""
    return f"'{text}" if text.startswith(FORMULA) or _SKIPPED.sub("", text).startswith(FORMULA) else text


def cell(value) -> str:
    """Text of a cell; numbers stay numbers, several values are separated by ``|``."""
    if value is None:
        return ""
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, (list, tuple)):
        value = "|".join(str(one) for one in value)
    return guarded(str(value))


def number(value: Decimal) -> int | float:
    """As JSON has it."""
    return int(value) if value == value.to_integral_value() else float(value)


def as_csv(columns: Iterable[Column], rows: Iterable[dict]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = list(columns)
    writer.writerow([column.name for column in columns])
    for row in rows:
        writer.writerow([cell(row.get(column.name)) for column in columns])
    return stream.getvalue().encode("utf-8")


def as_json(about: dict, columns: Iterable[Column], rows: Iterable[dict]) -> bytes:
    """``about``, the columns as a Table Schema, and the rows; what is unknown is null."""
    columns = list(columns)
    fields = [{"name": column.name, "type": column.type, "title": column.title} for column in columns]
    found = [
        {
            column.name: number(value) if isinstance(value, Decimal) else value
            for column in columns
            for value in [row.get(column.name)]
        }
        for row in rows
    ]
    data = about | {"schema": {"fields": fields}, "rows": found}
    return json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8")
