from collective.prai.core.safe_html import ADDRESS
from collective.prai.core.safe_html import clean_html
from collective.prai.core.safe_html import clean_text
from collective.prai.core.safe_html import lower_headings
from html.parser import HTMLParser
import pytest


#: What hostile or careless editors, imports and partners' copies have put into rich text.
HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=https://pirate.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=x oNeRrOr=alert(1)//",
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml;base64,PHN2Zy8+">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A;avascript&colon;alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="blob:https://x/y">x</a>',
    '<iframe src="https://pirate.example"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="x.swf"><param name="a"></object>',
    '<embed src="x.swf">',
    '<applet code="x"></applet>',
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<svg><animate attributeName=href values="javascript:alert(1)"/></svg>',
    '<math><mtext><img src=x onerror=alert(1)></mtext></math>',
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<style>body{background:url(javascript:alert(1))}</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<link rel=stylesheet href="https://pirate.example/x.css">',
    '<meta http-equiv=refresh content="0;url=https://pirate.example">',
    '<base href="https://pirate.example/">',
    '<form action="https://pirate.example"><input name=a><button>x</button></form>',
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)></audio>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<title><img src=x onerror=alert(1)></title>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    '<p onclick="alert(1)" onmouseover=alert(1)>x</p>',
    '<a href="https://ok.example" target=_blank ping="https://pirate.example" onclick=alert(1)>x</a>',
    '<a name="x" id="constructor">x</a>',
    '<img srcset="javascript:alert(1) 1x" src="https://ok.example/x.png">',
    '<table background="javascript:alert(1)"><tr><td>x</td></tr></table>',
    "<p>\x00<script>alert(1)</script>\x00</p>",
    "<p\x00 onclick=alert(1)>x</p>",
    f'<a href="{ADDRESS}//pirate.example">x</a>',
    '<a title="&#xe000;" href="&#xe000;/x">&#xe000;</a>',
    "<a href='https://ok.example/\"onmouseover=alert(1)'>x</a>",
    "<prai-liste theme=x></prai-liste>",
]  # fmt: skip
ALLOWED_SCHEMES = ("http:", "https:", "mailto:", "tel:", "/")


class Inspector(HTMLParser):
    """Every tag and attribute of a fragment, as a browser would read it."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs


def keep(_tag, url):
    return url if url.startswith(ALLOWED_SCHEMES) else None


class TestCleanHtml:
    @pytest.mark.parametrize("html", HOSTILE)
    def test_nothing_hostile_is_left(self, html):
        cleaned = clean_html(html, keep)
        found = Inspector(cleaned)
        assert not {
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "form",
            "base",
            "meta",
            "link",
        } & set(found.tags)
        for name, value in found.attributes:
            assert not name.startswith("on") and name not in (
                "style",
                "srcdoc",
                "ping",
                "srcset",
                "id",
                "name",
            )
            if name in ("href", "src"):
                assert value.startswith(ALLOWED_SCHEMES)
        assert ADDRESS not in cleaned and "\x00" not in cleaned

    def test_cleaning_twice_changes_nothing(self):
        for html in HOSTILE:
            once = clean_html(html, keep)
            assert clean_html(once, keep) == once

    def test_dropped_link_leaves_its_text(self):
        assert clean_html('<p>Voir <a href="/prive">la <b>suite</b></a>.</p>', lambda tag, url: None) == (
            "<p>Voir la <b>suite</b>.</p>"
        )

    def test_placeholder_of_the_caller_is_kept(self):
        assert (
            clean_html('<a href="/x">x</a>', lambda tag, url: ADDRESS + url) == f'<a href="{ADDRESS}/x">x</a>'
        )

    def test_tables_lists_and_figures_are_kept(self):
        html = (
            '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>'
        )
        assert clean_html(html, keep) == html


class TestCleanText:
    def test_control_private_use_and_noncharacters_go(self):
        assert clean_text("a\x00b\x1fc\ue000d\ufffee\ud800f\U000f0000g") == "abcdefg"

    def test_letters_line_breaks_and_joined_emoji_stay(self):
        text = "Élu·e\n\tœuvre — 98\u202f541,50\xa0€ 👩‍💻"
        assert clean_text(text) == text


def test_a_resolver_that_fails_is_heard():
    def fails(tag, url):
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError):
        clean_html('<a href="resolveuid/0">x</a>', fails)


def test_headings_go_below_the_field_s_own():
    assert lower_headings("<h2>a</h2><h6 lang='fr'>b</h6>") == "<h3>a</h3><h6 lang='fr'>b</h6>"
