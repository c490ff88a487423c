"""Euros to the cent: one way to read an amount, one to write it (pure)."""

from decimal import Decimal
from decimal import InvalidOperation
from decimal import ROUND_HALF_UP
import re


CENT = Decimal("0.01")
#: No operation of a regional programme is near this; beyond it, a typing mistake.
LARGEST = Decimal("999999999999.99")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_PLAIN = re.compile(r"\d{1,12}(?:[.,]\d{1,2})?", re.ASCII)


class BadAmount(ValueError):
    """The text is not an amount in euros; the message is a sentence in English for translation."""


def parse_euros(value) -> Decimal:
    """Euros as Decimal with two places, from ``98541.5``, ``"98541.50"`` or ``"98 541,50 €"``.

    BadAmount on anything else: words, negative or infinite amounts, more than 12 digits,
    parts of a cent written as text.  A JSON float is taken at its shortest decimal writing.
    """
    if isinstance(value, bool):
        raise BadAmount(str(value))
    if isinstance(value, (int, float, Decimal)):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > 60:
        raise BadAmount(str(value)[:60])
    text = _SPACES.sub("", value).removesuffix("€").removesuffix("EUR")
    if not _PLAIN.fullmatch(text):
        raise BadAmount(value)
    return Decimal(text.replace(",", ".")).quantize(CENT)


def _from_number(value) -> Decimal:
    try:
        amount = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        if not amount.is_finite() or not 0 <= amount <= LARGEST:
            raise BadAmount(str(value)[:60])
        # Adding zero takes the sign from a negative zero.
        return amount.quantize(CENT, rounding=ROUND_HALF_UP) + 0
    except (InvalidOperation, ValueError, OverflowError):
        raise BadAmount(str(value)[:60]) from None


def format_euros(amount: Decimal | None, cents: bool | None = None) -> str:
    """``98 541,50 €``, as French texts write it; whole amounts drop the cents unless asked."""
    if amount is None:
        return ""
    whole, _, fraction = f"{amount.quantize(CENT):f}".partition(".")
    show = cents if cents is not None else fraction != "00"
    groups = f"{int(whole):,}".replace(",", "\u202f")
    return f"{groups},{fraction}\u00a0€" if show else f"{groups}\u00a0€"


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Share of a whole, in percent with two places; the whole must not be zero."""
    return (part * 100 / whole).quantize(CENT, rounding=ROUND_HALF_UP)
