"""What may be answered in the form of a call: each wrong answer has its sentence."""

from collective.easyform.interfaces import IFieldValidator
from collective.prai import _
from collective.prai.core.decimals import BadFigure
from collective.prai.core.decimals import parse_figure
from collective.prai.core.money import BadAmount
from collective.prai.core.money import parse_euros
from collective.prai.core.public_forms.checks import message
from decimal import Decimal
from zope.interface import provider
import re


#: « Conseil général 12 000 € », where no colon parts the amount from the name.
_FUNDER = re.compile(r"(?P<name>.*[^\d .,–-])[ –-]+(?P<amount>\d[\d .,]*(?:€|euros?)?)")
_SIREN = re.compile(r"[0-9]{9}(?:[0-9]{5})?", re.A)


def euros_of(text: str | None) -> Decimal | None:
    """An amount as people write it; None for anything else."""
    try:
        return parse_euros(text) if text else None
    except BadAmount:
        return None


def figure_of(text: str | None) -> Decimal | None:
    """A number as people write it; None for anything else."""
    try:
        return parse_figure(text) if text else None
    except BadFigure:
        return None


def funders_of(text: str | None) -> list[tuple[str, Decimal | None]]:
    """Name and amount of each line; None for a line without a legible amount."""
    lines = (" ".join(line.split()) for line in (text or "").splitlines())
    return [_funder(line) for line in lines if line]


def _funder(line: str) -> tuple[str, Decimal | None]:
    for separator in (":", ";"):
        name, found, amount = line.rpartition(separator)
        if found and name.strip() and _amount(amount) is not None:
            return name.strip(), _amount(amount)
    match = _FUNDER.fullmatch(line)
    amount = _amount(match["amount"]) if match else None
    return (match["name"], amount) if match and amount is not None else (line, None)


def _amount(text: str) -> Decimal | None:
    return euros_of(re.sub(r"\s*euros?$", "", text.strip()))


@provider(IFieldValidator)
def euros(value, **kwargs):
    if value and euros_of(value) is None:
        return _("Give an amount in euros such as 98541.50 or 98 541,50 €.")
    return None


@provider(IFieldValidator)
def figure(value, **kwargs):
    if value and figure_of(value) is None:
        return _("Give a number such as 12 or 7.5.")
    return None


@provider(IFieldValidator)
def siren(value, **kwargs):
    if value and not _SIREN.fullmatch("".join(value.split())):
        return _("A SIREN number has nine digits.")
    return None


@provider(IFieldValidator)
def funders(value, **kwargs):
    """Lines of text: a funder and an amount each."""
    if problem := message(value):
        return problem
    if any(amount is None for _name, amount in funders_of(value)):
        return _("Write one funder a line, then its amount, for instance « Conseil général : 12 000 ».")
    return None


@provider(IFieldValidator)
def agreed(value, **kwargs):
    """Of a box that must be ticked."""
    return None if value else _("Without this, the dossier is not complete.")
