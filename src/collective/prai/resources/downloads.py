"""Observations of an indicator as CSV and JSON (pure): cells that no spreadsheet runs as a formula."""

from collective.prai.core.tables import guarded
from collective.prai.core.tables import number
from decimal import Decimal
import csv
import io
import json


COLUMNS = ("date", "value", "qualifier", "series", "territory", "source", "note")


def safe_cell(value) -> str:
    """Text of a cell; what a spreadsheet would run gets an apostrophe, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return guarded(str(value))


def as_csv(rows: list, headers: list[str]) -> bytes:
    """UTF-8 with a signature, semicolons and decimal commas: what a French spreadsheet opens."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([safe_cell(header) for header in headers])
    for row in rows:
        writer.writerow([safe_cell(row.get(name)) for name in COLUMNS])
    return stream.getvalue().encode("utf-8-sig")


def as_json(about: dict, rows: list) -> bytes:
    """``about`` and its observations; values as JSON numbers, dates as ISO text."""
    observations = [
        {
            name: number(row[name]) if name == "value" else row[name]
            for name in COLUMNS
            if row.get(name) is not None
        }
        for row in rows
    ]
    return json.dumps(about | {"observations": observations}, ensure_ascii=False, indent=2).encode("utf-8")
