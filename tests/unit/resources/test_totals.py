from collective.prai.resources.totals import add_up
from collective.prai.resources.totals import Money
from collective.prai.resources.totals import Sum
from decimal import Decimal


GIROU = Money(
    Decimal("82050.00"),
    [("FEDER", Decimal("41025.00")), ("Région Midi-Pyrénées", Decimal("24615.00"))],
    Decimal("16410.00"),
)
TRAINING = Money(
    Decimal("197083.00"), [("FEDER", Decimal("98541.50")), ("Région", None)], None
)  # 50 % to the cent
SILENT = Money(None, [], None)


class TestTotals:
    def test_to_the_cent(self):
        found = add_up([GIROU, GIROU._replace(cost=Decimal("0.01"), own=Decimal("0.01"))])
        assert found.cost == Sum(Decimal("82050.01"), 0)
        assert found.own == Sum(Decimal("16410.01"), 0)
        assert found.aid == {
            "FEDER": Sum(Decimal("82050.00"), 0),
            "Région Midi-Pyrénées": Sum(Decimal("49230.00"), 0),
        }
        assert not found.cost.at_least

    def test_unknown_is_not_zero(self):
        found = add_up([GIROU, TRAINING, SILENT])
        assert found.sheets == 3
        assert found.cost == Sum(Decimal("279133.00"), 1) and found.cost.at_least
        assert found.own == Sum(Decimal("16410.00"), 2)
        assert found.aid["FEDER"] == Sum(Decimal("139566.50"), 1)
        assert found.aid["Région"] == Sum(None, 2) and not found.aid["Région"].at_least

    def test_a_funder_is_one_however_it_is_typed(self):
        twice = add_up([GIROU, GIROU._replace(aid=[(" feder", Decimal("1.50"))])])
        assert twice.aid["FEDER"].known == Decimal("41026.50")

    def test_nothing_adds_up_to_nothing_known(self):
        found = add_up([])
        assert found.cost == Sum(None, 0) and found.aid == {}
