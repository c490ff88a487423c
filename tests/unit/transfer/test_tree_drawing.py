from collective.prai.transfer.tree import grow
from collective.prai.transfer.tree_drawing import draw
from collective.prai.transfer.tree_drawing import DRAWN
from collective.prai.transfer.tree_drawing import LINES
from collective.prai.transfer.tree_drawing import nested
from collective.prai.transfer.tree_drawing import Said
from collective.prai.transfer.tree_drawing import TITLE
from collective.prai.transfer.tree_drawing import WIDTH
from collective.prai.transfer.tree_drawing import wrapped
from lxml import etree
import pytest


HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="x',
    "&amp;",
    "a" * 400,
    "mot " * 200,
    "é\u202e\u00a0ß",
    "]]>",
    "",
]


def tree(*edges, start="a"):
    pairs = [edge.split(">") for edge in edges]
    return grow(
        start, lambda one: [a for a, b in pairs if b == one], lambda one: [b for a, b in pairs if a == one]
    )


def svg(branches, said):
    return etree.fromstring(draw(branches, said, "t", "L’arbre <1>", "Dit la même chose."))


class TestList:
    def test_lists_within_lists(self):
        branches = tree("a>b", "b>c", "a>d")
        page = nested(branches, [Said(one.id, url=f"https://x.example/{one.id}") for one in branches])
        outer = etree.fromstring(page)
        assert [li.findtext("a") for li in outer.findall("li")] == ["a"]
        assert [li.findtext("a") for li in outer.findall("li/ul/li")] == ["b", "d"]
        assert [li.findtext("a") for li in outer.findall("li/ul/li/ul/li")] == ["c"]

    def test_several_roots_and_deep_returns(self):
        branches = tree("a>b", "b>c", "x>c", "c>d", start="c")
        outer = etree.fromstring(nested(branches, [Said(one.id) for one in branches]))
        assert [li.findtext("span") for li in outer.findall("li")] == ["a", "x"]

    @pytest.mark.parametrize("text", HOSTILE)
    def test_words_are_words(self, text):
        said = [Said(text, text, f"https://x.example/{text[:20]}", marks=(text,), more=text)]
        found = etree.fromstring(nested(tree(), said))
        assert {one.tag for one in found.iter()} <= {"ul", "li", "a", "span"}

    def test_where_one_is(self):
        assert '<strong aria-current="page">Ici</strong>' in nested(
            tree(), [Said("Ici", url="u", present=True)]
        )


class TestPicture:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_words_are_words_and_fit(self, text):
        branches = tree("a>b")
        drawn = svg(branches, [Said(text, text, "https://x.example/?a=1&b=2"), Said(text, kind="gone")])
        tags = {etree.QName(one).localname for one in drawn.iter()}
        assert tags <= {"svg", "title", "desc", "path", "a", "g", "rect", "text"}
        for box in drawn.iter("{*}a", "{*}g"):
            assert len(box.findall("{*}text")) <= LINES
            assert all(len(line.text) <= 30 for line in box.iter("{*}text"))

    def test_boxes_do_not_overlap_and_lie_within(self):
        branches = tree(*(f"a>{n}" for n in "bcdef"), *(f"c>c{n}" for n in range(4)), "e>e1", "e1>e2")
        drawn = svg(branches, [Said(one.id) for one in branches])
        width, height = (float(drawn.get(name)) for name in ("width", "height"))
        boxes = [
            tuple(float(rect.get(name)) for name in ("x", "y", "width", "height"))
            for rect in drawn.iter("{*}rect")
        ]
        assert len(boxes) == len(branches)
        for place, (x, y, w, h) in enumerate(boxes):
            assert x >= 0 and y >= 0 and x + w <= width and y + h <= height
            for other_x, other_y, _w, _h in boxes[:place]:
                assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= h

    def test_a_crowd_is_no_picture(self):
        branches = [one for n in range(DRAWN + 1) for one in tree(start=str(n))]
        assert draw(branches, [Said(one.id) for one in branches], "t", "", "") == ""

    def test_a_link_says_its_whole_name(self):
        name = "Un questionnaire dont le nom ne tient pas du tout dans une boîte de cette largeur"
        link = svg(tree(), [Said(name, "Livrable", "https://x.example/", marks=("exemple",))]).find("{*}a")
        assert link.get("aria-label") == f"{name}, Livrable, exemple"
        assert link.findall("{*}text")[-2].text.endswith("…")


class TestWrapped:
    @pytest.mark.parametrize("text", HOSTILE)
    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_never_longer_nor_more(self, text, most):
        lines = wrapped(text, TITLE, most)
        assert len(lines) <= most and all(0 < len(line) <= TITLE for line in lines)
