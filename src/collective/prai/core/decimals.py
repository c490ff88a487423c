"""Decimal figures as French texts and programs write them (pure)."""

from decimal import Decimal
from decimal import InvalidOperation
import re


#: Places kept after the comma: no source of the programme gives more.
PLACES = 6
LARGEST = Decimal(10**12)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_PLAIN = re.compile(r"[-+\u2212]?\d{1,13}(?:[.,]\d{1,6})?", re.ASCII)


class BadFigure(ValueError):
    """The text is not a figure."""


def parse_figure(value) -> Decimal:
    """Decimal from ``"16,9"``, ``"16.9"``, ``16.9`` or ``"1 234"``; BadFigure on anything else.

    At most 10**12 in size and six places; a JSON float is taken at its shortest decimal writing.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        raise BadFigure(str(type(value)))
    if isinstance(value, str):
        text = _SPACES.sub("", value[:60])
        if len(value) > 60 or not _PLAIN.fullmatch(text):
            raise BadFigure(value[:60])
        value = text.replace(",", ".").replace("\u2212", "-")
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, ValueError):
        raise BadFigure(str(value)[:60]) from None
    if not number.is_finite() or abs(number) > LARGEST or number.as_tuple().exponent < -PLACES:
        raise BadFigure(str(number)[:60])
    return number


def format_figure(number: Decimal | None) -> str:
    """``16,9`` as an edit form shows it: no grouping, no exponent, places as given."""
    return f"{number:f}".replace(".", ",") if number is not None else ""
