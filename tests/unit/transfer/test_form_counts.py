"""Answers counted by question."""

from collective.prai.transfer.forms.counts import bars
from collective.prai.transfer.forms.counts import CHOICE
from collective.prai.transfer.forms.counts import LISTED
from collective.prai.transfer.forms.counts import NUMBER
from collective.prai.transfer.forms.counts import PRIVATE
from collective.prai.transfer.forms.counts import Question
from collective.prai.transfer.forms.counts import result
from collective.prai.transfer.forms.counts import TEXT
from decimal import Decimal
from lxml import etree


SITE = Question("site", "Un site ?", CHOICE, {"oui": "Oui", "non": "Non"})
ROWS = [{"site": "oui"}, {"site": "oui"}, {"site": None}, {"site": "ancien"}, {}]


class TestResult:
    def test_choices_with_those_that_nobody_chose_and_those_that_are_gone(self):
        found = result(SITE, ROWS)
        assert found.answered == 3
        assert [tuple(line) for line in found.lines] == [("Oui", 2, 67), ("Non", 0, 0), ("ancien", 1, 33)]

    def test_several(self):
        found = result(SITE, [{"site": {"oui", "non"}}, {"site": {"oui"}}, {"site": set()}])
        assert (found.answered, [line.share for line in found.lines]) == (2, [100, 50])

    def test_numbers(self):
        rows = [{"n": 2}, {"n": 10}, {"n": Decimal("3.5")}, {"n": None}, {"n": "x"}]
        assert result(Question("n", "N", NUMBER), rows).figures == [
            ("sum", "15,5"), ("median", "3,5"), ("min", "2"), ("max", "10"),
        ]  # fmt: skip
        assert result(Question("n", "N", NUMBER), []).figures == []

    def test_texts(self):
        found = result(Question("t", "T", TEXT), [{"t": f"<b>{n}"} for n in range(LISTED + 3)])
        assert (found.texts[0], len(found.texts), found.more) == ("<b>0", LISTED, 3)
        assert result(Question("t", "T", PRIVATE), [{"t": "a@b.example"}]).texts == []


class TestBars:
    def test_drawn_safely(self):
        lines = result(SITE._replace(choices={"oui": "<script>" + "é" * 90}), ROWS).lines
        drawn = etree.fromstring(bars(lines, 'A "b" & <c>'))
        assert drawn.get("aria-label") == 'A "b" & <c>'
        assert len(drawn.findall("rect")) == 2

    def test_nothing_to_draw(self):
        assert bars(result(SITE, []).lines, "A") == ""
