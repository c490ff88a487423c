"""Aid to the cent, every step said; a ceiling that nobody explains cuts nothing and is not hidden."""

from collective.prai.core.money import percent
from collective.prai.programme.dated import ceilings
from collective.prai.programme.dated import in_force
from collective.prai.programme.subsidy import aid_of
from collective.prai.programme.subsidy import Cap
from collective.prai.programme.subsidy import checked
from collective.prai.programme.subsidy import Rate
from datetime import date
from decimal import Decimal
import pytest


D = Decimal
RATES = (Rate("FEDER", D(50)), Rate("Région", D(30)))
GIROU = D("82050.00")


def amounts(aid):
    return [(share.funder, share.amount) for share in aid.shares]


def keys(said):
    return [one.key for one in said]


class TestShares:
    def test_the_example_of_the_corpus(self):
        aid = aid_of(GIROU, RATES)
        assert amounts(aid) == [("FEDER", D("41025.00")), ("Région", D("24615.00"))]
        assert (aid.total, aid.own, aid.rate) == (D("65640.00"), D("16410.00"), D("80.00"))
        assert keys(aid.lines) == ["cost", "share", "share", "total", "own"]
        assert aid.warnings == ()

    def test_half_of_an_odd_amount_keeps_its_cents(self):
        aid = aid_of(D("197083.00"), [Rate("FEDER", D(50))])
        assert aid.total == D("98541.50") == aid.own

    @pytest.mark.parametrize("cost", [D("0.01"), D("0.03"), D("33.33"), D("99999.99"), D("358234.87")])
    def test_shares_add_up_and_none_is_a_cent_off(self, cost):
        three = [Rate("A", D("33.333333")), Rate("B", D("33.333333")), Rate("C", D("33.333334"))]
        aid = aid_of(cost, three)
        assert (aid.total, aid.own) == (cost, D(0))
        assert all(abs(s.amount - cost * s.percent / 100) <= D("0.01") for s in aid.shares)

    def test_what_is_not_eligible_remains_to_be_paid(self):
        aid = aid_of(GIROU, RATES, total_cost=D(100_000))
        assert aid.own == D("34360.00")
        assert aid_of(GIROU, RATES, total_cost=D(10)).own == D("16410.00")

    def test_nothing_costs_nothing(self):
        aid = aid_of(D(0), RATES)
        assert (aid.total, aid.own, aid.rate) == (0, 0, 0)

    def test_a_negative_cost_is_refused(self):
        with pytest.raises(ValueError):
            aid_of(D(-1), RATES)

    def test_rates_above_the_cost_are_said(self):
        aid = aid_of(D(100), [Rate("A", D(80)), Rate("B", D(40))])
        assert (keys(aid.warnings), aid.own) == (["rates-above-all"], D(-20))

    def test_a_granted_share_that_is_no_rate_is_said_with_its_own(self):
        assert percent(D(137_000), D("358234.87")) == D("38.24")
        (said,) = checked(D("358234.87"), {"FEDER": D(137_000)}, RATES)
        assert said.figures["actual"] == D("38.24") and said.figures["percent"] == D(50)
        assert checked(D(197_083), {"FEDER": D("98541.50")}, RATES) == []
        assert checked(D(0), {"FEDER": D(1)}, RATES) == []


class TestCeilings:
    def test_on_the_aid_it_cuts_all_shares_in_proportion(self):
        aid = aid_of(GIROU, RATES, [Cap(D(50_000), "total-grant")])
        assert amounts(aid) == [("FEDER", D("31250.00")), ("Région", D("18750.00"))]
        assert (aid.total, aid.own) == (D(50_000), D("32050.00"))
        assert "total-capped" in keys(aid.lines)

    def test_cents_of_a_cut_add_up(self):
        aid = aid_of(D("99999.99"), [Rate(n, D(20)) for n in "abc"], [Cap(D("10000.00"), "total-grant")])
        assert sum(s.amount for s in aid.shares) == D("10000.00")

    def test_on_the_eligible_cost(self):
        aid = aid_of(GIROU, RATES, [Cap(D(50_000), "eligible-cost")])
        assert (aid.total, aid.own) == (D(40_000), D("42050.00"))
        assert keys(aid.lines)[:2] == ["cost", "cost-capped"]

    @pytest.mark.parametrize("cap", [Cap(D(40_000), "erdf-share"), Cap(D(40_000), "total-grant", "FEDER")])
    def test_on_the_part_of_one_funder(self, cap):
        aid = aid_of(GIROU, RATES, [cap])
        assert amounts(aid) == [("FEDER", D(40_000)), ("Région", D("24615.00"))]

    def test_for_each_component(self):
        cap = Cap(D(50_000), "component")
        two = aid_of(GIROU, RATES, [cap], components=[D(70_000), D("12050.00")])
        assert two.total == D(50_000) + D("9640.00")
        unsaid = aid_of(GIROU, RATES, [cap])
        assert unsaid.total == D("65640.00")
        (warning,) = unsaid.warnings
        assert (warning.figures["one_total"], warning.figures["one_own"]) == (D(50_000), D("32050.00"))

    def test_of_unknown_bearing_it_warns_with_both_figures_and_cuts_nothing(self):
        aid = aid_of(GIROU, RATES, [Cap(D(50_000))])
        assert aid.total == D("65640.00")
        (warning,) = aid.warnings
        assert warning.key == "cap-readings"
        assert [(r.basis, r.total, r.own) for r in warning.figures["readings"]] == [
            ("total-grant", D(50_000), D("32050.00")),
            ("eligible-cost", D(40_000), D("42050.00")),
        ]

    def test_of_unknown_bearing_but_not_reached_it_is_no_warning(self):
        aid = aid_of(D(50_000), RATES, [Cap(D(50_000))])
        assert aid.warnings == () and "cap-not-reached" in keys(aid.lines)

    def test_of_unknown_amount_it_is_said_with_the_one_before(self):
        aid = aid_of(GIROU, RATES, [Cap(None, since="2007-02-06", previous=D(50_000))])
        assert aid.total == D("65640.00")
        (warning,) = aid.warnings
        assert warning.key == "cap-amount-unknown" and len(warning.figures["readings"]) == 2


class TestDatedRows:
    ROWS = [
        {"amount": D(50_000), "basis": None, "since": None, "funder": None},
        {"amount": None, "basis": None, "since": "2007-02-06", "funder": None},
    ]

    def test_the_ceiling_before_and_after_the_decision(self):
        ((row, before),) = ceilings(self.ROWS, date(2007, 2, 5))
        assert (row["amount"], before) == (D(50_000), None)
        ((row, before),) = ceilings(self.ROWS, date(2007, 2, 6))
        assert (row["amount"], before["amount"]) == (None, D(50_000))

    def test_ceilings_that_bear_on_different_things_both_hold(self):
        rows = [
            {"amount": D(1), "basis": "erdf-share", "since": "2006"},
            {"amount": D(2), "basis": "total-grant", "since": "2007"},
            {"amount": D(3), "basis": "total-grant", "since": "2008-03"},
        ]
        assert [row["amount"] for row, _ in ceilings(rows, date(2007, 6, 1))] == [1, 2]
        assert [row["amount"] for row, _ in ceilings(rows, date(2008, 3, 1))] == [1, 3]

    def test_a_target_lowered_on_its_day(self):
        rows = [{"projects": 50}, {"projects": 35, "since": "2007-02-06"}]
        key = lambda row: ""  # noqa: E731
        assert [r["projects"] for r in in_force(rows, date(2007, 2, 5), key)] == [50]
        assert [r["projects"] for r in in_force(rows, date(2007, 2, 6), key)] == [35]
