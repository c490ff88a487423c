"""Who else pays, as an applicant writes it: a line each."""

from collective.prai.programme.apply.checks import funders_of
from decimal import Decimal
import pytest


@pytest.mark.parametrize(
    ("line", "read"),
    [("Conseil général : 12 000", ("Conseil général", 12000)), ("CAF 1 200,50 €", ("CAF", Decimal("1200.50"))),
     ("Rien", ("Rien", None)), ("A: B", ("A: B", None))],
)  # fmt: skip
def test_a_funder_a_line(line, read):
    assert funders_of(line) == [read]
