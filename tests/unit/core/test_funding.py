from collective.prai.core.funding import plan
from decimal import Decimal


def source(funder, amount, status="granted"):
    return {"funder": funder, "amount": Decimal(amount) if amount else None, "status": status}


class TestPlan:
    def test_coteaux_du_girou(self):
        money = plan(Decimal("82050"), None, [source("FEDER", "41025"), source("Région", "24615")])
        assert [share.rate for share in money.shares] == [Decimal("50.00"), Decimal("30.00")]
        assert money.aid == Decimal("65640")
        assert money.own_contribution == Decimal("16410")
        assert money.own_rate == Decimal("20.00")

    def test_exactly_half_to_the_cent(self):
        money = plan(None, Decimal("197083.00"), [source("FEDER", "98541.50")])
        assert money.shares[0].rate == Decimal("50.00")

    def test_rates_are_not_uniform(self):
        money = plan(None, Decimal("358234.87"), [source("FEDER", "137000")])
        assert money.shares[0].rate == Decimal("38.24")

    def test_unknown_is_not_zero(self):
        assert plan(None, None, None).own_contribution is None
        assert plan(Decimal("100"), None, []).aid is None
        assert (
            plan(Decimal("100"), None, [source("FEDER", "50"), source("Région", None)]).own_contribution
            is None
        )

    def test_grants_above_the_cost_leave_no_negative_contribution(self):
        assert plan(Decimal("10"), None, [source("FEDER", "11")]).own_contribution is None

    def test_own_rate_is_of_the_whole_cost(self):
        money = plan(Decimal("200"), Decimal("100"), [source("FEDER", "50")])
        assert (money.own_contribution, money.own_rate) == (Decimal("150"), Decimal("75.00"))

    def test_a_cost_of_zero_divides_nothing(self):
        money = plan(Decimal("0"), None, [source("FEDER", "0")])
        assert money.shares[0].rate is None
        assert money.own_rate is None
