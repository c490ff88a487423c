"""The contents of a page are its own sections, in their order, without the empty ones."""

from collective.prai.core.outline import Entry
from collective.prai.core.outline import outline
from collective.prai.core.outline import PLACE
from collective.prai.core.outline import with_contents


def section(name, heading, classes="prai-section"):
    return f'<section class="{classes}"\n  id="{name}"><h2 class="x">{heading}</h2><p>…</p></section>'


PAGE = (
    section("a", "Le\u00a0« plus »\n   projet")
    + section("b", "Moyens", "prai-section prai-section-empty")
    + section("c", "Projets <span class=\"prai-count\">(3)</span>")
    + section("d", "Contact", "prai-box")
    + section("e", "R&amp;D &lt;b&gt;", "prai-section prai-take")
)  # fmt: skip


def test_sections_that_say_something():
    assert outline(PAGE) == [
        Entry("a", "Le\u00a0« plus » projet"),
        Entry("c", "Projets"),
        Entry("e", "R&D <b>"),
    ]


def test_contents_are_put_in_once_and_only_where_they_help():
    drawn = with_contents(f"{PLACE}{PAGE}{PLACE}", lambda entries: f"[{len(entries)}]")
    assert drawn == f"[3]{PAGE}{PLACE}"
    few = section("a", "A") + section("b", "B")
    assert with_contents(f"{PLACE}{few}", lambda entries: "no") == few
    assert with_contents(PAGE, lambda entries: "no") == PAGE
