"""The theme that is kept around the content: the same page as Diazo makes of the whole."""

from collective.prai.theme import kept
from lxml import html
from tests.site.visitor import Visitor
import pytest
import transaction


BROKEN = "<p>Un <b>élu<p>Fin</div></article></main><table><tr><td>1</table><span class='vide' />"


def read(body: bytes) -> list[tuple]:
    """What a browser reads: elements, their attributes in no order, and their texts."""
    return [
        # « xml:lang » is what XSLT adds to « lang », for readers of XML.
        (
            node.tag,
            {name: value for name, value in node.attrib.items() if name != "xml:lang"},
            (node.text or "").strip(),
            (node.tail or "").strip(),
        )
        for node in html.document_fromstring(body.decode() or "<p>empty</p>").iter()
    ]


class TestKeptTheme:
    @pytest.fixture
    def visitor(self, class_site):
        visitor = Visitor(class_site)
        visitor.ask("/@@ok"), visitor.ask("")
        return visitor

    def ask(self, visitor, path, query=""):
        visitor.door.answers.clear(), visitor.door.asked.clear()
        return visitor.ask(path, query, HTTP_ACCEPT="text/html")

    def test_every_page_is_the_same_as_without_it(self, visitor, class_site, make_for, monkeypatch):
        sheet = make_for(class_site, "prai.ProjectSheet", "published", title='L’ADSL & <vous> "ici"')
        guide = make_for(class_site, "prai.Guide", "published", title="Guide d’équipement")
        transaction.commit()
        paths = [
            ("", ""), ("/trouver", ""), ("/trouver", "q=%C3%A9lus+%22%3Cb%3E%26&theme=tourisme"), ("/projets", ""),
            ("/pres-de-chez-moi", ""), ("/comparer", ""), ("/plan-du-site", ""), ("/mentions-legales", ""),
            ("/trouver", "vue=carte"), ("/accessibility-info", ""), ("/login", ""), ("/themes", ""), ("/nulle-part", ""),
            *(("/" + "/".join(item.getPhysicalPath()[2:]), "") for item in (sheet, guide)),
        ]  # fmt: skip
        themed = 0
        for path, query in paths:
            kept._kept.clear()
            first = self.ask(visitor, path, query)
            themed += len(kept._kept)
            with monkeypatch.context() as patch:
                patch.setattr(kept, "cut", lambda *_anything: None)
                whole = self.ask(visitor, path, query)
            assert first[0] == whole[0], path
            assert read(first[2]) == read(whole[2]), path
        assert themed > len(paths) - 3

    def test_words_and_titles_stay_with_their_page(self, visitor, class_site, make_for):
        items = [
            make_for(class_site, "prai.HowTo", "published", title=f"Fiche {word}") for word in ("una", "duo")
        ]
        transaction.commit()
        kept._kept.clear()
        for word, other in (("una", "duo"), ("duo", "una")):
            for _turn in range(2):
                found = self.ask(visitor, "/trouver", f"q={word}")[2].decode()
                assert f'value="{word}"' in found and other not in found
        assert len(kept._kept) == 1
        for item, word, other in ((items[0], "una", "duo"), (items[1], "duo", "una")):
            page = self.ask(visitor, "/" + "/".join(item.getPhysicalPath()[2:]))[2].decode()
            assert (
                f"Fiche {word}" in page.split("</head>")[0]
                and f"Fiche {other}" not in page.split("</head>")[0]
            )

    def test_what_an_author_left_open_ends_with_the_content(self):
        page = (
            "<html><head><title>T</title></head><body class='x'><header id=\"portal-top\"></header>"
            f'{kept._WAY}<i>way</i></div>\n<article id="portal-column-content">{BROKEN}</article>'
            '<footer id="portal-footer-wrapper"></footer></body></html>'
        )
        found = kept.cut(page, lambda _part: None)
        assert BROKEN not in found.frame and found.own[0] == "T"
        content = found.own[-1]
        assert content == kept.tidied(content, lambda _part: None)
        assert content.count("<p>") == content.count("</p>") and "</article>" not in content

    def test_a_page_with_columns_or_with_our_marks_is_left_to_diazo(self):
        assert kept.cut("<html><head></head><body>nothing of Plone</body></html>", lambda _part: None) is None
        assert (
            kept.cut(f"<head></head>{kept._WAY}</div>{kept._CONTENT}</article>{kept._FOOT}", print)
            is not None
        )
        for odd in ("prai-place-1-", '<aside id="portal-column-one">'):
            text = f"<head></head>{kept._WAY}</div>{kept._CONTENT}{odd}</article>{kept._FOOT}"
            assert kept.cut(text, lambda _part: None) is None
